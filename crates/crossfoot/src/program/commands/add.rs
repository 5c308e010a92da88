//! `crossfoot add`: a further release of a table, shown before it is written.

mod write;

use std::path::Path;

use anyhow::{Context, anyhow, bail};
use crossfoot_audit::audit;
use crossfoot_core::{Phrase, Study, on_one_line};
use crossfoot_ingest::{Options as Reading, PrintedTable, Received};
use crossfoot_load::Loaded;
use crossfoot_load::append::{Appending, Matching, Refused, StandsFor, Unknown, matched, propose};
use crossfoot_report::{Added, HeadingTaken, State, added};
use crossfoot_stats::{Options, analyse};

use crate::by_role;
use crate::program::args::{Add, Style};
use crate::program::output::Output;
use crate::program::{DONE, files};

pub(crate) fn run(options: &Add, output: &mut Output) -> anyhow::Result<u8> {
    // Two releases that are added at once would each write a manifest without the other.
    let _lock = (!options.dry_run).then(|| files::lock_folder(&options.study));
    let loaded = Loaded::read(&options.study)?;
    let before = loaded.study();
    let received = crossfoot_ingest::read(&options.file, Reading { charset: options.encoding })?;
    for note in &received.notes {
        output.problem(&format!("note: {}: {}\n", options.file.display(), on_one_line(note)));
    }
    let appending = Appending {
        loaded: &loaded,
        received: &received,
        table: options.table.as_deref(),
        release: options.release.trim(),
        published: options.published.as_deref(),
        decimal: options.decimal,
        mapping: &mapping(&options.map)?,
    };
    let (matching, not_tried) =
        by_role(&appending, matched(&appending).map_err(|reason| anyhow!("{reason}"))?);
    let file = write::free_name(&options.study, before, &matching, appending.release);
    let proposal = propose(&appending, &matching, &file).map_err(|refused| match refused {
        Refused::Unknown(all) => explain(&all, options, before, &matching, not_tried),
        Refused::Load(error) => error.into(),
        Refused::Reason(reason) => anyhow!("{reason}"),
    })?;
    show(before, &proposal.study, &received, &matching, options.format.format, output)?;
    if options.dry_run {
        output.problem("nothing was written\n");
        return Ok(DONE);
    }
    let release = (file.as_str(), matching.raw.to_csv());
    write::write(&options.study, before, release, &proposal.manifest, output)?;
    Ok(DONE)
}

/// `HEADER=COLUMN` as the user says.
fn mapping(written: &[String]) -> anyhow::Result<Vec<(String, String)>> {
    let mut all: Vec<(String, String)> = Vec::new();
    for text in written {
        let (header, column) = text.rsplit_once('=').with_context(|| {
            format!(
                "cannot read `{text}`; expected HEADER=COLUMN, or HEADER= to leave a column out"
            )
        })?;
        let pair = (header.trim().to_owned(), column.trim().to_owned());
        if all.iter().any(|(header, column)| *header == pair.0 && *column != pair.1) {
            bail!("`{}` is mapped to two different columns", pair.0)
        }
        all.push(pair);
    }
    Ok(all)
}

/// Which headings stand for no column, what they may be, and what to write.
fn explain(
    all: &[Unknown],
    options: &Add,
    study: &Study,
    matching: &Matching,
    not_tried: Option<usize>,
) -> anyhow::Error {
    let lines: String = all.iter().map(|unknown| line(unknown, &options.file)).collect();
    let which = if all.len() == 1 { "this heading" } else { "these headings" };
    let table = &study.tables[matching.table].id;
    let free: Vec<String> =
        matching.absent().into_iter().map(|slot| matching.name(study, slot)).collect();
    let left = match free.as_slice() {
        [] => "every column of the table already has a heading".to_owned(),
        free => format!("columns without a heading: {}", free.join(", ")),
    };
    let example = all.first().map(example).unwrap_or_default();
    let ways = not_tried.map_or_else(String::new, |ways| {
        format!("\nheadings were not matched by their figures: at least {ways} possible assignments; use `--map`")
    });
    anyhow!(
        "no column of table `{table}` found for {which} in the file:{lines}{example}\n{left}{ways}"
    )
}

