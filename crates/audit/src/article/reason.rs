//! Why a numeral is no statistic.

use crossfoot_core::{Article, Block, Numeral, Part, Reading};

/// Why a numeral is no statistic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// A day, a year, a period.
    Date,
    /// It stands before the text: affiliations, dates of publication, identifiers.
    PublicationMetadata,
    /// It stands in the list of references.
    Reference,
    /// A place in an order.
    NotAQuantity,
}

impl Reason {
    /// The name used in `numbers.csv` and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::PublicationMetadata => "publication-metadata",
            Self::Reference => "reference",
            Self::NotAQuantity => "not-a-quantity",
        }
    }
}

/// Why a numeral of a block is no statistic; nothing if it may be one.
pub(super) fn reason(article: &Article, block: &Block, numeral: &Numeral) -> Option<Reason> {
    match (article.section(block).part, &numeral.reading) {
        (Part::Front, _) => Some(Reason::PublicationMetadata),
        (Part::References, _) => Some(Reason::Reference),
        (_, Reading::Date(_)) => Some(Reason::Date),
        (_, Reading::Ordinal(_)) => Some(Reason::NotAQuantity),
        _ => None,
    }
}
