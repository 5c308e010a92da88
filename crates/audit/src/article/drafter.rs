//! The blocks of an article, numeral by numeral.

#![expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]

use std::ops::Range;

use crossfoot_core::{
    Article, Block, CellId, DateSpan, MarkKind, Numeral, Prose, Qualifier, Quantity, Rational,
    Reading, Study, Unit, named_measure, read_numerals,
};

use super::apposition;
use super::clues::Clues;
use super::compare::Comparer;
use super::evidence::{self, Context, Evidence, Nearness, Sentence};
use super::formulas;
use super::hypothesis::Hypothesis;
use super::judge::{self, Judged, LIKELY, SURE};
use super::labels::{self, Labels, Vocabulary};
use super::lists;
use super::numbers::Numbers;
use super::reason::{Reason, reason};
use super::respective;
use super::same;
use super::search::Search;
use super::spans::Spans;
use super::within::{self, Within};
use super::words::Words;
use super::write::Writer;
use super::{
    Candidate, Comparison, Operation, Outcome, Statement, Statements, claim_id, of_claims,
};

/// What is known of the tables and of the article while its statements are drafted.
pub(super) struct Drafter<'a> {
    study: &'a Study,
    article: &'a Article,
    words: Words,
    labels: Vec<Labels>,
    vocabulary: Vocabulary,
    numbers: Vec<Numbers>,
    spans: Spans,
    /// The values of numerals that are certain, with operation and cells.
    said: Vec<(Rational, Operation, Vec<CellId>)>,
}

/// At most so many candidates are kept.
const MOST: usize = 10;
/// From this probability on a cell, or the change from one to another, is drafted that the numeral does
/// not print: no other is taken for it by chance.
const SURE_WRONG: f64 = 0.82;
/// The probability of what is computed from the numbers beside a numeral, if it prints that.
const BESIDE: f64 = 0.99;
/// A statement that stands elsewhere, too, is more probable by this, divided by the probability that
/// two numbers are the same by chance; at least by so much; and only if it is not improbable.
const REPEATED: f64 = 0.1;
const LEAST_REPEATED_BY: f64 = 20.0;
const LEAST_REPEATED: f64 = 0.05;
/// How probable a value is that has another unit than the numeral.
const MEASURED: f64 = 0.1;
/// So many numerals before and behind one tell what it is about: a list may be a sentence of thousands.
const NEAR: usize = 50;
/// Smaller whole numbers are too frequent to tell anything.
const MANY: i128 = 100;

impl<'a> Drafter<'a> {
    /// Of an article about a study.
    pub(super) fn new(study: &'a Study, article: &'a Article) -> Self {
        let words = Words::default();
        let (mut labels, vocabulary) = labels::labels(study, &words);
        lists::add(&mut labels, article, &words, &vocabulary);
        let numbers = labels.iter().map(|labels| Numbers::new(study, labels)).collect();
        let spans = Spans::new(study);
        Self { study, article, words, labels, vocabulary, numbers, spans, said: Vec::new() }
    }

    /// The statements of all blocks.
    pub(super) fn statements(mut self) -> Statements {
        let blocks = self.article.blocks.iter();
        let drafts: Vec<BlockDraft> = blocks.map(|block| self.block(block)).collect();
        let mut numerals = self.concluded(&drafts);
        // What is said more than once helps to understand where it is said less clearly.
        if self.learn(&numerals) {
            numerals = self.concluded(&drafts);
        }
        let Self { study, article, labels, vocabulary, .. } = &self;
        let comparer = Comparer { study, article, labels, vocabulary };
        let (mut comparisons, mut before) = (Vec::new(), 0);
        for (at, draft) in drafts.iter().enumerate() {
            let own = &numerals[before..before + draft.numerals.len()];
            comparisons.extend(comparer.block(at, &draft.context, (before, own)));
            before += own.len();
        }
        compared(&mut numerals, &comparisons);
        Statements { numerals, comparisons }
    }

