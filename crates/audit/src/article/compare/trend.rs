//! `The number of home visits increased from 2021 to 2022`.

#![expect(clippy::float_arithmetic, reason = "weights of evidence; no verdict depends on them")]

use crossfoot_core::DateSpan;

use super::super::clues::{self, Direction};
use super::super::evidence::{Evidence, Sentence, softmax};
use super::super::labels::Labels;
use super::super::words::last_word;
use super::{Compared, Cue, Order, Place, Told, most_probable};

/// The direction of a word of change.
pub(super) fn cue(told: &Told<'_>, position: usize) -> Option<Direction> {
    // What gives rise to something does not rise.
    let before = last_word(told.before(position)).to_lowercase();
    let given = ["gave", "give", "gives", "given", "giving"].contains(&before.as_str());
    clues::change(told.stem(position)).filter(|_| !given)
}

/// What a word of change says: of two figures that it leads `from` and `to`, or else of the periods
/// that its sentence names.
pub(super) fn readings(told: &Told<'_>, cue: &Cue, evidence: &Evidence) -> Vec<Compared> {
    let readings = from_to(told, cue).map_or_else(|| to(told, cue), |found| vec![found]);
    // Beside numbers of change, other words of change are left to the figures behind them.
    match readings.is_empty() && told.changes.is_empty() {
        true => of_periods(told, cue, evidence).into_iter().collect(),
        false => readings,
    }
}

/// What a word of change says of the figure that it leads `to`, if that is of a period: that it is
/// more than the one before, or than the first, unless the sentence says which.
fn to(told: &Told<'_>, cue: &Cue) -> Vec<Compared> {
    let Some(printed) = told.printed.iter().find(|printed| printed.position > cue.position) else {
        return Vec::new();
    };
    let led = ["to", "at"].iter().any(|word| told.follows(printed.position, word))
        || told.before(printed.position).ends_with(['为', '至', '到']);
    let near = printed.position - cue.position <= NEAR
        && !told.cues_between(cue.position, printed.position)
        && !told.numbers_between(cue.position, printed.position);
    let Some((table, (row, column))) = told.place(printed.cell) else { return Vec::new() };
    if !led || !near || !printed.sure {
        return Vec::new();
    }
    let earlier = earlier(told, table, (row, column));
    let lower = told.text.to_lowercase();
    let said = PREVIOUS.iter().any(|words| lower.contains(words));
    let first = earlier.first().filter(|_| !said && earlier.len() > 1);
    let others = earlier.last().into_iter().chain(first);
    others.map(|other| of_one(table, cue, (row, column), *other)).collect()
}

/// Words after which a period is compared with the one before.
const PREVIOUS: [&str; 10] = [
    "following year",
    "next year",
    "previous year",
    "year before",
    "year earlier",
    "within a year",
    "within one year",
    "last year",
    "上年",
    "次年",
];

fn of_one(table: usize, cue: &Cue, place: Place, other: Place) -> Compared {
    let order = Order::Each(vec![(place, other)]);
    Compared { table, order, direction: cue.direction, probability: FROM_TO }
}

/// The figures of earlier periods beside that of a period, in their order.
fn earlier(told: &Told<'_>, table: usize, (row, column): Place) -> Vec<Place> {
    let grid = told.grid(table);
    let mut places: Vec<(DateSpan, Place)> = match (grid.row_date(row), grid.column_date(column)) {
        (Some(date), _) => (0..grid.labels.rows.len())
            .filter_map(|other| Some((grid.row_date(other)?, (other, column))))
            .filter(|(other, _)| *other < date)
            .collect(),
        (None, Some(date)) => (0..grid.columns())
            .filter_map(|other| Some((grid.column_date(other)?, (row, other))))
            .filter(|(other, place)| *other < date && grid.unit(place.1) == grid.unit(column))
            .collect(),
        (None, None) => Vec::new(),
    };
    places.sort_by_key(|(date, _)| *date);
    places.into_iter().map(|(_, place)| place).filter(|place| grid.prints(*place)).collect()
}

/// How far behind a word of change its first figure may stand.
const NEAR: usize = 6;
/// How probable it is that a word of change means the figures behind it: `rose from 640 to 812`.
const FROM_TO: f64 = 0.99;

/// The two figures that follow a word of change, the first behind `from` and the second behind `to`.
fn from_to(told: &Told<'_>, cue: &Cue) -> Option<Compared> {
    let mut behind =
        told.printed.iter().filter(|printed| printed.sure && printed.position > cue.position);
    let (first, second) = (behind.next()?, behind.next()?);
    let next = told.cues_between(cue.position, second.position);
    let near = told.clause(first.position) == told.clause(cue.position)
        && first.position - cue.position <= NEAR;
    let led = told.follows(first.position, "from") && told.follows(second.position, "to");
    if next || !near || !led {
        return None;
    }
    let (table, from) = told.place(first.cell)?;
    let (other, to) = told.place(second.cell)?;
    (table == other && from != to).then(|| Compared {
        table,
        order: Order::Each(vec![(to, from)]),
        direction: cue.direction,
        probability: FROM_TO,
    })
}

