//! Boxes to tick that are drawn: a square, perhaps with a tick in it.

use super::canvas::{Canvas, Glyph, Kind, Rule};
use super::geometry::Rect;

/// Edges that are no farther apart are shared, in points.
const SHARED: f64 = 1.2;
/// How far a tick may stand out of its box, in points.
const OUT: f64 = 3.0;

/// Makes characters of the squares on a page. A square that shares an edge with
/// another one or with a line is a cell, and becomes lines.
pub(super) fn take(canvas: &mut Canvas) {
    /// Pairs of squares and edges that are looked at; a page with more is a
    /// drawing.
    const MOST_PAIRS: usize = 4_000_000;
    let squares = unique(std::mem::take(&mut canvas.squares));
    if squares.len() * (4 * squares.len() + canvas.rules.len()) > MOST_PAIRS {
        return;
    }
    let (cells, boxes): (Vec<Rect>, Vec<Rect>) = squares.iter().partition(|square| {
        let others = squares.iter().filter(|other| *other != *square);
        others.flat_map(edges).chain(canvas.rules.iter().copied()).any(|edge| shares(square, &edge))
    });
    canvas.rules.extend(cells.iter().flat_map(edges));
    for square in boxes {
        let wide = Rect {
            left: square.left - OUT,
            top: square.top - OUT,
            right: square.right + OUT,
            bottom: square.bottom + OUT,
        };
        let is_tick = |glyph: &Glyph| is_tick(glyph.c) && wide.contains(glyph.middle());
        let has_glyph = canvas.glyphs.iter().any(is_tick);
        canvas.glyphs.retain(|glyph| !is_tick(glyph));
        let is_drawn = canvas.strokes.iter().any(|stroke| wide.contains(stroke.middle()));
        let ticked = has_glyph || is_drawn;
        let size = square.height() / 0.8;
        canvas.glyphs.push(Glyph {
            x: square.left,
            y: square.bottom,
            dx: square.width(),
            dy: 0.0,
            size,
            c: if ticked { '☑' } else { '□' },
            kind: Kind::Box,
            ..Glyph::BLANK
        });
    }
}

fn is_tick(c: char) -> bool {
    matches!(c, '√' | '✓' | '✔' | '×' | '✕' | '✗' | '✘' | 'X' | 'x' | 'V' | 'v' | '■')
}

/// Squares without those that are drawn twice, or as an outline and a shadow.
fn unique(squares: Vec<Rect>) -> Vec<Rect> {
    const MOST: usize = 2_000;
    let mut unique: Vec<Rect> = Vec::new();
    // A page full of squares is a drawing or squared paper.
    for square in squares.iter().take(MOST) {
        let is_same = |other: &Rect| square.common(other).area() > 0.6 * square.area().min(other.area());
        if !unique.iter().any(is_same) {
            unique.push(*square);
        }
    }
    unique
}

fn edges(square: &Rect) -> [Rule; 4] {
    let level = |at| Rule { is_level: true, at, from: square.left, to: square.right };
    let upright = |at| Rule { is_level: false, at, from: square.top, to: square.bottom };
    [level(square.top), level(square.bottom), upright(square.left), upright(square.right)]
}

fn shares(square: &Rect, edge: &Rule) -> bool {
    let own = edges(square);
    let along = |own: &Rule| own.to.min(edge.to) - own.from.max(edge.from) > 1.0;
    own.iter().any(|own| own.is_level == edge.is_level && (own.at - edge.at).abs() <= SHARED && along(own))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(left: f64, top: f64) -> Rect {
        Rect { left, top, right: left + 9.0, bottom: top + 9.0 }
    }

    #[test]
    fn a_square_by_itself_is_a_box() {
        let mut canvas = Canvas {
            squares: vec![square(10.0, 10.0), square(40.0, 10.0)],
            strokes: vec![Rect { left: 41.0, top: 11.0, right: 48.0, bottom: 18.0 }],
            ..Canvas::default()
        };
        take(&mut canvas);
        assert_eq!(canvas.glyphs.iter().map(|glyph| glyph.c).collect::<String>(), "□☑");
        assert!(canvas.rules.is_empty());
    }

    #[test]
    fn squares_in_a_row_are_cells() {
        let mut canvas = Canvas { squares: vec![square(10.0, 10.0), square(19.0, 10.0)], ..Canvas::default() };
        take(&mut canvas);
        assert_eq!((canvas.glyphs.len(), canvas.rules.len()), (0, 8));
    }
}
