//! [`Study`] → [`Audit`]: every rule checked in exact arithmetic, every fault with its causes.
//!
//! ```
//! use crossfoot_load::{Loaded, scaffold};
//!
//! // The example of `crossfoot new`, with two digits of a total exchanged.
//! let files = scaffold::blank("permits")
//!     .map(|(name, text)| (name.to_owned(), text.replace("1,204", "1,240")));
//! let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
//!
//! let audit = crossfoot_audit::audit(&study);
//! let wrong = audit.records(&study).filter(|record| record.verdict.disagrees());
//! let names: Vec<String> = wrong.map(|record| record.name).collect();
//! assert_eq!(names[0], "total[2023]");
//! let error = audit.roots.errors()[0];
//! assert_eq!(error.kind.name(), "adjacent-transposition");
//! assert_eq!(error.right.unwrap().to_plain(), "1204");
//! assert_eq!(error.explains.len(), names.len());
//! ```
//!
//! Nothing here reads a file or a clock, and data never make it panic. Probabilities of causes are
//! floats; verdicts never depend on one.

pub mod article;
pub mod cause;
mod check;
pub mod code;
mod convention;
mod corrected;
mod coverage;
mod denominator;
pub mod draft;
mod expected;
mod finding;
mod incomplete;
pub mod localise;
mod neighbours;
mod power;
mod readers;
mod record;
pub mod revisions;
pub mod root;
mod rows;
pub mod show;
mod slip;
pub mod text;

pub use cause::{Cause, CauseClass, CauseKind};
pub use check::{Recomputed, check_name, target_name};
pub use code::Code;
pub use convention::{BaseConvention, ColumnConvention};
pub use corrected::corrected;
pub use coverage::Coverage;
pub use denominator::InferredDenominator;
pub use finding::{Finding, Subject};
pub use incomplete::Completion;
pub use localise::{Localisation, LocaliseOptions, localise, localise_while};
pub use power::grim_power;
pub use readers::Readers;
pub use record::{
    Grade, Reading, Record, Reported, part_name, place_name, section_name, table_label, table_name,
};
pub use revisions::{ColumnRevisions, revisions};
pub use root::RootCauses;
pub use text::{Difference, Passage, TextAudit};

use std::collections::BTreeSet;
use std::sync::Arc;

use crossfoot_core::formula::{Expr, Published};
use crossfoot_core::{CellId, ColumnId, Rule, Study, Target, Verdict};

/// One rule on one row, or once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CheckId {
    /// Index of the rule.
    pub rule: usize,
    /// The row, for a rule that is checked per row.
    pub row: Option<usize>,
}

/// What was found for one rule: a verdict per row, or a single one.
#[derive(Debug)]
pub struct RuleAudit {
    /// One per row, in order.
    pub verdicts: Vec<Verdict>,
    /// Which conventions give the printed values.
    evidence: convention::Evidence,
    rows: Rows,
}

/// The rows that the verdicts of a rule belong to.
#[derive(Clone, Debug)]
enum Rows {
    /// None: it is checked once.
    Once,
    /// All rows of its table.
    All,
    /// These, in order.
    Chosen(Arc<[usize]>),
}

impl Rows {
    fn of_rule(rule: &Rule) -> Self {
        match (rule.rows_of(), &rule.rows) {
            (None, _) => Self::Once,
            (Some(_), None) => Self::All,
            (Some(_), Some(rows)) => Self::Chosen(Arc::clone(rows)),
        }
    }

    /// The row of a verdict.
    fn row(&self, at: usize) -> Option<usize> {
        match self {
            Self::Once => None,
            Self::All => Some(at),
            Self::Chosen(rows) => rows.get(at).copied(),
        }
    }

    /// The position of a row's verdict.
    fn position(&self, row: Option<usize>) -> Option<usize> {
        match (self, row) {
            (Self::Once, _) => Some(0),
            (Self::All, row) => row,
            (Self::Chosen(rows), row) => rows.binary_search(&row?).ok(),
        }
    }
}

