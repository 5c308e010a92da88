//! Formulas in files: parsed, resolved, and their problems shown at their places.

use std::sync::Arc;

use crossfoot_core::formula::{Formula, FormulaError, Scope, parse, parse_rows, resolve};
use crossfoot_core::{Diagnostic, Source, Span};

use crate::Problems;
use crate::manifest::Text;

/// Parses and resolves the formula written at `written.span` of `source`; reports what is wrong
/// with it.
pub(crate) fn compile(
    written: &Text,
    source: &Arc<Source>,
    scope: &Scope<'_>,
    name: &str,
    problems: &mut Problems,
) -> Option<Formula> {
    let result = parse(&written.value).and_then(|node| resolve(&node, scope));
    result.map_err(|error| problems.push(report(&error, written, source, name))).ok()
}

/// Parses a formula whose names cannot be looked up, because a file that they belong to cannot be
/// read; reports what is wrong with it.
pub(crate) fn check_syntax(
    written: &Text,
    source: &Arc<Source>,
    name: &str,
    problems: &mut Problems,
) {
    if let Err(error) = parse(&written.value) {
        problems.push(report(&error, written, source, name));
    }
}

/// The same for the rows that a rule is checked on.
pub(crate) fn check_rows_syntax(
    written: &Text,
    source: &Arc<Source>,
    name: &str,
    problems: &mut Problems,
) {
    if let Err(error) = parse_rows(&written.value) {
        problems.push(report(&error, written, source, name));
    }
}

pub(crate) fn report(
    error: &FormulaError,
    written: &Text,
    source: &Arc<Source>,
    name: &str,
) -> Diagnostic {
    let raw = source.slice(written.span);
    let marked = error.span.range();
    let blank =
        written.value.get(marked.clone()).map_or(0, |text| text.len() - text.trim_end().len());
    let start = raw_offset(raw, &written.value, marked.start);
    let end = raw_offset(raw, &written.value, marked.end - blank)
        .max(start + 1)
        .min(raw.len().max(start + 1));
    let base = written.span.range().start;
    let mut diagnostic = Diagnostic::at(
        source,
        Span::new(base + start, base + end),
        format!("{name}: {}", error.message),
    );
    diagnostic.label = error.expected.clone().unwrap_or_default();
    diagnostic.help.clone_from(&error.help);
    diagnostic
}

/// The position of byte `offset` of a text in the raw stretch of the file, in which quotes may be
/// doubled or escaped.
fn raw_offset(raw: &str, text: &str, offset: usize) -> usize {
    let (raw, text) = (raw.as_bytes(), text.as_bytes());
    let mut at = 0;
    for byte in &text[..offset.min(text.len())] {
        let escaped = raw.get(at) != Some(byte) || *byte == b'"' && raw.get(at + 1) == Some(&b'"');
        at += 1 + usize::from(escaped);
    }
    at.min(raw.len())
}
