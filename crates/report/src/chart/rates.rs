//! What happens to some of those that are counted: how many, and at what rate, with intervals.

use std::cmp::Ordering;

use crossfoot_core::{Phrase, Series, say};
use crossfoot_stats::Section;
use plotters::element::{Circle, PathElement, Rectangle};

use super::Chart;
use super::axes::{self, Slots};
use super::context::{Context, Periods, count, estimates, percent, runs, stem};
use super::data::{Data, plain_or_empty};
use super::layout::{fit, spread};
use super::page::{Heading, Page};
use super::palette::Role;
use super::plane::{Plane, units};
use super::scene::{Frame, Paint, Scene};
use crate::values::{level, period};

/// A rate in one period, in percent, with its interval.
struct Rate {
    size: f64,
    low: f64,
    high: f64,
}

/// A rate over time.
struct Line {
    /// What it is a share of.
    of: String,
    role: Role,
    rates: Vec<Option<Rate>>,
}

/// What one chart of this kind shows.
struct Spec {
    name: String,
    /// What is counted.
    label: String,
    level: String,
    periods: Vec<String>,
    counts: Vec<Option<f64>>,
    lines: Vec<Line>,
    caveat: Option<String>,
    /// The wrong figures among the counts that are drawn.
    misreported: Option<String>,
}

/// Of the slot of a period, what a bar leaves free on either side.
const MARGIN: f64 = 0.24;

/// One chart for each column whose rate is of interest, in whatever it is a share of.
pub(super) fn charts(context: &Context<'_>) -> Vec<Chart> {
    let specs = context.study.series.iter().flat_map(|series| {
        let mut columns: Vec<usize> = series.rates.iter().map(|rate| rate.count).collect();
        columns.dedup();
        columns.into_iter().filter_map(|column| Spec::from_column(context, series, column))
    });
    specs.map(|spec| spec.draw(context)).collect()
}

/// The rate that was estimated of a subject in a period.
fn estimated(section: &Section, subject: &str, period: &str) -> Option<Rate> {
    let mut found = estimates(section, subject, period);
    let value = found.find(|estimate| estimate.measure == "share")?.result.as_ref().ok()?;
    let size = value.estimate?;
    let (low, high) = value.range.map_or((size, size), |range| range.ends());
    Some(Rate { size, low, high })
}

impl Spec {
    fn from_column(context: &Context<'_>, series: &Series, column: usize) -> Option<Self> {
        let periods = Periods::from_series(context.study, series);
        let counts = periods.values(context.study, series, column);
        let columns = &context.study.tables[series.table].columns;
        let section = context.section("rates", series)?;
        let wanted: Vec<_> = series.rates.iter().filter(|rate| rate.count == column).collect();
        let lines = wanted.iter().enumerate().map(|(at, rate)| {
            let subject = format!("{} / {}", columns[rate.count].name, columns[rate.of].name);
            let rates = periods.names.iter().map(|period| estimated(section, &subject, period));
            let role = if at == 0 { Role::Ink } else { Role::Muted };
            Line { of: context.column(series.table, rate.of), role, rates: rates.collect() }
        });
        let lines: Vec<Line> =
            lines.filter(|line| line.rates.iter().any(Option::is_some)).collect();
        if lines.is_empty() || counts.iter().flatten().next().is_none() {
            return None;
        }
        // Of the wholes only the first, because the title is about it.
        let drawn = [Some(column), wanted.first().map(|rate| rate.of)];
        let drawn: Vec<usize> = drawn.into_iter().flatten().collect();
        let misreported = context.misreported(series.table, &drawn);
        Some(Self {
            misreported: misreported.map(|wrong| context.say(&wrong)),
            name: stem("rates", &format!("{}-{}", series.id, columns[column].name)),
            label: context.column(series.table, column),
            level: context.say(&level(context.analysis.level.get())),
            periods: periods.names,
            counts,
            lines,
            caveat: wanted
                .iter()
                .find_map(|rate| rate.caveat.as_deref())
                .map(|caveat| context.data(caveat)),
        })
    }

    /// The name without what it says in brackets.
    fn short(&self) -> &str {
        self.label
            .split(['(', '（'])
            .next()
            .map(str::trim)
            .filter(|short| !short.is_empty())
            .unwrap_or(&self.label)
    }

    /// The first rate in the last two periods that have one.
    fn last_change(&self) -> Option<[(&str, f64); 2]> {
        let line = self.lines.first()?;
        let mut known = line
            .rates
            .iter()
            .zip(&self.periods)
            .rev()
            .filter_map(|(rate, period)| Some((period.as_str(), rate.as_ref()?.size)));
        let last = known.next()?;
        Some([known.next()?, last])
    }