    /// The numerals of all blocks and what they state.
    fn concluded(&self, drafts: &[BlockDraft]) -> Vec<Statement> {
        let mut statements: Vec<Statement> = Vec::new();
        for (block, draft) in drafts.iter().enumerate() {
            let before = statements.len();
            for numeral in &draft.numerals {
                let previous = statements[before..].last();
                let previous = previous.filter(|one| one.sentence == numeral.sentence);
                let statement = self.conclude(block, numeral, (before, previous));
                statements.push(statement);
            }
            respective::reorder(&self.labels, &draft.context, &mut statements[before..]);
        }
        statements
    }

    /// What a numeral states, in a block before which so many were read, behind another of its
    /// sentence.
    fn conclude(
        &self,
        block: usize,
        draft: &Draft,
        (before, previous): (usize, Option<&Statement>),
    ) -> Statement {
        let Draft { numeral, sentence, reason, .. } = draft;
        let mut candidates = draft.candidates.clone();
        if let Reading::Quantity(quantity) = &numeral.reading {
            self.repeat(&mut candidates, quantity);
        }
        same::join_computed(self.study, &mut candidates);
        candidates.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        let outcome = match (reason, &draft.beside) {
            (Some(reason), _) => Outcome::NotStatistic(*reason),
            (None, Some(beside)) => add_beside(beside, &mut candidates, (before, &numeral.reading)),
            (None, None) => {
                if let Some(previous) = previous {
                    let text = self.article.blocks[block].prose.text();
                    let about = (self.study, self.labels.as_slice());
                    apposition::add(about, text, previous, numeral, &mut candidates);
                }
                match is_share_of(&candidates, previous.and_then(certain_cell)) {
                    true => Outcome::Drafted,
                    false => outcome(&candidates),
                }
            }
        };
        Statement { block, sentence: *sentence, numeral: numeral.clone(), outcome, candidates }
    }

    /// Remembers what numerals certainly state, for others with the same value; whether any does.
    fn learn(&mut self, statements: &[Statement]) -> bool {
        for statement in statements {
            let (Outcome::Drafted, Reading::Quantity(quantity)) =
                (statement.outcome, &statement.numeral.reading)
            else {
                continue;
            };
            let best = &statement.candidates[0];
            if !best.cells.is_empty() && is_telling(quantity) {
                self.said.push((quantity.value.clone(), best.operation, best.cells.clone()));
            }
        }
        !self.said.is_empty()
    }

    /// Whether another numeral with this value certainly states the same.
    fn is_said(&self, quantity: &Quantity, operation: Operation, cells: &[CellId]) -> bool {
        self.said
            .iter()
            .any(|(value, said, of)| *value == quantity.value && *said == operation && of == cells)
    }

    /// The numerals of a block and what they may state.
    fn block(&self, block: &Block) -> BlockDraft {
        let text = block.prose.text();
        let numerals = read_numerals(text);
        let mut reasons: Vec<Option<Reason>> =
            numerals.iter().map(|numeral| reason(self.article, block, numeral)).collect();
        self.spans.name(text, &numerals, &mut reasons);
        let context = self.context(block, &numerals, &reasons);
        let beside: Vec<Option<Within>> = (0..numerals.len())
            .map(|number| within::within(text, &numerals, number, (&self.words, &reasons)))
            .collect();
        let seen = numerals.into_iter().zip(reasons).map(|(numeral, reason)| {
            let sentence = block.prose.sentence_at(numeral.range.start).unwrap_or_default();
            let found = match &numeral.reading {
                Reading::Quantity(quantity) if reason.is_none() => {
                    Some(self.quantity(block, &context, sentence, &numeral, quantity))
                }
                _ => None,
            };
            Seen { numeral, sentence, reason, found }
        });
        let seen: Vec<Seen> = seen.collect();
        let alone: Vec<Option<(Hypothesis, f64)>> = seen.iter().map(Seen::best).collect();
        let sentences: Vec<usize> = seen.iter().map(|seen| seen.sentence).collect();
        let ranges: Vec<Range<usize>> =
            seen.iter().map(|seen| seen.numeral.range.clone()).collect();
        let drafts = seen.into_iter().zip(beside).enumerate().map(|(number, (seen, beside))| {
            let near = number.saturating_sub(NEAR)..alone.len().min(number + NEAR + 1);
            let others = near.filter_map(|other| {
                let (hypothesis, probability) = alone[other]?;
                let back = seen.sentence.checked_sub(sentences[other])?;
                (other != number && back <= 1).then_some((
                    hypothesis,
                    if back == 0 { probability } else { probability / 2.0 },
                ))
            });
            let end = end_of_change(text, &ranges, number).and_then(|end| alone[end]);
            let end = end.filter(|(end, sure)| end.fits && *sure >= LIKELY).map(|(end, _)| end);
            let candidates = self.candidates(&seen, &others.collect::<Vec<_>>(), end);
            let Seen { numeral, sentence, reason, .. } = seen;
            Draft { numeral, sentence, reason, candidates, beside }
        });
        BlockDraft { numerals: drafts.collect(), context }
    }

