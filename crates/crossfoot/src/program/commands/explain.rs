//! `crossfoot explain`.

use anyhow::bail;
use crossfoot_audit::{Audit, CauseKind, Code, check_name};
use crossfoot_core::{CellId, ColumnId, Study, suggestion};

use crate::Audited;
use crate::program::args::Explain;
use crate::program::output::Output;
use crate::program::{DONE, studies};

/// Cells of longer tables are not looked through for the one that was meant.
const MOST_ROWS: usize = 1_000;

pub(crate) fn run(options: &Explain, output: &mut Output) -> anyhow::Result<u8> {
    let language = studies::plain_language(output.lang());
    let Some(what) = options.what.as_deref() else {
        output.text(&crossfoot_report::list_explanations(&language).in_language(&language))?;
        return Ok(DONE);
    };
    if let Some(page) = crossfoot_report::explain(what, &language) {
        output.text(&page)?;
        return Ok(DONE);
    }
    let folder = studies::folder(options.study.as_deref());
    let Audited { study, audit } = crate::open(&folder)?;
    let Some(document) = crossfoot_report::explain_study(&study, &audit, what) else {
        let way_out = match nearest(&study, &audit, what) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "`crossfoot explain` lists the codes".to_owned(),
        };
        bail!(
            "unknown name `{what}`: not a code or cause, and not a cell, claim, column, table, rule or check of {}; {way_out}",
            folder.display()
        )
    };
    output.text(&document.in_language(&language.with(&study)))?;
    Ok(DONE)
}

/// The code, cause, check or cell that was probably meant.
fn nearest(study: &Study, audit: &Audit, what: &str) -> Option<String> {
    let mut names: Vec<String> = Code::ALL
        .iter()
        .map(|code| code.name())
        .chain(CauseKind::ALL.iter().map(|kind| kind.name()))
        .map(str::to_owned)
        .collect();
    names.extend(audit.checks().map(|(id, _)| check_name(study, id)));
    names.extend(study.rules.iter().map(|rule| rule.id.to_string()));
    names.extend(study.tables.iter().map(|table| table.id.to_string()));
    names.extend(study.tables.iter().flat_map(|table| {
        table.columns.iter().map(move |column| format!("{}.{}", table.id, column.name))
    }));
    for (table, known) in
        study.tables.iter().enumerate().filter(|(_, known)| known.rows() <= MOST_ROWS)
    {
        let columns = (0..known.columns.len()).map(|column| ColumnId { table, column });
        names.extend(columns.flat_map(|column| {
            (0..known.rows()).map(move |row| study.cell_name(CellId { column, row }))
        }));
    }
    suggestion(what, names.iter().map(String::as_str)).map(str::to_owned)
}
