//! Counts over time, each in percent of its first, with events that may have changed them.

use std::ops::Range;

use crossfoot_core::{Phrase, Series, pattern, say};
use plotters::element::{Circle, PathElement};

use super::Chart;
use super::axes;
use super::context::{Context, Periods, count, runs};
use super::data::{Data, plain_or_empty};
use super::events::{self, Events};
use super::layout::{LEADING, balance, keep, spread, spread_each, stacked};
use super::page::{Heading, Page};
use super::palette::Role;
use super::plane::{Plane, units};
use super::scene::{Frame, Paint, Point, Scene};
use crate::values::{number_of, period};
use crossfoot_stats::Scale;

/// Events that get a label, and the least width of a drawing with labels.
const MOST_EVENTS: usize = 3;
const EVENTS_FROM: u32 = 450;
/// Lines of the label of an event.
const EVENT_LINES: usize = 5;
/// Parts that are never a larger share of the total are drawn lightly.
const SMALL: f64 = 0.05;

/// A column as an index.
struct Line {
    name: String,
    role: Role,
    /// Whether it is a small part of the total, whose index jumps easily.
    small: bool,
    /// As reported, in whole units.
    counts: Vec<Option<f64>>,
}

impl Line {
    /// In percent of the first; `None` if no number is printed.
    fn index(&self, at: usize) -> Option<f64> {
        Some(100.0 * self.counts[at]? / self.counts[0]?)
    }

    /// In every period.
    fn values(&self) -> impl DoubleEndedIterator<Item = Option<f64>> + ExactSizeIterator + '_ {
        (0..self.counts.len()).map(|at| self.index(at))
    }

    /// The index in the last period, where one is printed.
    fn last(&self) -> Option<f64> {
        self.index(self.counts.len() - 1)
    }

    /// How wide it is drawn.
    fn width(&self) -> f64 {
        match (self.role, self.small) {
            (Role::Ink, _) => 3.2,
            (_, true) => 1.0,
            (_, false) => 2.4,
        }
    }
}

/// What one chart of this kind shows.
struct Spec {
    id: String,
    label: String,
    periods: Periods,
    lines: Vec<Line>,
    /// Columns without an index, because they start from zero.
    without: Vec<String>,
    events: Vec<Events>,
    /// Number of other events within the periods.
    other_events: usize,
    /// What is wrong among the counts.
    misreported: Option<Phrase>,
}

pub(super) fn charts(context: &Context<'_>) -> Vec<Chart> {
    context.each_series(|series| Some(Spec::from_series(context, series)?.draw(context)))
}

/// An index for people.
fn index(value: f64) -> String {
    number_of(value.round(), Scale::Count)
}

