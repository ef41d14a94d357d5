//! Lines of text: characters that stand on one base line, with the blanks
//! between them that nobody drew.

use super::canvas::{Glyph, Kind};
use super::geometry::Rect;

/// A line of text.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Left to right, blanks included.
    pub(super) glyphs: Vec<Glyph>,
    /// The text's own left and right, without blanks at its ends, and its
    /// height.
    pub(super) area: Rect,
    pub(super) size: f64,
    /// Number of the page, from 0: places on two pages cannot be compared.
    pub(super) page: usize,
    /// Whether it is turned by a quarter or a half; its area is then that of
    /// the text turned upright.
    pub(super) is_turned: bool,
}

/// Whether a character takes half the place of a Han character: letters,
/// digits and marks of Western text.
pub(super) fn is_narrow(c: char) -> bool {
    c.is_ascii_graphic() || ('\u{A1}'..='\u{2AF}').contains(&c)
}

fn is_blank(glyph: &Glyph) -> bool {
    glyph.kind == Kind::Character && glyph.c.is_whitespace()
}

impl Line {
    fn of(mut glyphs: Vec<Glyph>, page: usize) -> Option<Line> {
        glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
        let seen: Vec<&Glyph> = glyphs.iter().filter(|glyph| !is_blank(glyph)).collect();
        let area = seen.iter().map(|glyph| glyph.area()).reduce(|all, area| all.with(&area))?;
        let size = seen.iter().map(|glyph| glyph.size).fold(0.0, f64::max);
        let mut line = Line { glyphs, area, size, page, is_turned: false };
        line.fill_gaps();
        Some(line)
    }

    pub(super) fn text(&self) -> String {
        self.glyphs.iter().map(|glyph| glyph.c).collect()
    }

    /// The first and the last character that is seen.
    pub(super) fn first(&self) -> Option<char> {
        self.glyphs.iter().find(|glyph| !is_blank(glyph)).map(|glyph| glyph.c)
    }

    pub(super) fn last(&self) -> Option<char> {
        self.glyphs.iter().rev().find(|glyph| !is_blank(glyph)).map(|glyph| glyph.c)
    }

    /// Puts blanks where characters stand apart.
    fn fill_gaps(&mut self) {
        /// More blanks than that say nothing more.
        const MOST: usize = 20;
        let tracking = self.tracking();
        let mut filled: Vec<Glyph> = Vec::with_capacity(self.glyphs.len());
        for glyph in &self.glyphs {
            if let Some(before) = filled.last().copied()
                && !is_blank(&before)
                && !is_blank(glyph)
                && before.kind == Kind::Character
                && glyph.kind == Kind::Character
            {
                let em = before.size.max(glyph.size);
                let gap = glyph.x - before.right() - tracking;
                let is_latin = is_narrow(before.c) && is_narrow(glyph.c);
                // Between Han and Latin many programs leave a quarter of an em.
                let least = if is_latin { 0.16 } else { 0.45 } * em;
                let blank = Glyph { x: before.right(), dx: gap, kind: Kind::Character, ..before };
                if gap > 1.5 * em && glyph.run != before.run {
                    // Strings that stand apart are columns that nobody ruled.
                    filled.push(Glyph { c: '\t', ..blank });
                } else if gap > 1.5 * em {
                    let count = ((gap / em).round() as usize).min(MOST);
                    filled.extend(std::iter::repeat_n(Glyph { c: '\u{3000}', dx: gap / count as f64, ..blank }, count));
                } else if gap > least {
                    filled.push(Glyph { c: ' ', ..blank });
                }
            }
            filled.push(*glyph);
        }
        self.glyphs = filled;
    }

    /// The distance by which all characters of the line stand apart: it was
    /// spread to fill its width, and nobody typed blanks.
    fn tracking(&self) -> f64 {
        let pairs = self.glyphs.windows(2).filter(|pair| !pair.iter().any(is_blank));
        let mut gaps: Vec<f64> = pairs.map(|pair| pair[1].x - pair[0].right()).collect();
        gaps.sort_by(f64::total_cmp);
        let Some(middle) = gaps.get(gaps.len() / 2).copied() else { return 0.0 };
        let even = gaps.iter().filter(|gap| (*gap - middle).abs() < 0.15 * self.size).count();
        let has_latin = self.glyphs.iter().any(|glyph| is_narrow(glyph.c));
        // Of two Latin letters that stand apart nobody can tell.
        if even * 5 >= gaps.len() * 3 && (gaps.len() > 1 || !has_latin) {
            middle.max(0.0)
        } else {
            middle.clamp(0.0, 0.35 * self.size)
        }
    }
}

