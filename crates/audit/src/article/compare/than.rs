//! `Hypotension was less frequent in the nurse-led group than with usual care`.

#![expect(clippy::float_arithmetic, reason = "weights of evidence; no verdict depends on them")]

use super::super::clues::{self, Direction};
use super::super::evidence::Evidence;
use super::super::labels::Labels;
use super::super::words::last_word;
use super::{Compared, Cue, Order, Place, Told, measure, most_probable, named};

/// How probable it is that a sentence which names both sides and what is compared speaks of them.
const NAMED: f64 = 0.97;
/// The same where it only prints a figure of what is compared nearby.
const PRINTED: f64 = 0.93;
/// The same where figures of both sides stand beside their names.
const FIGURED: f64 = 0.98;
/// How far behind the word the first figure may stand.
const FIGURES: usize = 14;
/// Words between the one that compares and `than`, and between that and its figure.
const BETWEEN: usize = 6;
/// Words before one that turn it round or make it a bound.
const BOUNDS: [&str; 5] = ["no", "not", "by", "never", "nor"];

/// The direction of a word that compares with what stands behind `than`.
pub(super) fn cue(told: &Told<'_>, position: usize) -> Option<Direction> {
    let direction = clues::comparative(told.stem(position))?;
    let word = &told.sentence.words[position].range;
    let before = last_word(told.before(position));
    let counted = before.starts_with(|c: char| c.is_ascii_digit());
    let bound = BOUNDS.contains(&before.to_lowercase().as_str());
    let than = word.end + told.text[word.end..].find(" than ")? + 1;
    // `more than 12`
    let directly = told.text[word.end..than].trim().is_empty();
    let behind = told.text[than + THAN.len()..].trim_start();
    let number = behind.starts_with(|c: char| c.is_ascii_digit() || "$£€".contains(c))
        || NUMBERS.iter().any(|number| behind.starts_with(number));
    (!(counted || bound || directly && number)).then_some(direction)
}

const THAN: &str = "than ";
/// How numbers in words begin, of which `more than` is a bound.
const NUMBERS: [&str; 12] =
    ["a ", "an ", "half", "one", "two", "three", "four", "five", "six", "ten", "twice", "double"];

/// Where `than` stands behind a word, in its clause.
fn than(told: &Told<'_>, position: usize) -> Option<usize> {
    let clause = told.clause(position);
    let last = (position..told.sentence.words.len())
        .take(BETWEEN + 1)
        .take_while(|at| told.clause(*at) == clause)
        .last()?;
    let start = told.sentence.words[position].range.end;
    let next = told.sentence.words.get(last + 1);
    let end = next.map_or(told.text.len(), |word| word.range.start);
    let at = told.text.get(start..end)?.find(" than ")?;
    Some(start + at + 1)
}

/// What the word may say, the most probable first.
pub(super) fn readings(told: &Told<'_>, cue: &Cue, evidence: &Evidence) -> Vec<Compared> {
    match of_figures(told, cue) {
        Some(found) => vec![found],
        None => of_names(told, cue, evidence),
    }
}

/// The figures of both sides, where they stand there: `more common after it (12.1%) than before
/// (12.8%)`, `less common in group A (12.0% versus 19.7%)`.
fn of_figures(told: &Told<'_>, cue: &Cue) -> Option<Compared> {
    let reach = cue.position..cue.position + FIGURES;
    let at = told
        .printed
        .iter()
        .position(|printed| printed.sure && reach.contains(&printed.position))?;
    let [left, right] = told.printed[at..].first_chunk()?;
    let near = right.sure && right.position - left.position <= FIGURES;
    let [start, end] = [left, right].map(|printed| &told.sentence.words[printed.position].range);
    let gap = told.text.get(start.end..end.start)?;
    let numbers = told.numbers_between(cue.position, left.position)
        || told.numbers_between(left.position, right.position);
    let (table, one) = told.place(left.cell)?;
    let (same, other) = told.place(right.cell)?;
    let alike = table == same && (one.0 == other.0) != (one.1 == other.1);
    let than = gap.contains(" than ");
    let versus = VERSUS.iter().any(|word| gap.contains(word))
        && is_subject(told, &told.labels[table], (one, other), left.position);
    (near && !numbers && alike && (than || versus)).then(|| Compared {
        table,
        order: Order::Each(vec![(one, other)]),
        direction: cue.direction,
        probability: FIGURED,
    })
}