/// How far an index is from 100, as a factor: half and double are equally far.
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
        let columns: Vec<(usize, Role)> = columns.collect();
        let totals = series.total.map(|total| periods.values(context.study, series, total));
        let (mut lines, mut without) = (Vec::new(), Vec::new());
        for (column, role) in &columns {
            let name = context.column(series.table, *column);
            let counts = periods.values(context.study, series, *column);
            if counts.first().copied().flatten().is_none_or(|base| base <= 0.0) {
                without.push(name);
                continue;
            }
            let small = totals.as_ref().is_some_and(|totals| is_small(&counts, totals));
            lines.push(Line { name, role: *role, small, counts });
        }
        if periods.len() < 2 || lines.is_empty() {
            return None;
        }
        let most = if context.size.width < EVENTS_FROM { 0 } else { MOST_EVENTS };
        let (events, other_events) = events::within(context, series, periods.months(), most);
        let drawn: Vec<usize> = columns.iter().map(|(column, _)| *column).collect();
        Some(Self {
            id: series.id.clone(),
            label: context.data(&series.label),
            periods,
            lines,
            without,
            events,
            other_events,
            misreported: context.misreported(series.table, &drawn),
        })
    }

    fn first(&self) -> Phrase {
        period(&self.periods.names[0])
    }

    fn last(&self) -> Phrase {
        period(&self.periods.names[self.periods.len() - 1])
    }

    fn title(&self) -> Phrase {
        let ends = self.lines.iter().filter(|line| !line.small);
        let ends = ends.filter_map(|line| Some((line, line.last()?)));
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
        let years = self.periods.spans.iter().all(|span| {
            let (from, to) = span.months();
            to - from == 11
        });
        match years {
            true => say!("{}: totals of whole years, {} = 100", &self.label, self.first()),
            false => say!("{}: totals of whole periods, {} = 100", &self.label, self.first()),
        }
    }

    /// Wrong figures, and what is drawn differently or not at all.
    fn notes(&self) -> Phrase {
        let small = self.lines.iter().any(|line| line.small);
        let small = small.then(|| say!("Thin lines: never more than 5 % of the total"));
        let without = (!self.without.is_empty()).then(|| {
            say!("Without an index, since it starts from zero: {}", self.without.join(", "))
        });
        let others = match (self.other_events, self.events.is_empty()) {
            (0, _) => None,
            (1, _) => Some(say!("1 event is not shown")),
            (more, true) => Some(say!("{} events are not shown", more.to_string())),
            (more, false) => Some(say!("{} other events are not shown", more.to_string())),
        };
        Phrase::joined(
            pattern!(". "),
            [self.misreported.clone(), small, without, others].into_iter().flatten(),
        )
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

    fn data(&self, context: &Context<'_>) -> Data {
        let header =
            [say!("Period"), say!("Series"), context.figures(), say!("Index, first period = 100")];
        let mut data = Data::new(context, header);
        for line in &self.lines {
            for (at, period) in self.periods.names.iter().enumerate() {
                let [count, index] = [line.counts[at], line.index(at)].map(plain_or_empty);
                data.push([period.clone(), line.name.clone(), count, index]);
            }
        }
        data
    }

    fn draw(&self, context: &Context<'_>) -> Chart {
        let heading = Heading {
            name: format!("trajectory-{}", self.id),
            title: self.title(),
            subtitle: self.subtitle(),
            method: say!("index computed"),
            alt: self.alt(),
        };
        let mut page = Page::new(context, heading);
        let notes = self.notes();
        if !notes.is_empty() {
            page.note(&context.say(&notes));
        }
        let body = page.body;
        let scene = &mut page.scene;
        let words = scene.label();
        let right = self.ends_width(scene).min(body.width() * 0.36);
        let values = self.lines.iter().flat_map(|line| line.values().flatten());
        let ticks = if body.height() < 300.0 { 4 } else { 8 };
        let top = axes::round_end(values.fold(100.0, f64::max), ticks);
        let left = axes::values_width(scene, [index(top)]);
        let plot = (body.left + left, body.right - right);
        let flags = self.flags(context, scene, body, plot);
        let frame = Frame::new(
            plot.0,
            body.top + flags.height + words.size * 0.6,
            plot.1,
            body.bottom - words.size * 1.9,
        );
        let months = self.months();
        let plane = Plane::new(frame, months.clone(), 0.0..top);
        scene.group("events");
        self.stems(scene, &plane, &flags);
        scene.group("axes");
        axes::values(scene, &plane, ticks, index);
        plane.draw(
            scene,
            &PathElement::new(
                vec![(months.start, 100.0), (months.end, 100.0)],
                Role::Axis.stroke(1.2),
            ),
        );
        self.names(scene, &plane);
        scene.group("lines");
        self.lines(scene, &plane);
        scene.group("labels");
        self.ends(scene, &plane, body.right);
        page.finish(self.data(context))
    }

    /// The time axis, in months.
    fn months(&self) -> Range<f64> {
        let (from, to) = self.periods.months();
        f64::from(from)..f64::from(to + 1)
    }

    /// The middle of a period on the time axis.
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
        // The total is drawn last, on the others, and small parts first.
        let mut lines: Vec<&Line> = self.lines.iter().rev().collect();
        lines.sort_by_key(|line| !line.small);
        for line in lines {
            let values = line.values().enumerate();
            let points: Vec<_> = values.map(|(at, value)| Some((self.month(at), value?))).collect();
            for run in runs(points.iter().copied()) {
                let width = scene.px(line.width()).max(1.0);
                plane.draw(scene, &PathElement::new(run, line.role.stroke(width)));
            }
            let radius = match (self.periods.len() > 12, line.small) {
                (true, _) => 2.0,
                (false, true) => 2.5,
                (false, false) => 4.5,
            };
            for (at, point) in points.into_iter().enumerate() {
                let Some(point) = point else { continue };
                let units = units(scene.px(radius).max(1.5));
                plane.draw(scene, &Circle::new(point, units, line.role.filled()));
                let counted = line.counts[at].map(count).unwrap_or_default();
                let period = &self.periods.names[at];
                scene.hint(format!("{}, {period}: {} ({counted})", line.name, index(point.1)));
            }
        }
    }

    /// How wide the labels at the ends of lines are.
    fn ends_width(&self, scene: &Scene) -> f64 {
        let words = scene.label();
        let names = self.lines.iter().map(|line| words.bold().width(&format!("{} 000", line.name)));
        names.fold(0.0, f64::max) + scene.px(22.0)
    }

    /// Names at the ends of the lines, wrapped; those of thin lines only if all have room.
    fn ends(&self, scene: &mut Scene, plane: &Plane, right: f64) {
        let label = scene.label().centred();
        let swatch = label.size * 0.3;
        let start = plane.frame.right + scene.px(6.0);
        let text_start = start + swatch * 2.0 + scene.px(4.0);
        let numbers = label.bold().width("000 ");
        let ends = self.lines.iter().filter_map(|line| {
            let mut known = line.values().enumerate().rev();
            let (at, value) = known.find_map(|(at, value)| Some((at, value?)))?;
            Some((line, plane.at(self.month(at), value), value))
        });
        let mut ends: Vec<(&Line, Point, f64)> = ends.collect();
        let span = (plane.frame.top, plane.frame.bottom);
        if ends.len() as f64 * label.size * 1.35 > span.1 - span.0 {
            ends.retain(|(line, ..)| !line.small);
        }
        let labels: Vec<_> = ends
            .iter()
            .map(|(line, ..)| {
                let words = if line.role == Role::Ink { label.bold() } else { label };
                (line.name.as_str(), words)
            })
            .collect();
        let (wrapped, heights) = stacked(&labels, right - text_start - numbers, span.1 - span.0);
        let middles: Vec<f64> = ends.iter().map(|(_, point, _)| point.1).collect();
        let places = spread_each(&middles, &heights, span.0, span.1);
        for (((line, (x, middle), value), wrapped), y) in ends.into_iter().zip(wrapped).zip(places)
        {
            scene.line(
                [(x + scene.px(6.0), middle), (start - scene.px(8.0), y), (start, y)],
                Paint::line(Role::Axis, 0.8),
            );
            scene.circle((start + swatch, y), swatch, Paint::fill(line.role));
            let words = match (line.role, line.small) {
                (Role::Ink, _) => label.bold(),
                (_, true) => label.role(Role::Muted),
                (_, false) => label,
            };
            scene.text((text_start, y), index(value), words.bold());
            scene.lines((text_start + numbers, y), &wrapped, LEADING, words);
        }
    }

    /// The labels of events, and their places above the plot.
    fn flags(
        &self,
        context: &Context<'_>,
        scene: &Scene,
        body: Frame,
        (left, right): (f64, f64),
    ) -> Flags {
        let words = scene.small();
        let count = self.events.len().max(1) as f64;
        let gap = scene.px(16.0);
        let most = (body.width() - gap * (count - 1.0)) / count;
        let texts = self.events.iter().map(|events| {
            let mut lines = vec![context.say(&period(&events.date.to_string()))];
            let title = events.titles.join("; ");
            lines.extend(balance(&title, words.bold(), most.min(words.size * 20.0), EVENT_LINES));
            lines
        });
        let texts: Vec<Vec<String>> = texts.collect();
        let width = texts.iter().flatten().map(|line| words.bold().width(line)).fold(0.0, f64::max);
        let plane = Plane::new(Frame::new(left, 0.0, right, 1.0), self.months(), 0.0..1.0);
        let middles: Vec<f64> = self.events.iter().map(|events| plane.x(events.middle())).collect();
        let middles = spread(&middles, width + gap, body.left - gap / 2.0, body.right + gap / 2.0);
        let lines = texts.iter().map(Vec::len).max().unwrap_or(0);
        Flags { texts, middles, top: body.top, height: words.size * 1.3 * lines as f64 }
    }

    /// A label above the plot for each event, with a line down to its place on the time axis; a band
    /// if only its year is known.
    fn stems(&self, scene: &mut Scene, plane: &Plane, flags: &Flags) {
        let words = scene.small().middle();
        for (events, (lines, middle)) in
            self.events.iter().zip(flags.texts.iter().zip(&flags.middles))
        {
            let role = if events.named { Role::Alarm } else { Role::Muted };
            let (from, to) = events.stretch();
            let at = plane.x(events.middle());
            // Of a stretch of time, the start and the end are marked below the plot.
            if to - from > 1.5 {
                let (from, to) = (plane.x(from), plane.x(to));
                let band = Frame::new(from, plane.frame.top, to, plane.frame.bottom);
                scene.rect(band, Paint::fill(Role::Wash));
            } else {
                let stem = [(at, plane.frame.top), (at, plane.frame.bottom)];
                scene.line(stem, Paint::line(role, 1.2).dashed());
            }
            let bottom = flags.top + words.size * (1.3 * lines.len() as f64 + 0.1);
            scene.line(
                [(*middle, bottom), (*middle, bottom + 3.0), (at, plane.frame.top)],
                Paint::line(Role::Axis, 0.8),
            );
            for (number, line) in lines.iter().enumerate() {
                let y = flags.top + words.size * (1.3 * number as f64 + 1.0);
                let words = if number == 0 { words.role(role) } else { words.bold() };
                scene.text((*middle, y), line.as_str(), words);
            }
        }
    }
}

/// Labels of events.
struct Flags {
    /// The lines of each: its date, and what happened.
    texts: Vec<Vec<String>>,
    /// The middle of each.
    middles: Vec<f64>,
    top: f64,
    height: f64,
}

/// Whether counts are always a small share of the totals.
fn is_small(counts: &[Option<f64>], totals: &[Option<f64>]) -> bool {
    counts.iter().zip(totals).all(|pair| match pair {
        (Some(count), Some(total)) => *count <= SMALL * total,
        _ => true,
    })
}
