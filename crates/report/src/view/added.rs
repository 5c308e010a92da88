//! `crossfoot add`: how the columns were found, and what a further release brings: new rows,
//! revised values, findings that come and go, conclusions that change.

use crossfoot_audit::Finding;
use crossfoot_audit::revisions::Change;
use crossfoot_core::{Phrase, say};
use crossfoot_stats::Estimate;

use super::revisions::{by, printed};
use super::{count, header, stats, thousands};
use crate::added::{Added, HeadingTaken};
use crate::document::{Align, Document, Line, Table, Tone};
use crate::values;

/// Lines of a kind that are shown.
const MOST: usize = 40;

/// What the last release of a table changes.
pub fn added(added: &Added<'_>) -> Document {
    let mut document = Document::default();
    header::title(&mut document, added.after.study);
    let Some(release) = added.release() else { return document };
    let new = added.new_rows();
    let listed = release.rows.iter().flatten().count();
    document.paragraph(Line::toned(
        say!(
            "Release {} of {}: {}, {} new.",
            release.id.as_str(),
            added.printed().id.as_str(),
            count::rows(listed),
            thousands(new.len())
        ),
        Tone::Strong,
    ));
    document.paragraph(Line::toned(
        say!("Read from the table at {}.", added.source.clone()),
        Tone::Muted,
    ));
    if !added.others.is_empty() {
        let others = Phrase::list(added.others.iter().take(MOST).cloned());
        document.paragraph(Line::toned(
            say!("The file has other tables, which are not used: {}.", others),
            Tone::Note,
        ));
    }
    columns(&mut document, added);
    if !new.is_empty() {
        document.heading(2, say!("New rows"));
        let names: Vec<String> =
            new.iter().take(MOST).map(|row| added.printed().key_text(*row)).collect();
        document.list(vec![Line::from(Phrase::list(names))]);
        more(&mut document, new.len());
    }
    revised(&mut document, added);
    expected(&mut document, added);
    findings(&mut document, added);
    conclusions(&mut document, added);
    document
}

fn more(document: &mut Document, all: usize) {
    if all > MOST {
        document.paragraph(Line::toned(say!("and {} more", thousands(all - MOST)), Tone::Note));
    }
}

/// Which column each heading was taken for, and what the file lacks.
fn columns(document: &mut Document, added: &Added<'_>) {
    document.heading(2, say!("Columns"));
    let others: Vec<&HeadingTaken> = added
        .headings
        .iter()
        .filter(|found| found.column.as_deref() != Some(found.heading.as_str()))
        .collect();
    let same = added.headings.len() - others.len();
    if !others.is_empty() {
        let rows = others.iter().take(MOST).map(|found| {
            let column = match &found.column {
                Some(column) => Line::toned(column.clone(), Tone::Strong),
                None => Line::toned("–", Tone::Muted),
            };
            let cells = [
                Line::from(found.heading.clone()),
                Line::toned(found.place.clone(), Tone::Muted),
                column,
                Line::toned(found.reason.clone(), Tone::Note),
            ];
            cells.map(|line| vec![line]).to_vec()
        });
        let header =
            [say!("heading"), say!("place"), say!("column"), say!("why")].map(Line::from).to_vec();
        document.table(Table { header, align: vec![Align::Left; 4], rows: rows.collect() });
        more(document, others.len());
    }
    if same > 0 {
        document.paragraph(Line::toned(
            say!("{} under the headings of the table.", count::columns(same)),
            Tone::Muted,
        ));
    }
    if !added.absent.is_empty() {
        let absent = Phrase::list(added.absent.clone());
        document.paragraph(Line::toned(
            say!(
                "The file does not have {}: {}. Their cells are unchanged in known rows and empty in new rows.",
                count::columns(added.absent.len()),
                absent
            ),
            Tone::Bad,
        ));
    }
}

