//! Parts of a total by period, one on the other, with printed totals that differ from their sum.

use crossfoot_core::{Phrase, Series, say};
use plotters::element::{PathElement, Rectangle};

use super::axes::{self, Slots};
use super::context::{Context, Periods, count, percent};
use super::layout::{fit, spread};
use super::page::{Heading, Page};
use super::palette::Role;
use super::plane::Plane;
use super::scene::{Paint, Scene};
use super::{Chart, Size};

/// What one chart of this kind shows.
struct Spec {
    id: String,
    label: String,
    periods: Vec<String>,
    /// The parts from below, each with its name, its role and a count per period.
    parts: Vec<Part>,
    /// Printed totals that are not the sum of the parts, by period.
    differing: Vec<(usize, f64)>,
}

pub(super) struct Part {
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) counts: Vec<f64>,
}

/// The parts of a series, the largest first; `None` where a count is missing or there is nothing to add up.
pub(super) fn parts(context: &Context<'_>, series: &Series, periods: &Periods) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    for (at, column) in series.parts.iter().enumerate() {
        let counts: Option<Vec<f64>> = periods.values(context.study, series, *column).into_iter().collect();
        parts.push(Part { name: context.column(series.table, *column), role: Role::series(at), counts: counts? });
    }
    parts.sort_by(|a, b| b.counts.iter().sum::<f64>().total_cmp(&a.counts.iter().sum()));
    (parts.len() > 1 && periods.len() > 0 && parts.iter().any(|part| part.counts.iter().any(|count| *count > 0.0))).then_some(parts)
}

pub(super) fn charts(context: &Context<'_>) -> Vec<Chart> {
    context.study.series.iter().filter_map(|series| Spec::of(context, series)).map(|spec| spec.draw(context)).collect()
}

impl Spec {
    fn of(context: &Context<'_>, series: &Series) -> Option<Self> {
        let periods = Periods::of(context.study, series);
        let parts = parts(context, series, &periods)?;
        let printed = series.total.map(|total| periods.values(context.study, series, total)).unwrap_or_default();
        let sum = |at: usize| parts.iter().map(|part| part.counts[at]).sum::<f64>();
        let differing =
            printed.iter().enumerate().filter_map(|(at, printed)| printed.filter(|printed| *printed != sum(at)).map(|printed| (at, printed)));
        let differing = differing.collect();
        Some(Self { id: series.id.clone(), label: context.data(&series.label), periods: periods.names, parts, differing })
    }

    fn total(&self, at: usize) -> f64 {
        self.parts.iter().map(|part| part.counts[at]).sum()
    }

    fn title(&self) -> Phrase {
        let last = self.periods.len() - 1;
        let label = self.label.as_str();
        let (before, now) = (self.total(last.saturating_sub(1)), self.total(last));
        if last == 0 || before == 0.0 {
            return say!("{}: {} in {}", label, count(now), &self.periods[last]);
        }
        let (from, to) = (self.periods[last - 1].as_str(), self.periods[last].as_str());
        let change = percent(100.0 * (now - before) / before);
        match now.total_cmp(&before) {
            std::cmp::Ordering::Less => say!("{} fell {} from {} to {}", label, change, from, to),
            std::cmp::Ordering::Equal => say!("{} did not change from {} to {}", label, from, to),
            std::cmp::Ordering::Greater => say!("{} rose {} from {} to {}", label, change, from, to),
        }
    }

    fn subtitle(&self) -> Phrase {
        match self.differing.as_slice() {
            [] => say!("By category; the printed totals are the sums of the parts"),
            [(at, printed)] => {
                say!("By category; the parts of {} add up to {}, and {} is printed", &self.periods[*at], count(self.total(*at)), count(*printed))
            }
            several => say!("By category; {} printed totals are not the sums of their parts", several.len().to_string()),
        }
    }

    fn alt(&self) -> Phrase {
        let totals = (0..self.periods.len()).map(|at| format!("{} {}", self.periods[at], count(self.total(at)))).collect::<Vec<_>>().join(", ");
        say!("Stacked bars of {} by period: {}. {}.", &self.label, totals, self.subtitle())
    }

