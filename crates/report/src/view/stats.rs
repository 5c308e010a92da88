//! Statistics: the effect with its range first, the p-value last, and under each table what could
//! not be estimated.

use crossfoot_core::{Phrase, Study, pattern, say};
use crossfoot_stats::{Analysis, Estimate, Layout, Range, Reason, Value};

use super::{header, thousands};
use crate::document::{Align, Document, Line, Table, Tone};
use crate::values;

/// Everything that was estimated, alternative forms left to the formats for machines.
pub fn stats(study: &Study, analysis: &Analysis) -> Document {
    let mut document = Document::default();
    header::title(&mut document, study);
    if analysis.sections.is_empty() {
        document.paragraph(Line::toned(
            say!("The manifest names no series, no ranking and no conclusion to analyse."),
            Tone::Note,
        ));
    }
    sections(&mut document, analysis, |_| true);
    document
}

/// The sections of some kinds.
pub(super) fn sections(
    document: &mut Document,
    analysis: &Analysis,
    wanted: impl Fn(&str) -> bool,
) {
    for section in analysis.sections.iter().filter(|section| wanted(section.kind)) {
        document.heading(2, section.title.clone());
        let shown: Vec<&Estimate> =
            section.estimates.iter().filter(|estimate| !estimate.alternative).collect();
        let (shown, hidden) = recent(&shown, section.layout);
        document.table(match section.layout {
            Layout::List => list(&shown, analysis),
            Layout::Grid => grid(&shown, |estimate| {
                (vec![&estimate.subject], (estimate.measure, Some(&estimate.span)))
            }),
            Layout::Measures => grid(&shown, |estimate| {
                (vec![&estimate.subject, &estimate.span], (estimate.measure, None))
            }),
        });
        let lines = shown.iter().filter(|estimate| estimate.result.is_ok()).count();
        if section.layout == Layout::List && lines > MOST_LINES {
            document.paragraph(Line::toned(
                say!("and {} more, which `--format csv` lists", (lines - MOST_LINES).to_string()),
                Tone::Note,
            ));
        }
        if hidden > 0 {
            document.paragraph(Line::toned(
                say!(
                    "the last {} periods are shown, {} are not; `--format csv` has all",
                    RECENT.to_string(),
                    thousands(hidden)
                ),
                Tone::Note,
            ));
        }
        document.list(reasons(&shown));
        document
            .list(section.notes.iter().map(|note| Line::toned(note.clone(), Tone::Note)).collect());
        document.paragraph(Line::toned(Phrase::from_pattern(section.method), Tone::Muted));
    }
}

/// If a measure has more spans, only the last are shown.
const MOST_SPANS: usize = 24;
/// How many spans of a longer series are shown.
const RECENT: usize = 12;

/// The estimates without the earlier spans of long series, and how many spans are hidden.
fn recent<'a>(estimates: &[&'a Estimate], layout: Layout) -> (Vec<&'a Estimate>, usize) {
    let mut spans: Vec<(Group<'_>, Vec<&Phrase>)> = Vec::new();
    for estimate in estimates {
        let group = group(estimate, layout);
        let at = spans.iter().position(|(known, _)| *known == group).unwrap_or_else(|| {
            spans.push((group, Vec::new()));
            spans.len() - 1
        });
        if !spans[at].1.contains(&&estimate.span) {
            spans[at].1.push(&estimate.span);
        }
    }
    let mut most = 0;
    for (_, spans) in spans.iter_mut().filter(|(_, spans)| spans.len() > MOST_SPANS) {
        let early = spans.len() - RECENT;
        most = most.max(early);
        spans.drain(..early);
    }
    if most == 0 {
        return (estimates.to_vec(), 0);
    }
    let kept = estimates.iter().filter(|estimate| {
        let group = group(estimate, layout);
        spans.iter().any(|(known, spans)| *known == group && spans.contains(&&estimate.span))
    });
    (kept.copied().collect(), most)
}

/// What spans are counted for: a measure, and in lists also a subject.
type Group<'a> = (&'static str, Option<&'a Phrase>);

fn group(estimate: &Estimate, layout: Layout) -> Group<'_> {
    (estimate.measure, (layout != Layout::Grid).then_some(&estimate.subject))
}

