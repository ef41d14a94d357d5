//! What is drawn on a page, as far as reading needs it.

use super::geometry::{Matrix, Rect};

/// A character on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Glyph {
    /// The left end of its base line, as it is read.
    pub(super) x: f64,
    pub(super) y: f64,
    /// From there to its right end.
    pub(super) dx: f64,
    pub(super) dy: f64,
    /// Height of the font.
    pub(super) size: f64,
    /// The character; U+FFFD where the file does not tell.
    pub(super) c: char,
    pub(super) kind: Kind,
    /// Number of the string that it was drawn with.
    pub(super) run: u32,
    /// Number of the clipping path that it is drawn through, 0 for none.
    pub(super) clip: u32,
    /// Whether it lies outside of that and is not seen.
    pub(super) is_hidden: bool,
    /// Whether it is struck out.
    pub(super) is_struck: bool,
    /// Whether its string reaches over the edge of its cell.
    pub(super) is_overflowing: bool,
    /// Whether the file says that it only repeats words, as a head on every
    /// page (an artifact of pagination).
    pub(super) is_repeated: bool,
    /// Whether the file says that it goes on in a cell of the page before.
    pub(super) goes_on: bool,
}

/// What a [`Glyph`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A character.
    Character,
    /// A box to tick, □ or ☑, drawn or of a symbol font.
    Box,
    /// A field of the form, by its number: its rectangle.
    Field(usize),
}

impl Glyph {
    /// A character without a place.
    pub(super) const BLANK: Glyph = Glyph {
        x: 0.0,
        y: 0.0,
        dx: 0.0,
        dy: 0.0,
        size: 0.0,
        c: ' ',
        kind: Kind::Character,
        run: u32::MAX,
        clip: 0,
        is_hidden: false,
        is_struck: false,
        is_overflowing: false,
        is_repeated: false,
        goes_on: false,
    };

    /// The quarter turns, clockwise, by which the text is turned; `None` for
    /// text that stands askew.
    pub(super) fn turn(&self) -> Option<usize> {
        // A scanner's or a drawing program's idea of level.
        const SKEW: f64 = 0.15;
        let (along, across) = (self.dx.abs(), self.dy.abs());
        if across <= along * SKEW {
            Some(if self.dx >= 0.0 { 0 } else { 2 })
        } else if along <= across * SKEW {
            Some(if self.dy >= 0.0 { 1 } else { 3 })
        } else {
            None
        }
    }

    pub(super) fn right(&self) -> f64 {
        self.x + self.dx
    }

    /// The space that the character takes, of upright text.
    pub(super) fn area(&self) -> Rect {
        Rect { left: self.x, top: self.y - 0.8 * self.size, right: self.right(), bottom: self.y + 0.2 * self.size }
    }

    /// A point in the middle of the character, of turned text too.
    pub(super) fn middle(&self) -> (f64, f64) {
        let length = self.dx.hypot(self.dy).max(1e-6);
        // Up from the base line is to the left of its direction.
        let up = 0.3 * self.size / length;
        // A mark that ends something stands in the first half of its square; at
        // the end of a line the other half may reach over the border.
        let along = if is_closing_mark(self.c) { 0.25 } else { 0.5 };
        (self.x + self.dx * along + self.dy * up, self.y + self.dy * along - self.dx * up)
    }
}

/// Whether a mark of Chinese text closes what stands before it.
pub(super) fn is_closing_mark(c: char) -> bool {
    "，。、；：？！）〉》”’】］」』".contains(c)
}

/// A line that is level or upright.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    pub(super) is_level: bool,
    /// Where it stands: its height on the page if level, else its distance from
    /// the left.
    pub(super) at: f64,
    pub(super) from: f64,
    pub(super) to: f64,
}

/// A page and what is drawn on it.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Vec<Rule>,
    /// Squares as boxes to tick are drawn.
    pub(super) squares: Vec<Rect>,
    /// Small things that are neither level nor upright, as a drawn tick.
    pub(super) strokes: Vec<Rect>,
    pub(super) pictures: Vec<Rect>,
    /// Number of filled shapes with curves: text may have been turned into them.
    pub(super) shapes: usize,
}

