//! LaTeX: the published tables and the claims beside what was recomputed, to take into a paper.
//! Needs no more than `booktabs`, `array` and `longtable`.

mod escape;
mod layout;

use std::collections::BTreeMap;

use crossfoot_audit::{Audit, CheckId};
use crossfoot_core::{CellId, Phrase, Study, Variable, Verdict, say};

use crate::disagreement::Disagreement;
use crate::values::{self, spaced};
use crate::view::{Sheet, checks_by_cell, claim_checks};
use escape::{escape, foreign};
use layout::{Column, Sheet as Page, USUAL, columns};

/// The published tables of a study, then its claims.
///
/// ```
/// # use crossfoot_load::{Loaded, scaffold};
/// # let files = scaffold::blank("permits")
/// #     .map(|(name, text)| (name.to_owned(), text.replace("1,204", "1,240")));
/// # let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
/// # let audit = crossfoot_audit::audit(&study);
/// let tables = crossfoot_report::latex(&study, &audit);
/// assert!(tables.contains("tabular"));
/// ```
pub fn render(study: &Study, audit: &Audit) -> String {
    let checks = checks_by_cell(study, audit);
    let tables = (0..study.published().len()).map(|index| table(study, audit, index, &checks));
    let body: Vec<String> = tables.chain(claims(study, audit)).collect();
    let body = body.join("\n");
    let mut head = format!(
        "% {}, set by Crossfoot {}. In the preamble:\n",
        study.id.replace('\n', " "),
        env!("CARGO_PKG_VERSION")
    );
    head += "%   \\usepackage[T1]{fontenc}\n%   \\usepackage{array,booktabs,longtable}\n";
    if foreign(&body) {
        head += "% It holds characters that pdflatex does not know: use lualatex or xelatex, and a font that has them.\n";
    }
    head + "\n" + &body
}

/// Notes below a table, in the order of their letters.
#[derive(Default)]
struct Notes(Vec<Phrase>);

impl Notes {
    /// The mark of another note.
    fn mark(&mut self, note: Phrase) -> String {
        self.0.push(note);
        format!("\\textsuperscript{{{}}}", letters(self.0.len() - 1))
    }

    fn lines(&self, undecided: bool) -> Vec<String> {
        let lettered = self.0.iter().enumerate().map(|(at, note)| {
            format!("\\textsuperscript{{{}}}~{}", letters(at), escape(&spaced(note)))
        });
        let undecided = undecided
            .then(|| format!("{UNDECIDED}~{}", escape(&say!("could not be decided").to_string())));
        lettered.chain(undecided).collect()
    }
}

/// The mark of what could not be decided.
const UNDECIDED: &str = "\\textsuperscript{\\dag}";

