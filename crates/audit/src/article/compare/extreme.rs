//! `The rate was highest in the Northern District`, `admissions peaked in 2019`.

#![expect(clippy::float_arithmetic, reason = "weights of evidence; no verdict depends on them")]

use super::super::clues::{self, Direction};
use super::super::evidence::Evidence;
use super::super::labels::{Chosen, Group, Label, Labels};
use super::super::words::last_word;
use super::grid::Grid;
use super::measure::{self, Measure};
use super::named::{self, Named};
use super::{Compared, Cue, Kind, Place, Printed, Told, most_probable, rank};

const HIGHEST: [&str; 7] = ["highest", "largest", "greatest", "biggest", "最高", "最大", "最多"];
const LOWEST: [&str; 7] = ["lowest", "smallest", "fewest", "rarest", "最低", "最小", "最少"];
/// What `most` and `least` make the highest and lowest of.
const FREQUENT: [&str; 7] =
    ["frequent", "common", "often", "numer", "preval", "popular", "widespread"];
/// `Sharpest`, but only of changes.
const STRONGEST: [&str; 5] = ["sharpest", "steepest", "strongest", "fastest", "heaviest"];
/// Words before one that make it another's, and how many words before it they may stand.
const OTHERS: [&str; 6] = ["next", "ever", "seventh", "eighth", "ninth", "其次"];
const OTHERS_NEAR: usize = 2;
/// Words that leave rows out or speak of others.
const WITHOUT: [&str; 10] =
    ["among", "exclud", "except", "apart", "outsid", "besid", "within", "other", "ignor", "除外"];
/// Words for a longer time than the table covers.
const LONGER: [&str; 4] = ["sinc", "ever", "decad", "histori"];
/// Words that what is measured has besides its own name.
const SIZES: [&str; 12] = [
    "number", "percent", "rate", "valu", "figur", "count", "total", "level", "amount", "averag",
    "mean", "volum",
];
/// Words behind an adjective that begin the place where something is the highest.
const PLACES: [&str; 9] = ["in", "for", "among", "at", "with", "on", "by", "during", "of"];

/// How far behind the word the name of what it compares may stand.
const NAME: usize = 4;

/// How probable it is that a sentence which names row and column wholly speaks of them.
const NAMED: f64 = 0.97;
/// The same where it does so in part.
const PARTLY: f64 = 0.7;

/// Whether a word says that something is the greatest or least.
pub(super) fn cue(told: &Told<'_>, position: usize) -> Option<(Kind, Direction)> {
    let stem = told.stem(position);
    let range = &told.sentence.words[position].range;
    let written = told.text[range.clone()].to_lowercase();
    let of_changes = followed_by_change(told, position).is_some();
    let place = position.checked_sub(1).and_then(|before| rank::place(told, before));
    let extreme = Kind::Extreme(place.unwrap_or_default());
    let (kind, direction) = match stem {
        _ if HIGHEST.contains(&stem) => (extreme, Direction::Up),
        _ if LOWEST.contains(&stem) => (extreme, Direction::Down),
        _ if STRONGEST.contains(&stem) && of_changes => (extreme, Direction::Up),
        "most" | "least" if FREQUENT.contains(&told.stem(position + 1)) => {
            (extreme, if stem == "most" { Direction::Up } else { Direction::Down })
        }
        "peak" if written == "peaked" => (Kind::Peak, Direction::Up),
        _ => (Kind::Rank(rank::cue(told, position)?), Direction::Up),
    };
    let start = position.saturating_sub(OTHERS_NEAR);
    let other = (start..position).any(|at| OTHERS.contains(&told.stem(at)));
    let part = told.text[..range.start].trim_end().ends_with("of the");
    (!other && !part).then_some((kind, direction))
}

/// The direction of the change that a superlative is one of: `the largest increase`.
fn followed_by_change(told: &Told<'_>, position: usize) -> Option<Option<Direction>> {
    let clause = told.clause(position);
    (position + 1..=position + 3)
        .take_while(|at| *at < told.sentence.words.len() && told.clause(*at) == clause)
        .take_while(|at| !is_place(told, *at))
        .find_map(|at| match clues::change(told.stem(at)) {
            Some(direction) => Some(Some(direction)),
            None if is_any_change(told.stem(at)) => Some(None),
            None => None,
        })
}