    fn context(&self, block: &Block, numerals: &[Numeral], reasons: &[Option<Reason>]) -> Context {
        let periods: Vec<(usize, DateSpan)> =
            numerals.iter().zip(reasons).filter_map(period).collect();
        let sentences = evidence::sentences(&block.prose);
        let sentences = sentences.into_iter().map(|range| self.sentence(block, range, &periods));
        let heading = &self.article.section(block).title;
        let heading = self.words.cut(heading);
        Context {
            sentences: sentences.collect(),
            heading: heading.iter().flat_map(|word| self.vocabulary.find(&word.stem)).collect(),
            own_table: Context::own_table(block.kind),
        }
    }

    fn sentence(
        &self,
        block: &Block,
        range: Range<usize>,
        periods: &[(usize, DateSpan)],
    ) -> Sentence {
        let text = &block.prose.text()[range.clone()];
        let words = self.words.cut(text);
        let stems = words.iter().map(|word| self.vocabulary.find(&word.stem)).collect();
        let dates =
            periods.iter().filter(|(start, _)| range.contains(start)).map(|(start, date)| {
                let at = start - range.start;
                (words.partition_point(|word| word.range.start < at), *date)
            });
        let dates: Vec<(usize, DateSpan)> = dates.collect();
        Sentence { tables: tables(&block.prose, &range), range, words, stems, dates }
    }

    /// What a quantity may state.
    fn quantity(
        &self,
        block: &Block,
        context: &Context,
        at: usize,
        numeral: &Numeral,
        quantity: &Quantity,
    ) -> Found {
        let sentence = &context.sentences[at];
        let text = &block.prose.text()[sentence.range.clone()];
        let start = numeral.range.start - sentence.range.start;
        let end = (numeral.range.end - sentence.range.start).min(text.len());
        let position = sentence.words.partition_point(|word| word.range.start < start);
        let clues = Clues::new(text, sentence, start, end, position);
        let near = Nearness::new(context, &self.vocabulary, at, position);
        let evidence = Evidence::new(&self.labels, context, at, &near);
        let operations = clues.operations(quantity);
        let target = judge::target(quantity, numeral.qualifier);
        let tables = self.labels.iter().zip(&self.numbers).zip(&evidence.tables);
        let hypotheses = tables.flat_map(|((labels, numbers), evidence)| {
            Search::new(labels, numbers, evidence, &operations, &clues, target).run()
        });
        let mut hypotheses: Vec<Hypothesis> = hypotheses.collect();
        if clues.joint {
            // A number of several things is not a misprint of that of one.
            let cells = hypotheses.iter_mut().filter(|one| one.is_cell() && !one.fits);
            cells.for_each(|one| one.unnamed = true);
        }
        Found { hypotheses, clues, named: evidence.named() }
    }