fn table(
    study: &Study,
    audit: &Audit,
    index: usize,
    checks: &BTreeMap<CellId, (CheckId, Verdict)>,
) -> String {
    let sheet = Sheet::from_table(study, audit, index, checks);
    let (mut notes, mut undecided) = (Notes::default(), false);
    let mut rows = Vec::new();
    for (cells, places) in sheet.table.rows.iter().zip(&sheet.cells) {
        let (mut printed, mut recomputed) = (Vec::new(), Vec::new());
        for (lines, place) in cells.iter().zip(places) {
            // The mark of the verdict stands behind the figure in other formats.
            let figure = lines
                .first()
                .and_then(|line| line.0.first())
                .map(|(text, _)| escape(text.to_string().trim()))
                .unwrap_or_default();
            let check = place.and_then(|cell| checks.get(&cell));
            let mark = match check {
                Some((id, verdict)) if verdict.disagrees() => {
                    notes.mark(explanation(study, audit, *id))
                }
                Some((_, Verdict::Feasible | Verdict::Unverifiable)) => {
                    undecided = true;
                    UNDECIDED.to_owned()
                }
                _ => String::new(),
            };
            let changed = place
                .filter(|_| audit.corrected_from.is_some())
                .and_then(|cell| audit.roots.correction(Variable::Cell(cell)));
            let changed = changed
                .map(|change| {
                    notes.mark(say!(
                        "as published: {}",
                        study.unit(change.variable).quantity(change.published.to_string())
                    ))
                })
                .unwrap_or_default();
            printed.push(format!("{figure}{mark}{changed}"));
            recomputed.push(
                lines
                    .get(1)
                    .map(|line| format!("\\textit{{{}}}", escape(line.plain().trim())))
                    .unwrap_or_default(),
            );
        }
        rows.push(printed);
        rows.extend(Some(recomputed).filter(|cells| cells.iter().any(|cell| !cell.is_empty())));
    }
    let table = &study.tables[index];
    let header: Vec<String> =
        sheet.table.header.iter().map(|line| escape(line.plain().trim())).collect();
    let (columns, header, size) = columns(&sheet.table.align, header, &rows);
    let caption = if audit.corrected_from.is_some() {
        say!("{}, with the most probable root causes corrected", &table.title)
    } else {
        say!("{}, as printed; in italics as recomputed where it differs", &table.title)
    };
    let own = table.notes.iter().map(|note| escape(note));
    let notes = own.chain(notes.lines(undecided)).collect();
    Page {
        caption: escape(&caption.to_string()),
        label: label(study, &table.id),
        columns,
        header,
        size,
        rows,
        notes,
    }
    .render()
}

fn claims(study: &Study, audit: &Audit) -> Option<String> {
    let checks = claim_checks(study);
    let (mut notes, mut undecided) = (Notes::default(), false);
    let rows: Vec<Vec<String>> = checks
        .iter()
        .map(|(id, claim)| {
            let claim = &study.claims[*claim];
            let known = audit.record(study, *id);
            let mark = match known.verdict {
                Verdict::Feasible | Verdict::Unverifiable => {
                    undecided = true;
                    UNDECIDED.to_owned()
                }
                verdict if verdict.disagrees() => notes.mark(explanation(study, audit, *id)),
                _ => String::new(),
            };
            vec![
                escape(&claim.section),
                escape(&claim.statement),
                escape(&spaced(&values::published(&known))) + &mark,
                escape(&spaced(&values::recomputed(&known))),
            ]
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let header = [say!("section"), say!("claim"), say!("printed"), say!("recomputed")]
        .map(|name| escape(&name.to_string()))
        .to_vec();
    let caption = escape(&say!("Statements in the text, and what they should say").to_string());
    let columns = [12, 40, 15, 23].map(Column::Wrapped).to_vec();
    Some(
        Page {
            caption,
            label: label(study, "claims"),
            columns,
            header,
            size: USUAL,
            rows,
            notes: notes.lines(undecided),
        }
        .render(),
    )
}

/// The best cause and the rule; of what is accepted, why.
fn explanation(study: &Study, audit: &Audit, id: CheckId) -> Phrase {
    let record = audit.record(study, id);
    let Some(finding) = record.finding else { return Phrase::default() };
    let because = Disagreement::new(&record, finding).because();
    let accepted = record.accepted().map(|accepted| say!("accepted: {}", &accepted.reason));
    Phrase::joined("; ", because.into_iter().chain(accepted))
}

/// A name for `\ref`, of characters that mean nothing to LaTeX.
fn label(study: &Study, part: &str) -> String {
    let name = format!("{}-{part}", study.id);
    format!("tab:{}", name.replace(|c: char| !c.is_ascii_alphanumeric(), "-"))
}

/// a, b, …, z, aa, ab, …
fn letters(at: usize) -> String {
    let last = char::from(b'a' + (at % 26) as u8);
    if at < 26 { last.to_string() } else { letters(at / 26 - 1) + &last.to_string() }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn notes_have_letters_of_their_own() {
        assert_eq!(
            [0, 25, 26, 51, 52, 701, 702].map(letters),
            ["a", "z", "aa", "az", "ba", "zz", "aaa"]
        );
    }
}
