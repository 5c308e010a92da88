//! Events on a time axis: which of them, and where.

use crossfoot_core::{Cell, DateSpan, Series};

use super::context::Context;

/// How much kinds of events weigh where not all have room; others weigh least.
const KINDS: [&str; 6] = ["law", "regulation", "rules", "institution", "enforcement", "policy"];

/// Events of one date.
pub(super) struct Events {
    pub(super) date: DateSpan,
    /// What happened: the events that the series names, else the one with the most weight.
    pub(super) titles: Vec<String>,
    /// Whether the manifest says that they may have changed the series.
    pub(super) named: bool,
    weight: usize,
}

impl Events {
    /// From when to when, in months with fractions.
    pub(super) fn stretch(&self) -> (f64, f64) {
        let (from, to) = self.date.months();
        // Dates to the day are written `2023-07-01`.
        let written = self.date.to_string();
        let day = written
            .split('-')
            .nth(2)
            .filter(|_| from == to)
            .and_then(|day| day.parse::<f64>().ok());
        match day {
            Some(day) => (f64::from(from) + (day - 1.0) / 31.0, f64::from(from) + day / 31.0),
            None => (f64::from(from), f64::from(to) + 1.0),
        }
    }

    /// The middle of its stretch: of a year where nothing is known but the year.
    pub(super) fn middle(&self) -> f64 {
        let (from, to) = self.stretch();
        f64::midpoint(from, to)
    }
}

/// The events within a range of months in order of time, at most `most` dates, and the number of
/// events left out. If the series names events, only these are shown, else those with most weight.
pub(super) fn within(
    context: &Context<'_>,
    series: &Series,
    months: (u32, u32),
    most: usize,
) -> (Vec<Events>, usize) {
    let study = context.study;
    let Some((table, [date, kind, title])) = study.table("events").and_then(|at| {
        let table = &study.tables[at];
        Some((table, [table.column("date")?, table.column("kind")?, table.column("title")?]))
    }) else {
        return (Vec::new(), 0);
    };
    let mut rows: Vec<(usize, usize, DateSpan)> = (0..table.rows())
        .filter_map(|row| {
            let Cell::Date(date, _) = table.columns[date].cells[row] else { return None };
            let (from, to) = date.months();
            let kind = table.text(kind, row);
            let weight =
                KINDS.iter().position(|known| *known == kind.trim()).unwrap_or(KINDS.len());
            (from >= months.0 && to <= months.1).then_some((weight, row, date))
        })
        .collect();
    let all = rows.len();
    let named: Vec<usize> = series.events.iter().chain(&series.milestones).copied().collect();
    let any_named = rows.iter().any(|(_, row, _)| named.contains(row));
    rows.retain(|(_, row, _)| !any_named || named.contains(row));
    rows.sort_by_key(|(weight, row, _)| (!series.events.contains(row), *weight, *row));
    let mut dates: Vec<Events> = Vec::new();
    for (weight, row, date) in rows {
        let title = context.data(table.text(title, row).trim());
        match dates.iter_mut().find(|known| known.date == date) {
            Some(known) if any_named => known.titles.push(title),
            Some(_) => {}
            None => dates.push(Events {
                date,
                titles: vec![title],
                named: series.events.contains(&row),
                weight,
            }),
        }
    }
    dates.truncate(most);
    dates.sort_by(|a, b| a.middle().total_cmp(&b.middle()).then(a.weight.cmp(&b.weight)));
    let shown: usize = dates.iter().map(|events| events.titles.len()).sum();
    (dates, all - shown)
}
