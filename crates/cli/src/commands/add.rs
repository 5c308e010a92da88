//! `crossfoot add`: a further release of a table, shown before it is written.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use crossfoot_audit::audit;
use crossfoot_core::Study;
use crossfoot_load::append::{Appending, Mapping, Refused, Unmapped, propose};
use crossfoot_load::received::{self, Charset, Layout, RawTable, Received};
use crossfoot_report::{State, added};
use crossfoot_stats::{Options, analyse};

use crate::args::{Add, Style};
use crate::files;
use crate::output::Output;

pub(crate) fn run(options: &Add, output: &mut Output) -> anyhow::Result<ExitCode> {
    let before = crossfoot_load::load(&options.study)?;
    let charset = options.encoding.as_deref().map(charset).transpose()?;
    let received = received::read(&options.file, received::Options { charset })?;
    for note in &received.notes {
        output.problem(&format!("note: {}: {note}\n", options.file.display()));
    }
    let given = given(&options.map)?;
    let (table, raw, known) = choose(options, &before, &received, &given)?;
    let appending = Appending {
        folder: &options.study,
        study: &before,
        table,
        known: &known,
        raw: &raw,
        release: options.release.trim(),
        published: options.published.as_deref(),
        given: &given,
    };
    let (after, texts) = propose(&appending).map_err(|refused| explain(refused, options, &before, table))?;
    show(&before, &after, table, options.format.format, output)?;
    if options.dry_run {
        output.problem("nothing was written\n");
        return Ok(ExitCode::SUCCESS);
    }
    write(&options.study, &texts)?;
    let names: Vec<String> = texts.keys().map(|name| options.study.join(name).display().to_string()).collect();
    output.problem(&format!("wrote {}\n", names.join(" and ")));
    Ok(ExitCode::SUCCESS)
}

fn charset(name: &str) -> anyhow::Result<Charset> {
    Charset::from_name(name).ok_or_else(|| anyhow!("there is no encoding `{name}`; expected utf-8, utf-16, gb18030 or big5"))
}

/// `HEADER=COLUMN` as the user says.
fn given(written: &[String]) -> anyhow::Result<Mapping> {
    let pair = |text: &String| {
        let (header, column) =
            text.rsplit_once('=').with_context(|| format!("`{text}` maps nothing; expected HEADER=COLUMN, or HEADER= to leave a column out"))?;
        Ok((header.trim().to_owned(), column.trim().to_owned()))
    };
    written.iter().map(pair).collect()
}

/// The table of the study and the table of the file that belong together, with the headings of the study's own file.
fn choose(options: &Add, study: &Study, received: &Received, given: &Mapping) -> anyhow::Result<(usize, RawTable, Vec<String>)> {
    let candidates: Vec<usize> = match &options.table {
        Some(id) => vec![study.table(id).filter(|table| *table < study.published_tables).with_context(|| {
            let known: Vec<&str> = study.published().iter().map(|table| table.id.as_str()).collect();
            format!("the study has no table `{id}`; it has {}", known.join(", "))
        })?],
        None => (0..study.published_tables).collect(),
    };
    let mut best: Option<(usize, usize, RawTable, Vec<String>)> = None;
    let mut equal = false;
    for table in candidates {
        let known = headings(&options.study, study, table)?;
        for raw in &received.tables {
            let raw = upright(raw, &known);
            let unmapped =
                crossfoot_load::append::map_columns(&study.tables[table], &known, &raw, given).map_or_else(|unmapped| unmapped.len(), |_| 0);
            let fits = raw.header.len() - unmapped;
            match &best {
                Some((most, ..)) if fits < *most => {}
                Some((most, ..)) if fits == *most => equal = true,
                _ => {
                    equal = false;
                    best = Some((fits, table, raw, known.clone()));
                }
            }
        }
    }
    match best {
        Some((0, ..)) => {
            bail!("{} has no column of this study; name the table with --table and the columns with --map", options.file.display())
        }
        Some(_) if equal => bail!("{} fits several tables; name one with --table", options.file.display()),
        Some((_, table, raw, known)) => Ok((table, raw, known)),
        None => bail!("{} holds no table", options.file.display()),
    }
}

