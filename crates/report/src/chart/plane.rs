//! Axes of plotters on a scene: values to places, ticks at round numbers, and plotters' elements
//! drawn where they belong.

use std::ops::Range;

use plotters::coord::CoordTranslate;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::ranged1d::{BoldPoints, Ranged};
use plotters::coord::types::RangedCoordf64;
use plotters::element::{Drawable, PointCollection};

use super::scene::{Frame, Point, Scene};

/// What plotters counts in whole numbers: tenths of a pixel.
pub(super) const UNITS: f64 = 10.0;

/// A frame of a scene with values on both axes; the second grows upward.
#[derive(Clone)]
pub(super) struct Plane {
    pub(super) frame: Frame,
    coordinates: Cartesian2d<RangedCoordf64, RangedCoordf64>,
}

impl Plane {
    /// The left end of `x` lies on the left of the frame, the lower end of `y` on its bottom.
    pub(super) fn new(frame: Frame, x: Range<f64>, y: Range<f64>) -> Self {
        let pixels = (units(frame.left)..units(frame.right), units(frame.bottom)..units(frame.top));
        Self { frame, coordinates: Cartesian2d::new(some_range(x), some_range(y), pixels) }
    }

    /// Where a pair of values lies.
    pub(super) fn at(&self, x: f64, y: f64) -> Point {
        let (x, y) = self.coordinates.translate(&(x, y));
        (f64::from(x) / UNITS, f64::from(y) / UNITS)
    }

    /// Where a value of the first axis lies.
    pub(super) fn x(&self, value: f64) -> f64 {
        self.at(value, self.coordinates.y_spec().range().start).0
    }

    /// Where a value of the second axis lies.
    pub(super) fn y(&self, value: f64) -> f64 {
        self.at(self.coordinates.x_spec().range().start, value).1
    }

    /// Round values of the second axis, at most so many.
    pub(super) fn y_ticks(&self, most: usize) -> Vec<f64> {
        self.coordinates.y_spec().key_points(BoldPoints(most))
    }

    /// The rectangle between two pairs of values.
    pub(super) fn rect(&self, from: Point, to: Point) -> Frame {
        let (one, other) = (self.at(from.0, from.1), self.at(to.0, to.1));
        Frame::new(one.0.min(other.0), one.1.min(other.1), one.0.max(other.0), one.1.max(other.1))
    }

    /// Draws an element of plotters.
    pub(super) fn draw<E>(&self, scene: &mut Scene, element: &E)
    where
        for<'e> &'e E: PointCollection<'e, (f64, f64)>,
        E: Drawable<Scene>,
    {
        use std::borrow::Borrow;
        let points: Vec<_> = element
            .point_iter()
            .into_iter()
            .map(|point| self.coordinates.translate(point.borrow()))
            .collect();
        let size = (self.frame.width().abs(), self.frame.height().abs());
        // A scene cannot fail to be drawn on.
        let _ = element.draw(
            points.into_iter(),
            scene,
            (units(size.0).unsigned_abs(), units(size.1).unsigned_abs()),
        );
    }
}

/// Pixels as plotters counts them.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a place on a chart is a small number, and casts saturate"
)]
pub(super) fn units(pixels: f64) -> i32 {
    (pixels * UNITS).round() as i32
}

/// A range that has two ends; plotters cannot take others.
fn some_range(range: Range<f64>) -> Range<f64> {
    match range.start.is_finite() && range.end.is_finite() {
        false => 0.0..1.0,
        true if range.start == range.end => range.start..range.end + 1.0,
        true => range,
    }
}