/// What a word of change says of a table, if the words before it name a column and its sentence
/// names the periods.
fn of_periods(told: &Told<'_>, cue: &Cue, evidence: &Evidence) -> Option<Compared> {
    let sentence = told.sentence;
    let (table, known) = most_probable(evidence.tables.iter().map(|table| table.table))?;
    let labels = &told.labels[table];
    // The subject stands in the clause of the word, before it or shortly behind.
    let clause = told.clause(cue.position);
    let near: Vec<usize> = (0..sentence.words.len().min(cue.position + BEHIND))
        .filter(|at| sentence.words[*at].clause == clause)
        .collect();
    let proportion = near.iter().any(|at| sentence.words[*at].stem == "percent");
    let columns = evidence.tables[table].columns.iter().enumerate().map(|(column, log)| {
        let label = &labels.columns[column].1;
        let mut stems = near.iter().flat_map(|at| &sentence.stems[*at]);
        let is_subject = stems.any(|(stem, _)| label.is_told_by(*stem));
        if is_subject && is_meant(labels, column, proportion) { *log } else { f64::NEG_INFINITY }
    });
    let (column, named) = most_probable(softmax(columns.collect()).into_iter())?;
    let rows = periods(labels, sentence, told.text, cue.position)?;
    let pairs = rows.into_iter().map(|(earlier, later)| ((later, column), (earlier, column)));
    Some(Compared {
        table,
        order: Order::Each(pairs.collect()),
        direction: cue.direction,
        probability: (known + named).exp(),
    })
}

/// Whether a column may be what a sentence speaks of: what it calls a proportion is one, and what it
/// does not is none, if a column of numbers has half of the words of its name.
pub(super) fn is_meant(labels: &Labels, column: usize, proportion: bool) -> bool {
    let own = &labels.columns[column].1;
    if proportion || !own.percent {
        return own.percent || !proportion;
    }
    !labels.columns.iter().any(|(_, other)| {
        let same =
            own.stems.iter().filter(|(stem, _)| other.stems.iter().any(|(of, _)| of == stem));
        !other.percent && same.count() * 2 >= own.stems.len()
    })
}

/// How many words behind a word of change may name its subject: `a decline in home visits`.
const BEHIND: usize = 6;

/// The rows of the periods that a word of change compares: the two that its clause names, or else its
/// sentence; of one, that and the one before, or the last one after it.
fn periods(
    labels: &Labels,
    sentence: &Sentence,
    text: &str,
    change: usize,
) -> Option<Vec<(usize, usize)>> {
    let clause = sentence.words[change].clause;
    let all = sentence.dates.iter();
    let mut dates: Vec<(usize, DateSpan)> =
        all.filter(|(at, _)| sentence.words[*at].clause == clause).copied().collect();
    if dates.is_empty() {
        dates.clone_from(&sentence.dates);
    }
    let years = dates.iter().flat_map(|(_, date)| <[u32; 2]>::from(date.years()));
    let mut years: Vec<u32> = years.collect();
    years.sort_unstable();
    years.dedup();
    match years.as_slice() {
        [year] => {
            let row = row(labels, *year)?;
            let is_start = dates.iter().any(|(at, _)| {
                at.checked_sub(1)
                    .is_some_and(|before| AFTER.contains(&sentence.words[before].stem.as_str()))
            });
            let pair = if is_start { (row, last(labels)?) } else { (before(labels, row)?, row) };
            (pair.0 < pair.1).then(|| vec![pair])
        }
        [first, last] => {
            let (first, last) = (row(labels, *first)?, row(labels, *last)?);
            let pair = (first, last);
            match before(labels, first) {
                Some(earlier) if is_each(sentence, text, &dates) => {
                    Some(vec![(earlier, first), pair])
                }
                _ => Some(vec![pair]),
            }
        }
        _ => None,
    }
}

/// Stems of words after which a period begins.
const AFTER: [&str; 2] = ["after", "sinc"];

/// Whether a sentence speaks of each of two periods, and not of the way from one to the other: `in
/// 2023 and 2024`.
fn is_each(sentence: &Sentence, text: &str, dates: &[(usize, DateSpan)]) -> bool {
    let [(first, _), (last, _)] = dates else { return false };
    let [first, last] = [first, last].map(|at| &sentence.words[*at].range);
    last_word(&text[..first.start]).eq_ignore_ascii_case("in")
        && text.get(first.end..last.start).is_some_and(|between| between.trim() == "and")
}

/// The row of the period before that of a row.
fn before(labels: &Labels, row: usize) -> Option<usize> {
    let before = labels.rows[..row].iter().rposition(Option::is_some)?;
    labels.rows[before].as_ref()?.date.map(|_| before)
}

/// The row of the last period.
fn last(labels: &Labels) -> Option<usize> {
    let last = labels.rows.iter().rposition(Option::is_some)?;
    labels.rows[last].as_ref()?.date.map(|_| last)
}

/// The only row of a year.
fn row(labels: &Labels, year: u32) -> Option<usize> {
    let mut rows = labels.rows.iter().enumerate().filter(|(_, label)| {
        let date = label.as_ref().and_then(|label| label.date);
        date.is_some_and(|date| date.years() == (year, year))
    });
    let (row, _) = rows.next()?;
    rows.next().is_none().then_some(row)
}