/// A table whose periods stand across has a row for each of them instead, where the study's has.
fn upright(raw: &RawTable, known: &[String]) -> RawTable {
    match (raw.layout(), known.first()) {
        (Layout::Wide { .. }, Some(period)) => raw.by_period(period).unwrap_or_else(|_| raw.clone()),
        _ => raw.clone(),
    }
}

/// The headings of the file that a table was first read from.
fn headings(folder: &Path, study: &Study, table: usize) -> anyhow::Result<Vec<String>> {
    let source = &study.tables[table].source;
    let text = source.text();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let first = reader.records().next().with_context(|| format!("{} has no header", folder.display()))??;
    Ok(first.iter().map(|header| header.trim_start_matches('\u{feff}').trim().to_owned()).collect())
}

/// Why nothing was appended, and what to write instead.
fn explain(refused: Refused, options: &Add, study: &Study, table: usize) -> anyhow::Error {
    match refused {
        Refused::Load(error) => error.into(),
        Refused::Reason(reason) => anyhow!("{reason}"),
        Refused::Unmapped(all) => {
            let columns: Vec<&str> = study.tables[table].columns.iter().map(|column| column.name.as_str()).collect();
            let line = |unmapped: &Unmapped| {
                let what = match unmapped.candidates.as_slice() {
                    [] if unmapped.suggestion.is_empty() => String::new(),
                    [] => format!(" ({})", unmapped.suggestion),
                    several => format!(" (may be {})", several.join(" or ")),
                };
                format!("\n  {}, {}: `{}`{what}", options.file.display(), unmapped.place, unmapped.header)
            };
            let lines: String = all.iter().map(line).collect();
            let first = all.first().map(|unmapped| unmapped.header.as_str()).unwrap_or_default();
            anyhow!(
                "no column of table `{}` was found for {} of the file:{lines}\nsay which each is, such as --map '{first}={}', or leave it out with --map '{first}='\nthe table has {}",
                study.tables[table].id,
                if all.len() == 1 { "a heading" } else { "these headings" },
                columns.first().copied().unwrap_or_default(),
                columns.join(", ")
            )
        }
    }
}

fn show(before: &Study, after: &Study, table: usize, style: Style, output: &mut Output) -> anyhow::Result<()> {
    let (old, new) = (audit(before), audit(after));
    let (was, is) = (analyse(&[("published", before)], &Options::default()), analyse(&[("published", after)], &Options::default()));
    let [before, after] = [(before, &old, &was), (after, &new, &is)].map(|(study, audit, analysis)| State { study, audit, analysis });
    let document = added(&before, &after, table);
    match style {
        Style::Text => output.text(&document)?,
        Style::Markdown => output.markdown(&document)?,
        Style::Json => output.raw(&crossfoot_report::added_json(&before, &after, table))?,
    }
    Ok(())
}

/// Writes the file first and the manifest last, so that a study never names what is not there.
fn write(folder: &Path, texts: &BTreeMap<String, String>) -> anyhow::Result<()> {
    let mut written = Vec::new();
    let (manifest, others): (Vec<_>, Vec<_>) = texts.iter().partition(|(name, _)| *name == "study.toml");
    for (name, text) in others.into_iter().chain(manifest) {
        let path = folder.join(name);
        if let Err(error) = files::write(&path, text.as_bytes()) {
            // What was added for nothing; that it cannot be removed is no worse than the error.
            written.iter().for_each(|path| drop(fs::remove_file(path)));
            return Err(error);
        }
        if name != "study.toml" {
            written.push(path);
        }
    }
    Ok(())
}