fn is_any_change(stem: &str) -> bool {
    ["chang", "differ", "gap", "contract", "improv", "shift", "变化"].contains(&stem)
}

/// Whether a preposition that begins a place stands before a word.
fn is_place(told: &Told<'_>, position: usize) -> bool {
    PLACES.contains(&last_word(told.before(position)))
}

/// Whether a preposition that begins a place stands directly behind a word.
fn precedes_place(told: &Told<'_>, position: usize) -> bool {
    let behind = &told.text[told.sentence.words[position].range.end..];
    behind.split_whitespace().next().is_some_and(|word| PLACES.contains(&word))
}

/// What the word may say, the most probable first.
pub(super) fn readings(told: &Told<'_>, cue: &Cue, evidence: &Evidence) -> Vec<Compared> {
    if speaks_of_others(told, cue) {
        return Vec::new();
    }
    let change = followed_by_change(told, cue.position);
    let Some((table, known)) = table(told, cue, evidence) else { return Vec::new() };
    let grid = told.grid(table);
    let words = told.clause_words(told.clause(cue.position));
    let mut readings = Vec::new();
    let row = named_row(told, grid.labels, cue).or_else(|| row_of_rank(told, table, cue));
    if let Some(row) = row {
        for measure in measure::columns(told, table, cue.position, change.is_some()) {
            let cell = (row.row, measure.column);
            for others in other_rows(grid, cell) {
                let certain = is_about(told, cue, grid, measure, change.is_some())
                    || is_of_extreme(told, cue, cell, &others)
                    || of_rank(told, cue).is_some_and(|(_, place)| place == cell);
                let certainty = certainty(row, certain) * known;
                readings.extend(compared((table, grid), cue, change, (cell, others), certainty));
            }
        }
    }
    if cue.kind == Kind::Peak || readings.is_empty() && cue.kind.greater() == 0 {
        readings.extend(over_columns(told, table, &words, cue, known));
    }
    if readings.is_empty() {
        readings.extend(over_categories(told, table, &words, cue));
    }
    readings
}

/// The comparison of a cell with others in the direction of the word; of falls in both, which may
/// be printed with and without their sign.
fn compared(
    (table, grid): (usize, Grid<'_>),
    cue: &Cue,
    change: Option<Option<Direction>>,
    (cell, others): (Place, Vec<Place>),
    probability: f64,
) -> Vec<Compared> {
    if others.len() < 2 {
        return Vec::new();
    }
    let directions = match change.flatten() {
        Some(Direction::Down) => vec![cue.direction.opposite(), cue.direction],
        _ => vec![cue.direction],
    };
    let readings = directions.into_iter().filter_map(|direction| {
        let (order, direction) =
            rank::order(grid, cue.kind.greater(), direction, (cell, others.clone()))?;
        Some(Compared { table, order, direction, probability })
    });
    readings.collect()
}

/// Whether the sentence leaves rows out, or speaks of a longer time than the table covers.
fn speaks_of_others(told: &Told<'_>, cue: &Cue) -> bool {
    let clause = told.clause(cue.position);
    let behind = &told.text[told.sentence.words[cue.position].range.end..];
    // What lies between two things is of neither.
    if behind.contains(" between ") {
        return true;
    }
    let words = told.sentence.words.iter().enumerate();
    words.into_iter().any(|(at, word)| {
        let without = WITHOUT.contains(&word.stem.as_str()) && at < cue.position;
        let longer = LONGER.contains(&word.stem.as_str()) && word.clause == clause;
        without || longer
    })
}

/// The table of the nearest figure in the sentence, or else the most probable table.
fn table(told: &Told<'_>, cue: &Cue, evidence: &Evidence) -> Option<(usize, f64)> {
    match nearest(told, cue).and_then(|printed| told.place(printed.cell)) {
        Some((table, _)) => Some((table, 1.0)),
        None => most_probable(evidence.tables.iter().map(|table| table.table))
            .map(|(table, log)| (table, log.exp())),
    }
}

/// The printed cell that stands nearest to the word.
fn nearest<'a>(told: &Told<'a>, cue: &Cue) -> Option<&'a Printed> {
    told.printed.iter().min_by_key(|printed| printed.position.abs_diff(cue.position))
}

