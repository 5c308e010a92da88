//! Numbers in an order that their sentence gives: `in the East and in the North at 3.9% and 6.6%,
//! respectively`.

use crossfoot_core::CellId;

use super::evidence::{Context, Sentence};
use super::judge::CONFIRMED;
use super::labels::Labels;
use super::{Candidate, Operation, Outcome, Statement};

/// Words that say that two lists have the same order.
const RESPECTIVELY: [&str; 2] = ["respect", "分别"];
/// The most numbers of a list.
const MOST: usize = 4;
/// How probable it is that the order of the sentence is meant.
const SAID: f64 = 0.97;

/// Where the numbers of such a sentence are those of the names in another order, they have been
/// exchanged: each states what its own name says.
pub(super) fn reorder(labels: &[Labels], context: &Context, statements: &mut [Statement]) {
    for (number, sentence) in context.sentences.iter().enumerate() {
        let words = sentence.words.iter().enumerate();
        let marks = words.filter(|(_, word)| RESPECTIVELY.contains(&word.stem.as_str()));
        for (mark, _) in marks {
            let Some(list) = list(sentence, number, mark, statements) else { continue };
            let Some(named) = names(labels, sentence, &list, statements) else { continue };
            let mut order: Vec<usize> = (0..list.len()).collect();
            order.sort_by_key(|at| named[*at]);
            let distinct = order.windows(2).all(|pair| named[pair[0]] != named[pair[1]]);
            if distinct && !order.is_sorted() {
                exchange(&list, &order, statements);
            }
        }
    }
}

/// The numbers of the list that stands nearest before the word, or else behind it.
fn list(
    sentence: &Sentence,
    number: usize,
    mark: usize,
    statements: &[Statement],
) -> Option<Vec<usize>> {
    let start = sentence.words[mark].range.start + sentence.range.start;
    let own: Vec<usize> = (0..statements.len())
        .filter(|at| statements[*at].sentence == number && best(&statements[*at]).is_some())
        .collect();
    let behind = own.partition_point(|at| statements[*at].numeral.range.start < start);
    let list = if behind > 1 { own[..behind].to_vec() } else { own[behind..].to_vec() };
    (2..=MOST).contains(&list.len()).then_some(list)
}

/// What a numeral probably is: a cell, or what is computed from one.
fn best(statement: &Statement) -> Option<(&Candidate, CellId)> {
    let best = statement.candidates.first()?;
    let stated = matches!(statement.outcome, Outcome::Drafted | Outcome::Choice);
    let simple = matches!(best.operation, Operation::Value | Operation::Share) && best.prints;
    let cell = *best.cells.first()?;
    (stated && simple && best.probability >= CONFIRMED).then_some((best, cell))
}

/// Where the sentence names what each number is of: its row, or its column where all have one row;
/// nothing where they are of several tables, or one is not named.
fn names(
    labels: &[Labels],
    sentence: &Sentence,
    list: &[usize],
    statements: &[Statement],
) -> Option<Vec<usize>> {
    let cells = list.iter().map(|at| best(&statements[*at]).map(|(_, cell)| cell));
    let cells: Vec<CellId> = cells.collect::<Option<_>>()?;
    let one_row = cells.windows(2).all(|pair| pair[0].row == pair[1].row);
    let one_table = cells.windows(2).all(|pair| pair[0].column.table == pair[1].column.table);
    let names = cells.iter().map(|cell| {
        let labels = labels.iter().find(|labels| labels.table == cell.column.table)?;
        let label = match one_row {
            true => labels.position(cell.column.column).map(|at| &labels.columns[at].1),
            false => labels.rows[cell.row].as_ref(),
        }?;
        let mut words = sentence.stems.iter();
        words.position(|stems| {
            stems.iter().any(|(stem, likeness)| *likeness >= 1.0 && label.is_told_by(*stem))
        })
    });
    if one_table { names.collect() } else { None }
}

/// Gives each number what the number in its place of the order states.
fn exchange(list: &[usize], order: &[usize], statements: &mut [Statement]) {
    let right: Vec<Option<Candidate>> =
        order.iter().map(|at| statements[list[*at]].candidates.first().cloned()).collect();
    for (at, candidate) in list.iter().zip(right) {
        let Some(candidate) = candidate else { continue };
        let statement = &mut statements[*at];
        let same = statement.candidates.first().is_some_and(|own| own.cells == candidate.cells);
        if same {
            continue;
        }
        statement.candidates.insert(0, Candidate { probability: SAID, prints: false, ..candidate });
        statement.outcome = Outcome::Drafted;
    }
}