/// Everything that was found in a study.
#[derive(Debug)]
pub struct Audit {
    /// Per rule, in the order of the study.
    pub rules: Vec<RuleAudit>,
    /// What needs attention, in the order of the study: by rule, then by row.
    pub findings: Vec<Finding>,
    /// The root causes that explain the findings.
    pub roots: RootCauses,
    /// On the corrected basis, how many findings there were as published.
    pub corrected_from: Option<usize>,
    /// How columns were rounded.
    pub conventions: Vec<ColumnConvention>,
    /// The bases that tables are rounded to.
    pub bases: Vec<BaseConvention>,
    /// The numbers as published, with the bases that tables are rounded to.
    pub(crate) basis: Published,
    /// What the shares say of wholes that were not printed, in the order of the study.
    pub denominators: Vec<InferredDenominator>,
    /// Names of institutions that nothing resolves, each with the first cell that prints it.
    pub unresolved: Vec<(String, CellId)>,
    /// Account of the numerals in the text, where the study keeps a ledger.
    pub coverage: Option<Coverage>,
    /// How the study compares with its text, where that is at hand.
    pub text: Option<TextAudit>,
}

impl RuleAudit {
    /// The ids of its checks.
    pub fn checks(&self, rule: usize) -> impl Iterator<Item = (CheckId, Verdict)> {
        let verdicts = self.verdicts.iter().enumerate();
        verdicts.map(move |(at, verdict)| (CheckId { rule, row: self.rows.row(at) }, *verdict))
    }

    /// The verdict on a row, or the only one; `None` if the rule has no check there.
    pub fn verdict(&self, row: Option<usize>) -> Option<Verdict> {
        self.verdicts.get(self.rows.position(row)?).copied()
    }

    /// The checks whose verdict disagrees. Rows are passed over in great steps, because hardly any
    /// does.
    fn disagreements(&self, rule: usize) -> impl Iterator<Item = (CheckId, Verdict)> {
        const STEP: usize = 1_024;
        let steps =
            self.verdicts.chunks(STEP).enumerate().filter(|(_, step)| {
                step.iter().fold(false, |any, verdict| any | verdict.disagrees())
            });
        steps.flat_map(move |(at, step)| {
            let faulty = step.iter().enumerate().filter(|(_, verdict)| verdict.disagrees());
            faulty.map(move |(within, verdict)| {
                (CheckId { rule, row: self.rows.row(at * STEP + within) }, *verdict)
            })
        })
    }
}

impl Audit {
    /// All checks with their verdicts, in order.
    pub fn checks(&self) -> impl Iterator<Item = (CheckId, Verdict)> {
        self.rules.iter().enumerate().flat_map(|(rule, audit)| audit.checks(rule))
    }

    /// The verdict of one check; a check that there is not is unverifiable.
    pub fn verdict(&self, id: CheckId) -> Verdict {
        self.rules[id.rule].verdict(id.row).unwrap_or(Verdict::Unverifiable)
    }

    /// How many checks ended in a verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.rules
            .iter()
            .map(|rule| rule.verdicts.iter().filter(|each| **each == verdict).count())
            .sum()
    }

    /// Number of checks.
    pub fn total(&self) -> usize {
        self.rules.iter().map(|rule| rule.verdicts.len()).sum()
    }

    /// Findings that nobody accepted: what makes a run fail.
    pub fn open_findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.accepted.is_none())
    }

    /// How grave a finding is. One that is about no figure is substantive.
    pub fn grade(&self, study: &Study, finding: &Finding) -> Grade {
        let record = self.record_of(study, finding);
        record.and_then(|record| record.grade()).unwrap_or(Grade::Substantive)
    }

    /// What the text says of a finding: the statement of a claim, the numeral that differs.
    pub fn passage(&self, study: &Study, finding: &Finding) -> Option<Passage> {
        match finding.subject {
            Subject::Check(id) => match study.rules[id.rule].target {
                Target::Claim(claim) => self.text.as_ref()?.claims[claim],
                _ => None,
            },
            Subject::Text(difference) => difference.passage(),
            Subject::Numeral(_) | Subject::Acceptance(_) => None,
        }
    }

    /// The finding of a check, if it has one.
    pub fn finding(&self, id: CheckId) -> Option<&Finding> {
        let of_checks = self.findings.partition_point(|finding| finding.check_id().is_some());
        let of_checks = &self.findings[..of_checks];
        of_checks.binary_search_by_key(&Some(id), Finding::check_id).ok().map(|at| &of_checks[at])
    }
}

