//! Text that is drawn where it is not seen.
//!
//! A spreadsheet's cell that goes on over the end of a page is drawn whole on
//! both pages, each time through a clipping path that shows its own part. What
//! another page shows is taken out; all other hidden text stays, since somebody
//! wrote it.

use std::collections::HashMap;
use std::ops::Range;

use super::canvas::{Canvas, Glyph};

/// Takes out the lines that are hidden on a page and shown on another one.
pub(super) fn remove(canvases: &mut [Canvas]) {
    if !canvases.iter().any(|canvas| canvas.glyphs.iter().any(|glyph| glyph.is_hidden)) {
        return;
    }
    // The pages that show a line, by its words.
    let mut shown: HashMap<String, Vec<usize>> = HashMap::new();
    for (page, canvas) in canvases.iter().enumerate() {
        for line in lines(&canvas.glyphs).filter(|line| !is_hidden(&canvas.glyphs[line.clone()])) {
            shown.entry(words(&canvas.glyphs[line])).or_default().push(page);
        }
    }
    for (page, canvas) in canvases.iter_mut().enumerate() {
        let mut kept: Vec<Glyph> = Vec::with_capacity(canvas.glyphs.len());
        for line in lines(&canvas.glyphs) {
            let glyphs = &canvas.glyphs[line];
            let elsewhere = |pages: &Vec<usize>| pages.iter().any(|other| *other != page);
            if !is_hidden(glyphs) || !shown.get(&words(glyphs)).is_some_and(elsewhere) {
                kept.extend_from_slice(glyphs);
            }
        }
        canvas.glyphs = kept;
    }
}

/// Characters that are drawn one after the other on one base line, through one
/// clipping path.
fn lines(glyphs: &[Glyph]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        let first = glyphs.get(start)?;
        let is_same = |glyph: &&Glyph| glyph.clip == first.clip && (glyph.y - first.y).abs() < 0.5 * first.size;
        let count = glyphs[start..].iter().take_while(is_same).count().max(1);
        let line = start..start + count;
        start = line.end;
        Some(line)
    })
}

/// Whether nothing of a line is seen.
fn is_hidden(line: &[Glyph]) -> bool {
    line.iter().all(|glyph| glyph.is_hidden || glyph.c.is_whitespace())
}

fn words(line: &[Glyph]) -> String {
    line.iter().map(|glyph| glyph.c).filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::pdf::lines::tests::glyphs;

    /// A page with lines, of which some are hidden.
    fn page(lines: &[(&str, bool)]) -> Canvas {
        let line = |(index, (text, is_hidden)): (usize, &(&str, bool))| {
            let glyphs = glyphs(text, 0.0, 20.0 * index as f64);
            glyphs.into_iter().map(|glyph| Glyph { clip: 1, is_hidden: *is_hidden, ..glyph }).collect::<Vec<_>>()
        };
        Canvas { glyphs: lines.iter().enumerate().flat_map(line).collect(), ..Canvas::default() }
    }

    fn text(canvas: &Canvas) -> String {
        canvas.glyphs.iter().map(|glyph| glyph.c).collect()
    }

    #[test]
    fn what_the_next_page_shows_is_taken_out() {
        let mut pages = [page(&[("甲乙", false), ("丙丁", true)]), page(&[("甲乙", true), ("丙丁", false)])];
        remove(&mut pages);
        assert_eq!(pages.each_ref().map(text), ["甲乙", "丙丁"]);
    }

    #[test]
    fn what_no_page_shows_stays() {
        let mut pages = [page(&[("甲乙", false), ("丙丁", true)]), page(&[("甲乙", false)])];
        remove(&mut pages);
        assert_eq!(pages.each_ref().map(text), ["甲乙丙丁", "甲乙"]);
    }
}