/// The lines that characters stand in, from above.
pub(super) fn lines(glyphs: Vec<Glyph>, page: usize) -> Vec<Line> {
    /// A line that is being gathered.
    struct Open {
        glyphs: Vec<Glyph>,
        /// Height of its largest character.
        area: Rect,
        size: f64,
    }
    /// Lines that a character may still belong to: superscripts come early.
    const NEAR: usize = 4;
    let mut glyphs = glyphs;
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x.total_cmp(&b.x)));
    let mut open: Vec<Open> = Vec::new();
    for glyph in glyphs {
        let area = glyph.area();
        let fits = |line: &Open| {
            let common = line.area.bottom.min(area.bottom) - line.area.top.max(area.top);
            common >= 0.5 * line.area.height().min(area.height())
        };
        let start = open.len().saturating_sub(NEAR);
        match open[start..].iter_mut().rev().find(|line| fits(line)) {
            Some(line) => {
                if glyph.size > line.size * 1.1 && !is_blank(&glyph) {
                    (line.area, line.size) = (area, glyph.size);
                }
                line.glyphs.push(glyph);
            }
            None => open.push(Open { glyphs: vec![glyph], area, size: glyph.size }),
        }
    }
    let mut lines: Vec<Line> = open.into_iter().filter_map(|line| Line::of(line.glyphs, page)).collect();
    lines.sort_by(|a, b| a.area.middle().1.total_cmp(&b.area.middle().1));
    lines
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Glyphs of a text at a place; Han 10 points wide, the rest 5.
    pub(in crate::read::pdf) fn glyphs(text: &str, x: f64, y: f64) -> Vec<Glyph> {
        let mut x = x;
        let glyph = |c: char| {
            let dx = if c.is_ascii() { 5.0 } else { 10.0 };
            let glyph = Glyph { x, y, dx, size: 10.0, c, ..Glyph::BLANK };
            x += dx;
            glyph
        };
        text.chars().map(glyph).collect()
    }

    fn text(parts: &[(&str, f64, f64)]) -> Vec<String> {
        let all = parts.iter().flat_map(|(text, x, y)| glyphs(text, *x, *y)).collect();
        lines(all, 0).iter().map(Line::text).collect()
    }

    #[test]
    fn characters_on_a_base_line_are_a_line() {
        assert_eq!(text(&[("下", 0.0, 30.0), ("学校", 0.0, 10.0), ("2", 20.0, 6.0)]), ["学校2", "下"]);
    }

    #[test]
    fn blanks_that_were_not_drawn() {
        assert_eq!(text(&[("the", 0.0, 10.0), ("school", 18.0, 10.0)]), ["the school"]);
        assert_eq!(text(&[("学校", 0.0, 10.0), ("A", 22.5, 10.0)]), ["学校A"]);
        assert_eq!(text(&[("填表单位", 0.0, 10.0), ("日期", 70.0, 10.0)]), ["填表单位\u{3000}\u{3000}\u{3000}日期"]);
    }

    #[test]
    fn strings_that_stand_apart_are_columns() {
        let strings = [("职务 校长", 0.0), ("手机 138", 70.0)];
        let string = |(run, (text, x)): (usize, &(&str, f64))| {
            glyphs(text, *x, 10.0).into_iter().map(move |glyph| Glyph { run: run as u32, ..glyph }).collect::<Vec<_>>()
        };
        let all = strings.iter().enumerate().flat_map(string).collect();
        assert_eq!(lines(all, 0).iter().map(Line::text).collect::<Vec<_>>(), ["职务 校长\t手机 138"]);
    }

    #[test]
    fn text_spread_over_its_width_has_no_blanks() {
        assert_eq!(text(&[("姓", 0.0, 10.0), ("名", 40.0, 10.0)]), ["姓名"]);
        assert_eq!(text(&[("张", 0.0, 10.0), ("三", 16.0, 10.0), ("丰", 32.0, 10.0)]), ["张三丰"]);
    }
}
