//! The account of the numerals in the text.

use std::collections::BTreeMap;

use crossfoot_core::{Account, LedgerEntry};

/// How many numerals of the text are covered, explained or neither.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Coverage {
    /// All numerals.
    pub numerals: usize,
    /// Those that a claim or a cell covers.
    pub covered: usize,
    /// Those that are not statistics, by reason.
    pub reasons: BTreeMap<String, usize>,
    /// Those that nothing accounts for, by position in the ledger.
    pub unexplained: Vec<usize>,
}

impl Coverage {
    pub(crate) fn from_ledger(ledger: &[LedgerEntry]) -> Self {
        let mut coverage = Self {
            numerals: ledger.len(),
            covered: 0,
            reasons: BTreeMap::new(),
            unexplained: Vec::new(),
        };
        for (position, entry) in ledger.iter().enumerate() {
            match &entry.account {
                None => coverage.unexplained.push(position),
                Some(Account::Covers(_)) => coverage.covered += 1,
                Some(Account::Reason(reason)) => {
                    *coverage.reasons.entry(reason.clone()).or_default() += 1
                }
            }
        }
        coverage
    }
}