impl Canvas {
    /// Turns the page so that most of its text is level. Says how it was turned,
    /// for what stands on the page and is not drawn.
    pub(super) fn upright(mut self) -> (Canvas, Matrix) {
        let mut turns = [0_usize; 4];
        for turn in self.glyphs.iter().filter_map(Glyph::turn) {
            turns[turn] += 1;
        }
        let most = (0..4).max_by_key(|turn| (turns[*turn], 4 - turn)).unwrap_or(0);
        let (width, height) = (self.width, self.height);
        let back = match most {
            1 => Matrix::new(0.0, -1.0, 1.0, 0.0, 0.0, width),
            2 => Matrix::new(-1.0, 0.0, 0.0, -1.0, width, height),
            3 => Matrix::new(0.0, 1.0, -1.0, 0.0, height, 0.0),
            _ => return (self, Matrix::IDENTITY),
        };
        if most != 2 {
            (self.width, self.height) = (height, width);
        }
        for glyph in &mut self.glyphs {
            (glyph.x, glyph.y) = back.point(glyph.x, glyph.y);
            (glyph.dx, glyph.dy) = back.vector(glyph.dx, glyph.dy);
        }
        for rule in &mut self.rules {
            let ends = if rule.is_level {
                [(rule.from, rule.at), (rule.to, rule.at)]
            } else {
                [(rule.at, rule.from), (rule.at, rule.to)]
            };
            let line = Rect::around(ends.map(|(x, y)| back.point(x, y)));
            rule.is_level = line.width() > line.height();
            (rule.at, rule.from, rule.to) =
                if rule.is_level { (line.top, line.left, line.right) } else { (line.left, line.top, line.bottom) };
        }
        for rect in self.squares.iter_mut().chain(&mut self.strokes).chain(&mut self.pictures) {
            *rect = back.rectangle(rect);
        }
        (self, back)
    }

    /// Marks the characters in a rectangle as struck out.
    pub(super) fn strike(&mut self, area: &Rect) {
        let struck = self.glyphs.iter_mut().filter(|glyph| !glyph.c.is_whitespace());
        struck.filter(|glyph| area.contains(glyph.middle())).for_each(|glyph| glyph.is_struck = true);
    }

    /// Takes out what is drawn twice at one place, as bold text and shadows are.
    pub(super) fn without_doubles(&mut self) {
        use std::collections::HashMap;
        let mut seen: HashMap<(char, i64, i64), Vec<(f64, f64)>> = HashMap::new();
        self.glyphs.retain(|glyph| {
            let near = glyph.size * 0.12;
            let place = |x: f64, y: f64| (glyph.c, (x / 4.0).floor() as i64, (y / 4.0).floor() as i64);
            let places = [(-near, -near), (near, -near), (-near, near), (near, near)];
            let is_double = places.iter().any(|(x, y)| {
                let others = seen.get(&place(glyph.x + x, glyph.y + y));
                others.is_some_and(|others| {
                    others.iter().any(|(x, y)| (x - glyph.x).abs() < near && (y - glyph.y).abs() < near)
                })
            });
            if !is_double {
                seen.entry(place(glyph.x, glyph.y)).or_default().push((glyph.x, glyph.y));
            }
            !is_double
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(x: f64, y: f64, dx: f64, dy: f64) -> Glyph {
        Glyph { x, y, dx, dy, size: 10.0, c: '中', ..Glyph::BLANK }
    }

    #[test]
    fn a_page_that_lies_on_its_side_is_turned() {
        for (turn, (dx, dy)) in [(0.0, 10.0), (-10.0, 0.0), (0.0, -10.0)].into_iter().enumerate() {
            let rule = Rule { is_level: dx != 0.0, at: 50.0, from: 0.0, to: 30.0 };
            let canvas = Canvas {
                width: 200.0,
                height: 100.0,
                glyphs: vec![glyph(50.0, 50.0, dx, dy)],
                rules: vec![rule],
                ..Canvas::default()
            };
            let (upright, back) = canvas.upright();
            let glyph = upright.glyphs[0];
            assert_eq!(back.point(50.0, 50.0), (glyph.x, glyph.y));
            assert_eq!((glyph.dx.round(), glyph.dy.round()), (10.0, 0.0), "{turn}");
            assert!(upright.rules[0].is_level);
            assert!(glyph.x >= 0.0 && glyph.x <= upright.width && glyph.y <= upright.height);
        }
    }

    #[test]
    fn text_drawn_twice_is_there_once() {
        let mut canvas = Canvas {
            glyphs: vec![glyph(3.9, 10.0, 10.0, 0.0), glyph(4.2, 10.1, 10.0, 0.0), glyph(14.0, 10.0, 10.0, 0.0)],
            ..Canvas::default()
        };
        canvas.without_doubles();
        assert_eq!(canvas.glyphs.len(), 2);
    }
}