/// What may stand between two figures that are compared.
const VERSUS: [&str; 5] = [" versus ", " vs", " against ", " compared with ", " compared to "];

/// Whether the words before two figures name the first of them and not the second.
fn is_subject(
    told: &Told<'_>,
    labels: &Labels,
    (one, other): (Place, Place),
    position: usize,
) -> bool {
    let in_row = one.0 == other.0;
    let words: Vec<usize> = (0..position).collect();
    let [one, other] = [one, other].map(|(row, column)| {
        let label = match in_row {
            true => Some(&labels.columns[column].1),
            false => labels.rows[row].as_ref(),
        };
        label.map_or(0.0, |label| named::coverage(told, label, &words))
    });
    one > other
}

fn of_names(told: &Told<'_>, cue: &Cue, evidence: &Evidence) -> Vec<Compared> {
    let Some(than) = than(told, cue.position) else { return Vec::new() };
    let words = &told.sentence.words;
    let split = words.partition_point(|word| word.range.start < than);
    let Some(clause) = words.get(split).map(|word| word.clause) else { return Vec::new() };
    let right: Vec<usize> =
        (split..words.len()).take_while(|at| words[*at].clause == clause).collect();
    let left = told.clause_words(told.clause(cue.position));
    let left: Vec<usize> = left.into_iter().filter(|at| *at < split).collect();
    let before: Vec<usize> = (0..split).collect();
    let tables = evidence.tables.iter().map(|table| table.table);
    let Some((table, known)) = most_probable(tables) else { return Vec::new() };
    let labels = &told.labels[table];
    let sides = [left.as_slice(), before.as_slice()];
    let rows = rows(told, labels, sides, &right);
    let mut readings = Vec::new();
    if let Some(rows) = rows {
        let grows = left.iter().any(|at| clues::change(told.stem(*at)).is_some());
        for measure in measure::columns(told, table, cue.position, grows) {
            let pair = rows.map(|row| (row, measure.column));
            let certain = if measure.named { NAMED } else { PRINTED };
            readings.push((pair, certain));
        }
    }
    if readings.is_empty() {
        let clause = told.clause_words(told.clause(cue.position));
        let pairs = columns(told, table, &clause, sides, &right);
        readings.extend(pairs.into_iter().map(|pair| (pair, NAMED)));
    }
    let readings = readings.into_iter().map(|([one, other], certain)| Compared {
        table,
        order: Order::Each(vec![(one, other)]),
        direction: cue.direction,
        probability: certain * known.exp(),
    });
    readings.collect()
}

/// The rows on both sides, of which the left one may stand further before.
fn rows(
    told: &Told<'_>,
    labels: &Labels,
    left: [&[usize]; 2],
    right: &[usize],
) -> Option<[usize; 2]> {
    let right = named::row(told, labels, right).filter(|named| named.wholly)?;
    let left = left.into_iter().find_map(|words| named::row(told, labels, words))?;
    (left.wholly && left.row != right.row).then_some([left.row, right.row])
}

/// Columns of one unit on both sides, in the row that the clause names, or else what stands before.
fn columns(
    told: &Told<'_>,
    table: usize,
    clause: &[usize],
    left: [&[usize]; 2],
    right: &[usize],
) -> Vec<[Place; 2]> {
    let labels = &told.labels[table];
    let row = named::row(told, labels, clause).or_else(|| named::row(told, labels, left[1]));
    let Some(row) = row.filter(|named| named.wholly) else {
        return Vec::new();
    };
    let right = named::columns(told, labels, right);
    let left = left.into_iter().map(|words| named::columns(told, labels, words));
    let Some(left) = left.into_iter().find(|columns| !columns.is_empty()) else {
        return Vec::new();
    };
    let grid = told.grid(table);
    let pairs = left.iter().flat_map(|one| right.iter().map(move |other| (*one, *other)));
    pairs
        .filter(|(one, other)| one != other && grid.unit(*one) == grid.unit(*other))
        .map(|(one, other)| [(row.row, one), (row.row, other)])
        .collect()
}
