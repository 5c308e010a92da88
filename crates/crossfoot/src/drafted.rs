//! Tables as printed → a drafted study, in memory.

mod entries;

use std::collections::BTreeMap;
use std::path::Path;

use crossfoot_audit::draft::{self, Draft, Hints};
use crossfoot_core::{CellId, ColumnId, Study, is_chinese};
use crossfoot_ingest::PrintedTable;
use crossfoot_load::draft::{self as drafts, ColumnDraft, TableDraft, tables};
use crossfoot_load::scaffold::{self, Scaffold};
use crossfoot_load::{LoadError, Loaded, MANIFEST};
use crossfoot_report::OddCell;

/// A table to draft a study from.
#[derive(Clone, Debug)]
pub struct Input {
    /// The name of its file without the ending; the table is named after it.
    pub stem: String,
    /// The table.
    pub table: PrintedTable,
    /// The text of its file in the study, such as [`PrintedTable::to_csv`] of the table.
    pub csv: String,
}

/// A drafted study: its files, and what is to be said of it.
#[derive(Debug)]
pub struct Drafted {
    /// The study that they make.
    pub study: Study,
    /// The files by name: `study.toml`, the tables, `SOURCE.md`.
    pub files: BTreeMap<String, String>,
    /// The rules, series and rankings that were found.
    pub found: Draft,
    /// Remarks on columns, each with the file of its table.
    pub remarks: Vec<(String, String)>,
    /// The cells by which columns that look numeric are read as text.
    pub columns_as_text: Vec<OddCell>,
    /// The cells that cannot be read as what their column holds.
    pub problems: Vec<OddCell>,
    /// The tables as received, each with the received column of every column of the study.
    received: Vec<(PrintedTable, Vec<usize>)>,
}

impl Drafted {
    /// A study without tables, of an article that has none.
    ///
    /// # Errors
    /// [`LoadError`] if it cannot be loaded.
    pub(crate) fn without_tables(id: &str, folder: &Path) -> Result<Self, LoadError> {
        let scaffold =
            Scaffold { id: id.to_owned(), language: "en".to_owned(), ..Scaffold::default() };
        let mut files = BTreeMap::new();
        let study = study(&scaffold, &mut files, folder)?;
        let (found, remarks, received) = (Draft::default(), Vec::new(), Vec::new());
        let (columns_as_text, problems) = (Vec::new(), Vec::new());
        Ok(Self { study, files, found, remarks, columns_as_text, problems, received })
    }

    /// Row and column of a cell in the file as received, from 1.
    pub fn grid(&self, cell: CellId) -> (u32, u32) {
        let (table, columns) = &self.received[cell.column.table];
        table.cell(cell.row, columns[cell.column.column]).grid()
    }
}

/// Drafts a study named `id` from tables; a blank one to complete if there are none. Nothing is
/// read or written; messages name the files as they will be in `folder`. `decimal` is the decimal
/// mark of all tables, if it is known.
///
/// # Errors
/// [`LoadError`] if the drafted study cannot be loaded.
///
/// ```
/// use crossfoot::ingest::{Options, read_bytes};
///
/// let text = "Year,Women,Men,All\n2021,317,284,601\n2022,325,290,615\n2023,341,277,618\n";
/// let received = read_bytes("staff.csv", text.as_bytes(), Options::default()).unwrap();
/// let table = received.tables[0].clone();
/// let csv = table.to_csv().to_owned();
/// let input = crossfoot::Input { stem: "staff".into(), table, csv };
/// let drafted = crossfoot::draft("staff", &[input], "staff".as_ref(), None).unwrap();
/// assert!(drafted.files["study.toml"].contains("women + men"));
/// assert_eq!(crossfoot::Audited::new(drafted.study).audit.findings.len(), 0);
/// ```
pub fn draft(
    id: &str,
    inputs: &[Input],
    folder: &Path,
    decimal: Option<char>,
) -> Result<Drafted, LoadError> {
    if inputs.is_empty() {
        let files = scaffold::blank(id).map(|(name, text)| (name.to_owned(), text));
        let files = BTreeMap::from(files);
        let study = Loaded::from_texts(folder, &files)?.into_study();
        let (found, remarks, received) = (Draft::default(), Vec::new(), Vec::new());
        let (columns_as_text, problems) = (Vec::new(), Vec::new());
        return Ok(Drafted { study, files, found, remarks, columns_as_text, problems, received });
    }
    let printed: Vec<(String, PrintedTable)> =
        inputs.iter().map(|input| (input.stem.clone(), input.table.clone())).collect();
    let tables = tables(&printed, decimal);
    let named = tables.iter().zip(inputs);
    let mut files: BTreeMap<String, String> =
        named.map(|(table, input)| (table.file.clone(), input.csv.clone())).collect();
    let mut scaffold = Scaffold {
        id: id.to_owned(),
        language: language(&tables).to_owned(),
        tables,
        entries: Vec::new(),
    };
    let bare = study(&scaffold, &mut files, folder)?;
    let mut found = draft::draft_with(&bare, &hints(&scaffold.tables, inputs));
    scaffold.entries = entries::entries(&bare, &found);
    files.insert("SOURCE.md".to_owned(), scaffold::source(id));
    // The draft is one only once its files have proved to be a study.
    let bare_tables = std::mem::take(&mut scaffold.tables);
    scaffold.tables = with_units(&bare_tables, &bare, &found, true);
    let study = study(&scaffold, &mut files, folder).or_else(|_| {
        // A base that is not reported is one of percentages.
        found.denominators.clear();
        scaffold.entries = entries::entries(&bare, &found);
        scaffold.tables = with_units(&bare_tables, &bare, &found, false);
        study(&scaffold, &mut files, folder)
    })?;
    let remarks = scaffold.tables.iter().flat_map(remarks).collect();
    let received = scaffold.tables.iter().zip(inputs).map(|(table, input)| {
        let columns = table.columns.iter().enumerate();
        let received = columns.flat_map(|(at, column)| column.parts.iter().map(move |_| at));
        (input.table.clone(), received.collect())
    });
    let received = received.collect();
    let columns_as_text = odd_cells(&scaffold.tables, inputs, |column| column.became_text.iter());
    let problems = odd_cells(&scaffold.tables, inputs, |column| column.problems.iter());
    Ok(Drafted { study, files, found, remarks, columns_as_text, problems, received })
}

