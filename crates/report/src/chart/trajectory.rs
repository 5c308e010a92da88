//! Counts over time, each in hundredths of its first, with events that may have changed their
//! course.

use crossfoot_core::{Phrase, Series, say};
use plotters::element::{Circle, PathElement};

use super::axes;
use super::context::{Context, Periods, runs};
use super::events::{self, Events};
use super::layout::{fit, keep, spread};
use super::page::{Heading, Page};
use super::palette::Role;
use super::plane::Plane;
use super::scene::{Frame, Paint, Scene};
use super::{Chart, Size};
use crate::values::number_of;
use crossfoot_stats::Scale;

/// A column as an index.
struct Line {
    name: String,
    role: Role,
    /// In hundredths of the first; `None` where no number is printed.
    values: Vec<Option<f64>>,
}

impl Line {
    /// The value in the last period, where one is printed.
    fn last(&self) -> Option<f64> {
        self.values.last().copied().flatten()
    }
}

/// What one chart of this kind shows.
struct Spec {
    id: String,
    label: String,
    periods: Periods,
    lines: Vec<Line>,
    /// Columns that have no index, since they start from nothing.
    without: Vec<String>,
    events: Vec<Events>,
}

pub(super) fn charts(context: &Context<'_>) -> Vec<Chart> {
    context.each_series(|series| Some(Spec::from_series(context, series)?.draw(context)))
}

/// An index for people.
fn index(value: f64) -> String {
    number_of(value.round(), Scale::Count)
}

/// How many times 100 an index is, or is contained in it: half and double are equally far.
fn distance(index: f64) -> f64 {
    if index < 100.0 { 100.0 / index.max(0.001) } else { index / 100.0 }
}

impl Spec {
    /// The total and its parts; of a series without parts, the others.
    fn from_series(context: &Context<'_>, series: &Series) -> Option<Self> {
        let periods = Periods::from_series(context.study, series);
        let others = if series.parts.is_empty() { series.others.as_slice() } else { &[] };
        let columns = series.total.iter().map(|column| (*column, Role::Ink));
        let columns = columns.chain(
            series
                .parts
                .iter()
                .chain(others)
                .enumerate()
                .map(|(at, column)| (*column, Role::series(at))),
        );
        let (mut lines, mut without) = (Vec::new(), Vec::new());
        for (column, role) in columns {
            let (name, values) = (
                context.column(series.table, column),
                periods.values(context.study, series, column),
            );
            match values.first().copied().flatten().filter(|base| *base > 0.0) {
                Some(base) => lines.push(Line {
                    name,
                    role,
                    values: values
                        .iter()
                        .map(|value| value.map(|value| 100.0 * value / base))
                        .collect(),
                }),
                None => without.push(name),
            }
        }
        if periods.len() < 2 || lines.is_empty() {
            return None;
        }
        let months = (periods.spans[0].months().0, periods.spans[periods.len() - 1].months().1);
        let most = if context.size.height < Size::DEFAULT.height { 4 } else { 8 };
        let events = events::within(context, series, months, most);
        Some(Self {
            id: series.id.clone(),
            label: context.data(&series.label),
            periods,
            lines,
            without,
            events,
        })
    }

    fn first(&self) -> &str {
        &self.periods.names[0]
    }

    fn last(&self) -> &str {
        &self.periods.names[self.periods.len() - 1]
    }

    fn title(&self) -> Phrase {
        let ends = self.lines.iter().filter_map(|line| Some((line, line.last()?)));
        match ends.max_by(|(_, a), (_, b)| distance(*a).total_cmp(&distance(*b))) {
            Some((line, end)) if end < 100.0 => {
                say!(
                    "{} fell most, to {} % of {} by {}",
                    &line.name,
                    index(end),
                    self.first(),
                    self.last()
                )
            }
            Some((line, end)) if end > 100.0 => {
                say!(
                    "{} rose most, to {} % of {} by {}",
                    &line.name,
                    index(end),
                    self.first(),
                    self.last()
                )
            }
            _ => say!("{} from {} to {}", &self.label, self.first(), self.last()),
        }
    }

    fn subtitle(&self) -> Phrase {
        let what = match self.events.is_empty() {
            true => say!("{}, {} = 100", &self.label, self.first()),
            false => say!("{}, {} = 100, with events", &self.label, self.first()),
        };
        match self.without.as_slice() {
            [] => what,
            names => say!("{}; no index for what starts from zero: {}", what, names.join(", ")),
        }
    }