/// The row that the clause of the word names, or else wholly the clause before it.
fn named_row(told: &Told<'_>, labels: &Labels, cue: &Cue) -> Option<Named> {
    let clause = told.clause(cue.position);
    let own = told.clause_words(clause);
    named::row(told, labels, &own).or_else(|| {
        let before = told.clause_words(clause.checked_sub(1)?);
        named::row(told, labels, &before).filter(|named| named.wholly)
    })
}

/// Whether the word certainly compares a column: it is said of the column, or of nothing else, as
/// `Oslo, the largest city, had 12 cases` is.
fn is_about(told: &Told<'_>, cue: &Cue, grid: Grid<'_>, measure: Measure, change: bool) -> bool {
    let next = told.stem(cue.position + 1);
    let adjective = cue.position + usize::from(FREQUENT.contains(&next));
    change
        || cue.kind == Kind::Peak
        || precedes_place(told, adjective)
        || SIZES.contains(&next)
        || measure.named && is_followed_by(told, cue.position, grid.label(measure.column))
}

/// Whether a telling word of a label stands shortly behind a word, in its clause.
fn is_followed_by(told: &Told<'_>, position: usize, label: &Label) -> bool {
    let behind = (position + 1..told.sentence.words.len()).take(NAME);
    behind
        .take_while(|at| told.clause(*at) == told.clause(position))
        .any(|at| told.sentence.stems[at].iter().any(|(stem, _)| label.is_told_by(*stem)))
}

/// Whether the figure beside the word is the greatest or least figure of some cells. Then the word
/// compares these cells.
fn is_of_extreme(told: &Told<'_>, cue: &Cue, cell: Place, others: &[Place]) -> bool {
    let Some(printed) = nearest(told, cue) else { return false };
    let Some((table, place)) = told.place(printed.cell) else { return false };
    let grid = told.grid(table);
    let all = others.iter().chain([&cell]).filter_map(|place| grid.value(*place));
    let greatest = match cue.direction {
        Direction::Up => all.max(),
        Direction::Down => all.min(),
    };
    others.contains(&place) && grid.value(place) == greatest
}

/// The figure beside the place of something, which is of it: `ranks second with 17.4%`.
fn of_rank(told: &Told<'_>, cue: &Cue) -> Option<(usize, Place)> {
    let near = nearest(told, cue).filter(|near| near.sure && matches!(cue.kind, Kind::Rank(_)))?;
    told.place(near.cell)
}

/// Its row, where it stands directly behind the place.
fn row_of_rank(told: &Told<'_>, table: usize, cue: &Cue) -> Option<Named> {
    let (own, (row, _)) = of_rank(told, cue)?;
    let behind = nearest(told, cue)?.position.checked_sub(cue.position)?;
    (own == table && behind <= NAME).then_some(Named { row, wholly: true })
}

fn certainty(row: Named, certain: bool) -> f64 {
    if row.wholly && certain { NAMED } else { PARTLY }
}

/// The cells of a column that a cell may be the greatest of: those of the rows that a category or a
/// panel has in common with its own, of each of them, or else of all; without totals, rows of what
/// is left, and rows of another unit.
fn other_rows(grid: Grid<'_>, (row, column): Place) -> Vec<Vec<Place>> {
    let rows = (0..grid.labels.rows.len()).filter(|other| {
        let label = grid.labels.rows[*other].as_ref();
        *other != row
            && label.is_some_and(|label| !label.total && !label.rest && !label.aside)
            && grid.row_date(*other).is_some() == grid.row_date(row).is_some()
            && grid.prints((*other, column))
            && grid.has_one_unit(column, [*other, row])
            && !grid.is_computed(*other)
    });
    let rows: Vec<usize> = rows.collect();
    let groups = grid.labels.row_groups.iter().filter(|group| {
        group.members.contains(&row) && !matches!(group.chosen, Chosen::All | Chosen::Together)
    });
    let mut groups: Vec<&Group> = groups.collect();
    groups.sort_by_key(|group| group.chosen != Chosen::Listed);
    match groups.as_slice() {
        [] => vec![in_column(rows.iter(), column)],
        groups => groups
            .iter()
            .map(|group| in_column(rows.iter().filter(|row| group.members.contains(row)), column))
            .collect(),
    }
}

