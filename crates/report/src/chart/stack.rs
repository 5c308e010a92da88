//! Bars of parts one on the other, with direct labels: counts and shares are drawn alike.

use plotters::element::{PathElement, Rectangle};

use super::axes::{self, Slots};
use super::context::{Context, Periods};
use super::layout::{fit, spread};
use super::page::Page;
use super::palette::Role;
use super::plane::Plane;
use super::scene::{Frame, Paint, Scene, Words};
use crossfoot_core::Series;

/// Where a bar starts and ends in the slot of its period; labels stand behind it.
const BAR: (f64, f64) = (0.08, 0.56);

/// What is drawn in the bars, from below.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) role: Role,
    /// One for each period.
    pub(super) values: Vec<f64>,
}

/// The counts of the parts of a series, the largest first; `None` where one is missing or below
/// zero, or where there is nothing to add up.
pub(super) fn parts(
    context: &Context<'_>,
    series: &Series,
    periods: &Periods,
) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    for (at, column) in series.parts.iter().enumerate() {
        let values: Option<Vec<f64>> =
            periods.values(context.study, series, *column).into_iter().collect();
        parts.push(Part {
            name: context.column(series.table, *column),
            role: Role::series(at),
            values: values?,
        });
    }
    parts.sort_by(|a, b| b.values.iter().sum::<f64>().total_cmp(&a.values.iter().sum()));
    let counted = parts.iter().all(|part| part.values.iter().all(|value| *value >= 0.0));
    let any = parts.iter().any(|part| part.values.iter().any(|value| *value > 0.0));
    (parts.len() > 1 && periods.len() > 0 && counted && any).then_some(parts)
}

/// What the parts of a period add up to.
pub(super) fn total(parts: &[Part], at: usize) -> f64 {
    parts.iter().map(|part| part.values[at]).sum()
}

/// Bars, one for each period.
pub(super) struct Stack<'a> {
    pub(super) periods: &'a [String],
    pub(super) parts: &'a [Part],
    /// The highest value.
    pub(super) top: f64,
    pub(super) say: &'a dyn Fn(f64) -> String,
    /// How the axis says its round values.
    pub(super) say_tick: &'a dyn Fn(f64) -> String,
    /// What stands above each bar, from below.
    pub(super) above: Vec<Vec<(String, Role)>>,
    /// Values marked across the bar of a period.
    pub(super) marks: &'a [(usize, f64)],
    /// The hint of a part of a bar: its period, name and value.
    pub(super) hint: &'a dyn Fn(usize, &Part) -> String,
    /// The note if values have no room.
    pub(super) unlabelled: String,
}

/// A label beside a bar: the part of the bar that it is for, and what it says.
struct Beside {
    drawn: Frame,
    role: Role,
    name: String,
    value: String,
}

impl Beside {
    /// As much of the name as has room, and the whole value.
    fn text(&self, words: Words, most: f64) -> String {
        match (self.name.is_empty(), self.value.is_empty()) {
            (true, _) => self.value.clone(),
            (_, true) => fit(&self.name, words, most),
            _ => format!(
                "{} {}",
                fit(&self.name, words, most - words.width(&format!(" {}", self.value))),
                self.value
            ),
        }
    }
}

