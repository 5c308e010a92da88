//! `[[table.row]]`: a row whose numbers have a unit of their own.

use std::sync::Arc;

use crossfoot_core::{Diagnostic, Source, Span, Unit};

use super::fields::Fields;
use super::table::{decimals, scale};
use crate::Problems;

/// One `[[table.row]]`.
#[derive(Clone, Debug)]
pub(crate) struct RowSpec {
    /// The line on which the row starts.
    pub(crate) line: u32,
    pub(crate) span: Span,
    pub(crate) unit: Unit,
    pub(crate) scale: i64,
    pub(crate) decimals: Option<u8>,
}

impl RowSpec {
    /// The row, if its line and unit were understood.
    pub(super) fn read(
        mut fields: Fields<'_>,
        source: &Arc<Source>,
        problems: &mut Problems,
    ) -> Option<Self> {
        let (before, whole) = (problems.len(), fields.span);
        let line = fields.integer("line", problems);
        fields.require("line");
        let written = fields.filled("unit", problems);
        let unit = Unit::from_name(&written.value);
        let scale = scale(&mut fields, source, problems);
        let decimals = decimals(&mut fields, &unit, source, problems);
        fields.finish(problems);
        if problems.len() == before && !unit.is_number() {
            let message =
                format!("expected a unit of numbers for the row, found `{}`", unit.name());
            problems.push(Diagnostic::at(source, written.span, message));
        }
        let line = line.and_then(|(line, span)| Some((u32::try_from(line).ok()?, span)));
        if problems.len() == before && line.is_none() {
            problems.push(
                Diagnostic::at(source, whole, "this row has no `line`")
                    .label("expected the line of the file, such as `line = 12`"),
            );
        }
        let (line, span) = line.filter(|_| problems.len() == before)?;
        Some(Self { line, span, unit, scale, decimals })
    }
}
