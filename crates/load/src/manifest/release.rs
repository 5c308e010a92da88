//! `[[table.release]]`: a later publication of a table, in a separate file.

use std::sync::Arc;

use crossfoot_core::{DateSpan, Diagnostic, Source};

use super::fields::{Fields, Text};
use super::table::{TableSpec, check_file, decimal};
use crate::Problems;

/// What the table's own file is called among the releases where the manifest gives it no name.
pub(crate) const FIRST: &str = "first";

/// One `[[table.release]]`.
#[derive(Clone, Debug)]
pub(crate) struct ReleaseSpec {
    pub(crate) id: Text,
    pub(crate) file: Text,
    pub(crate) published: Option<DateSpan>,
    pub(crate) note: Option<String>,
    /// How its numbers are written, where that is not as in the table's own file.
    pub(crate) decimal: Option<char>,
    /// Headers of the file that differ from those of the table, and the header of the printed
    /// column, or the name of the figures, that each of them is; nothing where it is not read.
    pub(crate) columns: Vec<(Text, String)>,
}

impl ReleaseSpec {
    pub(super) fn read(
        mut fields: Fields<'_>,
        source: &Arc<Source>,
        problems: &mut Problems,
    ) -> Self {
        let spec = Self {
            id: fields.filled("id", problems),
            file: fields.filled("file", problems),
            published: published(&mut fields, source, problems),
            note: fields.text("note", problems).map(|text| text.value),
            decimal: decimal(&mut fields, problems),
            columns: fields
                .lists("columns", problems)
                .into_iter()
                .map(|(header, column)| (header, column.concat()))
                .collect(),
        };
        check_file(&spec.file, source, problems);
        fields.finish(problems);
        spec
    }
}

fn published(
    fields: &mut Fields<'_>,
    source: &Arc<Source>,
    problems: &mut Problems,
) -> Option<DateSpan> {
    let written = fields.text("published", problems)?;
    let date = DateSpan::read(&written.value);
    if date.is_none() {
        let problem =
            Diagnostic::at(source, written.span, format!("`{}` is not a date", written.value));
        problems.push(problem.label("expected `2025`, `2025-03` or `2025-03-01`"));
    }
    date
}

/// Releases need a key to find their rows by, different names, and the order in which they were
/// published.
pub(super) fn check(spec: &TableSpec, source: &Arc<Source>, problems: &mut Problems) {
    let table = &spec.id.value;
    if let (Some(release), true) = (spec.releases.first(), spec.key.is_empty()) {
        let problem = Diagnostic::at(
            source,
            release.id.span,
            format!("table `{table}` has releases but no key"),
        );
        problems.push(problem.help("add `key = …`, the column or columns that name a row"));
    }
    let first = spec.first_release.as_ref().map_or(FIRST, |id| id.value.as_str());
    let mut earlier: Vec<&str> = vec![first];
    let mut latest: Option<DateSpan> = None;
    for release in &spec.releases {
        let id = release.id.value.as_str();
        if earlier.contains(&id) {
            problems.push(Diagnostic::at(
                source,
                release.id.span,
                format!("duplicate release `{id}` of table `{table}`"),
            ));
        }
        earlier.push(id);
        if let (Some(before), Some(published)) = (latest, release.published)
            && published.before(before)
        {
            let message = format!(
                "release `{id}` ({published}) is older than the release above it ({before})"
            );
            problems.push(
                Diagnostic::at(source, release.id.span, message)
                    .help("list releases in the order of their publication"),
            );
        }
        latest = release.published.or(latest);
    }
}
