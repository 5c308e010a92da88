//! `[[table]]`: a file and what its columns hold.

use std::path::{Component, Path};
use std::sync::Arc;

use crossfoot_core::{Diagnostic, Source, Span, Unit, quoted};

use super::fields::{Fields, Text};
use super::release::{self, ReleaseSpec};
use super::row::RowSpec;
use crate::Problems;

/// One `[[table]]`.
#[derive(Clone, Debug)]
pub(crate) struct TableSpec {
    pub(crate) id: Text,
    pub(crate) file: Text,
    pub(crate) title: Option<String>,
    pub(crate) key: Vec<Text>,
    /// Lines whose text is a sub-heading for the rows below.
    pub(crate) headings: Vec<(i64, Span)>,
    pub(crate) complete: bool,
    pub(crate) unlisted: Option<Text>,
    pub(crate) missing: Vec<(String, String)>,
    pub(crate) decimal: Option<char>,
    pub(crate) negative_parentheses: bool,
    pub(crate) base: Option<u8>,
    pub(crate) notes: Vec<String>,
    pub(crate) columns: Vec<PrintedColumn>,
    /// Rows with a unit of their own.
    pub(crate) rows: Vec<RowSpec>,
    /// What the table's own file is called among its releases.
    pub(crate) first_release: Option<Text>,
    pub(crate) releases: Vec<ReleaseSpec>,
}

/// One printed column, which may hold several figures.
#[derive(Clone, Debug)]
pub(crate) struct PrintedColumn {
    pub(crate) header: Text,
    pub(crate) parts: Vec<ColumnSpec>,
}

/// One column of figures.
#[derive(Clone, Debug)]
pub(crate) struct ColumnSpec {
    pub(crate) name: Text,
    pub(crate) label: String,
    pub(crate) unit: Unit,
    pub(crate) base: Option<Text>,
    pub(crate) scale: i64,
    /// How many decimals its figures have, where the file prints more or fewer.
    pub(crate) decimals: Option<u8>,
    /// Whether a cell may end before it.
    pub(crate) optional: bool,
    /// Whether its texts are names of institutions.
    pub(crate) names: bool,
}

impl TableSpec {
    pub(crate) fn read(
        mut fields: Fields<'_>,
        source: &Arc<Source>,
        problems: &mut Problems,
    ) -> Self {
        let spec = Self {
            id: fields.filled("id", problems),
            file: fields.filled("file", problems),
            title: fields.text("title", problems).map(|text| text.value),
            key: fields.texts("key", problems),
            headings: fields.integers("headings", problems),
            complete: fields.flag("complete", true, problems),
            unlisted: fields.text("unlisted", problems),
            missing: missing(&mut fields, source, problems),
            decimal: decimal(&mut fields, problems),
            negative_parentheses: fields.flag("negative_parentheses", false, problems),
            base: base(&mut fields, source, problems),
            notes: fields.texts("notes", problems).into_iter().map(|text| text.value).collect(),
            columns: fields
                .tables("column", problems)
                .into_iter()
                .map(|column| printed_column(column, source, problems))
                .collect(),
            rows: fields
                .tables("row", problems)
                .into_iter()
                .filter_map(|row| RowSpec::read(row, source, problems))
                .collect(),
            first_release: fields.text("first_release", problems),
            releases: fields
                .tables("release", problems)
                .into_iter()
                .map(|release| ReleaseSpec::read(release, source, problems))
                .collect(),
        };
        check_name(&spec.id, source, problems);
        check_file(&spec.file, source, problems);
        fields.require("column");
        if spec.columns.is_empty() {
            problems.push(
                Diagnostic::at(
                    source,
                    fields.span,
                    format!("table `{}` has no columns", spec.id.value),
                )
                .label("expected a `[[table.column]]`"),
            );
        }
        fields.finish(problems);
        release::check(&spec, source, problems);
        spec.check_lines(source, problems);
        spec
    }
}

impl TableSpec {
    /// Lines are those of one file.
    fn check_lines(&self, source: &Arc<Source>, problems: &mut Problems) {
        let headings = self.headings.iter().map(|(_, span)| ("headings", *span)).take(1);
        let rows = self.rows.iter().map(|row| ("row", row.span)).take(1);
        for (key, span) in headings.chain(rows).filter(|_| !self.releases.is_empty()) {
            let message = format!(
                "table `{}` has releases and `{key}`, which names lines of one file",
                self.id.value
            );
            problems.push(Diagnostic::at(source, span, message));
        }
    }

    /// The unit of the row on a line, where it has one of its own.
    pub(crate) fn row_on(&self, line: u32) -> Option<&RowSpec> {
        self.rows.iter().find(|row| row.line == line)
    }
}

/// A study is read from its folder alone, so that what is audited is what is passed on.
pub(super) fn check_file(file: &Text, source: &Arc<Source>, problems: &mut Problems) {
    let inside = Path::new(&file.value)
        .components()
        .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    if !inside {
        let message = format!("`{}` is outside the folder of the study", quoted(&file.value));
        problems.push(
            Diagnostic::at(source, file.span, message).label("expected a file in this folder"),
        );
    }
}

/// Formulas use the names of tables and columns.
fn check_name(name: &Text, source: &Arc<Source>, problems: &mut Problems) {
    let text = name.value.as_str();
    if crossfoot_core::formula::KEYWORDS.contains(&text) {
        let message = format!("`{text}` is a reserved word of the formula language");
        problems.push(Diagnostic::at(source, name.span, message));
    }
    // That a name is empty is already reported.
    let writable = text.trim().is_empty()
        || text.chars().all(|c| c.is_alphanumeric() || c == '_')
            && !text.starts_with(char::is_numeric);
    if !writable {
        let message = format!("`{text}` cannot be written in a formula");
        problems.push(
            Diagnostic::at(source, name.span, message)
                .label("expected a letter, then letters, digits and `_`"),
        );
    }
}

