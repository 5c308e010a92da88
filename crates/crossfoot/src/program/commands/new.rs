//! `crossfoot new`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use crossfoot_audit::audit;
use crossfoot_core::{Article, Phrase, Study};
use crossfoot_ingest::{Format, Options as Reading, read_article, read_text};
use crossfoot_load::draft::{NamedTables, kept_text};
use crossfoot_load::{LoadError, is_study_id};
use crossfoot_report::document::Document;
use crossfoot_report::{Reception, drafted_json, numeral_counts};

use crate::program::args::{DraftFormat, New};
use crate::program::output::Output;
use crate::program::{DONE, files};
use crate::{Drafted, Input};

pub(crate) fn run(options: &New, output: &mut Output) -> anyhow::Result<u8> {
    check_id(&options.id)?;
    let folder = options.out.clone().unwrap_or_else(|| Path::new("data").join(&options.id));
    refuse_to_overwrite(&folder)?;
    let mut inputs = read(options)?;
    let made = match &inputs.text {
        Some(article) => {
            let text = crate::draft_with_text(
                &options.id,
                &inputs.tables,
                article,
                &folder,
                options.decimal,
            )?;
            let counts = numeral_counts(&text.statements);
            inputs.notes.extend(text.note.map(|note| ("claims.csv".to_owned(), note)));
            Made { drafted: text.drafted, study: text.study, counts: Some(counts) }
        }
        None => {
            let drafted = crate::draft(&options.id, &inputs.tables, &folder, options.decimal)?;
            Made { study: drafted.study.clone(), drafted, counts: None }
        }
    };
    write_study(&made.drafted.files, &folder)?;
    match options.format {
        DraftFormat::Text => {
            let language = output.language(&made.study);
            output.text(&text(&made, inputs.notes, &folder).in_language(&language))?;
        }
        DraftFormat::Json => output.raw(&json(&made, inputs.notes)?)?,
    }
    Ok(DONE)
}

/// A drafted study.
struct Made {
    drafted: Drafted,
    /// The study with its drafted claims.
    study: Study,
    /// What became of the numerals of its text.
    counts: Option<Phrase>,
}

fn text(made: &Made, notes: Vec<(String, String)>, folder: &Path) -> Document {
    let Made { drafted: Drafted { found, remarks, .. }, study, counts } = made;
    let counts = counts.clone().map(|counts| ("numbers.csv".to_owned(), counts));
    let notes: Vec<(String, Phrase)> = (notes.into_iter().chain(remarks.iter().cloned()))
        .map(|(file, note)| (file, note.into()))
        .chain(counts)
        .collect();
    crossfoot_report::drafted(study, &audit(study), found, &notes, &shown(folder))
}

fn json(made: &Made, notes: Vec<(String, String)>) -> anyhow::Result<String> {
    let Made { drafted, study, counts } = made;
    let counts = counts.iter().map(|counts| ("numbers.csv".to_owned(), counts.to_string()));
    let notes = notes.into_iter().chain(drafted.remarks.iter().cloned()).chain(counts).collect();
    let Drafted { columns_as_text, problems, found, .. } = drafted;
    let reception =
        Reception { columns_as_text: columns_as_text.clone(), problems: problems.clone(), notes };
    Ok(drafted_json(study, found, &reception, &|cell| drafted.grid(cell))?)
}

/// The tables of all files.
#[derive(Default)]
struct Inputs {
    tables: Vec<Input>,
    /// What is to be said of how a file was read.
    notes: Vec<(String, String)>,
    /// The text about them, if one file has any.
    text: Option<Article>,
}

fn read(named: &New) -> anyhow::Result<Inputs> {
    let (options, decimal) = (Reading { charset: named.encoding }, named.decimal);
    let mut inputs = Inputs::default();
    let mut texts = Vec::new();
    if let Some(text) = &named.text {
        texts.push(read_text(text, options)?.article);
    }
    for path in &named.from {
        let read =
            read_article(path, options).map_err(|error| offer_text(error, path, options, named))?;
        // The text of a PDF depends on the program that takes it out.
        let has_tables = !read.received.tables.is_empty();
        let has_text =
            read.received.format != Format::Pdf && crate::has_prose(&read.article, has_tables);
        if has_text {
            texts.push(read.article);
        }
        if has_text && !has_tables {
            let note = "no table found; its claims and numerals are drafted alone";
            inputs.notes.push((shown(path), note.to_owned()));
            continue;
        }
        let NamedTables { tables, notes } = NamedTables::read(path, options, decimal)?;
        inputs.notes.extend(notes.into_iter().map(|note| (shown(path), note)));
        // A file with several tables is not the text of one of them.
        let alone = tables.len() == 1;
        for (stem, table) in tables {
            let kept = if alone { kept_text(&table, path) } else { None };
            let csv = kept.unwrap_or_else(|| table.to_csv().to_owned());
            inputs.tables.push(Input { stem, table, csv });
        }
    }
    if let [_, _, ..] = texts.as_slice() {
        let note = "several files have a text; draft the claims of each with `crossfoot claims`";
        inputs.notes.push(("claims.csv".to_owned(), note.to_owned()));
    } else {
        inputs.text = texts.pop();
    }
    Ok(inputs)
}

/// The error of a file without tables. If the file has prose, the error names the command that starts
/// with its statements.
fn offer_text(mut error: LoadError, path: &Path, options: Reading, named: &New) -> LoadError {
    let is_prose =
        read_text(path, options).is_ok_and(|read| crate::has_prose(&read.article, false));
    if let (true, Some(problem)) = (is_prose, error.problems.last_mut()) {
        problem.help = Some(format!(
            "this reads as prose; start with its statements: `crossfoot new {} --text {}`",
            named.id,
            shown(path)
        ));
    }
    error
}

/// Writes the files of a study to a folder that is not there yet.
pub(super) fn write_study(texts: &BTreeMap<String, String>, folder: &Path) -> anyhow::Result<()> {
    let above =
        folder.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    files::making(above, || {
        fs::create_dir_all(above).with_context(|| format!("cannot create {}", above.display()))?;
        write(texts, above, folder)
    })
}

/// Writes the files, which are known to make a study, to a scratch folder, and moves it to its place
/// in one step: a run that fails leaves nothing.
fn write(texts: &BTreeMap<String, String>, above: &Path, folder: &Path) -> anyhow::Result<()> {
    let _lock = files::lock_folder(above);
    files::clear_unfinished(above);
    let scratch = tempfile::Builder::new()
        .prefix(&format!("{}new-", files::UNFINISHED))
        .tempdir_in(above)
        .with_context(|| format!("cannot write to {}", above.display()))?;
    let place = scratch.path().join("study");
    fs::create_dir(&place)?;
    for (name, text) in texts {
        files::write(&files::below(&place, name)?, text.as_bytes())?;
    }
    fs::rename(&place, folder).with_context(|| format!("cannot create {}", folder.display()))
}

fn check_id(id: &str) -> anyhow::Result<()> {
    if !is_study_id(id) {
        bail!(
            "invalid study name `{id}`; use letters, digits, `-`, `_` and `.`, such as licences-2025"
        )
    }
    Ok(())
}

pub(super) fn refuse_to_overwrite(folder: &Path) -> anyhow::Result<()> {
    let empty = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if fs::symlink_metadata(folder).is_ok() && !empty {
        bail!("{} already exists; choose another name, or another folder with --out", shown(folder))
    }
    Ok(())
}

/// A path with forward slashes.
fn shown(path: &Path) -> String {
    path.components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
        .replace("//", "/")
}
