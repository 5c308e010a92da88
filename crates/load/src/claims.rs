//! `claims.csv` → claims and the formulas that they assert.

use std::sync::Arc;

use crossfoot_core::{
    Cell, Claim, DateSpan, Diagnostic, NumberFormat, ShortSpan, Source, Span, Unit, did_you_mean,
    quoted, read_figure,
};

use crate::Problems;
use crate::folder::Folder;
use crate::manifest::Text;
use crossfoot_ingest::PrintedTable;
use crossfoot_ingest::text::csv::has_no_rows;

/// The units that mean more than their name.
const UNITS: &str = "`count`, `percent`, `points`, `ratio`, `date`, `text` or `truth`";
const FILE: &str = "claims.csv";
const HEADER: [&str; 7] = ["id", "where", "statement", "published", "unit", "formula", "approx"];

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
    if !folder.has(FILE) {
        return Some(Claims { claims: Vec::new(), formulas: Vec::new(), source: None });
    }
    let source = folder.read(FILE, problems)?;
    let grid = PrintedTable::cut(&source, problems)?;
    let positions = positions(&grid, &HEADER, problems)?;
    let mut all_have_units = true;
    let (mut claims, mut formulas) = (Vec::<Claim>::new(), Vec::new());
    for row in 0..grid.rows() {
        let field = |column: usize| grid.field(row, positions[column]);
        let text = |column: usize| source.field(field(column)).trim().to_owned();
        let id = text(0);
        if id.is_empty() || claims.iter().any(|claim| claim.id == id) {
            let message = if id.is_empty() {
                "this claim has no id".to_owned()
            } else {
                format!("the claim `{id}` stands twice")
            };
            problems.push(Diagnostic::at(&source, field(0), message));
        }
        let unit = Unit::from_name(&text(4));
        if text(4).is_empty() {
            all_have_units = false;
            problems.push(
                Diagnostic::at(&source, field(4), format!("claim `{id}` has no unit"))
                    .label(format!("expected one such as {UNITS}")),
            );
        }
        let approx = match text(6).as_str() {
            "" | "false" => false,
            "true" => true,
            other => {
                problems.push(Diagnostic::at(
                    &source,
                    field(6),
                    format!("`{}` is neither `true` nor empty", quoted(other)),
                ));
                false
            }
        };
        let published = published(&source, field(3), &unit, format, &id, problems);
        claims.push(Claim {
            id: id.into(),
            section: text(1),
            statement: text(2),
            published,
            unit,
            approx,
            span: field(3),
        });
        formulas.push(Text { value: text(5), span: field(5) });
    }
    all_have_units.then_some(Claims { claims, formulas, source: Some(source) })
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
            format!("claim `{id}` does not say what was printed"),
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
                        "`{name}` is none of the units {UNITS}, and so the name of a measure"
                    )),
                    _ => problem,
                });
                Cell::Text(span)
            }
        },
    }
}

/// Where each column of a fixed header stands. A file of that kind is left out where it would list
/// nothing.
pub(crate) fn positions(
    grid: &PrintedTable,
    wanted: &[&str],
    problems: &mut Problems,
) -> Option<Vec<usize>> {
    let headers = grid.columns(problems);
    let before = problems.len();
    let found = wanted.iter().filter_map(|name| {
        let position = headers.iter().position(|header| header == name);
        if position.is_none() {
            let header = Span::new(
                grid.header()[0].range().start,
                grid.header()[grid.header().len() - 1].range().end,
            );
            let problem =
                Diagnostic::at(grid.source(), header, format!("there is no column `{name}`"));
            problems.push(problem.help(format!("the header is {}", wanted.join(","))));
        }
        position
    });
    let found: Vec<usize> = found.collect();
    for (position, header) in headers.iter().enumerate() {
        if !wanted.contains(&header.as_str()) {
            let problem = Diagnostic::at(
                grid.source(),
                grid.header()[position],
                format!("the column `{header}` is not known"),
            );
            problems.push(problem.label(did_you_mean(header, wanted.iter().copied())));
        }
    }
    if problems.len() == before && grid.rows() == 0 {
        problems.push(
            has_no_rows(grid.source()).help("a study with nothing to list here needs no such file"),
        );
    }
    (problems.len() == before).then_some(found)
}
