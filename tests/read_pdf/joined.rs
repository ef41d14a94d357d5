//! Several returns that somebody has joined into one file.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId};
use shenbao::extract::Extraction;
use shenbao::{Code, FieldPath, Form, Record, Value};

use crate::support::{catalogue, filled, open, record, returns, save, string_of, utf16};

/// What a program does with the fields of the files that it joins.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Joiner {
    /// Leaves them as they are: two fields of one name (pypdf).
    Keeps,
    /// Renames those of a name that it has had, and parts a field of two pages
    /// into one for each (qpdf).
    Renames,
    /// Loses fields that are not widgets themselves (poppler).
    Loses,
    /// Puts those of each file under a field of its own.
    Nests,
}

/// The pages of the second file behind those of the first.
fn join(first: &[u8], second: &[u8], joiner: Joiner) -> Vec<u8> {
    let (mut first, mut second) = (open(first), open(second));
    second.renumber_objects_with(first.max_id + 1);
    first.max_id = second.max_id;
    let pages: Vec<ObjectId> = second.page_iter().collect();
    let root = first.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
    for document in [&mut first, &mut second] {
        change(document, joiner);
    }
    if joiner == Joiner::Renames {
        rename(&mut second, 1);
    }
    first.objects.extend(second.objects);
    for page in &pages {
        first.get_dictionary_mut(*page).unwrap().set("Parent", root);
    }
    let tree = first.get_dictionary_mut(root).unwrap();
    tree.get_mut(b"Kids").unwrap().as_array_mut().unwrap().extend(pages.into_iter().map(Object::from));
    save(&mut first)
}

fn change(document: &mut Document, joiner: Joiner) {
    let fields: Vec<(ObjectId, Dictionary)> = document
        .objects
        .iter()
        .filter_map(|(id, object)| Some((*id, object.as_dict().ok()?.clone())))
        .filter(|(_, object)| object.has(b"T") && (object.has(b"FT") || object.has(b"Kids")))
        .collect();
    match joiner {
        Joiner::Keeps => {}
        Joiner::Loses => {
            for (id, _) in fields.iter().filter(|(_, field)| field.has(b"Kids")) {
                document.objects.remove(id);
            }
        }
        Joiner::Renames => {
            for (id, field) in fields.iter().filter(|(_, field)| field.get(b"FT").unwrap().as_name().unwrap() == b"Tx")
            {
                let Ok(kids) = field.get(b"Kids").and_then(Object::as_array) else { continue };
                for kid in kids.iter().skip(1) {
                    let copy = document.add_object(field.clone());
                    document.get_dictionary_mut(kid.as_reference().unwrap()).unwrap().set("Parent", copy);
                    let name = string_of(field.get(b"T").unwrap());
                    document.get_dictionary_mut(copy).unwrap().set("T", utf16(&format!("{name}+9")));
                }
                assert!(document.get_dictionary(*id).is_ok());
            }
        }
        Joiner::Nests => {
            let above = document.add_object(lopdf::dictionary! { "T" => utf16("甲") });
            for (id, _) in fields {
                document.get_dictionary_mut(id).unwrap().set("Parent", above);
            }
        }
    }
}

/// Adds a number to all names.
fn rename(document: &mut Document, number: usize) {
    for field in document.objects.values_mut().filter_map(|object| object.as_dict_mut().ok()) {
        if let (Ok(name), true) = (field.get(b"T").cloned(), field.has(b"FT")) {
            field.set("T", utf16(&format!("{}+{number}", string_of(&name))));
        }
    }
}

/// The same answers of somebody else.
fn other(form: &Form, record: &Record) -> Record {
    let mut other = record.clone();
    let path: FieldPath = match form.applicant() {
        Some(path) => path.clone(),
        None => return other,
    };
    if let Some(Value::Text(name)) = record.get(&path) {
        let name = format!("{name}甲");
        assert!(other.set(&path, Value::Text(name)));
    }
    other
}

/// The fields that two records have otherwise.
fn differences(read: &Record, wanted: &Record, joiner: Joiner) -> Vec<(String, Option<Value>, Option<Value>)> {
    let (read, wanted) = (read.normalize(), wanted.normalize());
    let ids: BTreeSet<&str> = read.iter().chain(wanted.iter()).map(|(id, _)| id).collect();
    // Where only what is seen is left, nobody can tell who ended a line.
    let flat = |value: Option<&Value>| match value {
        Some(Value::Text(text)) => Some(Value::Text(text.replace('\n', ""))),
        other => other.cloned(),
    };
    let same = |id: &str| {
        let (read, wanted) = (read.field(id), wanted.field(id));
        read == wanted || (joiner == Joiner::Loses && flat(read) == flat(wanted))
    };
    let differs = ids.into_iter().filter(|id| !same(id));
    differs.map(|id| (id.to_owned(), read.field(id).cloned(), wanted.field(id).cloned())).collect()
}

#[test]
fn each_return_of_a_joined_file_is_read_by_itself() {
    let catalogue = catalogue();
    for form in catalogue.forms().filter(|form| !form.is_print_only()) {
        let one = record(form);
        let two = other(form, &one);
        let (first, second) = (filled(form, &one, true), filled(form, &two, true));
        for joiner in [Joiner::Keeps, Joiner::Renames, Joiner::Loses, Joiner::Nests] {
            let found: Vec<Extraction> = returns(&catalogue, &join(&first, &second, joiner));
            let [a, b] = &found[..] else { panic!("{}, {joiner:?}: {} returns", form.id, found.len()) };
            assert_eq!(differences(&a.record, &one, joiner), [], "{}, {joiner:?}", form.id);
            assert_eq!(differences(&b.record, &two, joiner), [], "{}, {joiner:?}", form.id);
            for read in [a, b] {
                let has = |code: Code| read.findings.iter().any(|finding| finding.code == code);
                assert!(has(Code::Copies), "{}, {joiner:?}", form.id);
                // An answer put together from what is seen may carry a doubt.
                assert!(joiner == Joiner::Loses || !has(Code::Doubtful), "{}, {joiner:?}", form.id);
            }
        }
        // The same file twice is two returns too.
        assert_eq!(returns(&catalogue, &join(&first, &first, Joiner::Renames)).len(), 2, "{}", form.id);
    }
}
