//! Points, matrices and rectangles. Pages are measured in points from the upper
//! left corner of the paper as it is read, downwards.

/// A transformation (ISO 32000-1, 8.3.3): `x' = ax + cy + e`, `y' = bx + dy + f`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix {
    a: f64,
    b: f64,
    c: f64,
    d: f64,
    e: f64,
    f: f64,
}

impl Matrix {
    pub(super) const IDENTITY: Matrix = Matrix::new(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);

    pub(super) const fn new(a: f64, b: f64, c: f64, d: f64, e: f64, f: f64) -> Matrix {
        Matrix { a, b, c, d, e, f }
    }

    pub(super) const fn moving(x: f64, y: f64) -> Matrix {
        Matrix::new(1.0, 0.0, 0.0, 1.0, x, y)
    }

    /// From the six numbers of an array.
    pub(super) fn of(numbers: &[f64]) -> Option<Matrix> {
        match numbers {
            &[a, b, c, d, e, f] => Some(Matrix::new(a, b, c, d, e, f)),
            _ => None,
        }
    }

    /// This transformation, then another one.
    pub(super) fn then(&self, next: &Matrix) -> Matrix {
        Matrix {
            a: self.a * next.a + self.b * next.c,
            b: self.a * next.b + self.b * next.d,
            c: self.c * next.a + self.d * next.c,
            d: self.c * next.b + self.d * next.d,
            e: self.e * next.a + self.f * next.c + next.e,
            f: self.e * next.b + self.f * next.d + next.f,
        }
    }

    /// Where a point comes to stand.
    pub(super) fn point(&self, x: f64, y: f64) -> (f64, f64) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    /// What a distance becomes.
    pub(super) fn vector(&self, x: f64, y: f64) -> (f64, f64) {
        (self.a * x + self.c * y, self.b * x + self.d * y)
    }

    /// Where a rectangle comes to stand.
    pub(super) fn rectangle(&self, rectangle: &Rect) -> Rect {
        let corners = [(rectangle.left, rectangle.top), (rectangle.right, rectangle.top)];
        let others = [(rectangle.left, rectangle.bottom), (rectangle.right, rectangle.bottom)];
        Rect::around(corners.into_iter().chain(others).map(|(x, y)| self.point(x, y)))
    }
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Rect {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Rect {
    /// The least rectangle round points.
    pub(super) fn around(points: impl IntoIterator<Item = (f64, f64)>) -> Rect {
        let mut points = points.into_iter();
        let (x, y) = points.next().unwrap_or_default();
        points.fold(Rect { left: x, top: y, right: x, bottom: y }, |all, (x, y)| Rect {
            left: all.left.min(x),
            top: all.top.min(y),
            right: all.right.max(x),
            bottom: all.bottom.max(y),
        })
    }

    /// From two corners, as PDF gives them.
    pub(super) fn of(numbers: &[f64]) -> Option<Rect> {
        match numbers {
            &[x, y, other_x, other_y] => Some(Rect::around([(x, y), (other_x, other_y)])),
            _ => None,
        }
    }

    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }

    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub(super) fn area(&self) -> f64 {
        self.width() * self.height()
    }

    pub(super) fn middle(&self) -> (f64, f64) {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    pub(super) fn contains(&self, (x, y): (f64, f64)) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }

    /// What both have in common; empty rectangles have no area.
    pub(super) fn common(&self, other: &Rect) -> Rect {
        let left = self.left.max(other.left);
        let top = self.top.max(other.top);
        Rect { left, top, right: self.right.min(other.right).max(left), bottom: self.bottom.min(other.bottom).max(top) }
    }

    /// The least rectangle round both.
    pub(super) fn with(&self, other: &Rect) -> Rect {
        Rect {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transformations_follow_one_another() {
        let scaled = Matrix::new(2.0, 0.0, 0.0, 2.0, 0.0, 0.0);
        let both = Matrix::moving(1.0, 1.0).then(&scaled);
        assert_eq!(both.point(1.0, 0.0), (4.0, 2.0));
        let turned = Matrix::new(0.0, 1.0, -1.0, 0.0, 10.0, 0.0);
        let rect = turned.rectangle(&Rect { left: 0.0, top: 0.0, right: 4.0, bottom: 2.0 });
        assert_eq!(rect, Rect { left: 8.0, top: 0.0, right: 10.0, bottom: 4.0 });
    }
}
