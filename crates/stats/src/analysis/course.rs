//! The course of every column: values, change, growth, phases and swing, and an index. Description,
//! not inference.

use crossfoot_core::{Phrase, Rational, pattern, say};

use super::measure::Measure;
use super::timeline::Timeline;
use super::{Entry, Options, Scale, Section, Value};
use crate::{Direction, Phase, Reason, change, compound_growth, index, phases, swing};

pub(super) fn sections(line: &Timeline<'_>, options: &Options) -> Vec<Section> {
    vec![course(line), indexed(line, options)]
}

fn course(line: &Timeline<'_>) -> Section {
    let method = pattern!(
        "Change from the first period to the last; growth is compound, per period; swing is highest minus lowest, in percent of the mean. \
                  Changes of percentages are in points. These describe what was reported and infer nothing."
    );
    let mut section =
        Section::new("course", &line.series.id, say!("{}: course", &line.series.label), method)
            .grid();
    section.notes.extend(line.gap().map(|gap| gap.phrase()));
    let last = line.periods.len() - 1;
    for column in line.series.counts() {
        let (name, measure) = (line.name(column), line.measure(column));
        for (at, period) in line.periods.iter().enumerate() {
            let value = line.value(column, at).map(|value| Value::number(value.to_f64()));
            section.entry(&name, period).push(VALUE, measure.scale(), value);
        }
        let mut entry = section.entry(&name, line.span(0, last));
        let ends = line.between(column, 0, last);
        let added =
            ends.clone().map(|(from, to)| Value::number(change(&from, &to).absolute.to_f64()));
        entry.push(pattern!("difference"), measure.difference(), added);
        if measure != Measure::Percent {
            let changed = ends.clone().and_then(|(from, to)| measure.changed(&from, &to));
            entry.push(pattern!("change"), Scale::Change, changed);
            let growth = ends.and_then(|(from, to)| {
                compound_growth(from.to_f64(), to.to_f64(), line.times[last])
            });
            entry.push(pattern!("growth"), Scale::PercentPerPeriod, growth.map(Value::number));
        }
        push_swing(&mut entry, line, column);
    }
    section
}

/// The measure of the values themselves.
const VALUE: &str = pattern!("value");

/// How far a column swung, and where it turned.
fn push_swing(entry: &mut Entry<'_>, line: &Timeline<'_>, column: usize) {
    let (periods, values) = line.known(column);
    let floats: Vec<f64> = values.iter().map(Rational::to_f64).collect();
    let (scale, swung) = match line.measure(column) {
        Measure::Percent => (Scale::Points, swing(&floats).map(|swing| swing.width)),
        _ => {
            let amplitude =
                swing(&floats).and_then(|swing| swing.amplitude.ok_or(Reason::ZeroTotal));
            (Scale::Percent, amplitude)
        }
    };
    entry.push(pattern!("swing"), scale, swung.map(Value::number));
    let turned = if values.len() > 1 { Ok(phases(&values)) } else { Err(Reason::OnePeriod) };
    entry.push(
        pattern!("turns"),
        Scale::Count,
        turned.map(|phases| turns_with_note(line, &periods, &phases)),
    );
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
    let method = pattern!("Each value in hundredths of the one in the base period.");
    let base = line.base(options);
    let title = say!("{}: index, {} = 100", &line.series.label, &line.periods[base]);
    let mut section = Section::new("index", &line.series.id, title, method).grid();
    for column in line.series.counts() {
        for (at, period) in line.periods.iter().enumerate() {
            let value = line
                .between(column, base, at)
                .and_then(|(base, value)| index(&[base.to_f64(), value.to_f64()], 0))
                .map(|values| Value::number(values[1]));
            section.entry(line.name(column), period).push(pattern!("index"), Scale::Number, value);
        }
    }
    section
}