/// A heading with its place, and what it may be.
fn line(unknown: &Unknown, file: &Path) -> String {
    let what = match (&unknown.other_unit, suggested(unknown), unknown.candidates.as_slice()) {
        (Some(name), ..) => format!(" ({name} in another unit: convert its figures first)"),
        (_, Some(name), _) => format!(" (did you mean `{name}`?)"),
        (_, None, []) => String::new(),
        (_, None, several) => format!(" (could be {})", several.join(" or ")),
    };
    format!("\n  {}, {}: `{}`{what}", file.display(), unknown.place, unknown.heading)
}

/// What to write for a heading.
fn example(unknown: &Unknown) -> String {
    let column = suggested(unknown).or(unknown.candidates.first()).map_or("COLUMN", String::as_str);
    let [map, leave_out] =
        [column, ""].map(|column| shell(&format!("{}={column}", unknown.heading)));
    format!("\nmap each heading, for example --map {map}, or leave it out with --map {leave_out}")
}

/// The column whose name is like a heading, if that may be it.
fn suggested(unknown: &Unknown) -> Option<&String> {
    let candidates = &unknown.candidates;
    let name = unknown.suggestion.as_ref().filter(|_| unknown.other_unit.is_none())?;
    let sure = candidates.is_empty() || candidates.len() > 1 && candidates.contains(name);
    sure.then_some(name)
}

/// A text in quotes of a shell.
fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

fn show(
    before: &Study,
    after: &Study,
    received: &Received,
    matching: &Matching,
    style: Style,
    output: &mut Output,
) -> anyhow::Result<()> {
    let (old, new) = (audit(before), audit(after));
    let (was, is) = (
        analyse(&[("published", before)], &Options::default()),
        analyse(&[("published", after)], &Options::default()),
    );
    let [was, is] = [(before, &old, &was), (after, &new, &is)]
        .map(|(study, audit, analysis)| State { study, audit, analysis });
    let headings = matching.headings.iter().map(|heading| {
        let (column, reason) = match &heading.stands_for {
            StandsFor::Columns(slot, reason) => {
                (Some(matching.name(before, *slot)), reason.describe().into_owned().into())
            }
            StandsFor::LeftOut(reason) => (None, format!("left out, {}", reason.describe()).into()),
            StandsFor::Unknown(_) | StandsFor::OtherUnit(_) => (None, Phrase::default()),
        };
        let place = heading.place.as_str().into();
        HeadingTaken { heading: heading.text.clone(), place, column, reason }
    });
    let absent = matching.absent().into_iter().map(|slot| matching.name(before, slot)).collect();
    let others =
        received.tables.iter().filter(|other| first_place(other) != first_place(&matching.raw));
    let release = Added {
        before: was,
        after: is,
        table: matching.table,
        source: first_place(&matching.raw),
        others: others.map(named).collect(),
        headings: headings.collect(),
        absent,
    };
    let document = added(&release).in_language(&output.language(after));
    match style {
        Style::Text => output.text(&document)?,
        Style::Markdown => output.markdown(&document)?,
        Style::Json => output.raw(&crossfoot_report::added_json(&release))?,
    }
    Ok(())
}

/// A table of the file by its title and its place.
fn named(table: &PrintedTable) -> Phrase {
    match &table.title {
        Some(title) => format!("`{title}` at {}", first_place(table)).into(),
        None => first_place(table),
    }
}

/// Where the first heading of a table was received.
fn first_place(table: &PrintedTable) -> Phrase {
    table.headings().next().map(|heading| heading.place().to_string().into()).unwrap_or_default()
}