    fn alt(&self) -> Phrase {
        let ends: Vec<String> = self
            .lines
            .iter()
            .filter_map(|line| Some(format!("{} {}", line.name, index(line.last()?))))
            .collect();
        let dates: Vec<String> = self
            .events
            .iter()
            .map(|events| format!("{} {}", events.date, events.titles.join("; ")))
            .collect();
        say!(
            "Lines from {} = 100 to {}: {}. Events: {}.",
            self.first(),
            self.last(),
            ends.join(", "),
            dates.join("; ")
        )
    }

    fn draw(&self, context: &Context<'_>) -> Chart {
        let name = format!("trajectory-{}", self.id);
        let mut page = Page::new(
            context,
            Heading { name, title: self.title(), subtitle: self.subtitle(), alt: self.alt() },
        );
        let body = page.body;
        let scene = &mut page.scene;
        let key = self.key(scene, body);
        let words = scene.label();
        let names = self
            .lines
            .iter()
            .map(|line| words.width(&format!("{} 000", line.name)))
            .fold(0.0, f64::max)
            + scene.px(22.0);
        let right = names.min(body.width() * 0.34);
        let values = self.lines.iter().flat_map(|line| line.values.iter().flatten().copied());
        let top = values.fold(100.0, f64::max) * 1.04;
        let left = axes::values_width(scene, [index(top)]);
        let strip = if self.events.is_empty() { 0.0 } else { scene.small().size * 1.9 };
        let frame = Frame::new(
            body.left + left,
            body.top + strip,
            body.right - right,
            key - words.size * 1.9,
        );
        let months = (
            self.periods.spans[0].months().0,
            self.periods.spans[self.periods.len() - 1].months().1 + 1,
        );
        let plane = Plane::new(frame, f64::from(months.0)..f64::from(months.1), 0.0..top);
        scene.group("axes");
        axes::values(scene, &plane, if body.height() < 300.0 { 4 } else { 8 }, index);
        plane.draw(
            scene,
            &PathElement::new(
                vec![(f64::from(months.0), 100.0), (f64::from(months.1), 100.0)],
                Role::Axis.stroke(1.2),
            ),
        );
        self.names(scene, &plane);
        scene.group("events");
        self.flags(scene, &plane, body.top + strip / 2.0);
        scene.group("lines");
        self.lines(scene, &plane);
        scene.group("labels");
        self.ends(scene, &plane, body.right);
        page.finish()
    }

    /// Where a period lies in months.
    fn month(&self, at: usize) -> f64 {
        let (from, to) = self.periods.spans[at].months();
        f64::midpoint(f64::from(from), f64::from(to) + 1.0)
    }

    fn names(&self, scene: &mut Scene, plane: &Plane) {
        let words = scene.label().middle();
        let widest = self.periods.names.iter().map(|name| words.width(name)).fold(0.0, f64::max)
            + scene.px(8.0);
        let kept =
            keep(widest, plane.frame.width() / self.periods.len() as f64, self.periods.len());
        for at in (0..self.periods.len()).filter(|at| kept[*at]) {
            let x = plane.x(self.month(at));
            scene.line(
                [(x, plane.frame.bottom), (x, plane.frame.bottom + scene.px(5.0))],
                Paint::line(Role::Axis, 1.0),
            );
            scene.text(
                (x, plane.frame.bottom + words.size * 1.35),
                self.periods.names[at].as_str(),
                words,
            );
        }
    }

    fn lines(&self, scene: &mut Scene, plane: &Plane) {
        // The total is drawn last, on the others.
        for line in self.lines.iter().rev() {
            let width = if line.role == Role::Ink { 3.0 } else { 2.4 };
            let points: Vec<_> = line
                .values
                .iter()
                .enumerate()
                .map(|(at, value)| Some((self.month(at), (*value)?)))
                .collect();
            for run in runs(points.iter().copied()) {
                plane.draw(
                    scene,
                    &PathElement::new(run, line.role.stroke(scene.px(width).max(1.6))),
                );
            }
            let radius = if self.periods.len() > 12 { 2.0 } else { 4.0 };
            for point in points.into_iter().flatten() {
                let units = super::plane::units(scene.px(radius).max(1.5));
                plane.draw(scene, &Circle::new(point, units, line.role.filled()));
            }
        }
    }

