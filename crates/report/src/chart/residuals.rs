//! Where the composition differs between periods: each count beside what the mix of all periods
//! would give, coloured by how unusual the difference is.

use crossfoot_core::{Phrase, Series, say};
use crossfoot_stats::CountTable;

use super::Chart;
use super::context::{Context, Periods, count, estimates, stem};
use super::data::{Data, plain};
use super::layout::{keep, wrap_to};
use super::page::{Heading, Page};
use super::palette::Role;
use super::scene::{Frame, Paint, Scene};
use crate::values::period;

/// Residuals beyond these stand out a little, clearly, and very much; 2 is customary for the first
/// that counts.
const STEPS: [f64; 3] = [2.0, 5.0, 10.0];

/// A part in a period.
#[derive(Clone, Copy)]
struct Entry {
    count: f64,
    /// What it would be if each period had the mix of all.
    expected: f64,
    /// By how much they differ, in standard errors.
    residual: f64,
}

/// A part, by period.
struct Row {
    name: String,
    entries: Vec<Option<Entry>>,
}

/// One chart per series whose composition was compared.
pub(super) fn charts(context: &Context<'_>) -> Vec<Chart> {
    context.each_series(|series| chart(context, series))
}

fn chart(context: &Context<'_>, series: &Series) -> Option<Chart> {
    let periods = Periods::from_series(context.study, series);
    let rows = rows(context, series, &periods)?;
    let all = rows.iter().flat_map(|row| {
        let known = row.entries.iter().zip(&periods.names);
        known.filter_map(move |(entry, period)| Some((row, period.as_str(), (*entry)?)))
    });
    let most = all.clone().max_by(|a, b| a.2.residual.abs().total_cmp(&b.2.residual.abs()))?;
    let each = all.map(|(row, period, entry)| {
        format!("{} {period} {} ({})", row.name, count(entry.count), signed(entry.residual))
    });
    let alt =
        say!("Counts with their adjusted residuals: {}.", each.collect::<Vec<_>>().join("; "));
    let heading = Heading {
        name: stem("residuals", &series.id),
        title: title(most),
        subtitle: say!(
            "{}: count of each category, and below it the count if every period had the mix of all periods together",
            Phrase::from(series.label.as_str())
        ),
        method: say!("expected counts computed"),
        alt,
    };
    let mut page = Page::new(context, heading);
    key(context, &mut page);
    draw(&mut page.scene, page.body, &rows, &periods.names);
    Some(page.finish(data(context, &rows, &periods.names)))
}

/// The parts that were compared, each with an entry for every period that was compared too.
fn rows(context: &Context<'_>, series: &Series, periods: &Periods) -> Option<Vec<Row>> {
    let section = context.section("residuals", series)?;
    let parts = series.parts.iter().map(|column| {
        let subject = &context.study.tables[series.table].columns[*column].name;
        let values = periods.values(context.study, series, *column);
        let entries = periods.names.iter().zip(values).map(|(period, count)| {
            let estimate = estimates(section, subject, period).next()?;
            let residual = estimate.result.as_ref().ok()?.estimate?;
            Some((count?, residual))
        });
        (*column, entries.collect::<Vec<Option<(f64, f64)>>>())
    });
    let compared: Vec<_> =
        parts.filter(|(_, entries)| entries.iter().any(Option::is_some)).collect();
    let counts: Vec<Vec<u64>> = compared
        .iter()
        .map(|(_, entries)| entries.iter().flatten().map(|(count, _)| whole(*count)).collect())
        .collect();
    let mut expected = CountTable::new(&counts).ok()?.expected().into_iter();
    let rows = compared.into_iter().map(|(column, entries)| {
        let entries = entries.into_iter().map(|entry| {
            let (count, residual) = entry?;
            Some(Entry { count, expected: expected.next()?, residual })
        });
        Row { name: context.column(series.table, column), entries: entries.collect() }
    });
    Some(rows.collect())
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "only whole counts are compared"
)]
const fn whole(count: f64) -> u64 {
    count as u64
}

fn title((row, name, entry): (&Row, &str, Entry)) -> Phrase {
    let period = period(name);
    let (counted, expected) = (count(entry.count), count(entry.expected.round()));
    if entry.residual > 0.0 {
        say!(
            "{}, {}: {}, more than the {} that the usual mix would give",
            row.name.as_str(),
            period,
            counted,
            expected
        )
    } else {
        say!(
            "{}, {}: {}, fewer than the {} that the usual mix would give",
            row.name.as_str(),
            period,
            counted,
            expected
        )
    }
}