    fn draw(&self, context: &Context<'_>) -> Chart {
        let (title, subtitle, alt) = (self.title(), self.subtitle(), self.alt());
        let mut page = Page::new(context, Heading { name: format!("stacked-{}", self.id), title, subtitle, alt });
        let scene = &mut page.scene;
        let last = self.periods.len() - 1;
        let printed = self.differing.iter().map(|(_, printed)| *printed);
        let top = (0..=last).map(|at| self.total(at)).chain(printed).fold(0.0, f64::max);
        let label = scene.label();
        let names = self.parts.iter().map(|part| label.width(&part.name)).fold(0.0, f64::max) + label.width("00,000 ") + scene.px(18.0);
        let right = names.min(page.body.width() * 0.34);
        let left = axes::values_width(scene, [count(top)]);
        let frame = page.body.shrink(left, label.size * 2.6, right, Slots::height(scene));
        let (slots, plane) = (Slots::new(frame, last + 1), Plane::new(frame, 0.0..(last + 1) as f64, 0.0..top));
        scene.group("axes");
        axes::values(scene, &plane, if context.size == Size::HALF { 5 } else { 8 }, count);
        slots.names(scene, &self.periods);
        for at in 0..=last {
            self.bar(scene, &plane, at, right);
        }
        for (at, printed) in &self.differing {
            scene.group("printed");
            let x = *at as f64;
            plane.draw(scene, &PathElement::new(vec![(x + 0.13, *printed), (x + 0.75, *printed)], Role::Alarm.stroke(2.0)));
        }
        page.finish()
    }

    /// One bar: the parts with their counts, the sum above, and a printed total that differs above that.
    fn bar(&self, scene: &mut Scene, plane: &Plane, at: usize, right: f64) {
        let (from, to) = (at as f64 + 0.18, at as f64 + 0.70);
        let words = scene.label();
        let bar = plane.rect((from, 0.0), (to, 0.0));
        let gap = plane.x(at as f64 + 1.0) - bar.right;
        let is_last = at + 1 == self.periods.len();
        scene.group("bars");
        let mut below = 0.0;
        let mut beside = Vec::new();
        for part in &self.parts {
            let value = part.counts[at];
            let (low, high) = (below, below + value);
            below = high;
            if value == 0.0 {
                continue;
            }
            plane.draw(scene, &Rectangle::new([(from, low), (to, high)], part.role.filled()));
            let drawn = plane.rect((from, low), (to, high));
            // A hair of paper parts neighbours of like lightness.
            scene.line([(drawn.left, drawn.top), (drawn.right, drawn.top)], Paint::line(Role::Paper, 0.8));
            let text = count(value);
            let inside = drawn.height() > words.size * 1.3 && drawn.width() > words.width(&text) + scene.px(6.0);
            if inside {
                let middle = (f64::midpoint(drawn.left, drawn.right), f64::midpoint(drawn.top, drawn.bottom));
                scene.text(middle, text.as_str(), words.middle().centred().role(part.role.text_on()));
            }
            match (is_last, inside) {
                (true, true) => beside.push((drawn, part.role, part.name.clone())),
                (true, false) => beside.push((drawn, part.role, format!("{} {text}", part.name))),
                (false, false) => beside.push((drawn, part.role, text)),
                (false, true) => {}
            }
        }
        scene.group("labels");
        let room = if is_last { gap + right } else { gap } - scene.px(20.0);
        let height = words.size * 1.25;
        let middles: Vec<f64> = beside.iter().map(|(drawn, ..)| f64::midpoint(drawn.top, drawn.bottom)).collect();
        let places = spread(&middles, height, plane.frame.top - height, plane.frame.bottom);
        let fits = is_last || beside.iter().all(|(.., text)| words.width(text) <= room);
        for ((drawn, role, text), y) in beside.iter().zip(places).filter(|_| fits) {
            let middle = f64::midpoint(drawn.top, drawn.bottom);
            let x = bar.right + scene.px(14.0);
            scene.line([(bar.right + 1.0, middle), (bar.right + scene.px(6.0), middle), (x - scene.px(2.0), y)], Paint::line(Role::Axis, 0.8));
            let swatch = words.size * 0.3;
            scene.circle((x + swatch, y), swatch, Paint::fill(*role));
            let x = x + swatch * 2.0 + scene.px(4.0);
            let text = fit(text, words, room - swatch * 2.0);
            scene.text((x, y), text, words.centred());
        }
        self.above(scene, plane, at);
    }

    fn above(&self, scene: &mut Scene, plane: &Plane, at: usize) {
        let words = scene.label().bold().middle();
        let slot = plane.x(1.0) - plane.x(0.0);
        let total = count(self.total(at));
        let (x, mut y) = (plane.x(at as f64 + 0.44), plane.y(self.total(at)) - scene.px(8.0));
        if words.width(&total) > slot {
            return;
        }
        scene.text((x, y), total, words);
        if let Some((_, printed)) = self.differing.iter().find(|(differing, _)| *differing == at) {
            y -= words.size * 1.3;
            scene.text((x, y), count(*printed), words.role(Role::Alarm));
        }
    }
}