/// The study of a scaffold, whose manifest joins the files.
fn study(
    scaffold: &Scaffold,
    files: &mut BTreeMap<String, String>,
    folder: &Path,
) -> Result<Study, LoadError> {
    files.insert(MANIFEST.to_owned(), scaffold.to_toml());
    Ok(Loaded::from_texts(folder, files)?.into_study())
}

/// The numbers of cases in headings, and how far the rows are indented.
fn hints(tables: &[TableDraft], inputs: &[Input]) -> Hints {
    let indents = inputs.iter().map(|input| input.table.indents().to_vec()).collect();
    let mut hints = Hints { indents, ..Hints::default() };
    for (table, drafted) in tables.iter().enumerate() {
        let parts =
            drafted.columns.iter().flat_map(|column| column.parts.iter().map(|_| column.base));
        for (column, base) in parts.enumerate() {
            let cases = base.and_then(|base| i64::try_from(base.value).ok());
            hints.cases.extend(cases.map(|cases| (ColumnId { table, column }, cases)));
        }
    }
    hints
}

/// The tables with the units that the drafted rules prove: shares and changes are percentages, if
/// they are to be, and what has a relation that its unit does not allow is of another unit.
fn with_units(
    tables: &[TableDraft],
    bare: &Study,
    found: &Draft,
    percentages: bool,
) -> Vec<TableDraft> {
    let unclear = names(bare, &found.unclear);
    let proved = if percentages { found.percentages(bare) } else { Vec::new() };
    let proved = names(bare, &proved);
    let tables = tables.iter().enumerate().map(|(at, table)| {
        table
            .with_unknown_units(|name| unclear.contains(&(at, name)))
            .with_percentages(|name| proved.contains(&(at, name)))
    });
    tables.collect()
}

/// The names of columns, each with its table.
fn names<'a>(study: &'a Study, columns: &[ColumnId]) -> Vec<(usize, &'a str)> {
    columns.iter().map(|id| (id.table, study.column(*id).1.name.as_str())).collect()
}

/// What whoever drafts a table should know: columns that could not be read as numbers, marks that
/// were taken for missing values.
fn remarks(table: &TableDraft) -> Vec<(String, String)> {
    let columns = table.columns.iter();
    columns
        .flat_map(|column| column.remarks.iter().map(move |remark| (&column.header, remark)))
        .map(|(header, remark)| (table.file.clone(), format!("`{header}`: {remark}")))
        .collect()
}

/// The odd cells of the columns, with their places in the files as received.
fn odd_cells<'a, I: Iterator<Item = &'a drafts::OddCell>>(
    tables: &'a [TableDraft],
    inputs: &[Input],
    odd: impl Fn(&'a ColumnDraft) -> I,
) -> Vec<OddCell> {
    let mut cells = Vec::new();
    for (table, input) in tables.iter().zip(inputs) {
        for (at, column) in table.columns.iter().enumerate() {
            cells.extend(odd(column).map(|cell| OddCell {
                table: table.id.clone(),
                column: column.header.clone(),
                at: input.table.cell(cell.row, at).grid(),
                text: cell.text.clone(),
            }));
        }
    }
    cells
}

/// The language of the headers, which decides how numbers are written where they do not show it.
fn language(tables: &[TableDraft]) -> &'static str {
    let mut headers = tables.iter().flat_map(|table| &table.columns).map(|column| &column.header);
    if headers.any(|header| header.chars().any(is_chinese)) { "zh" } else { "en" }
}
