//! What changed with an event: means before and after, and an interrupted time series where there
//! are points enough.

use crossfoot_core::{Cell, DateSpan, Phrase, pattern, say};

use super::measure::Measure;
use super::timeline::Timeline;
use super::{Options, Section};
use crate::{EventStudy, Reason, event_study, event_study_of_counts};

/// The method of [`section`].
const METHOD: &str = pattern!(
    "Mean per period after against before, as relative change, of percentages in points; the period that the event falls into is left out. Complete counts have no error, so that this describes and infers nothing. \
                      Event study: a line of logarithms (of percentages: as they are) before and another after, with seasons and with neighbours that may resemble each other; p-values are adjusted by Holm over all comparisons of the series. \
                      Not of counts that scatter less than ten times as much as independent draws. Assumes that nothing else changed; not for series with a bend or break elsewhere. Neither shows that the event was the cause."
);

pub(super) fn section(line: &Timeline<'_>, options: &Options) -> Vec<Section> {
    let events = line.study.events.map(|events| &line.study.tables[events]);
    let (Some(events), false) = (events, line.series.events.is_empty()) else { return Vec::new() };
    let (Some(dates), Some(titles)) = (events.column("date"), events.column("title")) else {
        return Vec::new();
    };
    let sections = line.series.events.iter().filter_map(|row| {
        let Cell::Date(date, _) = events.columns[dates].cells[*row] else { return None };
        let title = say!(
            "{}: before and after {} ({})",
            &line.series.label,
            events.text(titles, *row).trim(),
            date.to_string()
        );
        Some(around(line, date, title, options))
    });
    sections.collect()
}

fn around(line: &Timeline<'_>, date: DateSpan, title: Phrase, options: &Options) -> Section {
    let mut section = Section::new("event", &line.series.id, title, METHOD);
    let before = line.spans.iter().take_while(|span| span.before(date)).count();
    let after = line.spans.iter().position(|span| date.before(*span)).unwrap_or(line.spans.len());
    if after > before {
        section
            .notes
            .push(say!("{} left out of the means", Phrase::list(&line.periods[before..after])));
    }
    let span =
        say!("{} to {}", span_name(&line.periods[..before]), span_name(&line.periods[after..]));
    for column in line.series.counts() {
        let measure = line.measure(column);
        let means = line.mean(column, 0..before).and_then(|first| {
            measure.changed(&first, &line.mean(column, after..line.periods.len())?)
        });
        let mut entry = section.entry(line.name(column), &span);
        entry.push(pattern!("change of the mean"), measure.change(), means);
        let study = interrupted(line, column, before, options);
        let level = study.clone().map(|study| measure.effect(study.level_change));
        entry.push(pattern!("event study, level"), measure.change(), level);
        let slope = study.map(|study| measure.effect(study.slope_change));
        entry.push(pattern!("event study, slope"), measure.change_per_period(), slope);
    }
    section
}

fn span_name(periods: &[String]) -> Phrase {
    match periods {
        [] => say!("nothing"),
        [one] => one.into(),
        [first, .., last] => format!("{first}–{last}").into(),
    }
}

/// The period that the event falls into counts as the first after it.
fn interrupted(
    line: &Timeline<'_>,
    column: usize,
    before: usize,
    options: &Options,
) -> Result<EventStudy, Reason> {
    if let Some(gap) = line.gap() {
        return Err(gap);
    }
    let values: Vec<f64> = (0..line.periods.len())
        .map(|period| line.value(column, period).map(|value| value.to_f64()))
        .collect::<Result<_, _>>()?;
    let measure = line.measure(column);
    let (season, unit, level) = (line.season, &line.unit, options.level);
    match measure {
        Measure::Count => event_study_of_counts(&values, before, season, unit, level),
        Measure::Amount | Measure::Percent => {
            event_study(&values, before, season, measure.link(), unit, level)
        }
    }
}
