//! `numbers.csv` → the ledger of every numeral in the text.

use std::ops::RangeInclusive;
use std::sync::Arc;

use crossfoot_core::{
    Account, CellId, CellUnit, ClaimId, Diagnostic, LedgerEntry, NumberFormat, Source, Span, Study,
    quoted, read_figure, suggestion,
};

use crate::Problems;
use crate::folder::Folder;
use crate::list::List;

const FILE: &str = "numbers.csv";
const HEADER: [&str; 6] = ["n", "where", "numeral", "about", "covers", "reason"];

/// Numerals of four digits that name a year. A count is rarely printed so, without a mark between
/// thousands.
const YEARS: RangeInclusive<u16> = 1500..=2100;

/// A ledger and its file.
#[derive(Clone, Debug)]
pub(crate) struct Ledger {
    pub(crate) entries: Vec<LedgerEntry>,
    /// Where each entry says what covers it.
    covers: Vec<Span>,
    pub(crate) source: Arc<Source>,
}

/// The ledger in the folder, if there is one that can be read.
pub(crate) fn load(folder: &Folder<'_>, problems: &mut Problems) -> Option<Ledger> {
    let list = List::read(folder, FILE, &HEADER, problems).ok()??;
    let source = Arc::clone(list.source());
    let rows = list.rows().len();
    let (mut entries, mut all_covers) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    for (row, number) in list.rows().zip(1_usize..) {
        let written = row.text(0);
        if written != number.to_string() {
            let message = format!("expected {number} in column `n`, found `{written}`");
            problems.push(
                Diagnostic::at(&source, row.field(0), message)
                    .help("number the numerals in order, from 1"),
            );
        }
        let (covers, reason) = (row.text(4), row.text(5));
        if !covers.is_empty() && !reason.is_empty() {
            problems.push(Diagnostic::at(
                &source,
                row.field(5),
                "expected either `covers` or `reason`, found both",
            ));
        }
        let account = match (covers.is_empty(), reason.is_empty()) {
            (false, _) => Some(Account::Covers(covers)),
            (true, false) => Some(Account::Reason(reason)),
            (true, true) => None,
        };
        entries.push(LedgerEntry {
            section: row.text(1),
            numeral: row.text(2),
            about: row.text(3),
            account,
            span: row.field(2),
        });
        all_covers.push(row.field(4));
    }
    Some(Ledger { entries, covers: all_covers, source })
}

/// Whether all that the ledger refers to exists, and prints the numeral that it covers. `format` is
/// how the text writes numbers.
pub(crate) fn check(ledger: &Ledger, study: &Study, format: NumberFormat, problems: &mut Problems) {
    for (entry, span) in ledger.entries.iter().zip(&ledger.covers) {
        let Some(Account::Covers(name)) = &entry.account else { continue };
        match find(name, study) {
            Ok(covering) => {
                if let Some(printed) = other_figure(&entry.numeral, covering, study, format) {
                    let message = format!(
                        "numeral `{}` is covered by {name}, whose reported value is `{}`",
                        quoted(&entry.numeral),
                        quoted(&printed)
                    );
                    problems.push(Diagnostic::at(&ledger.source, entry.span, message));
                }
            }
            Err((message, near)) => {
                let mut problem = Diagnostic::at(&ledger.source, *span, message);
                problem.label =
                    near.map(|name| format!("did you mean `{name}`?")).unwrap_or_default();
                problems.push(problem);
            }
        }
    }
}

/// What covers a numeral.
#[derive(Clone, Copy)]
enum Covering {
    Claim(usize),
    Cell(CellId),
}

/// What is printed instead of the numeral, where both are numbers and differ. Number words are not
/// read, a year names the period of a claim that is about something else, and the text may do
/// without a sign: "fell by 58.4 %".
fn other_figure(
    numeral: &str,
    covering: Covering,
    study: &Study,
    format: NumberFormat,
) -> Option<String> {
    let (cell, unit, format, printed) = match covering {
        Covering::Claim(index) => {
            let claim = &study.claims[index];
            (&claim.published, &claim.unit, format, study.claims_source.as_ref()?.field(claim.span))
        }
        Covering::Cell(id) => {
            let table = &study.tables[id.column.table];
            let CellUnit { unit, scale } = study.cell_unit(id);
            // In a table in thousands the same number is printed in two ways.
            let cell = Some(study.cell(id)).filter(|_| scale == 1)?;
            (cell, unit, table.format, table.text(id.column.column, id.row))
        }
    };
    let year = numeral.len() == 4 && numeral.parse().is_ok_and(|year| YEARS.contains(&year));
    let figure =
        cell.figure().filter(|_| !year && numeral.contains(|c: char| c.is_ascii_digit()))?;
    let read = read_figure(numeral, unit, format).ok()?;
    // A claim may count the millions that the text names.
    let digits = numeral.rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1);
    let bare = read_figure(&numeral[..digits], unit, format).ok();
    let value = figure.value().to_rational().abs();
    let mut all = [Some(read), bare].into_iter().flatten();
    (!all.any(|read| read.value().to_rational().abs() == value)).then(|| printed.trim().to_owned())
}

/// What covers a numeral, or a message and the name that was probably meant.
fn find(name: &str, study: &Study) -> Result<Covering, (String, Option<String>)> {
    if let Some(id) = ClaimId::unqualified(name) {
        return study.claim(id).map(Covering::Claim).ok_or_else(|| {
            let near = suggestion(id, study.claims.iter().map(|claim| claim.id.as_str()));
            (format!("there is no claim `{id}`"), near.map(|id| ClaimId::from(id).qualified()))
        });
    }
    study
        .find_cell(name)
        .map(Covering::Cell)
        .ok_or_else(|| (format!("there is no cell `{name}`"), None))
}