    /// The best hypotheses as formulas, beside those of other numerals. Those that read the same
    /// cells by the same operation are one.
    fn candidates(
        &self,
        seen: &Seen,
        others: &[(Hypothesis, f64)],
        end: Option<Hypothesis>,
    ) -> Vec<Candidate> {
        let (Some(found), Reading::Quantity(quantity)) = (&seen.found, &seen.numeral.reading)
        else {
            return Vec::new();
        };
        let judged = found.judged(quantity, seen.numeral.qualifier, (others, end));
        let mut candidates: Vec<Candidate> = Vec::new();
        for Judged { hypothesis, probability } in judged.into_iter().take(4 * MOST) {
            if candidates.len() >= MOST || probability < 1e-4 {
                break;
            }
            let labels = &self.labels[hypothesis.table];
            let writer = Writer { study: self.study, labels };
            let Some(written) = writer.write(&hypothesis, &found.clues) else { continue };
            let same = candidates.iter_mut().find(|candidate| {
                candidate.operation == hypothesis.operation
                    && candidate.cells == written.cells
                    && !written.cells.is_empty()
            });
            if let Some(same) = same {
                same.probability += probability;
                continue;
            }
            let Some((unit, value)) = formulas::number(self.study, &written.formula) else {
                continue;
            };
            if value.middle().is_none() || !may_be(quantity, &unit) {
                continue;
            }
            candidates.push(Candidate {
                formula: written.formula,
                operation: hypothesis.operation,
                probability: probability * self.likeness(quantity, &unit, &written.cells),
                cells: written.cells,
                unit,
                value,
                prints: hypothesis.fits && hypothesis.worded.is_none(),
                numerals: Vec::new(),
            });
        }
        candidates
    }

    /// How probable it is that a quantity is meant where its value is of this unit: `40 km` may be
    /// a whole number of a column that names no unit, but hardly is.
    fn likeness(&self, quantity: &Quantity, unit: &Unit, cells: &[CellId]) -> f64 {
        let Unit::Measure(own) = &quantity.unit else { return 1.0 };
        let other = match unit {
            Unit::Count => true,
            Unit::Measure(other) => own != other,
            _ => false,
        };
        let named = cells.first().is_some_and(|cell| {
            let table = &self.study.tables[cell.column.table];
            let header = table.columns[cell.column.column].header.as_str();
            let texts = [header, &table.key_text(cell.row), &table.title];
            texts.into_iter().any(|text| names_unit(text, own))
        });
        if other && !named { MEASURED } else { 1.0 }
    }

    /// Gives a candidate that is certain elsewhere what others and nothing at all have, but for a
    /// small part. One that the numeral does not print must be the most probable one here, too.
    fn repeat(&self, candidates: &mut [Candidate], quantity: &Quantity) {
        let best = candidates.iter().map(|one| one.probability).fold(0.0, f64::max);
        let said = candidates.iter().position(|candidate| {
            is_telling(quantity)
                && (candidate.prints || candidate.probability >= best)
                && candidate.probability >= LEAST_REPEATED
                && self.is_said(quantity, candidate.operation, &candidate.cells)
        });
        let Some(said) = said else { return };
        let chance = judge::chance(quantity, judge::target(quantity, Qualifier::Is));
        let repeated = (REPEATED / chance).max(LEAST_REPEATED_BY);
        let odds = candidates[said].probability * repeated;
        let all = odds + 1.0 - candidates[said].probability;
        for (at, candidate) in candidates.iter_mut().enumerate() {
            candidate.probability = if at == said { odds } else { candidate.probability } / all;
        }
    }
}

/// Numerals that are the places which comparisons state: `the second largest`.
fn compared(numerals: &mut [Statement], comparisons: &[Comparison]) {
    for (at, comparison) in comparisons.iter().enumerate() {
        if comparison.outcome != Outcome::Drafted {
            continue;
        }
        let of_block = numerals.partition_point(|numeral| numeral.block < comparison.block);
        let own = numerals[of_block..].iter_mut();
        let own = own.take_while(|numeral| numeral.block == comparison.block);
        let place = own.filter(|numeral| matches!(numeral.numeral.reading, Reading::Ordinal(_)));
        for numeral in place {
            let Range { start, end } = numeral.numeral.range;
            if comparison.range.start <= start && end <= comparison.range.end {
                numeral.outcome = Outcome::Compared(at);
            }
        }
    }
}