    fn title(&self) -> Phrase {
        let Some([(from, before), (to, now)]) = self.last_change() else {
            return say!("{}: how many, and the rate", self.short());
        };
        let (from, to) = (period(from), period(to));
        let (before_text, now_text) = (percent(before), percent(now));
        match now.total_cmp(&before) {
            Ordering::Less => say!(
                "{}: the rate fell from {} in {} to {} in {}",
                self.short(),
                before_text,
                from,
                now_text,
                to
            ),
            Ordering::Equal => {
                say!("{}: the rate was {} in {} as in {}", self.short(), now_text, to, from)
            }
            Ordering::Greater => say!(
                "{}: the rate rose from {} in {} to {} in {}",
                self.short(),
                before_text,
                from,
                now_text,
                to
            ),
        }
    }

    fn alt(&self) -> Phrase {
        let values = self.periods.iter().enumerate().filter_map(|(at, period)| {
            let counted = count(self.counts[at]?);
            let rate = self.lines[0].rates[at].as_ref();
            let rate = rate.map(|rate| say!("({})", percent(rate.size)));
            Some(Phrase::joined(" ", [period.into(), counted.into()].into_iter().chain(rate)))
        });
        say!(
            "Bars of {} and their rate in {}: {}.",
            &self.label,
            &self.lines[0].of,
            Phrase::list(values)
        )
    }

    fn draw(&self, context: &Context<'_>) -> Chart {
        let subtitle =
            say!("Number in each period, and rate in percent of: {}", self.lines[0].of.as_str());
        let mut page = Page::new(
            context,
            Heading {
                name: self.name.clone(),
                title: self.title(),
                subtitle,
                method: say!("rates computed from the counts"),
                alt: self.alt(),
            },
        );
        for note in
            self.misreported.iter().chain(self.caveat.iter().filter(|_| !context.is_small()))
        {
            page.note(note);
        }
        let body = page.body;
        let scene = &mut page.scene;
        let words = scene.label();
        let names = self
            .lines
            .iter()
            .map(|line| words.width(&self.end(context, 88.8, line)))
            .fold(0.0, f64::max)
            + scene.px(20.0);
        let right = names.min(body.width() * 0.4);
        let left = axes::values_width(scene, ["00 %".to_owned()])
            .max(axes::values_width(scene, [self.top_count()].map(count)));
        let inner = body.shrink(left, words.size * 2.7, right, Slots::height(scene));
        let middle = inner.top + inner.height() * 0.4;
        self.bars(scene, Frame { bottom: middle, ..inner });
        let lower = Frame { top: middle + words.size * 2.9, ..inner };
        self.rates(context, scene, lower, body.right);
        scene.group("panels");
        let panel = words.bold().role(Role::Muted);
        let rate = context.say(&say!("Rate in percent, with intervals of {}", &self.level));
        for (text, y) in [(&self.label, body.top + words.size), (&rate, middle + words.size * 1.7)]
        {
            scene.text((body.left, y), fit(text, panel, body.width()), panel);
        }
        scene.group("axes");
        Slots::new(inner, self.periods.len()).names_at(scene, &self.periods, 0.5);
        page.finish(self.data(context))
    }

    fn data(&self, context: &Context<'_>) -> Data {
        let mut data = Data::new(
            context,
            [
                say!("Period"),
                context.figures(),
                say!("In percent of"),
                say!("Rate, percent"),
                say!("Low"),
                say!("High"),
            ],
        );
        for line in &self.lines {
            for ((period, count), rate) in self.periods.iter().zip(&self.counts).zip(&line.rates) {
                let rate = rate.as_ref();
                let [size, low, high] = [
                    rate.map(|rate| rate.size),
                    rate.map(|rate| rate.low),
                    rate.map(|rate| rate.high),
                ]
                .map(plain_or_empty);
                let count = plain_or_empty(*count);
                data.push([period.clone(), count, line.of.clone(), size, low, high]);
            }
        }
        data
    }

    fn top_count(&self) -> f64 {
        self.counts.iter().flatten().copied().fold(1.0, f64::max)
    }