    /// Names at the ends of the lines.
    fn ends(&self, scene: &mut Scene, plane: &Plane, right: f64) {
        let words = scene.label().centred();
        let ends: Vec<(&Line, f64, f64)> = self
            .lines
            .iter()
            .filter_map(|line| {
                let (at, value) = line
                    .values
                    .iter()
                    .enumerate()
                    .rev()
                    .find_map(|(at, value)| Some((at, (*value)?)))?;
                Some((line, plane.x(self.month(at)), value))
            })
            .collect();
        let middles: Vec<f64> = ends.iter().map(|(.., value)| plane.y(*value)).collect();
        let places = spread(&middles, words.size * 1.3, plane.frame.top, plane.frame.bottom);
        for (((line, x, value), middle), y) in ends.iter().zip(middles).zip(places) {
            let start = plane.frame.right + scene.px(6.0);
            let swatch = words.size * 0.3;
            scene.line(
                [(x + scene.px(6.0), middle), (start - scene.px(8.0), y), (start, y)],
                Paint::line(Role::Axis, 0.8),
            );
            scene.circle((start + swatch, y), swatch, Paint::fill(line.role));
            let words = if line.role == Role::Ink { words.bold() } else { words };
            let text_start = start + swatch * 2.0 + scene.px(4.0);
            let value = index(*value);
            let name =
                fit(&line.name, words, right - text_start - words.width(&format!(" {value}")));
            scene.text((text_start, y), format!("{name} {value}"), words);
        }
    }

    /// Numbered flags above, each with a line down to its place on the time axis; a bar there for
    /// what is only known to the year.
    fn flags(&self, scene: &mut Scene, plane: &Plane, y: f64) {
        let words = scene.small().bold().middle().centred();
        let radius = words.size * 0.72;
        let middles: Vec<f64> = self.events.iter().map(|events| plane.x(events.middle())).collect();
        let places =
            spread(&middles, radius * 2.0 + scene.px(3.0), plane.frame.left, plane.frame.right);
        for (at, ((events, middle), x)) in self.events.iter().zip(middles).zip(places).enumerate() {
            let role = if events.named { Role::Alarm } else { Role::Muted };
            let (from, to) = events.stretch();
            let stem = [(x, y + radius), (middle, plane.frame.top), (middle, plane.frame.bottom)];
            scene.line(
                stem,
                Paint::line(if events.named { Role::Alarm } else { Role::Axis }, 1.0).dashed(),
            );
            if to - from > 1.5 {
                let bar = [(plane.x(from), plane.frame.bottom), (plane.x(to), plane.frame.bottom)];
                scene.line(bar, Paint::line(role, 3.0));
            } else {
                let tip = (middle, plane.frame.bottom - scene.px(7.0));
                let wing = scene.px(4.0);
                scene.polygon(
                    [(tip.0 - wing, tip.1), (tip.0 + wing, tip.1), (middle, plane.frame.bottom)],
                    Paint::fill(role),
                );
            }
            scene.circle((x, y), radius, Paint::fill(role));
            scene.text((x, y), (at + 1).to_string(), words.role(Role::Paper));
        }
    }

    /// What the flags stand for, at the bottom; says where it starts.
    fn key(&self, scene: &mut Scene, body: Frame) -> f64 {
        if self.events.is_empty() {
            return body.bottom;
        }
        scene.group("key");
        let words = scene.small();
        let columns = if body.width() > 700.0 { 2 } else { 1 };
        let rows = self.events.len().div_ceil(columns);
        let height = words.size * 1.4;
        let top = body.bottom - height * rows as f64;
        let width = body.width() / columns as f64 - scene.px(12.0);
        let date_width = self
            .events
            .iter()
            .map(|events| words.bold().width(&events.date.to_string()))
            .fold(0.0, f64::max)
            + scene.px(8.0);
        for (at, events) in self.events.iter().enumerate() {
            let left = body.left + (at / rows) as f64 * (body.width() / columns as f64);
            let y = top + height * ((at % rows) as f64 + 0.75);
            let role = if events.named { Role::Alarm } else { Role::Muted };
            let number = words.bold().role(role);
            scene.text((left, y), (at + 1).to_string(), number);
            let date = left + words.size * 1.5;
            scene.text((date, y), events.date.to_string(), words.role(Role::Muted));
            let title = date + date_width;
            let words = if events.named { words.bold() } else { words };
            scene.text(
                (title, y),
                fit(&events.titles.join("; "), words, left + width - title),
                words,
            );
        }
        top
    }
}
