//! `numbers.csv` → the ledger of every numeral in the text.

use std::path::Path;
use std::sync::Arc;

use crossfoot_core::{Account, Diagnostic, LedgerEntry, Source, Span, Study, suggestion};

use crate::Problems;
use crate::claims::positions;
use crate::grid::Grid;
use crate::text_file;

const HEADER: [&str; 6] = ["n", "where", "numeral", "about", "covers", "reason"];

/// A ledger and its file.
pub(crate) struct Ledger {
    pub(crate) entries: Vec<LedgerEntry>,
    /// What each entry says that it is covered by, where it stands.
    covers: Vec<Span>,
    pub(crate) source: Arc<Source>,
}

/// The ledger in the folder, if there is one that can be read.
pub(crate) fn load(folder: &Path, problems: &mut Problems) -> Option<Ledger> {
    let path = folder.join("numbers.csv");
    if !path.exists() {
        return None;
    }
    let source = text_file::read(&path, problems)?;
    let grid = Grid::cut(&source, problems)?;
    let positions = positions(&grid, &HEADER, problems)?;
    let (mut entries, mut all_covers) = (Vec::with_capacity(grid.rows()), Vec::with_capacity(grid.rows()));
    for row in 0..grid.rows() {
        let field = |column: usize| grid.field(row, positions[column]);
        let text = |column: usize| source.field(field(column)).trim().to_owned();
        if text(0) != (row + 1).to_string() {
            problems.push(
                Diagnostic::at(&source, field(0), format!("numeral {} of the ledger is numbered `{}`", row + 1, text(0)))
                    .help("number the numerals in order, from 1"),
            );
        }
        let (covers, reason) = (text(4), text(5));
        if !covers.is_empty() && !reason.is_empty() {
            problems.push(Diagnostic::at(&source, field(5), "a numeral is either covered or explained, not both"));
        }
        let account = match (covers.is_empty(), reason.is_empty()) {
            (false, _) => Some(Account::Covers(covers)),
            (true, false) => Some(Account::Reason(reason)),
            (true, true) => None,
        };
        entries.push(LedgerEntry { section: text(1), numeral: text(2), about: text(3), account, span: field(2) });
        all_covers.push(field(4));
    }
    Some(Ledger { entries, covers: all_covers, source })
}

/// Whether all that the ledger refers to exists.
pub(crate) fn check(ledger: &Ledger, study: &Study, problems: &mut Problems) {
    for (entry, span) in ledger.entries.iter().zip(&ledger.covers) {
        let Some(Account::Covers(covers)) = &entry.account else { continue };
        if let Err((message, near)) = known(covers, study) {
            let mut problem = Diagnostic::at(&ledger.source, *span, message);
            problem.label = near.map(|name| format!("did you mean `{name}`?")).unwrap_or_default();
            problems.push(problem);
        }
    }
}

/// Whether what covers a numeral exists.
fn known(covers: &str, study: &Study) -> Result<(), (String, Option<String>)> {
    if let Some(id) = covers.strip_prefix("claim:") {
        return match study.claim(id) {
            Some(_) => Ok(()),
            None => {
                let near = suggestion(id, study.claims.iter().map(|claim| claim.id.as_str()));
                Err((format!("there is no claim `{id}`"), near.map(|id| format!("claim:{id}"))))
            }
        };
    }
    study.find_cell(covers).map(|_| ()).ok_or_else(|| (format!("there is no cell `{covers}`"), None))
}