/// Whether a value is rare enough to tell which of two numerals is meant.
fn is_telling(quantity: &Quantity) -> bool {
    !quantity.value.is_integer() || quantity.value >= Rational::from(MANY)
}

/// The numeral behind one that a change leads `to`: `by 22.6% to 1,318`.
fn end_of_change(text: &str, numerals: &[Range<usize>], at: usize) -> Option<usize> {
    (at + 1..numerals.len()).take(3).find(|end| {
        let gap = text.get(numerals[at].end..numerals[*end].start).unwrap_or_default();
        let words: Vec<&str> = gap.split_whitespace().collect();
        words.last() == Some(&"to")
            && !words.contains(&"from")
            && !gap.contains(['.', ';', '('])
            && words.len() <= MOST_TO_END
    })
}

/// How many words may stand between a change and what it leads to: `between 2020 and 2023, to`.
const MOST_TO_END: usize = 5;

/// Where a numeral starts that names a period, and the period. The years of cited works and laws
/// are not those of the data.
fn period((numeral, reason): (&Numeral, &Option<Reason>)) -> Option<(usize, DateSpan)> {
    let cited =
        matches!(reason, Some(Reason::CitationYear | Reason::StatuteYear | Reason::CaseDocket));
    match numeral.reading {
        Reading::Date(date) if !cited => Some((numeral.range.start, date)),
        _ => None,
    }
}

/// Whether a label has the name of a unit as a word: `Mean length (bp)`.
fn names_unit(label: &str, unit: &str) -> bool {
    let singular = unit.trim_end_matches('s').to_lowercase();
    let lower = label.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    words.any(|word| {
        !word.is_empty() && word.trim_end_matches('s') == singular
            || named_measure(word) == Some(unit)
    })
}

/// Whether a quantity may be printed of a value of this unit.
fn may_be(quantity: &Quantity, unit: &Unit) -> bool {
    match quantity.unit {
        Unit::Percent => matches!(unit, Unit::Percent | Unit::Number),
        Unit::Points => matches!(unit, Unit::Points | Unit::Percent | Unit::Number),
        Unit::Measure(_) => !matches!(unit, Unit::Percent | Unit::Points | Unit::Ratio),
        _ => true,
    }
}

/// Adds what a numeral states about others beside it, unless a table explains it better.
fn add_beside(
    within: &Within,
    candidates: &mut Vec<Candidate>,
    (before, reading): (usize, &Reading),
) -> Outcome {
    let (a, b) = (within.operands.0 + before, within.operands.1 + before);
    let formula = of_claims(within.operation, within.direction, [&claim_id(a), &claim_id(b)]);
    let by_table = candidates.first().map_or(0.0, |first| first.probability);
    let same = candidates.first().is_some_and(|first| first.operation == within.operation);
    if !within.agrees && !within.explicit && same && by_table >= LIKELY {
        return outcome(candidates);
    }
    // Who writes `12 of 48 (35.0%)` means that share of these, whatever was printed.
    let probability = match within.agrees {
        true => BESIDE,
        false if confirms(candidates, within, reading) => SURE,
        false if !within.explicit && by_table >= LIKELY => LIKELY,
        false => SURE,
    };
    let left = 1.0 - probability;
    candidates.iter_mut().for_each(|candidate| candidate.probability *= left);
    candidates.push(Candidate {
        formula,
        operation: within.operation,
        cells: Vec::new(),
        unit: match within.operation {
            Operation::Difference => Unit::Points,
            Operation::Quotient => Unit::Ratio,
            _ => Unit::Percent,
        },
        value: within.value.clone(),
        probability,
        prints: within.agrees,
        numerals: vec![a, b],
    });
    candidates.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    outcome(candidates)
}