fn in_column<'a>(rows: impl Iterator<Item = &'a usize>, column: usize) -> Vec<Place> {
    rows.map(|row| (*row, column)).collect()
}

/// The comparison of the periods that the columns of a table are, in the row that the sentence names.
fn over_columns(
    told: &Told<'_>,
    table: usize,
    clause: &[usize],
    cue: &Cue,
    known: f64,
) -> Vec<Compared> {
    let grid = told.grid(table);
    let sentence: Vec<usize> = (0..told.sentence.words.len()).collect();
    let named = named::row(told, grid.labels, &sentence).filter(|row| row.wholly);
    let Some(row) = named.map(|named| named.row).or_else(|| row_of_period(told, table, cue)) else {
        return Vec::new();
    };
    let mut dates = told.sentence.dates.iter().filter(|(at, _)| clause.contains(at));
    let (Some((_, date)), None) = (dates.next(), dates.next()) else { return Vec::new() };
    let named = (0..grid.columns()).filter(|column| grid.column_date(*column) == Some(*date));
    let readings = named.flat_map(|column| {
        let others = (0..grid.columns()).filter(|other| {
            grid.column_date(*other).is_some_and(|other| other != *date)
                && grid.unit(*other) == grid.unit(column)
                && grid.prints((row, *other))
        });
        let others: Vec<Place> = others.map(|other| (row, other)).collect();
        compared((table, grid), cue, None, ((row, column), others), NAMED * known)
    });
    readings.collect()
}

/// The row of the figure beside the word, if it is of a period: the total goes without saying there.
fn row_of_period(told: &Told<'_>, table: usize, cue: &Cue) -> Option<usize> {
    let (own, (row, column)) = told.place(nearest(told, cue)?.cell)?;
    (own == table && told.grid(table).column_date(column).is_some()).then_some(row)
}

/// The comparison of the categories that the columns of a table are, in the row of the figure beside
/// the word: `the South had the highest rate (9.6%)`.
fn over_categories(told: &Told<'_>, table: usize, clause: &[usize], cue: &Cue) -> Vec<Compared> {
    let grid = told.grid(table);
    let near = nearest(told, cue).filter(|printed| printed.sure);
    let Some((own, printed)) = near.and_then(|printed| told.place(printed.cell)) else {
        return Vec::new();
    };
    let categories = (0..grid.columns()).filter(|column| is_category(grid, printed, *column));
    let categories: Vec<usize> = categories.collect();
    let named = named::columns(told, grid.labels, clause);
    let named: Vec<usize> = named.into_iter().filter(|named| categories.contains(named)).collect();
    let ([column], true) = (named.as_slice(), own == table) else { return Vec::new() };
    let others = categories.into_iter().filter(|other| other != column);
    let others: Vec<Place> = others.map(|other| (printed.0, other)).collect();
    let cell = (printed.0, *column);
    // Columns may be different things, of which none is the greatest.
    let certain = is_of_extreme(told, cue, cell, &others);
    let probability = if certain { NAMED } else { PARTLY };
    compared((table, grid), cue, None, (cell, others), probability)
}

/// Whether a column may be a category beside that of a figure.
fn is_category(grid: Grid<'_>, (row, printed): Place, column: usize) -> bool {
    let label = grid.label(column);
    grid.unit(column) == grid.unit(printed)
        && grid.prints((row, column))
        && !(label.total || label.rest || label.aside || label.rank || label.change)
        && label.date.is_none()
}
