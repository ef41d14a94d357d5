//! Paths: which of them are ruling lines, and which are boxes to tick.

use super::canvas::{Canvas, Rule};
use super::geometry::{Matrix, Rect};

/// A filled shape that is no thicker is a line, in points.
const THICKEST: f64 = 3.0;

/// Sides of a box to tick, in points.
const BOX: std::ops::RangeInclusive<f64> = 5.0..=18.0;

/// A path that is being built, in coordinates of the paper.
#[derive(Default)]
pub(super) struct Path {
    parts: Vec<Part>,
}

#[derive(Default)]
struct Part {
    points: Vec<(f64, f64)>,
    has_curves: bool,
    is_closed: bool,
}

/// Points that one path may have; longer ones are drawings.
const MOST: usize = 20_000;

impl Path {
    pub(super) fn start(&mut self, point: (f64, f64)) {
        if self.parts.len() < MOST {
            self.parts.push(Part { points: vec![point], ..Part::default() });
        }
    }

    pub(super) fn line(&mut self, point: (f64, f64)) {
        match self.parts.last_mut() {
            Some(part) if part.is_closed => {
                let start = part.points.first().copied();
                self.start(start.unwrap_or(point));
                self.line(point);
            }
            Some(part) if part.points.len() < MOST => part.points.push(point),
            Some(_) => {}
            None => self.start(point),
        }
    }

    pub(super) fn curve(&mut self, point: (f64, f64)) {
        self.line(point);
        if let Some(part) = self.parts.last_mut() {
            part.has_curves = true;
        }
    }

    pub(super) fn close(&mut self) {
        if let Some(part) = self.parts.last_mut() {
            part.is_closed = true;
        }
    }

    pub(super) fn rectangle(&mut self, to_paper: &Matrix, x: f64, y: f64, width: f64, height: f64) {
        self.start(to_paper.point(x, y));
        for (x, y) in [(x + width, y), (x + width, y + height), (x, y + height)] {
            self.line(to_paper.point(x, y));
        }
        self.close();
    }

    /// The rectangle round the path, on the paper; `None` where it is empty, or
    /// has curves, whose bulges are not known.
    pub(super) fn area(&self) -> Option<Rect> {
        let areas = self.parts.iter().map(|part| (!part.has_curves).then(|| part.area()));
        areas.collect::<Option<Vec<Rect>>>()?.into_iter().reduce(|all, area| all.with(&area))
    }

    /// Draws the path.
    pub(super) fn paint(&mut self, canvas: &mut Canvas, fills: bool, strokes: bool) {
        for part in self.parts.drain(..) {
            if fills {
                part.fill(canvas);
            }
            if strokes {
                part.stroke(canvas);
            }
        }
    }
}

impl Part {
    fn area(&self) -> Rect {
        Rect::around(self.points.iter().copied())
    }

    /// Whether all sides are level or upright.
    fn is_rectangular(&self) -> bool {
        let first = self.points.first();
        let sides = self.points.iter().zip(self.points.iter().skip(1).chain(first));
        !self.has_curves && self.points.len() >= 4 && sides.into_iter().all(|(a, b)| is_straight(*a, *b))
    }

    fn fill(&self, canvas: &mut Canvas) {
        let area = self.area();
        let (width, height) = (area.width(), area.height());
        if self.has_curves {
            canvas.shapes += 1;
        }
        if self.is_rectangular() {
            if height <= THICKEST && width > height {
                canvas.rules.push(Rule { is_level: true, at: area.middle().1, from: area.left, to: area.right });
            } else if width <= THICKEST && height > width {
                canvas.rules.push(Rule { is_level: false, at: area.middle().0, from: area.top, to: area.bottom });
            }
        } else if width.max(height) <= *BOX.end() {
            canvas.strokes.push(area);
        }
    }

    fn stroke(&self, canvas: &mut Canvas) {
        let area = self.area();
        let is_square = self.is_rectangular() && (self.is_closed || self.points.len() == 5);
        if is_square
            && BOX.contains(&area.width())
            && BOX.contains(&area.height())
            && (area.width() - area.height()).abs() <= 2.0
        {
            canvas.squares.push(area);
            return;
        }
        if self.has_curves {
            if area.width().max(area.height()) <= *BOX.end() {
                canvas.strokes.push(area);
            }
            return;
        }
        let closing = if self.is_closed { self.points.first() } else { None };
        let mut is_askew = false;
        for (&a, &b) in self.points.iter().zip(self.points.iter().skip(1).chain(closing)) {
            let line = Rect::around([a, b]);
            if !is_straight(a, b) {
                is_askew = true;
            } else if line.width() >= line.height() {
                canvas.rules.push(Rule { is_level: true, at: line.middle().1, from: line.left, to: line.right });
            } else {
                canvas.rules.push(Rule { is_level: false, at: line.middle().0, from: line.top, to: line.bottom });
            }
        }
        if is_askew && area.width().max(area.height()) <= *BOX.end() {
            canvas.strokes.push(area);
        }
    }
}

/// Whether a line is level or upright, but for what rounding and scanners do.
fn is_straight(a: (f64, f64), b: (f64, f64)) -> bool {
    let (x, y) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
    x.min(y) <= 0.6 || x.min(y) <= 0.005 * x.max(y)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn painted(fills: bool, strokes: bool, draw: impl Fn(&mut Path)) -> Canvas {
        let (mut canvas, mut path) = (Canvas::default(), Path::default());
        draw(&mut path);
        path.paint(&mut canvas, fills, strokes);
        canvas
    }

    #[test]
    fn thin_rectangles_and_strokes_are_rules() {
        let filled = painted(true, false, |path| path.rectangle(&Matrix::IDENTITY, 10.0, 20.0, 100.0, 0.5));
        assert_eq!(filled.rules, [Rule { is_level: true, at: 20.25, from: 10.0, to: 110.0 }]);
        let stroked = painted(false, true, |path| {
            path.start((10.0, 20.0));
            path.line((10.0, 90.0));
        });
        assert_eq!(stroked.rules, [Rule { is_level: false, at: 10.0, from: 20.0, to: 90.0 }]);
        let background = painted(true, false, |path| path.rectangle(&Matrix::IDENTITY, 10.0, 20.0, 100.0, 50.0));
        assert!(background.rules.is_empty());
        let frame = painted(false, true, |path| path.rectangle(&Matrix::IDENTITY, 10.0, 20.0, 100.0, 50.0));
        assert_eq!(frame.rules.len(), 4);
    }

    #[test]
    fn small_squares_are_boxes_and_what_is_askew_a_tick() {
        let square = painted(false, true, |path| path.rectangle(&Matrix::IDENTITY, 10.0, 20.0, 9.0, 9.0));
        assert_eq!((square.squares.len(), square.rules.len()), (1, 0));
        let tick = painted(false, true, |path| {
            path.start((11.0, 24.0));
            path.line((14.0, 27.0));
            path.line((18.0, 21.0));
        });
        assert_eq!((tick.strokes.len(), tick.rules.len()), (1, 0));
    }
}
