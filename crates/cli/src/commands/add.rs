//! `crossfoot add`: a further release of a table, shown before it is written.

mod roles;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, anyhow};
use crossfoot_audit::audit;
use crossfoot_core::Study;
use crossfoot_load::append::{Appending, Matching, Proposal, Refused, StandsFor, Unknown, matched, propose};
use crossfoot_load::received::{self, Charset};
use crossfoot_report::{Added, Found, State, added};
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
    let appending = Appending {
        folder: &options.study,
        study: &before,
        received: &received,
        table: options.table.as_deref(),
        release: options.release.trim(),
        published: options.published.as_deref(),
        decimal: options.decimal,
        told: &told(&options.map)?,
    };
    let matching = matched(&appending).map_err(|refused| explain(refused, options, None))?;
    let matching = roles::by_role(&appending, matching);
    let proposal = propose(&appending, &matching).map_err(|refused| explain(refused, options, Some((&before, &matching))))?;
    show(&before, &proposal, &matching, options.format.format, output)?;
    if options.dry_run {
        output.problem("nothing was written\n");
        return Ok(ExitCode::SUCCESS);
    }
    write(&options.study, &proposal, output)?;
    Ok(ExitCode::SUCCESS)
}

fn charset(name: &str) -> anyhow::Result<Charset> {
    Charset::from_name(name).ok_or_else(|| anyhow!("there is no encoding `{name}`; expected utf-8, utf-16, gb18030 or big5"))
}

/// `HEADER=COLUMN` as the user says.
fn told(written: &[String]) -> anyhow::Result<Vec<(String, String)>> {
    let pair = |text: &String| {
        let (header, column) =
            text.rsplit_once('=').with_context(|| format!("`{text}` maps nothing; expected HEADER=COLUMN, or HEADER= to leave a column out"))?;
        Ok((header.trim().to_owned(), column.trim().to_owned()))
    };
    written.iter().map(pair).collect()
}

/// Why nothing was appended, and what to write instead.
fn explain(refused: Refused, options: &Add, matching: Option<(&Study, &Matching)>) -> anyhow::Error {
    match refused {
        Refused::Load(error) => error.into(),
        Refused::Reason(reason) => anyhow!("{reason}"),
        Refused::Unknown(all) => {
            let line = |unknown: &Unknown| {
                let what = match unknown.candidates.as_slice() {
                    [] if unknown.suggestion.is_empty() => String::new(),
                    [] => format!(" ({})", unknown.suggestion),
                    [only] => format!(" (may be {only}, as another heading may)"),
                    several => format!(" (may be {})", several.join(" or ")),
                };
                let heading = if unknown.heading.is_empty() { "a column without heading".to_owned() } else { format!("`{}`", unknown.heading) };
                format!("\n  {}, {}: {heading}{what}", options.file.display(), unknown.place)
            };
            let lines: String = all.iter().map(line).collect();
            let first = all.first().map(|unknown| unknown.heading.as_str()).unwrap_or_default();
            let (table, free) = matching.map_or_else(Default::default, |(study, matching)| {
                let free: Vec<String> = matching.absent().into_iter().map(|slot| matching.name(study, slot)).collect();
                (study.tables[matching.table].id.as_str(), free)
            });
            let is = free.first().map(String::as_str).unwrap_or_default();
            let left = match free.as_slice() {
                [] => "every column of the table has a heading already".to_owned(),
                free => format!("no heading is taken for {}", free.join(", ")),
            };
            anyhow!(
                "no column of table `{table}` was found for {} of the file:{lines}\nsay which each is, such as --map '{first}={is}', or leave it out with --map '{first}='\n{left}",
                if all.len() == 1 { "a heading" } else { "these headings" },
            )
        }
    }
}

fn show(before: &Study, proposal: &Proposal, matching: &Matching, style: Style, output: &mut Output) -> anyhow::Result<()> {
    let after = &proposal.study;
    let (old, new) = (audit(before), audit(after));
    let (was, is) = (analyse(&[("published", before)], &Options::default()), analyse(&[("published", after)], &Options::default()));
    let [was, is] = [(before, &old, &was), (after, &new, &is)].map(|(study, audit, analysis)| State { study, audit, analysis });
    let headings = matching.headings.iter().map(|heading| {
        let (column, reason) = match &heading.stands_for {
            StandsFor::Columns(slot, reason) => (Some(matching.name(before, *slot)), reason.phrase()),
            StandsFor::LeftOut | StandsFor::Unknown(_) => (None, crossfoot_core::say!("left out, as told")),
        };
        Found { heading: heading.text.clone(), place: heading.place.clone(), column, reason }
    });
    let absent = matching.absent().into_iter().map(|slot| matching.name(before, slot)).collect();
    let release = Added { before: was, after: is, table: matching.table, headings: headings.collect(), absent };
    let document = added(&release);
    match style {
        Style::Text => output.text(&document)?,
        Style::Markdown => output.markdown(&document)?,
        Style::Json => output.raw(&crossfoot_report::added_json(&release))?,
    }
    Ok(())
}

/// Writes the file first and the manifest last, so that a study never names what is not there. A run that ends between the two leaves the study as it was,
/// with a file that the next run takes for its own.
fn write(folder: &Path, proposal: &Proposal, output: &mut Output) -> anyhow::Result<()> {
    let (name, text) = &proposal.file;
    let (file, manifest) = (folder.join(name), folder.join("study.toml"));
    let known = file.exists();
    files::write(&file, text.as_bytes())?;
    if let Err(error) = files::write(&manifest, proposal.manifest.as_bytes()) {
        if !known {
            // What was added for nothing; that it cannot be removed is no worse than the error.
            let _ = fs::remove_file(&file);
        }
        return Err(error);
    }
    output.problem(&format!("wrote {} and {}\n", file.display(), manifest.display()));
    Ok(())
}
