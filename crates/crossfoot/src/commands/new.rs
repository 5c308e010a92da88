//! `crossfoot new`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use crossfoot_audit::audit;
use crossfoot_audit::draft::{Draft, draft};
use crossfoot_core::{Phrase, Study, say};
use crossfoot_ingest::{Options as Reading, PrintedTable};
use crossfoot_load::draft::{NamedTables, TableDraft, is_kept, tables};
use crossfoot_load::scaffold::{self, Scaffold};
use crossfoot_load::{Loaded, MANIFEST};

use crate::args::New;
use crate::drafting;
use crate::output::Output;

pub(crate) fn run(options: &New, output: &mut Output) -> anyhow::Result<ExitCode> {
    check_id(&options.id)?;
    let folder = options.out.clone().unwrap_or_else(|| Path::new("data").join(&options.id));
    refuse_to_overwrite(&folder)?;
    let inputs = read(&options.from, Reading { charset: options.encoding }, options.decimal)?;
    let Drafted { files, found, remarks } = drafted(options, &inputs.tables, &folder)?;
    let above =
        folder.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let made = first_missing(above);
    fs::create_dir_all(above).with_context(|| format!("{} cannot be made", above.display()))?;
    let written = write(&files, above, &folder);
    if written.is_err()
        && let Some(made) = made
    {
        // What was made only for this run; that it cannot be removed is no worse than the error.
        let _ = fs::remove_dir(made);
    }
    let study = written?;
    let notes: Vec<(String, Phrase)> = inputs.notes.into_iter().chain(remarks).collect();
    output.text(&crossfoot_report::drafted(
        &study,
        &audit(&study),
        &found,
        &notes,
        &shown(&folder),
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// A table that was read, and the text that will stand in its file.
struct Input {
    stem: String,
    table: PrintedTable,
    csv: String,
}

/// The tables of all files.
#[derive(Default)]
struct Inputs {
    tables: Vec<Input>,
    /// What is to be said of how a file was read.
    notes: Vec<(String, Phrase)>,
}

fn read(paths: &[PathBuf], options: Reading, decimal: Option<char>) -> anyhow::Result<Inputs> {
    let mut inputs = Inputs::default();
    for path in paths {
        let NamedTables { tables, notes } = NamedTables::read(path, options, decimal)?;
        inputs.notes.extend(notes.into_iter().map(|note| (shown(path), note.into())));
        for (stem, table) in tables {
            let csv = if is_kept(&table, path) {
                fs::read_to_string(path)
                    .with_context(|| format!("{} cannot be read", path.display()))?
            } else {
                table.to_csv().to_owned()
            };
            inputs.tables.push(Input { stem, table, csv });
        }
    }
    Ok(inputs)
}

/// A drafted study: its files, and what is to be said of it.
#[derive(Default)]
struct Drafted {
    files: BTreeMap<String, String>,
    found: Draft,
    /// Remarks on columns, each with the file of its table.
    remarks: Vec<(String, Phrase)>,
}

/// Drafts a study in memory; its messages name the files as they will be in `folder`.
fn drafted(options: &New, inputs: &[Input], folder: &Path) -> anyhow::Result<Drafted> {
    if inputs.is_empty() {
        let files = scaffold::blank(&options.id).map(|(name, text)| (name.to_owned(), text));
        return Ok(Drafted { files: BTreeMap::from(files), ..Drafted::default() });
    }
    let printed: Vec<(String, PrintedTable)> =
        inputs.iter().map(|input| (input.stem.clone(), input.table.clone())).collect();
    let tables = tables(&printed, options.decimal);
    let named = tables.iter().zip(inputs);
    let mut files: BTreeMap<String, String> =
        named.map(|(table, input)| (table.file.clone(), input.csv.clone())).collect();
    let mut scaffold = Scaffold {
        id: options.id.clone(),
        language: language(&tables),
        tables: Vec::new(),
        entries: Vec::new(),
    };
    // Numbers without a unit may be percentages; they are where they prove to be shares or changes.
    scaffold.tables = tables.iter().map(|table| table.supposing_percentages(|_| true)).collect();
    let supposed = study(&scaffold, &mut files, folder)?;
    let proved = draft(&supposed).percentages(&supposed);
    scaffold.tables = tables
        .iter()
        .enumerate()
        .map(|(at, table)| {
            table.supposing_percentages(|name| {
                proved
                    .iter()
                    .any(|known| known.table == at && supposed.column(*known).1.name == name)
            })
        })
        .collect();
    let bare = study(&scaffold, &mut files, folder)?;
    let found = draft(&bare);
    scaffold.entries = drafting::entries(&bare, &found);
    files.insert(MANIFEST.to_owned(), scaffold.to_toml());
    files.insert("SOURCE.md".to_owned(), scaffold::source(&options.id));
    Ok(Drafted { files, found, remarks: scaffold.tables.iter().flat_map(remarks).collect() })
}

/// The study of a scaffold, whose manifest joins the files.
fn study(
    scaffold: &Scaffold,
    files: &mut BTreeMap<String, String>,
    folder: &Path,
) -> anyhow::Result<Study> {
    files.insert(MANIFEST.to_owned(), scaffold.to_toml());
    Ok(Loaded::from_texts(folder, files)?.into_study())
}

/// Writes the files beside their place and moves them there in one step, then loads the study once:
/// a run that fails leaves nothing.
fn write(files: &BTreeMap<String, String>, above: &Path, folder: &Path) -> anyhow::Result<Study> {
    let scratch = tempfile::Builder::new()
        .prefix(".crossfoot-new-")
        .tempdir_in(above)
        .with_context(|| format!("nothing can be written to {}", above.display()))?;
    let place = scratch.path().join("study");
    fs::create_dir(&place)?;
    for (name, text) in files {
        fs::write(place.join(name), text)?;
    }
    fs::rename(&place, folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    crossfoot_load::load(folder).map_err(|error| {
        // What was made only for this run; that it cannot be removed is no worse than the error.
        let _ = fs::remove_dir_all(folder);
        error.into()
    })
}

/// What whoever drafts a table should know: columns that could not be read as numbers, marks that
/// were taken for missing values.
fn remarks(table: &TableDraft) -> Vec<(String, Phrase)> {
    let columns = table.columns.iter().filter_map(|column| {
        Some(say!("`{}`: {}", column.header.as_str(), column.remark.clone()?))
    });
    let marks = table.missing.iter().map(|mark| {
        say!(
            "`{}` is taken for a missing value; say in study.toml what it means, or put it right",
            mark.as_str()
        )
    });
    columns.chain(marks).map(|remark| (table.file.clone(), remark)).collect()
}

/// The language of the headers, which decides how numbers are written where they do not show it.
fn language(tables: &[TableDraft]) -> String {
    let chinese = |text: &str| text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
    let any = tables.iter().flat_map(|table| &table.columns).any(|column| chinese(&column.header));
    if any { "zh".to_owned() } else { "en".to_owned() }
}

fn check_id(id: &str) -> anyhow::Result<()> {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if id.is_empty() || id.starts_with(['.', '-']) || !id.chars().all(fits) {
        bail!(
            "`{id}` cannot name a study; use letters, digits, `-`, `_` and `.`, such as licences-2025"
        )
    }
    Ok(())
}

fn refuse_to_overwrite(folder: &Path) -> anyhow::Result<()> {
    let empty = || fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if fs::symlink_metadata(folder).is_ok() && !empty() {
        bail!(
            "{} is there already; choose another name, or another folder with --out",
            shown(folder)
        )
    }
    Ok(())
}

/// The uppermost of a folder and those above it that is not there.
fn first_missing(folder: &Path) -> Option<PathBuf> {
    folder
        .ancestors()
        .filter(|above| !above.as_os_str().is_empty() && !above.exists())
        .last()
        .map(Path::to_path_buf)
}

/// A path with forward slashes.
fn shown(path: &Path) -> String {
    path.components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
        .replace("//", "/")
}
