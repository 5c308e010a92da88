//! Codes: the kinds of findings, named for the fault. Each has a page, which
//! `crossfoot explain CODE` prints.

use std::fmt;

use crossfoot_core::formula::{AggregateKind, Expr, Function};
use crossfoot_core::{Rule, Target, Verdict};

/// The kind of a finding.
///
/// ```
/// use crossfoot_audit::Code;
/// let code = Code::from_name("sum-mismatch").unwrap();
/// assert_eq!(code, Code::SumMismatch);
/// assert!(code.page().starts_with("# sum-mismatch\n"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A printed sum is not the sum of its parts.
    SumMismatch,
    /// A printed share is not part ÷ whole.
    ShareMismatch,
    /// A printed change is not (to − from) ÷ from.
    ChangeMismatch,
    /// A printed difference of percentages is not to − from.
    PointsMismatch,
    /// A printed count is not the number of rows.
    CountMismatch,
    /// A printed rank is not the rank of its value.
    RankMismatch,
    /// A printed figure is not what another formula gives.
    FormulaMismatch,
    /// A condition does not hold.
    ConditionViolated,
    /// A statement in the text disagrees with the figures.
    ClaimMismatch,
    /// Only cutting off the digits gives the printed value.
    Truncated,
    /// No values of the rows that are not listed can give the printed value.
    Infeasible,
    /// A numeral of the text is neither covered nor explained.
    UnexplainedNumeral,
    /// A numeral of the text is not in the list of numerals.
    UnlistedNumeral,
    /// A listed numeral is not in the text.
    AbsentNumeral,
    /// A listed numeral is another in the text.
    ChangedNumeral,
    /// The quote of a claim is not in the text.
    AbsentQuote,
    /// An accepted finding was not found.
    UnmatchedAcceptance,
}

impl Code {
    /// All codes, in the order of the documentation.
    pub const ALL: [Self; 17] = [
        Self::SumMismatch,
        Self::ShareMismatch,
        Self::ChangeMismatch,
        Self::PointsMismatch,
        Self::CountMismatch,
        Self::RankMismatch,
        Self::FormulaMismatch,
        Self::ConditionViolated,
        Self::ClaimMismatch,
        Self::Truncated,
        Self::Infeasible,
        Self::UnexplainedNumeral,
        Self::UnlistedNumeral,
        Self::AbsentNumeral,
        Self::ChangedNumeral,
        Self::AbsentQuote,
        Self::UnmatchedAcceptance,
    ];

    /// The name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SumMismatch => "sum-mismatch",
            Self::ShareMismatch => "share-mismatch",
            Self::ChangeMismatch => "change-mismatch",
            Self::PointsMismatch => "points-mismatch",
            Self::CountMismatch => "count-mismatch",
            Self::RankMismatch => "rank-mismatch",
            Self::FormulaMismatch => "formula-mismatch",
            Self::ConditionViolated => "condition-violated",
            Self::ClaimMismatch => "claim-mismatch",
            Self::Truncated => "truncated",
            Self::Infeasible => "infeasible",
            Self::UnexplainedNumeral => "unexplained-numeral",
            Self::UnlistedNumeral => "unlisted-numeral",
            Self::AbsentNumeral => "absent-numeral",
            Self::ChangedNumeral => "changed-numeral",
            Self::AbsentQuote => "absent-quote",
            Self::UnmatchedAcceptance => "unmatched-acceptance",
        }
    }

    /// The page that explains it, in Markdown.
    pub const fn page(self) -> &'static str {
        match self {
            Self::SumMismatch => include_str!("code/sum_mismatch.md"),
            Self::ShareMismatch => include_str!("code/share_mismatch.md"),
            Self::ChangeMismatch => include_str!("code/change_mismatch.md"),
            Self::PointsMismatch => include_str!("code/points_mismatch.md"),
            Self::CountMismatch => include_str!("code/count_mismatch.md"),
            Self::RankMismatch => include_str!("code/rank_mismatch.md"),
            Self::FormulaMismatch => include_str!("code/formula_mismatch.md"),
            Self::ConditionViolated => include_str!("code/condition_violated.md"),
            Self::ClaimMismatch => include_str!("code/claim_mismatch.md"),
            Self::Truncated => include_str!("code/truncated.md"),
            Self::Infeasible => include_str!("code/infeasible.md"),
            Self::UnexplainedNumeral => include_str!("code/unexplained_numeral.md"),
            Self::UnlistedNumeral => include_str!("code/unlisted_numeral.md"),
            Self::AbsentNumeral => include_str!("code/absent_numeral.md"),
            Self::ChangedNumeral => include_str!("code/changed_numeral.md"),
            Self::AbsentQuote => include_str!("code/absent_quote.md"),
            Self::UnmatchedAcceptance => include_str!("code/unmatched_acceptance.md"),
        }
    }

    /// The code of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.name() == name)
    }

    /// The code of a check that disagrees; `None` for a verdict that needs no attention.
    pub(crate) fn from_verdict(rule: &Rule, verdict: Verdict) -> Option<Self> {
        match verdict {
            Verdict::Truncated => Some(Self::Truncated),
            Verdict::Infeasible => Some(Self::Infeasible),
            Verdict::Inconsistent => Some(match (rule.target, &rule.formula) {
                (Target::Claim(_), _) => Self::ClaimMismatch,
                (Target::Condition(_), _) => Self::ConditionViolated,
                (_, Some(formula)) => Self::from_formula(&formula.expr),
                (_, None) => Self::FormulaMismatch,
            }),
            _ => None,
        }
    }

    fn from_formula(expr: &Expr) -> Self {
        match expr {
            Expr::Negate(inner) => Self::from_formula(inner),
            Expr::Sum(_) => Self::SumMismatch,
            Expr::Aggregate(aggregate) if aggregate.kind == AggregateKind::Sum => Self::SumMismatch,
            Expr::Aggregate(aggregate) if aggregate.kind == AggregateKind::Count => {
                Self::CountMismatch
            }
            Expr::Call(Function::Share, _) | Expr::ShareOfSome(_) => Self::ShareMismatch,
            Expr::Call(Function::Change, _) => Self::ChangeMismatch,
            Expr::Call(Function::Points, _) => Self::PointsMismatch,
            Expr::Rank(..) => Self::RankMismatch,
            _ => Self::FormulaMismatch,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