    fn bars(&self, scene: &mut Scene, frame: Frame) {
        let plane = Plane::new(frame, 0.0..self.periods.len() as f64, 0.0..self.top_count() * 1.02);
        scene.group("bars");
        scene.line(
            [(frame.left, frame.bottom), (frame.right, frame.bottom)],
            Paint::line(Role::Axis, 1.2),
        );
        let words = scene.label().bold().middle();
        let slot = frame.width() / self.periods.len() as f64;
        for (at, value) in
            self.counts.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?)))
        {
            let x = at as f64;
            plane.draw(
                scene,
                &Rectangle::new(
                    [(x + MARGIN, 0.0), (x + 1.0 - MARGIN, value)],
                    Role::Axis.filled(),
                ),
            );
            scene.hint(format!("{}, {}: {}", self.periods[at], self.label, count(value)));
            let text = count(value);
            if words.width(&text) < slot {
                let (middle, top) = plane.at(x + 0.5, value);
                scene.text((middle, top - scene.px(5.0)), text, words);
            }
        }
    }

    /// The label at the end of a line.
    fn end(&self, context: &Context<'_>, rate: f64, line: &Line) -> String {
        context.say(&say!("{} (of {})", percent(rate), line.of.as_str()))
    }

    fn rates(&self, context: &Context<'_>, scene: &mut Scene, frame: Frame, right: f64) {
        let top = self
            .lines
            .iter()
            .flat_map(|line| line.rates.iter().flatten())
            .map(|rate| rate.high)
            .fold(0.0, f64::max);
        let ticks = if frame.height() < 150.0 { 4 } else { 6 };
        let top = axes::round_end(top.max(0.001), ticks);
        let plane = Plane::new(frame, 0.0..self.periods.len() as f64, 0.0..top);
        scene.group("axes");
        axes::values(scene, &plane, ticks, |value| context.say(&say!("{} %", value.to_string())));
        scene.group("rates");
        let mut ends = Vec::new();
        for (number, line) in self.lines.iter().enumerate() {
            // Rates of one period stand beside each other, so that their intervals do not hide each
            // other.
            let shift = 0.5 + 0.14 * (number as f64 - (self.lines.len() as f64 - 1.0) / 2.0);
            let points: Vec<(f64, &Rate)> = line
                .rates
                .iter()
                .enumerate()
                .filter_map(|(at, rate)| Some((at as f64 + shift, rate.as_ref()?)))
                .collect();
            let path = line
                .rates
                .iter()
                .enumerate()
                .map(|(at, rate)| Some((at as f64 + shift, rate.as_ref()?.size)));
            for run in runs(path) {
                plane.draw(scene, &PathElement::new(run, line.role.stroke(scene.px(1.6).max(1.0))));
            }
            for (x, rate) in &points {
                self.point(scene, &plane, *x, rate, line.role, number > 0);
                scene.hint(format!(
                    "{} ({}–{})",
                    self.end(context, rate.size, line),
                    context.percent(rate.low),
                    context.percent(rate.high)
                ));
            }
            if number == 0 {
                self.values(context, scene, &plane, &points);
            }
            ends.extend(points.last().map(|(x, rate)| (line, plane.at(*x, rate.size), rate.size)));
        }
        scene.group("labels");
        let words = scene.label().centred();
        let middles: Vec<f64> = ends.iter().map(|(_, (_, y), _)| *y).collect();
        let places = spread(&middles, words.size * 1.3, frame.top - words.size, frame.bottom);
        for ((line, (x, middle), size), y) in ends.into_iter().zip(places) {
            let start = frame.right + scene.px(8.0);
            scene.line(
                [
                    (x + scene.px(8.0), middle),
                    (start - scene.px(10.0), y),
                    (start - scene.px(3.0), y),
                ],
                Paint::line(Role::Axis, 0.8),
            );
            let text = fit(&self.end(context, size, line), words, right - start);
            scene.text((start, y), text, words.role(line.role));
        }
    }

    fn point(
        &self,
        scene: &mut Scene,
        plane: &Plane,
        x: f64,
        rate: &Rate,
        role: Role,
        hollow: bool,
    ) {
        let cap = 0.03;
        for whisker in [
            vec![(x, rate.low), (x, rate.high)],
            vec![(x - cap, rate.low), (x + cap, rate.low)],
            vec![(x - cap, rate.high), (x + cap, rate.high)],
        ] {
            plane.draw(scene, &PathElement::new(whisker, role.stroke(1.2)));
        }
        let radius = scene.px(5.0).max(2.5);
        plane.draw(scene, &Circle::new((x, rate.size), units(radius), role.filled()));
        if hollow {
            plane.draw(
                scene,
                &Circle::new((x, rate.size), units(radius * 0.55), Role::Paper.filled()),
            );
        }
    }

    /// The rates in figures above their intervals, but for the last, which stands at the end; where
    /// there is room.
    fn values(
        &self,
        context: &Context<'_>,
        scene: &mut Scene,
        plane: &Plane,
        points: &[(f64, &Rate)],
    ) {
        let words = scene.small().middle().halo();
        let room = plane.frame.width() / self.periods.len() as f64 * 0.9;
        let Some((_, earlier)) = points.split_last() else { return };
        for (x, rate) in earlier {
            let text = context.percent(rate.size);
            if words.width(&text) < room {
                let (x, y) = plane.at(*x, rate.high);
                scene.text((x, y - scene.px(6.0)), text, words);
            }
        }
    }
}