fn data(context: &Context<'_>, rows: &[Row], periods: &[String]) -> Data {
    let mut data = Data::new(
        context,
        [
            say!("Category"),
            say!("Period"),
            context.figures(),
            say!("Expected"),
            say!("Adjusted residual"),
        ],
    );
    for row in rows {
        for (entry, period) in row.entries.iter().zip(periods) {
            let Some(entry) = entry else { continue };
            let [counted, expected, residual] =
                [entry.count, entry.expected, entry.residual].map(plain);
            data.push([row.name.clone(), period.clone(), counted, expected, residual]);
        }
    }
    data
}

fn signed(residual: f64) -> String {
    let sign = if residual < 0.0 { "−" } else { "+" };
    format!("{sign}{:.1}", residual.abs())
}

/// The colour of a residual.
fn role(residual: f64) -> Role {
    let step = STEPS.iter().filter(|step| residual.abs() >= **step).count();
    match (residual < 0.0, step) {
        (_, 0) => Role::Paper,
        (true, 1) => Role::Low1,
        (true, 2) => Role::Low2,
        (true, _) => Role::Low3,
        (false, 1) => Role::High1,
        (false, 2) => Role::High2,
        (false, _) => Role::High3,
    }
}

/// What the colours mean, above the table: from far fewer to far more, with the limits in standard
/// errors between them.
fn key(context: &Context<'_>, page: &mut Page) {
    let body = page.body;
    let scene = &mut page.scene;
    scene.group("key");
    let words = scene.small().role(Role::Muted);
    let [fewer, more, unit] =
        [say!("fewer than expected"), say!("more than expected"), say!("standard errors")]
            .map(|phrase| context.say(&phrase));
    let (high, wide) = (words.size * 0.9, words.width("−10 ") * 1.25);
    let y = body.top + high / 2.0;
    let left = body.left + words.width(&fewer) + scene.px(8.0);
    scene.text((body.left, y), fewer, words.centred());
    let limits = STEPS.iter().rev().map(|step| -step).chain(STEPS);
    // A value on each side of every limit.
    let inside = [-99.0, -7.0, -3.0, 0.0, 3.0, 7.0, 99.0];
    for (at, residual) in inside.into_iter().enumerate() {
        let from = left + wide * at as f64;
        let frame = Frame::new(from, body.top, from + wide, body.top + high);
        scene.rect(frame, Paint::fill(role(residual)).outlined(Role::Grid, 1.0));
    }
    for (at, limit) in limits.enumerate() {
        let sign = if limit < 0.0 { "−" } else { "" };
        let at = (left + wide * (at + 1) as f64, body.top + high + words.size * 1.1);
        scene.text(at, format!("{sign}{}", limit.abs()), words.middle());
    }
    let right = left + wide * 7.0 + scene.px(8.0);
    scene.text((right, y), more, words.centred());
    scene.text((right, body.top + high + words.size * 1.1), unit, words);
    page.body.top += high + words.size * 1.8;
    page.scene.group("marks");
}

fn draw(scene: &mut Scene, body: Frame, rows: &[Row], periods: &[String]) {
    let label = scene.label();
    let widest = rows.iter().map(|row| label.width(&row.name)).fold(0.0, f64::max);
    let names = widest.min(body.width() * 0.3) + scene.px(10.0);
    let inner = Frame::new(body.left + names, body.top + label.size * 1.6, body.right, body.bottom);
    let (wide, high) =
        (inner.width() / periods.len().max(1) as f64, inner.height() / rows.len().max(1) as f64);
    let longest = periods.iter().map(|period| label.bold().width(period)).fold(0.0, f64::max) * 1.5
        + scene.px(6.0);
    let kept = keep(longest, wide, periods.len());
    for (at, period) in periods.iter().enumerate().filter(|(at, _)| kept[*at]) {
        // The last may reach beyond its column, but not beyond the page.
        let x = (inner.left + wide * (at as f64 + 0.5))
            .min(body.right - label.bold().width(period) / 2.0);
        scene.text((x, inner.top - label.size * 0.6), period.as_str(), label.bold().middle());
    }
    let named = keep(label.size * 1.3, high, rows.len());
    for (line, row) in rows.iter().enumerate() {
        let top = inner.top + high * line as f64;
        let most = if high > label.size * 3.0 { 2 } else { 1 };
        let lines = if named[line] {
            wrap_to(&row.name, label, names - scene.px(10.0), most)
        } else {
            Vec::new()
        };
        let middle = (inner.left - scene.px(10.0), top + high / 2.0);
        scene.lines(middle, &lines, 1.25, label.end());
        for (at, entry) in row.entries.iter().enumerate() {
            let left = inner.left + wide * at as f64;
            let frame = Frame::new(left, top, left + wide, top + high).shrink(1.0, 1.0, 1.0, 1.0);
            let Some(entry) = entry else {
                scene.rect(frame, Paint::fill(Role::Unverifiable));
                continue;
            };
            scene.rect(frame, Paint::fill(role(entry.residual)).outlined(Role::Grid, 1.0));
            let residual = signed(entry.residual);
            scene.hint(format!("{}, {}: {residual}", row.name, periods[at]));
            cell(scene, frame, entry);
        }
    }
}

