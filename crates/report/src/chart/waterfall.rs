//! What each change of a total is made of: the contributions of its parts from one period to the
//! next.

use crossfoot_core::{Phrase, Series, say};
use plotters::element::Rectangle;

use super::Chart;
use super::context::{Context, Periods, count, percent};
use super::data::{Data, plain, plain_or_empty};
use super::layout::fit;
use super::page::{Heading, Page};
use super::palette::Role;
use super::plane::Plane;
use super::scene::{Paint, Scene};
use crate::values::period;

/// A line of the chart.
enum Row {
    /// The total of a period: its name, the sum of its parts, and what is reported instead.
    Total(String, f64, Option<f64>),
    /// What a part adds, from and to where; the role of the part.
    Step(String, Role, f64, f64),
}

impl Row {
    /// What it is called.
    fn name(&self) -> &str {
        match self {
            Self::Total(name, ..) | Self::Step(name, ..) => name,
        }
    }
}

/// A part with its role and its counts.
type Part = (String, Role, Vec<f64>);

/// What the parts of a period add up to.
fn sum(parts: &[Part], at: usize) -> f64 {
    parts.iter().map(|(.., values)| values[at]).sum()
}

/// What one chart of this kind shows.
struct Spec {
    id: String,
    label: String,
    periods: Vec<String>,
    /// The sums of the parts.
    totals: Vec<f64>,
    /// Totals that are reported and are not the sum.
    reported: Vec<Option<f64>>,
    parts: Vec<Part>,
}

pub(super) fn charts(context: &Context<'_>) -> Vec<Chart> {
    context.each_series(|series| Some(Spec::from_series(context, series)?.draw(context)))
}

/// A difference for people.
fn signed(value: f64) -> String {
    let text = count(value.abs());
    if value < 0.0 { format!("−{text}") } else { format!("+{text}") }
}

impl Spec {
    fn from_series(context: &Context<'_>, series: &Series) -> Option<Self> {
        let periods = Periods::from_series(context.study, series);
        let mut parts = Vec::new();
        for (at, column) in series.parts.iter().enumerate() {
            let values: Option<Vec<f64>> =
                periods.values(context.study, series, *column).into_iter().collect();
            parts.push((context.column(series.table, *column), Role::series(at), values?));
        }
        let totals: Vec<f64> = (0..periods.len()).map(|at| sum(&parts, at)).collect();
        let reported = match series.total {
            Some(total) => periods.values(context.study, series, total),
            None => vec![None; periods.len()],
        };
        let differing = reported.into_iter().zip(&totals);
        let reported =
            differing.map(|(reported, sum)| reported.filter(|reported| reported != sum)).collect();
        let enough =
            periods.len() > 1 && parts.len() > 1 && totals.iter().any(|total| *total > 0.0);
        enough.then(|| Self {
            id: series.id.clone(),
            label: context.data(&series.label),
            periods: periods.names,
            totals,
            reported,
            parts,
        })
    }

    fn total(&self, at: usize) -> Row {
        Row::Total(self.periods[at].clone(), self.totals[at], self.reported[at])
    }

    /// The rows of the change to a period: the parts, the largest first, and the total that they
    /// come to.
    fn change(&self, to: usize) -> Vec<Row> {
        let mut steps: Vec<(&str, Role, f64)> = self
            .parts
            .iter()
            .map(|(name, role, values)| (name.as_str(), *role, values[to] - values[to - 1]))
            .collect();
        steps.retain(|(.., step)| *step != 0.0);
        steps.sort_by(|a, b| b.2.abs().total_cmp(&a.2.abs()));
        let mut at = self.totals[to - 1];
        let mut rows = Vec::new();
        for (name, role, step) in steps {
            rows.push(Row::Step(name.to_owned(), role, at, at + step));
            at += step;
        }
        rows.push(self.total(to));
        rows
    }

    /// As many of the last changes as have room, after the total that they start from; and the period
    /// of this total.
    fn rows(&self, most: usize) -> (Vec<Row>, usize) {
        let mut rows = self.change(self.periods.len() - 1);
        let mut from = self.periods.len() - 1;
        while from > 1 {
            let earlier = self.change(from - 1);
            if earlier.len() + rows.len() >= most {
                break;
            }
            rows.splice(0..0, earlier);
            from -= 1;
        }
        rows.insert(0, self.total(from - 1));
        (rows, from - 1)
    }

    fn title(&self) -> Phrase {
        let last = self.periods.len() - 1;
        let change = self.totals[last] - self.totals[last - 1];
        let (from, to) = (period(&self.periods[last - 1]), period(&self.periods[last]));
        // The part that moved the total most in its direction.
        let steps = self
            .parts
            .iter()
            .map(|(name, _, values)| (name, (values[last] - values[last - 1]) * change.signum()));
        let Some((name, most)) = steps
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .filter(|(_, most)| change != 0.0 && *most > 0.0)
        else {
            return say!("{}: what changed from {} to {}", &self.label, from, to);
        };
        if most > change.abs() {
            return say!(
                "{}: {} from {} to {}, and {} in all",
                name,
                signed(most * change.signum()),
                from,
                to,
                signed(change)
            );
        }
        let share = percent(100.0 * most / change.abs());
        if change < 0.0 {
            say!("{} make up {} of the fall from {} to {}", name, share, from, to)
        } else {
            say!("{} make up {} of the rise from {} to {}", name, share, from, to)
        }
    }

