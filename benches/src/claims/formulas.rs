//! The formula of a statement by hand beside those that were drafted for its numeral.

use std::collections::BTreeSet;

use crossfoot::audit::Record;
use crossfoot::audit::article::{Candidate, Outcome, Statement};
use crossfoot::core::{Unit, Variable, Verdict};
use crossfoot::{Audited, AuditedArticle};

use super::counterpart::Counterparts;
use super::{is_published, outcome, own};

/// A statement that a table decides.
#[derive(Clone, Debug)]
pub struct Formula {
    /// Its claim by hand.
    pub claim: String,
    /// Its formula by hand.
    pub by_hand: String,
    /// What was drafted.
    pub drafting: Drafting,
    /// The place of the first equivalent formula among the candidates, from 1.
    pub rank: Option<usize>,
    /// What became of the numeral, and the best formula that was drafted.
    pub drafted: String,
    /// The sentence in the text.
    pub sentence: String,
}

impl Formula {
    /// Whether an equivalent formula is among so many candidates.
    pub fn is_among(&self, most: usize) -> bool {
        self.rank.is_some_and(|rank| rank <= most)
    }
}

/// What was drafted for a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drafting {
    /// An equivalent formula, surely.
    Equivalent,
    /// Another formula, surely.
    Other,
    /// Nothing surely.
    Open,
}

impl Formula {
    /// Compares the formula of a claim; `None` if no published table decides it, or it has no
    /// number.
    pub(super) fn new(
        hand: &Audited,
        claim: &Record<'_>,
        drafted: &AuditedArticle,
        statement: Option<&Statement>,
        counterparts: &Counterparts,
    ) -> Option<Self> {
        let unit = hand.study.unit(claim.variable()?);
        let inputs = expanded(hand, claim.inputs().into_iter().collect());
        let decided = claim.rule().formula.is_some() && claim.verdict != Verdict::Unverifiable;
        let of_table = inputs.is_empty() || inputs.iter().any(|input| is_published(hand, *input));
        if !decided || !of_table || matches!(unit, Unit::Date | Unit::Truth) {
            return None;
        }
        let candidates = statement.map_or(&[][..], |statement| &statement.candidates);
        let rank = candidates
            .iter()
            .position(|candidate| is_equivalent(hand, claim, &inputs, candidate, counterparts));
        let sure = statement.is_some_and(|statement| statement.outcome == Outcome::Drafted);
        let best = candidates.first().map_or("no formula", |best| best.formula.as_str());
        Some(Self {
            claim: claim.target.clone(),
            by_hand: claim.rule().text.clone(),
            drafting: match (sure, rank) {
                (true, Some(0)) => Drafting::Equivalent,
                (true, _) => Drafting::Other,
                (false, _) => Drafting::Open,
            },
            rank: rank.map(|rank| rank + 1),
            drafted: statement.map_or_else(
                || "not in the text".to_owned(),
                |statement| format!("{}: {best}", outcome(statement)),
            ),
            sentence: statement
                .map_or("", |one| one.passage().sentence(&drafted.article))
                .to_owned(),
        })
    }
}

/// What a formula reads, with the cells that a statement repeats in the place of the statement: a
/// change from 5,690 to 6,900 is one between the cells that print both.
fn expanded(hand: &Audited, inputs: BTreeSet<Variable>) -> BTreeSet<Variable> {
    let each = inputs.into_iter().flat_map(|input| match input {
        Variable::Cell(_) => vec![input],
        Variable::Claim(claim) => own(hand, claim)
            .map(|record| record.inputs())
            .filter(|read| matches!(read.as_slice(), [Variable::Cell(_)]))
            .unwrap_or_else(|| vec![input]),
    });
    each.collect()
}

/// Whether a candidate reads the same as a formula by hand, or a printed cell that is computed from
/// it, and has the same value.
fn is_equivalent(
    hand: &Audited,
    claim: &Record<'_>,
    inputs: &BTreeSet<Variable>,
    candidate: &Candidate,
    counterparts: &Counterparts,
) -> bool {
    let value = claim.number();
    if !value.is_some_and(|value| value.meets(&candidate.value)) {
        return false;
    }
    // A count reads no cell but those of its condition.
    if inputs.is_empty() {
        let names = quoted(&claim.rule().text);
        return !names.is_empty() && names == quoted(&candidate.formula);
    }
    counterparts.of_candidate(candidate).is_some_and(|read| {
        let read = expanded(hand, read);
        read == *inputs || computes(hand, &read, inputs) || computes(hand, inputs, &read)
    })
}

/// Whether the one cell of a set is computed from another set by a rule by hand.
fn computes(hand: &Audited, one: &BTreeSet<Variable>, from: &BTreeSet<Variable>) -> bool {
    let (Some(cell), 1) = (one.first(), one.len()) else { return false };
    hand.records().any(|record| {
        record.variable() == Some(*cell)
            && record.inputs().into_iter().collect::<BTreeSet<_>>() == *from
    })
}

/// The names in quotes of a formula.
fn quoted(formula: &str) -> BTreeSet<&str> {
    formula.split('"').skip(1).step_by(2).collect()
}