/// The verdicts of a study and the conventions they rest on, before anything is explained.
struct Checked {
    rules: Vec<RuleAudit>,
    conventions: Vec<ColumnConvention>,
    bases: Vec<BaseConvention>,
    basis: Published,
}

/// Checks every rule of a study.
fn checked(study: &Study) -> Checked {
    let bases = convention::bases(study);
    let mut basis = Published { bases: vec![None; study.tables.len()], ..Published::default() };
    bases.iter().for_each(|known| basis.bases[known.table] = Some(known.base));
    sort_ranked(study, &mut basis);
    basis.prepare(study);
    let mut rules = rows::check_rules(study, &basis);
    let mut conventions = convention::columns(study, &rules);
    basis.truncated = convention::truncated(&conventions);
    if !basis.truncated.is_empty() {
        basis.prepare(study);
    }
    if reads_any(study, &basis.truncated) {
        sort_ranked(study, &mut basis);
        basis.prepare(study);
        rules = rows::check_rules(study, &basis);
        conventions = convention::columns(study, &rules);
    }
    Checked { rules, conventions, bases, basis }
}

/// The checks of a study that disagree, without their causes, which take longer.
pub fn disagreements(study: &Study) -> BTreeSet<CheckId> {
    let rules = checked(study).rules;
    rules
        .iter()
        .enumerate()
        .flat_map(|(rule, audit)| audit.disagreements(rule))
        .map(|(id, _)| id)
        .collect()
}

/// Checks every rule of a study and explains every fault.
///
/// ```
/// # use crossfoot_load::{Loaded, scaffold};
/// # let files = scaffold::blank("permits").map(|(name, text)| (name.to_owned(), text));
/// # let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
/// let audit = crossfoot_audit::audit(&study);
/// assert_eq!(audit.findings.len(), 0);
/// assert_eq!(audit.total(), 9);
/// ```
pub fn audit(study: &Study) -> Audit {
    let audit = examine(study, &[]);
    let roots = root::infer(study, &audit.basis, &audit.rules, &audit.conventions, &audit.findings);
    Audit { roots, ..audit }
}

/// Checks every rule of a study, before its root causes are looked for. The `open` checks have
/// findings even if they agree.
fn examine(study: &Study, open: &[CheckId]) -> Audit {
    let Checked { rules, conventions, bases, basis } = checked(study);
    let coverage = study.ledger.as_ref().map(|ledger| Coverage::from_ledger(ledger));
    let text = study.article.as_ref().map(|article| text::compare(study, article));
    let findings = finding::collect(study, &basis, &rules, &conventions, text.as_ref(), open);
    let denominators = denominator::infer(study, &basis);
    let unresolved = study.aliases.unresolved(study);
    Audit {
        rules,
        findings,
        roots: RootCauses::default(),
        corrected_from: None,
        conventions,
        bases,
        basis,
        denominators,
        unresolved,
        coverage,
        text,
    }
}

/// Sorts the columns that rules rank.
fn sort_ranked(study: &Study, basis: &mut Published) {
    let mut ranked = BTreeSet::new();
    for formula in study.rules.iter().filter_map(|rule| rule.formula.as_ref()) {
        formula.expr.walk(&mut |part| {
            if let Expr::Rank(column, _, None) = part {
                ranked.insert(*column);
            }
        });
    }
    ranked.into_iter().for_each(|column| basis.sort(study, column));
}

/// Whether a formula of the study has one of the columns among its inputs.
fn reads_any(study: &Study, columns: &[ColumnId]) -> bool {
    study.rules.iter().filter_map(|rule| rule.formula.as_ref()).any(|formula| {
        formula.expr.any(|part| match part {
            Expr::Cell(column, _) | Expr::Rank(column, ..) => columns.contains(column),
            Expr::Aggregate(aggregate) => columns.iter().any(|column| {
                column.table == aggregate.table && Some(column.column) == aggregate.column
            }),
            _ => false,
        })
    })
}

/// The examples of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
