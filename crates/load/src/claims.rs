//! `claims.csv` → claims and the formulas that they assert.

use std::sync::Arc;

use crossfoot_core::{
    Cell, Claim, DateSpan, Diagnostic, NumberFormat, ShortSpan, Source, Span, Unit, quoted,
    read_figure,
};

use crate::Problems;
use crate::folder::Folder;
use crate::list::{List, Row};
use crate::manifest::Text;

/// The units that mean more than their name.
const UNITS: &str = "`count`, `percent`, `points`, `ratio`, `date`, `text` or `truth`";
const FILE: &str = "claims.csv";
const HEADER: [&str; 7] = ["id", "where", "statement", "published", "unit", "formula", "approx"];
/// What drafts add for whoever completes them.
const OPTIONAL: [&str; 3] = ["quote", "position", "choices"];

/// The claims of a study, with the formulas still as written.
#[derive(Clone, Debug)]
pub(crate) struct Claims {
    pub(crate) claims: Vec<Claim>,
    /// One per claim; empty where nothing can recompute it.
    pub(crate) formulas: Vec<Text>,
    pub(crate) source: Option<Arc<Source>>,
}

/// The claims in the folder; none where there is no file, and `None` where formulas that use them
/// cannot be looked at. A figure that cannot be read is reported and kept as text.
pub(crate) fn load(
    folder: &Folder<'_>,
    format: NumberFormat,
    problems: &mut Problems,
) -> Option<Claims> {
    let Some(list) = List::read_with(folder, FILE, &HEADER, &OPTIONAL, problems).ok()? else {
        return Some(Claims { claims: Vec::new(), formulas: Vec::new(), source: None });
    };
    let source = list.source();
    let mut all_have_units = true;
    let (mut claims, mut formulas) = (Vec::<Claim>::new(), Vec::new());
    for row in list.rows() {
        let id = row.text(0);
        if id.is_empty() || claims.iter().any(|claim| claim.id == id) {
            let message = if id.is_empty() {
                "this claim has no id".to_owned()
            } else {
                format!("duplicate claim `{id}`")
            };
            problems.push(Diagnostic::at(source, row.field(0), message));
        }
        let unit_name = row.text(4);
        let unit = Unit::from_name(&unit_name);
        if unit_name.is_empty() {
            all_have_units = false;
            problems.push(
                Diagnostic::at(source, row.field(4), format!("claim `{id}` has no unit"))
                    .label(format!("expected one such as {UNITS}")),
            );
        }
        let approx = approx(row, source, problems);
        let published = published(source, row.field(3), &unit, format, &id, problems);
        claims.push(Claim {
            id: id.into(),
            section: row.text(1),
            statement: row.text(2),
            published,
            unit,
            approx,
            quote: row.text(7),
            position: row.text(8),
            span: row.field(3),
        });
        formulas.push(Text { value: row.text(5), span: row.field(5) });
    }
    let source = Some(Arc::clone(source));
    all_have_units.then_some(Claims { claims, formulas, source })
}

/// Whether a claim says that its figure is approximate.
fn approx(row: Row<'_>, source: &Arc<Source>, problems: &mut Problems) -> bool {
    match row.text(6).as_str() {
        "" | "false" => false,
        "true" => true,
        other => {
            let message =
                format!("expected `true` or nothing in column `approx`, found `{}`", quoted(other));
            problems.push(Diagnostic::at(source, row.field(6), message));
            false
        }
    }
}

fn published(
    source: &Arc<Source>,
    span: Span,
    unit: &Unit,
    format: NumberFormat,
    id: &str,
    problems: &mut Problems,
) -> Cell {
    let text = source.field(span);
    if text.trim().is_empty() {
        problems.push(Diagnostic::at(
            source,
            span,
            format!("claim `{id}` has no reported value in `published`"),
        ));
        return Cell::Text(span);
    }
    match unit {
        Unit::Text | Unit::Truth => Cell::Text(span),
        Unit::Date => DateSpan::read(&text).map_or_else(
            || {
                problems.push(
                    Diagnostic::at(
                        source,
                        span,
                        format!("claim `{id}`: `{}` is not a date", quoted(&text)),
                    )
                    .label("expected `2023`, `2023-07` or `2023-07-01`"),
                );
                Cell::Text(span)
            },
            |date| Cell::Date(date, ShortSpan::new(span)),
        ),
        _ => match read_figure(&text, unit, format) {
            Ok(figure) => Cell::Number(figure.shifted(span.start)),
            Err(why) => {
                let problem = Diagnostic::at(
                    source,
                    span,
                    format!("claim `{id}`: `{}`: {why}", quoted(text.trim())),
                )
                .label(format!("expected {}", unit.noun()));
                problems.push(match unit {
                    Unit::Measure(name) => problem.help(format!(
                        "`{name}` is read as the name of a measure; the other units are {UNITS}"
                    )),
                    _ => problem,
                });
                Cell::Text(span)
            }
        },
    }
}
