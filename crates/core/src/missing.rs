//! Named missing values: why a cell holds no figure.

use std::fmt;

use crate::{Phrase, say};

/// Why a cell holds no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Missing {
    /// Nothing is printed.
    Empty,
    /// A dash: nil or not applicable.
    NotApplicable,
    /// `n/a`, `..` and their kin: exists, but was not published.
    NotAvailable,
    /// A mark that the manifest explains; the index of its meaning in the table's list.
    Declared(u8),
}

impl Missing {
    /// The meaning of a customary mark, if it is one, with or without a footnote.
    ///
    /// ```
    /// use crossfoot_core::Missing;
    /// assert_eq!(Missing::customary(" — "), Some(Missing::NotApplicable));
    /// assert_eq!(Missing::customary("0"), None);
    /// assert_eq!(Missing::customary("–[a]"), Some(Missing::NotApplicable));
    /// ```
    pub fn customary(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::mark(text).or_else(|| {
            let marked = text.strip_suffix(']').and_then(|text| text.rsplit_once('['));
            let (text, note) = marked.unwrap_or((text.trim_end_matches(['*', '†', '‡']), ""));
            Self::mark(text.trim_end()).filter(|_| !text.is_empty() && note.len() <= 2)
        })
    }

    /// The meaning of a mark without a footnote.
    fn mark(text: &str) -> Option<Self> {
        match text {
            "" => Some(Self::Empty),
            "-" | "–" | "—" | "−" | "－" | "--" | "/" => Some(Self::NotApplicable),
            "." | ".." | "..." | "…" | ":" | "n/a" | "N/A" | "n.a." | "NA" | "na" | "#N/A" => {
                Some(Self::NotAvailable)
            }
            _ => None,
        }
    }

    /// Why, in words.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::Empty => say!("empty"),
            Self::NotApplicable => say!("marked not applicable"),
            Self::NotAvailable => say!("marked not available"),
            Self::Declared(_) => say!("marked missing"),
        }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.phrase().fmt(f)
    }
}