/// The count of a cell, and below it what was expected; narrow columns have only their colours.
fn cell(scene: &mut Scene, frame: Frame, entry: &Entry) {
    let (label, small) = (scene.label().bold(), scene.small());
    let role = role(entry.residual).text_on();
    let (counted, expected) = (count(entry.count), format!("({})", count(entry.expected.round())));
    let middle = ((frame.left + frame.right) / 2.0, (frame.top + frame.bottom) / 2.0);
    let both = label.size * 2.6 <= frame.height() && small.width(&expected) <= frame.width();
    let up = if both { label.size * 0.65 } else { 0.0 };
    if label.width(&counted) > frame.width() || label.size > frame.height() {
        return;
    }
    scene.text((middle.0, middle.1 - up), counted, label.role(role).middle().centred());
    if both {
        scene.text((middle.0, middle.1 + up), expected, small.role(role).middle().centred());
    }
}

#[cfg(test)]
mod tests {
    use crossfoot_audit::audit;
    use crossfoot_load::Loaded;
    use crossfoot_stats::{Options, analyse};

    use super::super::scene::Shape;
    use super::super::tests::{paper_of, records};
    use super::super::{Language, Size, charts};
    use super::*;

    #[test]
    fn cells_darken_with_the_size_of_their_residual() {
        assert_eq!(
            [-18.9, -5.0, -2.0, 1.9, 2.0, 5.4, 12.1].map(role),
            [
                Role::Low3,
                Role::Low2,
                Role::Low1,
                Role::Paper,
                Role::High1,
                Role::High2,
                Role::High3
            ]
        );
        let chart = paper_of("residuals").remove(0);
        let cells = chart.scene.items.iter();
        let cells =
            cells.filter(|(group, shape)| *group == "marks" && matches!(shape, Shape::Rect(..)));
        let cells = cells.count();
        assert_eq!(cells, 16, "four parts in four years");
    }

    #[test]
    fn nothing_is_expected_from_a_period_that_lacks_a_category() {
        const MANIFEST: &str = r#"
study = { id = "s", title = "Parts" }
[[table]]
id = "t"
file = "t.csv"
key = "year"
column = [
  { header = "year", name = "year", unit = "date" },
  { header = "a", name = "a", unit = "count" },
  { header = "b", name = "b", unit = "count" },
]
[[series]]
id = "s"
label = "Parts"
table = "t"
period = "year"
parts = ["a", "b"]
"#;
        let table = "year,a,b\n2021,10,30\n2022,20,20\n2023,-,90\n";
        let files = [("study.toml", MANIFEST), ("t.csv", table)]
            .map(|(name, text)| (name.to_owned(), text.to_owned()));
        let study = Loaded::from_texts("s".as_ref(), &files.into()).expect("it loads").into_study();
        let (audit, analysis) = (audit(&study), analyse(&[("s", &study)], &Options::default()));
        let charts = charts(&study, &audit, &analysis, &Language::english(), Size::DEFAULT);
        let chart = charts.iter().find(|chart| chart.name == "residuals-s").expect("it is drawn");
        let expected: Vec<String> = records(chart).iter().map(|row| row[3].clone()).collect();
        assert_eq!(expected, ["Expected", "15", "15", "25", "25"]);
    }
}
