//! What would put an error right: another value, or other words.

use crossfoot_core::{CellId, Decimal, Interval, Phrase, Study, Variable, say};

use crate::CheckId;

/// Something that authors can change to put an error right.
///
/// Remedies are audited again, because a value that agrees with one rule may disagree with another.
///
/// ```
/// # use crossfoot_load::{Loaded, scaffold};
/// # let files = scaffold::blank("permits")
/// #     .map(|(name, text)| (name.to_owned(), text.replace("1,204", "1,240")));
/// # let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
/// use crossfoot_audit::root::Proposal;
/// let audit = crossfoot_audit::audit(&study);
/// let [remedy] = &audit.roots.errors()[0].remedies[..] else { panic!("there is one remedy") };
/// let Proposal::Value { value, .. } = &remedy.proposal else { panic!("it is another value") };
/// assert_eq!(value.to_plain(), "1204");
/// assert!(remedy.opens.is_empty());
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Remedy {
    /// The figure or statement that changes.
    pub variable: Variable,
    /// What should be there.
    pub proposal: Proposal,
    /// Checks that agree as printed and would disagree after the change.
    pub opens: Vec<CheckId>,
}

/// What should be there instead of what was printed.
#[derive(Clone, Debug, PartialEq)]
pub enum Proposal {
    /// Another value.
    Value {
        /// At the printed decimals.
        value: Decimal,
        /// Before rounding, where a rule gives it: from exact counts, where there are any.
        exact: Option<Interval>,
    },
    /// Other words: the number is right for something else.
    Wording(Wording),
}

/// What the number of a statement belongs to.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Wording {
    /// How the words should change.
    pub change: WordingChange,
    /// What the number is, as a formula.
    pub formula: String,
    /// What the formula gives with all root causes corrected; `None` for a statement in words.
    pub value: Option<Interval>,
    /// What should be printed with these words, where that is not what was printed.
    pub corrected: Option<Decimal>,
}

/// How the words of a statement should change.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum WordingChange {
    /// The statement is about the number, not about the share.
    Number,
    /// It is about the share, not about the number.
    Share,
    /// The difference is in percentage points, not in percent.
    PercentagePoints,
    /// It is in percent, not in percentage points.
    Percent,
    /// The number includes rows that the words leave out: for each the cell that shows why.
    Including(Vec<CellId>),
    /// It is about another quantity, which the formula names.
    Quantity,
}

impl Remedy {
    /// Whether the words change.
    pub const fn is_wording(&self) -> bool {
        matches!(self.proposal, Proposal::Wording(_))
    }
}

impl Wording {
    /// What authors should say, without the number: `the number, not the share`.
    pub fn phrase(&self, study: &Study) -> Phrase {
        /// Rows that are named.
        const MOST: usize = 4;
        match &self.change {
            WordingChange::Number => say!("the number, not the share"),
            WordingChange::Share => say!("the share, not the number"),
            WordingChange::PercentagePoints => say!("percentage points, not percent"),
            WordingChange::Percent => say!("percent, not percentage points"),
            WordingChange::Including(cells) => {
                let named = Phrase::list(cells.iter().take(MOST).map(|cell| row(study, *cell)));
                match cells.len().saturating_sub(MOST) {
                    0 => say!("including {}", named),
                    more => say!("including {} and {} more", named, more.to_string()),
                }
            }
            WordingChange::Quantity => say!("this is {}", &self.formula),
        }
    }
}

/// A row by the cell that sets it apart: `Forgery (Years: 2020)`.
fn row(study: &Study, cell: CellId) -> Phrase {
    let (table, column) = study.column(cell.column);
    let text = table.text(cell.column.column, cell.row);
    say!("{} ({}: {})", table.key_text(cell.row), &column.label, &*text)
}