    fn alt(&self) -> Phrase {
        let last = self.periods.len() - 1;
        let steps = self
            .parts
            .iter()
            .map(|(name, _, values)| format!("{name} {}", signed(values[last] - values[last - 1])));
        let steps = Phrase::list(steps);
        let (from, to) = (count(self.totals[last - 1]), count(self.totals[last]));
        say!(
            "Waterfall of {} from {} in {} to {} in {}: {}.",
            &self.label,
            from,
            period(&self.periods[last - 1]),
            to,
            period(&self.periods[last]),
            steps
        )
    }

    fn data(&self, context: &Context<'_>) -> Data {
        let header = [say!("Period"), say!("Category"), context.figures(), say!("Change")];
        let mut data = Data::new(context, header);
        for (at, period) in self.periods.iter().enumerate() {
            for (name, _, values) in &self.parts {
                let change = at.checked_sub(1).map(|before| values[at] - values[before]);
                let [value, change] = [plain(values[at]), plain_or_empty(change)];
                data.push([period.clone(), name.clone(), value, change]);
            }
        }
        data
    }

    fn draw(&self, context: &Context<'_>) -> Chart {
        let heading = Heading {
            name: format!("waterfall-{}", self.id),
            title: self.title(),
            subtitle: say!(
                "{}: sums of the categories, and what each added or took away from one period to the next",
                &self.label
            ),
            method: say!("totals and changes computed from the categories"),
            alt: self.alt(),
        };
        let mut page = Page::new(context, heading);
        // A note says what is left out. It takes a line, so that the rows are chosen again.
        let least = page.scene.label().size * 1.22;
        let (_, first) = self.rows(lines(page.body.height(), least));
        if first > 0 {
            page.note(
                &context.say(&say!(
                    "Changes before {} have no room here",
                    period(&self.periods[first])
                )),
            );
        }
        let body = page.body;
        let scene = &mut page.scene;
        let words = scene.label();
        let (rows, _) = self.rows(lines(body.height(), least));
        let names =
            rows.iter().map(|row| words.width(row.name())).fold(0.0, f64::max) + scene.px(26.0);
        let left = names.min(body.width() * 0.42);
        let reported = rows.iter().filter_map(|row| match row {
            Row::Total(_, sum, Some(reported)) => Some(self.beside(context, *sum, *reported)),
            _ => None,
        });
        let texts = reported.chain(["−00,000 ".to_owned()]);
        let room = texts.map(|text| words.bold().width(&text)).fold(0.0, f64::max);
        let frame = body.shrink(left, 0.0, room + scene.px(6.0), 0.0);
        let reach = rows.iter().flat_map(|row| match row {
            Row::Total(_, total, reported) => [reported.unwrap_or(0.0), *total],
            Row::Step(_, _, from, to) => [*from, *to],
        });
        let (low, high) =
            reach.fold((0.0_f64, 0.0_f64), |(low, high), value| (low.min(value), high.max(value)));
        // Rows count downward.
        let plane = Plane::new(frame, low..high, rows.len() as f64..0.0);
        scene.group("axes");
        let zero = plane.x(0.0);
        scene.line([(zero, frame.top), (zero, frame.bottom)], Paint::line(Role::Axis, 1.2));
        let height = (frame.height() / rows.len() as f64).min(words.size * 2.6);
        for (at, row) in rows.iter().enumerate() {
            scene.group("bars");
            self.row(context, scene, &plane, at, row, height);
            scene.group("labels");
            let total = matches!(row, Row::Total(..));
            let words = if total { words.bold().centred() } else { words.centred() };
            let y = f64::midpoint(plane.y(at as f64), plane.y(at as f64 + 1.0));
            let indent = if total { 0.0 } else { scene.px(14.0) };
            scene.text(
                (body.left + indent, y),
                fit(row.name(), words, left - indent - scene.px(8.0)),
                words,
            );
        }
        page.finish(self.data(context))
    }

    /// The label of a total that is reported with another value.
    fn beside(&self, context: &Context<'_>, sum: f64, reported: f64) -> String {
        context.say(&say!("{} ({} reported)", count(sum), count(reported)))
    }

    fn row(
        &self,
        context: &Context<'_>,
        scene: &mut Scene,
        plane: &Plane,
        at: usize,
        row: &Row,
        height: f64,
    ) {
        let (top, bottom) = (at as f64 + 0.12, at as f64 + 0.88);
        let (from, to, role, text) = match row {
            Row::Total(_, total, None) => (0.0, *total, Role::Muted, count(*total)),
            Row::Total(_, total, Some(reported)) => {
                (0.0, *total, Role::Muted, self.beside(context, *total, *reported))
            }
            Row::Step(_, role, from, to) => (*from, *to, *role, signed(to - from)),
        };
        plane.draw(scene, &Rectangle::new([(from, top), (to, bottom)], role.filled()));
        scene.hint(format!("{}: {text}", row.name()));
        let drawn = plane.rect((from, top), (to, bottom));
        // From where a bar ends, the next goes on.
        let end = plane.x(to);
        scene.line(
            [(end, drawn.top), (end, drawn.bottom + height * 0.24)],
            Paint::line(Role::Ink, 1.0),
        );
        let words = scene.label().centred();
        let words = if matches!(row, Row::Total(..)) { words.bold() } else { words };
        let y = f64::midpoint(drawn.top, drawn.bottom);
        let gap = scene.px(6.0);
        scene.text((drawn.right + gap, y), text, words);
        if let Row::Total(_, _, Some(reported)) = row {
            let mark = plane.x(*reported);
            let over = drawn.height() * 0.15;
            scene.line(
                [(mark, drawn.top - over), (mark, drawn.bottom + over)],
                Paint::line(Role::Alarm, 2.0),
            );
        }
    }
}

/// The number of lines that have room.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a small number of rows"
)]
fn lines(room: f64, least: f64) -> usize {
    (room / least).floor().max(1.0) as usize
}
