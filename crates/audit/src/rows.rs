//! Every rule of a study checked: those of a table together, block of rows after block, so that
//! each cell is fetched from memory once.

use std::ops::Range;

use crossfoot_core::formula::{Block, Published};
use crossfoot_core::{Cell, Fraction, Qualifier, Reproduces, Rule, Study, Target, Verdict};
use rayon::prelude::*;

use crate::check::{agreement, check};
use crate::convention::{self, Evidence};
use crate::{CheckId, Rows, RuleAudit};

/// Rows of one block: the cells of a dozen columns fit in the cache of one core, and the cost of
/// handing a block out is hidden.
const ROWS_PER_BLOCK: usize = 512;

/// The verdicts on every rule, in the order of the study.
pub(crate) fn check_rules(study: &Study, basis: &Published) -> Vec<RuleAudit> {
    let mut audits: Vec<RuleAudit> =
        (0..study.rules.len()).into_par_iter().map(|rule| check_once(study, basis, rule)).collect();
    let agreements = agreements(study);
    for (table, printed) in study.tables.iter().enumerate() {
        let rules: Vec<usize> = (0..study.rules.len())
            .filter(|rule| study.rules[*rule].rows_of() == Some(table))
            .collect();
        if rules.is_empty() {
            continue;
        }
        let rows = printed.rows();
        let blocks: Vec<Vec<RuleAudit>> = (0..rows.div_ceil(ROWS_PER_BLOCK))
            .into_par_iter()
            .map(|block| {
                let start = block * ROWS_PER_BLOCK;
                check_block(
                    study,
                    basis,
                    &agreements,
                    start..rows.min(start + ROWS_PER_BLOCK),
                    &rules,
                )
            })
            .collect();
        let gathered: Vec<RuleAudit> = rules
            .par_iter()
            .enumerate()
            .map(|(at, rule)| gather(&study.rules[*rule], &blocks, at))
            .collect();
        rules.iter().zip(gathered).for_each(|(rule, audit)| audits[*rule] = audit);
    }
    audits
}

/// What all blocks gave for the rule at one position.
fn gather(rule: &Rule, blocks: &[Vec<RuleAudit>], at: usize) -> RuleAudit {
    let mut whole = RuleAudit {
        verdicts: Vec::with_capacity(blocks.len() * ROWS_PER_BLOCK),
        evidence: Evidence::default(),
        rows: Rows::of_rule(rule),
    };
    for block in blocks {
        whole.verdicts.extend_from_slice(&block[at].verdicts);
        whole.evidence.merge(&block[at].evidence);
    }
    whole
}

/// The verdict on a rule that is checked once; nothing yet for one that is checked per row.
fn check_once(study: &Study, basis: &Published, rule: usize) -> RuleAudit {
    let rows = Rows::of_rule(&study.rules[rule]);
    let once = matches!(rows, Rows::Once);
    let mut audit = RuleAudit { verdicts: Vec::new(), evidence: Evidence::default(), rows };
    if once {
        let check = check(study, basis, CheckId { rule, row: None });
        audit.verdicts.push(check.verdict);
        audit.evidence.add(&[convention::mark(check.reproduces)]);
    }
    audit
}

fn check_block(
    study: &Study,
    basis: &Published,
    agreements: &Agreements,
    rows: Range<usize>,
    rules: &[usize],
) -> Vec<RuleAudit> {
    let mut block = Block::new(study, basis, rows.clone());
    let checked = rules.iter().map(|rule| {
        let known =
            agreeing(study, &mut block, rows.clone(), *rule).unwrap_or_else(|| vec![0; rows.len()]);
        let own = &study.rules[*rule];
        let checked = own.rows_within(rows.clone()).map(|row| {
            let mark = known[row - rows.start];
            agreements[usize::from(mark)].map(|verdict| (verdict, mark)).unwrap_or_else(|| {
                let check = check(study, basis, CheckId { rule: *rule, row: Some(row) });
                (check.verdict, convention::mark(check.reproduces))
            })
        });
        let (verdicts, marks): (Vec<_>, Vec<_>) = checked.unzip();
        let mut evidence = Evidence::default();
        evidence.add(&marks);
        RuleAudit { verdicts, evidence, rows: Rows::of_rule(own) }
    });
    checked.collect()
}

/// Which conventions give the printed figure on each row, as
/// [`Reproduces::bits`], none of them where the row must be checked on its own. `None` where
/// machine words cannot compute the rule, or its target is printed in thousands or the like.
fn agreeing(
    study: &Study,
    block: &mut Block<'_, Published>,
    rows: Range<usize>,
    rule: usize,
) -> Option<Vec<u8>> {
    let Target::Column(target) = study.rules[rule].target else { return None };
    let (_, column) = study.column(target);
    let formula = study.rules[rule].formula.as_ref().filter(|_| column.scale == 1)?;
    let values = block.evaluate(&formula.expr)?;
    Some(values.iter().zip(&column.cells[rows]).map(|(value, cell)| agrees(*value, cell)).collect())
}

fn agrees(value: Fraction, cell: &Cell) -> u8 {
    match cell {
        Cell::Number(figure) if figure.qualifier == Qualifier::Is => {
            Reproduces::from_fraction(value, figure.value()).unwrap_or_default().bits()
        }
        _ => 0,
    }
}

/// The verdict where conventions give the printed value, by the bits that name them;
/// `None` leaves the row to [`check`].
type Agreements = [Option<Verdict>; 16];

fn agreements(study: &Study) -> Agreements {
    std::array::from_fn(|bits| agreement(Reproduces::from_bits(bits as u8), study.rounding))
}
