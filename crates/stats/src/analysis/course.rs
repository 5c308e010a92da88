//! The course of every count: values, change, growth, phases and swing, and an index. Description,
//! not inference.

use crossfoot_core::{Phrase, pattern, say};

use super::changes::relative;
use super::timeline::Timeline;
use super::{Estimate, Options, Scale, Section, Value};
use crate::{Direction, Phase, Reason, change, compound_growth, index, phases, swing};

pub(super) fn sections(line: &Timeline<'_>, options: &Options) -> Vec<Section> {
    vec![course(line), indexed(line, options)]
}

fn course(line: &Timeline<'_>) -> Section {
    let method = pattern!(
        "Change from the first period to the last; growth is compound, per period; swing is highest minus lowest, in percent of the mean. \
                  These describe what was counted and infer nothing."
    );
    let mut section =
        Section::new("course", &line.series.id, say!("{}: course", &line.series.label), method)
            .grid();
    section.notes.extend(line.gap().map(|gap| gap.phrase()));
    let last = line.periods.len() - 1;
    for column in line.series.counts() {
        let name = line.name(column);
        for (at, period) in line.periods.iter().enumerate() {
            let count = line.count(column, at).map(|count| Value::number(count as f64));
            section.estimates.push(Estimate::new(
                &name,
                pattern!("count"),
                period,
                Scale::Count,
                count,
            ));
        }
        let mut entry = section.entry(&name, line.span(0, last));
        let ends = line.counts_between(column, 0, last);
        let changed = ends.clone().map(|(from, to)| change(from, to));
        entry.push(
            pattern!("difference"),
            Scale::Count,
            changed.clone().map(|change| Value::number(change.absolute as f64)),
        );
        entry.push(pattern!("change"), Scale::Change, changed.and_then(|change| relative(&change)));
        let growth = ends.and_then(|(from, to)| compound_growth(from, to, line.times[last]));
        entry.push(pattern!("growth"), Scale::PercentPerPeriod, growth.map(Value::number));
        let (periods, counts) = line.counted(column);
        let swung = swing(&counts);
        entry.push(
            pattern!("swing"),
            Scale::Percent,
            swung.map(|swing| Value::number(swing.amplitude)),
        );
        let turned = if counts.len() > 1 { Ok(phases(&counts)) } else { Err(Reason::OnePeriod) };
        entry.push(
            pattern!("turns"),
            Scale::Count,
            turned.map(|phases| turns_with_note(line, &periods, &phases)),
        );
    }
    section
}

/// How many turns the phases of values make, with a note on where each led. The values belong to
/// `periods`, in order.
pub(super) fn turns_with_note(line: &Timeline<'_>, periods: &[usize], phases: &[Phase]) -> Value {
    Value { note: in_words(line, periods, phases), ..Value::number(turns(phases) as f64) }
}

/// How often the series went from rising to falling or back, level stretches between them or not.
fn turns(phases: &[Phase]) -> usize {
    let moving: Vec<Direction> = phases
        .iter()
        .map(|phase| phase.direction)
        .filter(|direction| *direction != Direction::Level)
        .collect();
    moving.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

/// Where each phase led. `None` where there are so many that a chart says more.
fn in_words(line: &Timeline<'_>, periods: &[usize], phases: &[Phase]) -> Option<Phrase> {
    /// Phases that are put into words.
    const MOST: usize = 4;
    let words = phases.iter().map(|phase| {
        let period = &line.periods[periods[phase.last]];
        match phase.direction {
            Direction::Up => say!("up to {}", period),
            Direction::Down => say!("down to {}", period),
            Direction::Level => say!("level to {}", period),
        }
    });
    (phases.len() <= MOST).then(|| Phrase::list(words))
}

fn indexed(line: &Timeline<'_>, options: &Options) -> Section {
    let method = pattern!("Each count in hundredths of the one in the base period.");
    let base = line.base(options);
    let title = say!("{}: index, {} = 100", &line.series.label, &line.periods[base]);
    let mut section = Section::new("index", &line.series.id, title, method).grid();
    for column in line.series.counts() {
        for (at, period) in line.periods.iter().enumerate() {
            let pair = line.counts_between(column, base, at);
            let value = pair
                .and_then(|(base, count)| index(&[base, count], 0))
                .map(|values| Value::number(values[1]));
            section.estimates.push(Estimate::new(
                line.name(column),
                pattern!("index"),
                period,
                Scale::Number,
                value,
            ));
        }
    }
    section
}
