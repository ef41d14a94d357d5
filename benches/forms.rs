//! Documents per second on one core: filled copies from a compiled form (of PDF
//! files: pages), and returned files read, identified and checked.

#[path = "../tests/records/mod.rs"]
mod records;

use std::hint::black_box;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use shenbao::batch::read_file;
use shenbao::extract::Extractor;
use shenbao::font::FontSet;
use shenbao::read::{self, Limits};
use shenbao::write::docx::{DocxOptions, DocxTemplate};
use shenbao::write::pdf::{PdfOptions, PdfTemplate};
use shenbao::write::xlsx::{XlsxOptions, XlsxTemplate};
use shenbao::{Catalogue, Form, Record};

fn forms(c: &mut Criterion) {
    let catalogue = Catalogue::embedded().unwrap_or_else(|error| panic!("{error}"));
    let extractor = Extractor::new(&catalogue);
    let fonts = FontSet::embedded();
    for form in catalogue.forms() {
        // Of a form that is only printed there is nothing to fill.
        let Some(record) = records::of(form) else { continue };
        let mut group = c.benchmark_group(form.id.replace('/', "_"));
        word(&mut group, &extractor, form, &record);
        excel(&mut group, &extractor, form, &record);
        for (name, fillable) in [("PDF", false), ("fillable PDF", true)] {
            let options = PdfOptions::default().fillable(fillable);
            let template = PdfTemplate::compile(form, &fonts, &options).unwrap_or_else(|e| panic!("{e}"));
            let file = template.fill(&record).unwrap_or_else(|e| panic!("{e}"));
            group.throughput(Throughput::Elements(u64::try_from(file.pages).unwrap_or(1)));
            group.bench_function(format!("fill, {name}"), |b| b.iter(|| template.fill(black_box(&record))));
            read_and_check(&mut group, &extractor, name, &file.bytes);
        }
        group.finish();
    }
}

type Group<'a> = BenchmarkGroup<'a, WallTime>;

fn word(group: &mut Group, extractor: &Extractor, form: &Form, record: &Record) {
    let limits = Limits::default();
    group.throughput(Throughput::Elements(1));
    let template = DocxTemplate::compile(form, &DocxOptions::default()).unwrap_or_else(|e| panic!("{e}"));
    group.bench_function("fill", |b| b.iter(|| template.fill(black_box(record))));
    let tagged = template.fill(record).unwrap_or_else(|e| panic!("{e}"));
    let plain = DocxTemplate::compile(form, &DocxOptions::default().plain(true))
        .and_then(|template| template.fill(record))
        .unwrap_or_else(|e| panic!("{e}"));
    group.bench_function("read", |b| b.iter(|| read::document(black_box(&tagged), &limits)));
    read_and_check(group, extractor, "tagged", &tagged);
    read_and_check(group, extractor, "plain", &plain);
}

fn excel(group: &mut Group, extractor: &Extractor, form: &Form, record: &Record) {
    let options = XlsxOptions::default();
    let template = XlsxTemplate::compile(form, &options).unwrap_or_else(|e| panic!("{e}"));
    group.bench_function("fill, Excel", |b| b.iter(|| template.fill(black_box(record))));
    group.bench_function("compile, Excel", |b| b.iter(|| XlsxTemplate::compile(black_box(form), &options)));
    let file = template.fill(record).unwrap_or_else(|e| panic!("{e}"));
    read_and_check(group, extractor, "Excel", &file.bytes);
}

/// From the bytes of a returned file to its checked record.
fn read_and_check(group: &mut Group, extractor: &Extractor, name: &str, bytes: &[u8]) {
    let limits = Limits::default();
    group.bench_function(format!("read and check, {name}"), |b| {
        b.iter(|| read_file(extractor, &limits, "returned", black_box(bytes)));
    });
}

criterion_group!(benches, forms);
criterion_main!(benches);