/// The values of earlier periods that the release revises, fills or leaves empty.
fn revised(document: &mut Document, added: &Added<'_>) {
    document.heading(2, say!("Values that it revises"));
    let (study, all) = (added.after.study, added.changed());
    if all.is_empty() {
        document.paragraph(Line::toned(say!("None."), Tone::Good));
        return;
    }
    let rows = all.iter().take(MOST).map(|changed| {
        let unit = &study.column(changed.cell.column).1.unit;
        let difference = match changed.after.change {
            Change::Revised { .. } => by(&changed.after, unit),
            Change::Withdrawn => say!("left empty; the earlier figure is kept"),
            _ => Phrase::default(),
        };
        vec![
            vec![Line::toned(study.cell_name(changed.cell), Tone::Code)],
            vec![Line::from(printed(study, changed.cell, &changed.before))],
            vec![Line::toned(printed(study, changed.cell, &changed.after.cell), Tone::Strong)],
            vec![Line::toned(difference, Tone::Note)],
        ]
    });
    let header = [say!("figure"), say!("before"), say!("revised"), say!("difference")]
        .map(Line::from)
        .to_vec();
    document.table(Table {
        header,
        align: vec![Align::Left, Align::Right, Align::Right, Align::Left],
        rows: rows.collect(),
    });
    more(document, all.len());
}

/// Whether the values of the next period lie where those before it led to expect them.
fn expected(document: &mut Document, added: &Added<'_>) {
    let all = added.expected();
    if all.is_empty() {
        return;
    }
    document.heading(2, say!("What earlier periods led to expect"));
    let rows = all.iter().take(MOST).map(|found| {
        let (said, tone) = if found.is_within() {
            (say!("within"), Tone::Muted)
        } else {
            (say!("outside"), Tone::Bad)
        };
        vec![
            vec![Line::from(found.column.clone())],
            vec![Line::from(found.period.clone())],
            vec![Line::toned(values::statistic(found.value, found.outlook.scale), Tone::Strong)],
            vec![Line::from(stats::ends(found.outlook, found.expected))],
            vec![Line::toned(said, tone)],
        ]
    });
    let header = [
        Phrase::default(),
        Phrase::default(),
        say!("value"),
        say!("prediction interval"),
        Phrase::default(),
    ]
    .map(Line::from)
    .to_vec();
    document.table(Table {
        header,
        align: vec![Align::Left, Align::Left, Align::Right, Align::Right, Align::Left],
        rows: rows.collect(),
    });
    more(document, all.len());
}

/// Findings that were not there before, and those that are gone.
fn findings(document: &mut Document, added: &Added<'_>) {
    document.heading(2, say!("Findings"));
    let (came, went) = (added.new_findings(), added.gone_findings());
    if came.is_empty() && went.is_empty() {
        document.paragraph(say!(
            "The findings are the same as before: {}.",
            count::findings(added.after.audit.open_findings().count())
        ));
    }
    for (title, found, tone) in
        [(say!("New:"), came, Tone::Bad), (say!("Gone:"), went, Tone::Muted)]
    {
        if !found.is_empty() {
            document.paragraph(Line::toned(title, Tone::Strong));
            document.list(found.iter().take(MOST).map(|finding| line(finding, tone)).collect());
            more(document, found.len());
        }
    }
}

/// A finding and its best cause.
fn line(finding: &Finding, tone: Tone) -> Line {
    let line = Line::toned(finding.id.clone(), Tone::Code);
    match finding.causes.first() {
        Some(cause) => line.then("  ", Tone::Plain).then(cause.detail.clone(), tone),
        None => line,
    }
}

/// Conclusions of which the estimate, the interval or the test is another, and what that does to
/// them.
fn conclusions(document: &mut Document, added: &Added<'_>) {
    let (all, changed) = added.conclusions();
    if all == 0 {
        return;
    }
    document.heading(2, say!("Conclusions"));
    if changed.is_empty() {
        document.paragraph(Line::toned(say!("None changes."), Tone::Good));
        return;
    }
    let rows = changed.iter().map(|changed| {
        let subject = vec![Line::from(changed.after.subject.clone())];
        vec![
            subject,
            cell(changed.before, Tone::Plain),
            cell(changed.after, Tone::Strong),
            vec![Line::toned(changed.what.clone(), Tone::Note)],
        ]
    });
    let header = [Phrase::default(), say!("before"), say!("after"), Phrase::default()]
        .map(Line::from)
        .to_vec();
    document.table(Table {
        header,
        align: vec![Align::Left, Align::Right, Align::Right, Align::Left],
        rows: rows.collect(),
    });
}

/// An estimate with its range below, or why there is none.
fn cell(estimate: &Estimate, tone: Tone) -> Vec<Line> {
    match &estimate.result {
        Ok(value) => {
            let mut lines = vec![Line::toned(stats::size(estimate, value), tone)];
            lines.extend(
                value.range.map(|_| Line::toned(stats::ends(estimate, value), Tone::Muted)),
            );
            lines
        }
        Err(reason) => vec![Line::toned(reason.phrase(), Tone::Muted)],
    }
}
