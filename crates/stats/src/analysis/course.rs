//! The course of every count: values, change, growth, phases and swing, and an index. Description, not inference.

use super::timeline::Timeline;
use super::{Estimate, Options, Scale, Section, Value};
use crate::{Direction, Phase, Reason, change, compound_growth, index, phases, swing};

pub(super) fn sections(line: &Timeline<'_>, options: &Options) -> Vec<Section> {
    vec![course(line), indexed(line, options)]
}

fn course(line: &Timeline<'_>) -> Section {
    let method = "Change from the first period to the last; growth is compound, per period; swing is highest minus lowest, in percent of the mean. \
                  These describe what was counted and infer nothing.";
    let mut section = Section::new("course", &line.series.id, format!("{}: course", line.series.label), method).grid();
    section.notes.extend(line.gap().map(|gap| gap.to_string()));
    let last = line.periods.len() - 1;
    for column in line.series.counts() {
        let name = line.name(column);
        for (at, period) in line.periods.iter().enumerate() {
            let count = line.count(column, at).map(|count| Value::number(count as f64));
            section.estimates.push(Estimate::new(&name, "count", period, Scale::Count, count));
        }
        let ends = || Ok((line.count(column, 0)?, line.count(column, last)?));
        let span = line.span(0, last);
        let mut push = |measure, scale, result| section.estimates.push(Estimate::new(&name, measure, &span, scale, result));
        let changed = ends().map(|(from, to)| change(from, to));
        push("difference", Scale::Count, changed.clone().map(|change| Value::number(change.absolute as f64)));
        let percent = changed.and_then(|change| change.percent.ok_or(Reason::ZeroCount));
        push("change", Scale::Change, percent.map(|percent| Value::number(percent.to_f64())));
        let growth = ends().and_then(|(from, to)| compound_growth(from, to, line.times[last]));
        push("growth", Scale::PercentPerPeriod, growth.map(Value::number));
        let swung = line.counts(column).and_then(|counts| swing(&counts));
        push("swing", Scale::Percent, swung.map(|swing| Value::number(swing.amplitude)));
        let turned = line.counts(column).map(|counts| phases(&counts));
        push("turns", Scale::Count, turned.map(|phases| Value { note: in_words(line, &phases), ..Value::number(turns(&phases) as f64) }));
    }
    section
}

/// How often the series went from rising to falling or back, level stretches between them or not.
pub(super) fn turns(phases: &[Phase]) -> usize {
    let moving: Vec<Direction> = phases.iter().map(|phase| phase.direction).filter(|direction| *direction != Direction::Level).collect();
    moving.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

/// Where each phase led; none where they are so many that the words would say less than a chart.
pub(super) fn in_words(line: &Timeline<'_>, phases: &[Phase]) -> Option<String> {
    /// Phases that are put into words.
    const MOST: usize = 4;
    let words = phases.iter().map(|phase| {
        let direction = match phase.direction {
            Direction::Up => "up",
            Direction::Down => "down",
            Direction::Level => "level",
        };
        format!("{direction} to {}", line.periods[phase.last])
    });
    (phases.len() <= MOST).then(|| words.collect::<Vec<_>>().join(", "))
}

fn indexed(line: &Timeline<'_>, options: &Options) -> Section {
    let method = "Each count in hundredths of the one in the base period.";
    let base = line.base(options);
    let title = format!("{}: index, {} = 100", line.series.label, line.periods[base]);
    let mut section = Section::new("index", &line.series.id, title, method).grid();
    for column in line.series.counts() {
        let indexed = line.counts(column).and_then(|counts| index(&counts, base));
        for (at, period) in line.periods.iter().enumerate() {
            let value = indexed.as_ref().map(|values| Value::number(values[at])).map_err(Clone::clone);
            section.estimates.push(Estimate::new(line.name(column), "index", period, Scale::Number, value));
        }
    }
    section
}