/// A column of a list: its heading, its alignment, and its cell for an estimate.
type Column = (Phrase, Align, fn(&Estimate, &Value) -> Line);

/// One line per estimate; columns that say nothing are left out.
fn list(estimates: &[&Estimate], analysis: &Analysis) -> Table {
    let found: Vec<(&Estimate, &Value)> = estimates
        .iter()
        .filter_map(|estimate| Some((*estimate, estimate.result.as_ref().ok()?)))
        .collect();
    let bounds = found.iter().any(|(_, value)| matches!(value.range, Some(Range::Bounds(_))));
    let confidence =
        found.iter().any(|(_, value)| matches!(value.range, Some(Range::Confidence(_))));
    let percent = values::level(analysis.level.get());
    let range = match (confidence, bounds) {
        (true, true) => say!("{} interval, or bounds", percent),
        (_, true) => say!("bounds"),
        _ => say!("{} interval", percent),
    };
    let several_measures = found.windows(2).any(|pair| pair[0].0.measure != pair[1].0.measure);
    let columns: [Column; 8] = [
        (Phrase::default(), Align::Left, |estimate, _| Line::from(estimate.subject.clone())),
        (Phrase::default(), Align::Left, |estimate, _| Line::from(estimate.span.clone())),
        (Phrase::default(), Align::Left, |estimate, _| {
            Line::from(Phrase::from_pattern(estimate.measure))
        }),
        (say!("estimate"), Align::Right, |estimate, value| {
            Line::toned(size(estimate, value), Tone::Strong)
        }),
        (range, Align::Right, |estimate, value| Line::from(ends(estimate, value))),
        (Phrase::default(), Align::Left, |_, value| {
            Line::toned(value.note.clone().unwrap_or_default(), Tone::Note)
        }),
        (say!("p"), Align::Right, |_, value| {
            Line::toned(
                value.test.map(|test| values::p_value(test.p_value)).unwrap_or_default(),
                Tone::Muted,
            )
        }),
        (say!("adjusted"), Align::Right, |_, value| {
            Line::toned(value.adjusted.map(values::p_value).unwrap_or_default(), Tone::Muted)
        }),
    ];
    let kept: Vec<&Column> = columns
        .iter()
        .enumerate()
        // The measure is in the title where there is only one.
        .filter(|(at, _)| *at != 2 || several_measures)
        .map(|(_, column)| column)
        .filter(|(.., cell)| {
            found.iter().any(|(estimate, value)| !cell(estimate, value).plain().is_empty())
        })
        .collect();
    Table {
        header: kept.iter().map(|(heading, ..)| Line::from(heading)).collect(),
        align: kept.iter().map(|(_, align, _)| *align).collect(),
        rows: found
            .iter()
            .take(MOST_LINES)
            .map(|(estimate, value)| {
                kept.iter().map(|(.., cell)| vec![cell(estimate, value)]).collect()
            })
            .collect(),
    }
}

/// Columns of a grid beyond which it is turned, so that its columns become lines.
const MOST_COLUMNS: usize = 10;
/// Lines of one list that are shown; the formats for machines have them all.
const MOST_LINES: usize = 60;

/// The names of a line, and the place of a column.
type Position<'a> = (Vec<&'a Phrase>, Place<'a>);
/// The measure and span of a column.
type Place<'a> = (&'static str, Option<&'a Phrase>);

