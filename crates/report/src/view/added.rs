//! `crossfoot add`: what a further release brings: new rows, revised values, findings that come and go, conclusions that change.

use std::collections::BTreeSet;

use crossfoot_audit::revisions::{Change, printings};
use crossfoot_audit::{Audit, revisions};
use crossfoot_core::{Phrase, Study, Unit, say};
use crossfoot_stats::{Analysis, Estimate};

use super::revisions::by;
use super::{count, header, thousands};
use crate::document::{Align, Document, Line, Table, Tone};
use crate::values;

/// Lines of a kind that are shown.
const MOST: usize = 40;

/// A study before or after a release was added.
pub struct State<'a> {
    /// The study.
    pub study: &'a Study,
    /// Its audit.
    pub audit: &'a Audit,
    /// Its statistics.
    pub analysis: &'a Analysis,
}

/// What the last release of a table changes.
pub fn added(before: &State<'_>, after: &State<'_>, table: usize) -> Document {
    let mut document = Document::default();
    header::title(&mut document, after.study);
    let printed = &after.study.tables[table];
    let Some(release) = printed.releases.last() else { return document };
    let new: Vec<usize> = (0..printed.rows())
        .filter(|row| release.row(*row).is_some() && printed.releases.iter().rev().skip(1).all(|known| known.row(*row).is_none()))
        .collect();
    let listed = release.rows.iter().flatten().count();
    document.paragraph(Line::of(
        say!("Release {} of {}: {}, {} new.", release.id.as_str(), printed.id.as_str(), count::rows(listed), thousands(new.len())),
        Tone::Strong,
    ));
    let names: Vec<String> = new.iter().take(MOST).map(|row| printed.key_text(*row)).collect();
    if !names.is_empty() {
        document.heading(2, say!("New rows"));
        document.list(vec![Line::from(Phrase::list(names))]);
        more(&mut document, new.len());
    }
    revised(&mut document, after.study, table);
    findings(&mut document, before, after);
    conclusions(&mut document, before.analysis, after.analysis);
    document
}

fn more(document: &mut Document, all: usize) {
    if all > MOST {
        document.paragraph(Line::of(say!("and {} more", thousands(all - MOST)), Tone::Note));
    }
}

/// The values of earlier periods that the release revises.
fn revised(document: &mut Document, study: &Study, table: usize) {
    let last = study.tables[table].releases.len() - 1;
    let mut rows = Vec::new();
    for column in revisions(study, table) {
        let unit: &Unit = &study.column(column.column).1.unit;
        for (row, _) in &column.rows {
            let id = crossfoot_core::CellId { column: column.column, row: *row };
            let all = printings(study, id);
            let Some(at) = all.iter().position(|printing| printing.release == last && printing.change.is_revision()) else { continue };
            let shown =
                |figure: Option<&crossfoot_core::Figure>| figure.map(|figure| format!("{}{}", figure.value(), unit.suffix())).unwrap_or_default();
            let earlier = all[..at].iter().rev().find_map(|printing| printing.cell.figure());
            let difference = if matches!(all[at].change, Change::Revised { .. }) { by(&all[at], unit) } else { Phrase::default() };
            rows.push(vec![
                vec![Line::of(study.cell_name(id), Tone::Code)],
                vec![Line::from(shown(earlier))],
                vec![Line::of(shown(all[at].cell.figure()), Tone::Strong)],
                vec![Line::of(difference, Tone::Note)],
            ]);
        }
    }
    document.heading(2, say!("Values that it revises"));
    if rows.is_empty() {
        document.paragraph(Line::of(say!("None."), Tone::Good));
        return;
    }
    let all = rows.len();
    rows.truncate(MOST);
    let header = [say!("figure"), say!("before"), say!("revised"), say!("difference")].map(Line::from).to_vec();
    document.table(Table { header, align: vec![Align::Left, Align::Right, Align::Right, Align::Left], rows });
    more(document, all);
}

/// Findings that were not there before, and those that are gone.
fn findings(document: &mut Document, before: &State<'_>, after: &State<'_>) {
    let ids = |state: &State<'_>| -> BTreeSet<String> { state.audit.open_findings().map(|finding| finding.id.clone()).collect() };
    let (old, new) = (ids(before), ids(after));
    document.heading(2, say!("Findings"));
    let told = |state: &State<'_>, wanted: &dyn Fn(&String) -> bool, tone| -> Vec<Line> {
        let findings = state.audit.open_findings().filter(|finding| wanted(&finding.id));
        let line = |finding: &crossfoot_audit::Finding| {
            let line = Line::of(finding.id.clone(), Tone::Code);
            match finding.causes.first() {
                Some(cause) => line.then("  ", Tone::Plain).then(cause.detail.clone(), tone),
                None => line,
            }
        };
        findings.take(MOST).map(line).collect()
    };
    let (came, went) = (told(after, &|id| !old.contains(id), Tone::Bad), told(before, &|id| !new.contains(id), Tone::Muted));
    if came.is_empty() && went.is_empty() {
        document.paragraph(say!("The findings are the same as before: {}.", count::findings(new.len())));
    }
    if !came.is_empty() {
        document.paragraph(Line::of(say!("New:"), Tone::Strong));
        document.list(came);
    }
    if !went.is_empty() {
        document.paragraph(Line::of(say!("Gone:"), Tone::Strong));
        document.list(went);
    }
}

/// Conclusions whose estimate is another.
fn conclusions(document: &mut Document, before: &Analysis, after: &Analysis) {
    let of = |analysis: &Analysis| -> Vec<Estimate> {
        let sections = analysis.sections.iter().filter(|section| section.kind == "conclusions");
        sections.flat_map(|section| &section.estimates).filter(|estimate| !estimate.alternative).cloned().collect()
    };
    let size = |estimate: &Estimate| match &estimate.result {
        Ok(value) => value.estimate.map_or_else(Phrase::default, |size| values::statistic(size, estimate.scale)),
        Err(reason) => reason.phrase(),
    };
    let old = of(before);
    let row = |new: &Estimate| {
        let known = old.iter().find(|old| old.subject == new.subject && old.span == new.span)?;
        (size(known) != size(new))
            .then(|| vec![vec![Line::from(new.subject.clone())], vec![Line::from(size(known))], vec![Line::of(size(new), Tone::Strong)]])
    };
    let new = of(after);
    if new.is_empty() {
        return;
    }
    document.heading(2, say!("Conclusions"));
    let rows: Vec<_> = new.iter().filter_map(row).collect();
    if rows.is_empty() {
        document.paragraph(Line::of(say!("None changes."), Tone::Good));
        return;
    }
    let header = [Phrase::default(), say!("before"), say!("after")].map(Line::from).to_vec();
    document.table(Table { header, align: vec![Align::Left, Align::Right, Align::Right], rows });
}
