//! Axes that several kinds of charts share: slots for periods below, round values on the left.

use super::layout::keep;
use super::letters;
use super::palette::Role;
use super::plane::Plane;
use super::scene::{Frame, Paint, Scene};

/// Equal slots from left to right, one for each period.
pub(super) struct Slots {
    frame: Frame,
    count: usize,
}

impl Slots {
    pub(super) fn new(frame: Frame, count: usize) -> Self {
        Self { frame, count: count.max(1) }
    }

    /// The width of a slot.
    pub(super) fn width(&self) -> f64 {
        self.frame.width() / self.count as f64
    }

    /// Sets names below the frame, as many as stand clear of each other, at a share of their slots.
    pub(super) fn names_at(&self, scene: &mut Scene, names: &[String], share: f64) {
        let words = scene.label().middle();
        let widest = names.iter().map(|name| words.width(name)).fold(0.0, f64::max) + scene.px(8.0);
        let kept = keep(widest, self.width(), names.len());
        let y = self.frame.bottom + words.size * 1.3;
        let last = scene.frame().right - scene.px(4.0);
        for (at, name) in names.iter().enumerate().filter(|(at, _)| kept[*at]) {
            let half = words.width(name) / 2.0;
            let x = self.frame.left + self.width() * (at as f64 + share);
            scene.text((x.min(last - half), y), name.as_str(), words);
        }
    }

    /// The height that [`Slots::names`] takes.
    pub(super) fn height(scene: &Scene) -> f64 {
        scene.label().size * 1.7
    }
}

/// Values on the left with a line for each; the values stand above their lines, so that they take
/// no width.
pub(super) fn values(scene: &mut Scene, plane: &Plane, most: usize, say: impl Fn(f64) -> String) {
    let words = scene.small().role(Role::Muted).end().centred();
    let frame = plane.frame;
    for value in plane.y_ticks(most) {
        let y = plane.y(value);
        let (role, width) = if value == 0.0 { (Role::Axis, 1.2) } else { (Role::Grid, 1.0) };
        scene.line([(frame.left, y), (frame.right, y)], Paint::line(role, width));
        scene.text((frame.left - scene.px(8.0), y), say(value), words);
    }
}

/// The end of an axis that starts at 0: the first round value, of at most `most`, that is at least
/// `highest`.
pub(super) fn round_end(highest: f64, most: usize) -> f64 {
    let ticks = Plane::new(Frame::new(0.0, 0.0, 1.0, 1.0), 0.0..1.0, 0.0..highest).y_ticks(most);
    match ticks.as_slice() {
        [first, second, ..] if second > first => {
            let step = second - first;
            (highest / step).ceil() * step
        }
        _ => highest,
    }
}

/// The width that values of an axis take.
pub(super) fn values_width(scene: &Scene, values: impl IntoIterator<Item = String>) -> f64 {
    let size = scene.small().size;
    values
        .into_iter()
        .map(|value| letters::width(&value, size, letters::Weight::Regular))
        .fold(0.0, f64::max)
        + scene.px(8.0)
}

#[cfg(test)]
mod tests {
    use super::round_end;

    #[test]
    fn axes_end_at_a_round_value_above_all_that_is_drawn() {
        assert_eq!(round_end(6_900.0, 8), 7_000.0);
        assert_eq!(round_end(100.0, 8), 100.0);
        assert_eq!(round_end(0.0, 8), 0.0);
    }
}