/// Every estimate in the line and column that it belongs to.
fn grid(estimates: &[&Estimate], position: for<'a> fn(&'a Estimate) -> Position<'a>) -> Table {
    let (mut lines, mut columns): (Vec<Vec<&Phrase>>, Vec<Place<'_>>) = (Vec::new(), Vec::new());
    for (line, column) in estimates.iter().map(|estimate| position(estimate)) {
        if !lines.contains(&line) {
            lines.push(line);
        }
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    let noted: Vec<Place<'_>> = estimates
        .iter()
        .filter(|estimate| estimate.result.as_ref().is_ok_and(|value| value.note.is_some()))
        .map(|estimate| position(estimate).1)
        .collect();
    let rows = lines.iter().map(|line| {
        let names = line.iter().map(|name| vec![Line::from(*name)]);
        let cells = columns.iter().map(|column| {
            let here =
                estimates.iter().find(|estimate| position(estimate) == (line.clone(), *column));
            here.map_or_else(Vec::new, |estimate| cell(estimate))
        });
        names.chain(cells).collect()
    });
    let names = lines.first().map_or(0, Vec::len);
    let table = Table {
        header: std::iter::repeat_n(Phrase::default(), names)
            .chain(columns.iter().map(|column| heading(*column, &columns)))
            .map(Line::from)
            .collect(),
        align: std::iter::repeat_n(Align::Left, names)
            .chain(
                columns
                    .iter()
                    .map(|column| if noted.contains(column) { Align::Left } else { Align::Right }),
            )
            .collect(),
        rows: rows.collect(),
    };
    if columns.len() > MOST_COLUMNS && names == 1 { turned(&table) } else { table }
}

/// The span of a column, or its measure where it is the only one of that measure.
fn heading((measure, span): Place<'_>, columns: &[Place<'_>]) -> Phrase {
    match span {
        Some(span) if columns.iter().filter(|(other, _)| *other == measure).count() > 1 => {
            span.clone()
        }
        _ => Phrase::from_pattern(measure),
    }
}

/// A table of one column of names with lines for columns and columns for lines.
fn turned(table: &Table) -> Table {
    let first = table
        .rows
        .iter()
        .filter_map(|row| row.first())
        .map(|cell| Line(cell.iter().flat_map(|line| line.0.clone()).collect()));
    let header: Vec<Line> = std::iter::once(Line::from("")).chain(first).collect();
    let align =
        std::iter::once(Align::Left).chain(table.rows.iter().map(|_| Align::Right)).collect();
    let rows = (1..table.header.len()).map(|column| {
        let name = vec![table.header[column].clone()];
        std::iter::once(name).chain(table.rows.iter().map(|row| row[column].clone())).collect()
    });
    Table { rows: rows.collect(), header, align }
}

/// The size with its note, and its range below.
fn cell(estimate: &Estimate) -> Vec<Line> {
    let Ok(value) = &estimate.result else { return vec![Line::toned("–", Tone::Muted)] };
    let size = size(estimate, value);
    let mut lines = vec![Line::from(match &value.note {
        Some(note) => say!("{}: {}", size, note),
        None => size,
    })];
    lines.extend(value.range.map(|_| Line::toned(ends(estimate, value), Tone::Muted)));
    lines
}

pub(crate) fn size(estimate: &Estimate, value: &Value) -> Phrase {
    value.estimate.map(|number| values::statistic(number, estimate.scale)).unwrap_or_default()
}

pub(super) fn ends(estimate: &Estimate, value: &Value) -> Phrase {
    let scale = estimate.scale;
    let (low, high) = match value.range {
        None => return Phrase::default(),
        Some(Range::Bounds(bounds)) => {
            (values::bound_of(bounds.low, scale, true), values::bound_of(bounds.high, scale, false))
        }
        Some(range) => {
            let (low, high) = range.ends();
            (values::number_of(low, scale), values::number_of(high, scale))
        }
    };
    if low == high { low.into() } else { say!("{} to {}", low, high) }
}

/// Why estimates are lacking: each reason once, with the measures and subjects that it holds for.
fn reasons(estimates: &[&Estimate]) -> Vec<Line> {
    let mut all: Vec<(&Reason, Vec<Phrase>, Vec<Phrase>)> = Vec::new();
    for estimate in estimates {
        let Err(reason) = &estimate.result else { continue };
        let at = all.iter().position(|(known, ..)| *known == reason).unwrap_or_else(|| {
            all.push((reason, Vec::new(), Vec::new()));
            all.len() - 1
        });
        let (_, measures, subjects) = &mut all[at];
        for (names, name) in [
            (measures, Phrase::from_pattern(estimate.measure)),
            (subjects, estimate.subject.clone()),
        ] {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let lines = all.into_iter().map(|(reason, measures, subjects)| {
        let measures = Phrase::joined(pattern!("; "), measures);
        Line::toned(say!("{}: {}", measures, reason.phrase()), Tone::Note)
            .then(say!(" ({})", Phrase::list(subjects)), Tone::Muted)
    });
    lines.collect()
}