/// Whether the table gives the number that those beside a numeral give, and not what it prints.
fn confirms(candidates: &[Candidate], within: &Within, reading: &Reading) -> bool {
    let (Some(first), Reading::Quantity(quantity)) = (candidates.first(), reading) else {
        return false;
    };
    let middles = first.value.middle().zip(within.value.middle());
    middles.is_some_and(|(table, beside)| {
        !first.prints && (table.abs() - beside.abs()).abs() <= quantity.step
    })
}

/// What becomes of a numeral with these candidates.
fn outcome(candidates: &[Candidate]) -> Outcome {
    let sum: f64 = candidates.iter().map(|candidate| candidate.probability).sum();
    match candidates.first() {
        Some(first) if first.probability >= sure(first) => Outcome::Drafted,
        Some(_) if sum >= LIKELY => Outcome::Choice,
        _ => Outcome::Unbound,
    }
}

/// The cell that a numeral certainly is.
fn certain_cell(statement: &Statement) -> Option<CellId> {
    let best = statement.candidates.first()?;
    let [cell] = best.cells[..] else { return None };
    let certain =
        statement.outcome == Outcome::Drafted && best.operation == Operation::Value && best.prints;
    certain.then_some(cell)
}

/// Whether the best candidate is the share of the number before it, in one whole: no other share is
/// taken for it by chance.
fn is_share_of(candidates: &[Candidate], part: Option<CellId>) -> bool {
    candidates.first().zip(part).is_some_and(|(best, part)| {
        best.operation == Operation::Share
            && best.probability >= SURE_WRONG
            && best.cells.len() == 2
            && best.cells.contains(&part)
    })
}

/// From which probability on a candidate is drafted.
fn sure(candidate: &Candidate) -> f64 {
    let one = match candidate.operation {
        Operation::Value => true,
        Operation::Change => candidate.cells.len() == 2,
        _ => false,
    };
    if one && !candidate.prints { SURE_WRONG } else { SURE }
}

/// The numerals of a block, and the sentences that they stand in.
struct BlockDraft {
    numerals: Vec<Draft>,
    context: Context,
}

/// A numeral and the formulas that it may state, as its own block tells.
struct Draft {
    numeral: Numeral,
    sentence: usize,
    reason: Option<Reason>,
    candidates: Vec<Candidate>,
    /// What it states about others beside it.
    beside: Option<Within>,
}

/// A numeral while its block is read.
struct Seen {
    numeral: Numeral,
    sentence: usize,
    reason: Option<Reason>,
    found: Option<Found>,
}

/// What a numeral may state.
struct Found {
    hypotheses: Vec<Hypothesis>,
    clues: Clues,
    /// How completely its sentence names a row and a column.
    named: f64,
}

impl Found {
    /// The hypotheses by probability, beside those of other numerals.
    fn judged(
        &self,
        quantity: &Quantity,
        qualifier: Qualifier,
        others: (&[(Hypothesis, f64)], Option<Hypothesis>),
    ) -> Vec<Judged> {
        let said = (self.named, self.clues.each);
        judge::judge(&self.hypotheses, quantity, qualifier, said, others)
    }
}

impl Seen {
    /// The most probable hypothesis by itself.
    fn best(&self) -> Option<(Hypothesis, f64)> {
        let (Some(found), Reading::Quantity(quantity)) = (&self.found, &self.numeral.reading)
        else {
            return None;
        };
        let judged = found.judged(quantity, self.numeral.qualifier, (&[], None));
        judged.first().map(|best| (best.hypothesis, best.probability))
    }
}

/// The numbers of the tables that a sentence names.
fn tables(prose: &Prose, sentence: &Range<usize>) -> Vec<String> {
    let marks = prose.marks().iter();
    let marks =
        marks.filter(|mark| mark.kind == MarkKind::Table && sentence.contains(&mark.range.start));
    marks.flat_map(|mark| labels::numbers(&prose.text()[mark.range.clone()])).collect()
}