/// The marks of missing values, each with what it means.
fn missing(
    fields: &mut Fields<'_>,
    source: &Arc<Source>,
    problems: &mut Problems,
) -> Vec<(String, String)> {
    let before = problems.len();
    let marks = fields
        .lists("missing", problems)
        .into_iter()
        .map(|(mark, meaning)| (mark, meaning.concat()));
    let marks: Vec<(Text, String)> = marks.collect();
    if problems.len() == before {
        for (mark, _) in marks.iter().filter(|(_, meaning)| meaning.trim().is_empty()) {
            let problem = Diagnostic::at(
                source,
                mark.span,
                format!("the mark `{}` has no meaning", mark.value),
            );
            problems.push(problem.label("such as `\"c\" = \"confidential\"`"));
        }
    }
    marks.into_iter().map(|(mark, meaning)| (mark.value, meaning)).collect()
}

pub(super) fn decimal(fields: &mut Fields<'_>, problems: &mut Problems) -> Option<char> {
    fields.one_of("decimal", &[(".", '.'), (",", ',')], problems)
}

fn base(fields: &mut Fields<'_>, source: &Arc<Source>, problems: &mut Problems) -> Option<u8> {
    let (base, span) = fields.integer("base", problems)?;
    if matches!(base, 3 | 5 | 10 | 100) {
        return u8::try_from(base).ok();
    }
    problems.push(
        Diagnostic::at(source, span, format!("unknown rounding base {base}"))
            .label("expected 3, 5, 10 or 100"),
    );
    None
}

/// What one printed unit stands for.
pub(super) fn scale(fields: &mut Fields<'_>, source: &Arc<Source>, problems: &mut Problems) -> i64 {
    let (scale, span) = fields.integer("scale", problems).unwrap_or((1, Span::default()));
    if scale < 1 {
        problems.push(
            Diagnostic::at(source, span, format!("expected a scale of at least 1, found {scale}"))
                .label("such as `1000` in a table in thousands"),
        );
    }
    scale.max(1)
}

/// How many decimals figures have.
pub(super) fn decimals(
    fields: &mut Fields<'_>,
    unit: &Unit,
    source: &Arc<Source>,
    problems: &mut Problems,
) -> Option<u8> {
    /// More decimals than any publication prints, and few enough for 18 digits.
    const MOST: i64 = 12;
    let (decimals, span) = fields.integer("decimals", problems)?;
    if !unit.is_number() {
        let message = format!("{} has no decimals", unit.noun());
        problems.push(Diagnostic::at(source, span, message));
        return None;
    }
    let known = u8::try_from(decimals).ok().filter(|_| decimals <= MOST);
    if known.is_none() {
        let message = format!("expected 0 to {MOST} decimals, found {decimals}");
        problems.push(Diagnostic::at(source, span, message));
    }
    known
}

fn printed_column(
    mut fields: Fields<'_>,
    source: &Arc<Source>,
    problems: &mut Problems,
) -> PrintedColumn {
    let header = fields.required("header", problems);
    let parts = fields.tables("parts", problems);
    let parts = if parts.is_empty() {
        vec![column(&mut fields, None, source, problems)]
    } else {
        parts.into_iter().map(|fields| part(fields, &header, source, problems)).collect()
    };
    check_optional(&parts, source, problems);
    fields.finish(problems);
    PrintedColumn { header, parts }
}

/// One of the figures that a cell prints.
fn part(
    mut fields: Fields<'_>,
    header: &Text,
    source: &Arc<Source>,
    problems: &mut Problems,
) -> ColumnSpec {
    let optional = fields.flag("optional", false, problems);
    let column = column(&mut fields, Some(&header.value), source, problems);
    fields.finish(problems);
    ColumnSpec { optional, ..column }
}

/// A cell that ends early lacks its last figures, so only these can be optional.
fn check_optional(parts: &[ColumnSpec], source: &Arc<Source>, problems: &mut Problems) {
    let first = parts.first().filter(|part| part.optional);
    let behind = parts.windows(2).find(|pair| pair[0].optional && !pair[1].optional);
    if let Some(part) = first.or_else(|| behind.map(|pair| &pair[0])) {
        let message =
            format!("only the last parts of a cell can be optional, not `{}`", part.name.value);
        problems.push(
            Diagnostic::at(source, part.name.span, message).label(
                "expected the first part, and every part before a required one, in each cell",
            ),
        );
    }
}

fn column(
    fields: &mut Fields<'_>,
    shared_header: Option<&str>,
    source: &Arc<Source>,
    problems: &mut Problems,
) -> ColumnSpec {
    let name = fields.filled("name", problems);
    let unit = Unit::from_name(&fields.filled("unit", problems).value);
    let label = fields.text("label", problems).map(|text| text.value);
    let label = label.unwrap_or_else(|| match shared_header {
        // What is counted is what the heading names.
        Some(header) if unit == Unit::Count => header.to_owned(),
        Some(header) => format!("{header}, {}", unit.name()),
        None => name.value.replace('_', " "),
    });
    let scale = scale(fields, source, problems);
    check_name(&name, source, problems);
    let decimals = decimals(fields, &unit, source, problems);
    let names = fields.flag("names", false, problems);
    if names && unit != Unit::Text {
        let message = format!(
            "expected text for names of institutions, found {} in `{}`",
            unit.noun(),
            name.value
        );
        problems.push(Diagnostic::at(source, name.span, message));
    }
    ColumnSpec {
        name,
        label,
        unit,
        base: fields.text("base", problems),
        scale,
        decimals,
        optional: false,
        names,
    }
}