impl Stack<'_> {
    /// Draws the bars, with a note if values have no room.
    pub(super) fn draw(&self, page: &mut Page) {
        let unlabelled = self.draw_all(&mut page.clone());
        if unlabelled > 0 {
            page.note(&self.unlabelled);
        }
        self.draw_all(page);
    }

    /// Draws the bars and returns the number of values without room.
    fn draw_all(&self, page: &mut Page) -> usize {
        let body = page.body;
        let scene = &mut page.scene;
        let label = scene.label();
        let count = self.periods.len();
        let ticks = if body.height() < 300.0 { 5 } else { 8 };
        let top = axes::round_end(self.top, ticks);
        let left = axes::values_width(scene, [(self.say_tick)(top)]);
        let names = self
            .parts
            .iter()
            .map(|part| label.width(&format!("{} {}", part.name, (self.say)(self.top))))
            .fold(0.0, f64::max);
        // Labels of the last bar start where it ends, and reach to the right end of the page.
        let beside = (names + scene.px(18.0) + label.size * 0.6).min(body.width() * 0.42);
        let slots = count.max(1) as f64;
        let width = (body.width() - left - beside) / (1.0 - (1.0 - BAR.1) / slots);
        let right = (body.width() - left - width).max(0.0);
        let lines = self.above.iter().map(Vec::len).max().unwrap_or(0);
        let frame = body.shrink(left, label.size * 1.3 * lines as f64, right, Slots::height(scene));
        let (slots, plane) =
            (Slots::new(frame, count), Plane::new(frame, 0.0..count as f64, 0.0..top));
        scene.group("axes");
        axes::values(scene, &plane, ticks, self.say_tick);
        slots.names_at(scene, self.periods, f64::midpoint(BAR.0, BAR.1));
        scene.group("bars");
        let beside: Vec<Vec<Beside>> = (0..count).map(|at| self.bar(scene, &plane, at)).collect();
        scene.group("labels");
        (0..count).for_each(|at| self.above(scene, &plane, at));
        let mut unlabelled = 0;
        for (at, labels) in beside.iter().enumerate() {
            unlabelled += self.beside(scene, &plane, labels, at, body.right);
        }
        scene.group("printed");
        for (at, value) in self.marks {
            let x = *at as f64;
            plane.draw(
                scene,
                &PathElement::new(
                    vec![(x + BAR.0 - 0.04, *value), (x + BAR.1 + 0.04, *value)],
                    Role::Alarm.stroke(2.0),
                ),
            );
        }
        unlabelled
    }

    /// Draws one bar; what has no room in it is to stand beside it.
    fn bar(&self, scene: &mut Scene, plane: &Plane, at: usize) -> Vec<Beside> {
        let (from, to) = (at as f64 + BAR.0, at as f64 + BAR.1);
        let words = scene.label().middle().centred();
        let last = at + 1 == self.periods.len();
        let (mut below, mut beside) = (0.0, Vec::new());
        for part in self.parts.iter().filter(|part| part.values[at] > 0.0) {
            let (low, high) = (below, below + part.values[at]);
            below = high;
            plane.draw(scene, &Rectangle::new([(from, low), (to, high)], part.role.filled()));
            scene.hint((self.hint)(at, part));
            let drawn = plane.rect((from, low), (to, high));
            // A hair of paper parts neighbours of like lightness.
            scene.line(
                [(drawn.left, drawn.top), (drawn.right, drawn.top)],
                Paint::line(Role::Paper, 0.8),
            );
            let text = (self.say)(part.values[at]);
            let inside = drawn.height() > words.size * 1.3
                && drawn.width() > words.width(&text) + scene.px(6.0);
            if inside {
                let middle = (
                    f64::midpoint(drawn.left, drawn.right),
                    f64::midpoint(drawn.top, drawn.bottom),
                );
                scene.text(middle, text.as_str(), words.role(part.role.text_on()));
            }
            let (name, value) = match (last, inside) {
                (true, true) => (part.name.clone(), String::new()),
                (true, false) => (part.name.clone(), text),
                (false, false) => (String::new(), text),
                (false, true) => continue,
            };
            beside.push(Beside { drawn, role: part.role, name, value });
        }
        beside
    }

    /// Labels, each with a line to its part; without room for all, only those of the last bar.
    /// Returns the number of those left out.
    fn beside(
        &self,
        scene: &mut Scene,
        plane: &Plane,
        labels: &[Beside],
        at: usize,
        right: f64,
    ) -> usize {
        let words = scene.label().centred();
        let last = at + 1 == self.periods.len();
        let bar = plane.rect((at as f64 + BAR.0, 0.0), (at as f64 + BAR.1, 0.0));
        let swatch = words.size * 0.3;
        let start = bar.right + scene.px(14.0);
        let text_start = start + swatch * 2.0 + scene.px(4.0);
        let end = if last { right } else { plane.x(at as f64 + 1.0 + BAR.0) - scene.px(3.0) };
        let height = words.size * 1.25;
        let middles: Vec<f64> =
            labels.iter().map(|label| f64::midpoint(label.drawn.top, label.drawn.bottom)).collect();
        let places = spread(&middles, height, plane.frame.top - height, plane.frame.bottom);
        let all_fit = labels.iter().zip(&places).all(|(label, y)| {
            words.width(&label.value) <= end - text_start
                && scene.has_room((text_start, *y), &label.value, words)
        });
        if !last && !all_fit {
            return labels.len();
        }
        for ((label, middle), y) in labels.iter().zip(middles).zip(places) {
            let bend = bar.right + scene.px(6.0);
            scene.line(
                [(bar.right + 1.0, middle), (bend, middle), (start - scene.px(2.0), y)],
                Paint::line(Role::Axis, 0.8),
            );
            scene.circle((start + swatch, y), swatch, Paint::fill(label.role));
            scene.text((text_start, y), label.text(words, end - text_start), words);
        }
        0
    }

    /// What stands above a bar, where there is room.
    fn above(&self, scene: &mut Scene, plane: &Plane, at: usize) {
        let words = scene.label().bold().middle().halo();
        let slot = plane.x(1.0) - plane.x(0.0);
        let x = plane.x(at as f64 + f64::midpoint(BAR.0, BAR.1));
        let gap = scene.px(8.0);
        let mut y = plane.y(total(self.parts, at)) - gap;
        for (number, (text, role)) in self.above[at]
            .iter()
            .enumerate()
            .filter(|(_, (text, _))| words.width(text) <= slot * 0.96)
        {
            // The second is about the mark, and stands above that where it lies far above the bar.
            let mark = self
                .marks
                .iter()
                .find(|(marked, _)| number > 0 && *marked == at)
                .map(|(_, value)| plane.y(*value) - gap);
            y = mark.map_or(y, |mark| y.min(mark));
            scene.text((x, y), text.as_str(), words.role(*role));
            y -= words.size * 1.3;
        }
    }
}
