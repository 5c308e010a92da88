//! `[[denominator]]`: a whole that shares rest on and that was not printed, with names not yet
//! looked up.

use super::fields::{Fields, Text};
use crate::Problems;

/// One `[[denominator]]`.
#[derive(Debug)]
pub(crate) struct DenominatorSpec {
    pub(crate) id: Text,
    pub(crate) label: Option<String>,
    pub(crate) part: Text,
    pub(crate) share: Text,
    /// The rows that rest on it; all without it.
    pub(crate) rows: Option<Text>,
}

impl DenominatorSpec {
    /// The denominator, if it was understood.
    pub(super) fn read(mut fields: Fields<'_>, problems: &mut Problems) -> Option<Self> {
        let before = problems.len();
        let denominator = Self {
            id: fields.filled("id", problems),
            label: fields.text("label", problems).map(|text| text.value),
            part: fields.filled("part", problems),
            share: fields.filled("share", problems),
            rows: fields.text("where", problems),
        };
        fields.finish(problems);
        (problems.len() == before).then_some(denominator)
    }
}
