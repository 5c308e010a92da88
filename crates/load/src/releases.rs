//! A table and its later releases → one table that holds the latest of every cell and keeps what
//! each release printed.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use crossfoot_core::{
    Cell, Column, DateSpan, Diagnostic, Missing, Release, Source, Span, Table, Unit, did_you_mean,
};

use crate::Problems;
use crate::folder::Folder;
use crate::manifest::{ColumnSpec, FIRST, Manifest, PrintedColumn, ReleaseSpec, TableSpec, Text};
use crate::tables::{self, Opened};
use crossfoot_ingest::PrintedTable;
use crossfoot_ingest::text::csv::CsvText;

/// A table as each publication printed it; `None` where that cannot be read. A copy shares the
/// cells.
#[derive(Clone, Debug)]
pub(crate) struct Publications {
    first: Option<Table>,
    later: Vec<Option<Table>>,
}

impl Publications {
    /// Reads the files that the manifest names, all of them before the first that cannot be read
    /// ends this, so that all problems are reported at once.
    pub(crate) fn read(
        folder: &Folder<'_>,
        spec: &TableSpec,
        manifest: &Manifest,
        source: &Arc<Source>,
        problems: &mut Problems,
    ) -> Self {
        let mut all = Self { first: None, later: Vec::new() };
        let columns = spec.columns.len();
        let Some(opened) = Opened::open(folder, &spec.file.value, columns, problems) else {
            return all;
        };
        all.first = tables::read(opened, spec, manifest, source, None, problems);
        for release in &spec.releases {
            let opened = Opened::open(folder, &release.file.value, columns, problems);
            all.push(opened, spec, release, (manifest, source), problems);
        }
        all
    }

    /// Adds the last release that the manifest describes, as it was received.
    pub(crate) fn add(
        &mut self,
        printed: &PrintedTable,
        spec: &TableSpec,
        manifest: &Manifest,
        source: &Arc<Source>,
        problems: &mut Problems,
    ) {
        let Some(release) = spec.releases.last() else { return };
        let opened = Opened::from_source(printed.source(), spec.columns.len(), problems);
        self.push(opened, spec, release, (manifest, source), problems);
    }

    fn push(
        &mut self,
        opened: Option<Opened>,
        spec: &TableSpec,
        release: &ReleaseSpec,
        (manifest, source): (&Manifest, &Arc<Source>),
        problems: &mut Problems,
    ) {
        let first = self.first.as_ref().and_then(|table| table.format.decimal);
        let described = opened.and_then(|opened| {
            let described = describe(spec, release, &opened, source, problems)?;
            Some((opened, TableSpec { decimal: release.decimal, ..described }))
        });
        self.later.push(described.and_then(|(opened, described)| {
            tables::read(opened, &described, manifest, source, spec.decimal.or(first), problems)
        }));
    }
}

/// One table that holds the latest of every cell; `None` where a publication cannot be read.
pub(crate) fn merged(
    published: &Publications,
    spec: &TableSpec,
    problems: &mut Problems,
) -> Option<Table> {
    let first = published.first.clone()?;
    if published.later.is_empty() {
        return Some(first);
    }
    let later = published.later.iter().cloned().collect::<Option<Vec<Table>>>()?;
    let merged = merge(spec, first, later);
    if merged.is_none() {
        problems.push(Diagnostic::bare(format!(
            "the files of table `{}` are together larger than 4 GiB",
            spec.id.value
        )));
    }
    merged
}

/// The table as the file of a release has it: its columns in the file's order under the file's
/// headers.
fn describe(
    spec: &TableSpec,
    release: &ReleaseSpec,
    opened: &Opened,
    manifest: &Arc<Source>,
    problems: &mut Problems,
) -> Option<TableSpec> {
    let before = problems.len();
    let Opened { csv, headers, .. } = opened;
    for (header, _) in release.columns.iter().filter(|(header, _)| !headers.contains(&header.value))
    {
        let message =
            format!("{} has no column with the header `{}`", csv.source.name(), header.value);
        problems.push(
            Diagnostic::at(manifest, header.span, message)
                .label(did_you_mean(&header.value, headers.iter().map(String::as_str))),
        );
    }
    let mut columns: Vec<PrintedColumn> = Vec::new();
    let mut taken: HashMap<String, &str> = HashMap::new();
    for (position, header) in headers.iter().enumerate() {
        let renamed = release.columns.iter().find(|(name, _)| name.value == *header);
        let wanted = renamed.map_or(header.as_str(), |(_, column)| column.trim());
        if renamed.is_some() && wanted.is_empty() {
            columns.push(left_out(header, position));
            continue;
        }
        let Some(printed) = spec.named(wanted) else {
            let renamed = renamed.map(|(name, _)| (name, wanted));
            problems.push(unknown_column(spec, opened, position, renamed, manifest));
            continue;
        };
        let twice =
            printed.parts.iter().find_map(|part| taken.insert(part.name.value.clone(), header));
        if let Some(other) = twice {
            let message =
                format!("columns `{other}` and `{header}` both map to `{}`", printed.header.value);
            problems.push(Diagnostic::at(&csv.source, csv.header[position], message));
        }
        columns.push(under(&printed, header));
    }
    if problems.len() == before {
        check_key(spec, &taken, csv, problems);
    }
    let described = TableSpec { columns, releases: Vec::new(), ..spec.clone() };
    (problems.len() == before).then_some(described)
}

/// The problem of a heading that stands for no column, or that the manifest maps to none: then its
/// name there and the column that it is mapped to.
fn unknown_column(
    spec: &TableSpec,
    Opened { csv, headers, .. }: &Opened,
    position: usize,
    renamed: Option<(&Text, &str)>,
    manifest: &Arc<Source>,
) -> Diagnostic {
    let known = spec.columns.iter().flat_map(PrintedColumn::names);
    let table = &spec.id.value;
    if let Some((name, wanted)) = renamed {
        let message = format!("table `{table}` has no column `{wanted}`");
        return Diagnostic::at(manifest, name.span, message).label(did_you_mean(wanted, known));
    }
    let header = headers[position].as_str();
    let message = format!("table `{table}` has no column with the header `{header}`");
    let help = format!(
        "map it with `columns = {{ \"{header}\" = \"…\" }}` in the `[[table.release]]`; \"\" leaves it \
         out"
    );
    Diagnostic::at(&csv.source, csv.header[position], message)
        .label(did_you_mean(header, known))
        .help(help)
}

/// Reports columns of the key that a release lacks.
fn check_key(
    spec: &TableSpec,
    taken: &HashMap<String, &str>,
    csv: &CsvText,
    problems: &mut Problems,
) {
    let whole = Span::new(0, csv.header.last().map_or(0, |last| last.range().end));
    for key in spec.key.iter().filter(|key| !taken.contains_key(&key.value)) {
        let mut columns = spec.columns.iter();
        if let Some(printed) = columns.find(|printed| printed.names().any(|name| name == key.value))
        {
            let message = format!(
                "missing column `{}`, part of the key of table `{}`",
                printed.header.value, spec.id.value
            );
            problems.push(Diagnostic::at(&csv.source, whole, message));
        }
    }
}

impl TableSpec {
    /// What a name in a manifest means: a header all that its cells print, or else the name of
    /// figures these alone.
    fn named(&self, name: &str) -> Option<PrintedColumn> {
        let by_header =
            self.columns.iter().find(|printed| printed.header.value.trim() == name).cloned();
        by_header.or_else(|| self.columns.iter().find_map(|printed| printed.only(name)))
    }
}

impl PrintedColumn {
    /// The column with the figures of this name alone; `None` where it holds none of them.
    fn only(&self, name: &str) -> Option<Self> {
        let part = self.parts.iter().find(|part| part.name.value == name)?;
        Some(Self { header: self.header.clone(), parts: vec![part.clone()] })
    }

    /// Its header and the names of what it holds.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.header.value.as_str())
            .chain(self.parts.iter().map(|part| part.name.value.as_str()))
    }
}

/// The column under another header. What its shares are of is known from the table; a release need
/// not have it.
fn under(printed: &PrintedColumn, header: &str) -> PrintedColumn {
    let parts = printed.parts.iter().map(|part| ColumnSpec { base: None, ..part.clone() });
    PrintedColumn {
        header: Text { value: header.to_owned(), ..printed.header.clone() },
        parts: parts.collect(),
    }
}

/// A column of a release that is not read. Its name is none that a manifest can give.
fn left_out(header: &str, position: usize) -> PrintedColumn {
    let column = ColumnSpec {
        name: Text { value: format!("#{position}"), span: Span::default() },
        label: String::new(),
        unit: Unit::Text,
        base: None,
        decimals: None,
        scale: 1,
        optional: false,
        names: false,
    };
    let header = Text { value: header.to_owned(), span: Span::default() };
    PrintedColumn { header, parts: vec![column] }
}

/// Joins releases, the first of which has every column. `None` where their files are larger than 4
/// GiB together.
fn merge(spec: &TableSpec, first: Table, later: Vec<Table>) -> Option<Table> {
    let all: Vec<&Table> = std::iter::once(&first).chain(&later).collect();
    let sources: Vec<Arc<Source>> = all.iter().map(|table| Arc::clone(&table.source)).collect();
    let (source, starts) = Source::join(&sources)?;
    let (places, order) = rows(&all);
    let first_id = spec.first_release.as_ref().map_or(FIRST, |id| id.value.as_str());
    let names = std::iter::once((first_id, None, None)).chain(
        spec.releases
            .iter()
            .map(|release| (release.id.value.as_str(), release.published, release.note.clone())),
    );
    let mut lines = vec![0; order.len()];
    let mut releases = Vec::new();
    for ((table, start), ((id, published, note), places)) in
        all.iter().zip(starts).zip(names.zip(&places))
    {
        let mut rows = vec![None; order.len()];
        for (own, place) in places.iter().enumerate() {
            rows[order[*place]] = u32::try_from(own).ok();
            if lines[order[*place]] == 0 {
                lines[order[*place]] = table.lines[own];
            }
        }
        let columns = first.columns.iter().map(|column| shifted(table, column, start)).collect();
        releases.push(Release { id: id.to_owned(), published, note, rows, columns });
    }
    let (lines, releases) = (lines.into(), releases.into());
    let mut table = Table { source, lines, releases, index: Arc::default(), ..first };
    let latest: Vec<Vec<Cell>> = (0..table.columns.len())
        .map(|column| (0..table.rows()).map(|row| latest(&table, column, row)).collect())
        .collect();
    for (column, cells) in table.columns.iter_mut().zip(latest) {
        column.cells = cells.into();
    }
    Some(table)
}

/// The cells of the column of the same name in a release, with their places in the joined text.
fn shifted(release: &Table, column: &Column, start: u32) -> Option<Vec<Cell>> {
    let own = &release.columns[release.column(&column.name)?];
    Some(own.cells.iter().map(|cell| cell.shifted(start)).collect())
}

/// A cell of the joined table. A row keeps the name under which it was first published.
fn latest(table: &Table, column: usize, row: usize) -> Cell {
    let vintage = if table.key.contains(&column) {
        table.vintages(column, row).next()
    } else {
        table.vintage(column, row)
    };
    vintage.map_or_else(|| never_printed(table, row), |vintage| *vintage.cell)
}

/// A cell that no release has. Its place is the key of the row.
fn never_printed(table: &Table, row: usize) -> Cell {
    let key = table.key.first().and_then(|key| table.vintages(*key, row).next());
    let span = key.map_or(Span::default(), |key| key.cell.span());
    Cell::Missing(Missing::Empty, Span { len: 0, ..span })
}

/// Numbers of rows in the order in which their keys are first met.
#[derive(Default)]
struct RowNumbers {
    by_key: HashMap<String, usize>,
    /// The date in each key, and the other parts of the key.
    dated: Vec<(Option<DateSpan>, String)>,
}

impl RowNumbers {
    /// The number of a row of a release.
    fn number(&mut self, table: &Table, row: usize) -> usize {
        let (date, rest) = key(table, row);
        let next = self.by_key.len();
        let shown = date.map(|date| date.to_string()).unwrap_or_default();
        *self.by_key.entry(format!("{shown}\u{1F}{rest}")).or_insert_with(|| {
            self.dated.push((date, rest));
            next
        })
    }
}

/// For every release the number of each of its rows, equal where the key is; and where the row of
/// each number is in the joined table.
fn rows(releases: &[&Table]) -> (Vec<Vec<usize>>, Vec<usize>) {
    let mut known_keys = RowNumbers::default();
    let places: Vec<Vec<usize>> = (releases.iter())
        .map(|table| (0..table.rows()).map(|row| known_keys.number(table, row)).collect())
        .collect();
    let known = releases.first().map_or(0, |first| first.rows());
    let sorted = in_order(&known_keys.dated, known);
    let mut order = vec![0; sorted.len()];
    for (place, number) in sorted.into_iter().enumerate() {
        order[number] = place;
    }
    (places, order)
}

/// The date in the key of a row, and the other parts of the key.
fn key(table: &Table, row: usize) -> (Option<DateSpan>, String) {
    let mut date = None;
    let mut rest = String::new();
    for column in &table.key {
        match (&table.columns[*column].cells[row], date) {
            (Cell::Date(span, _), None) => date = Some(*span),
            (Cell::Date(span, _), Some(_)) => rest.extend(["\u{1F}", span.to_string().as_str()]),
            _ => rest.extend(["\u{1F}", table.text(*column, row).trim()]),
        }
    }
    (date, rest)
}

/// An order of rows that publications have.
#[derive(Clone, Copy)]
struct Order {
    by_group: bool,
    newest_first: bool,
}

impl Order {
    const ALL: [Self; 4] = [
        Self { by_group: false, newest_first: false },
        Self { by_group: false, newest_first: true },
        Self { by_group: true, newest_first: false },
        Self { by_group: true, newest_first: true },
    ];

    /// Which of two rows comes first. `group` numbers the group of each row.
    fn compare(
        self,
        keys: &[(Option<DateSpan>, String)],
        group: &[usize],
        a: usize,
        b: usize,
    ) -> Ordering {
        let by_group = if self.by_group { group[a].cmp(&group[b]) } else { Ordering::Equal };
        let by_date = keys[a].0.cmp(&keys[b].0);
        by_group.then(if self.newest_first { by_date.reverse() } else { by_date })
    }
}

/// The rows in the order that those first published have, so that the row before stays the period
/// before: by date up or down, by group and then by date, or else new rows after the known ones.
fn in_order(keys: &[(Option<DateSpan>, String)], known: usize) -> Vec<usize> {
    let mut groups: HashMap<&str, usize> = HashMap::new();
    let group: Vec<usize> = keys
        .iter()
        .enumerate()
        .map(|(row, (_, rest))| *groups.entry(rest).or_insert(row))
        .collect();
    let mut rows: Vec<usize> = (0..keys.len()).collect();
    let dated = keys.iter().all(|(date, _)| date.is_some());
    let order = Order::ALL.into_iter().find(|order| {
        dated && rows[..known].is_sorted_by(|a, b| order.compare(keys, &group, *a, *b).is_le())
    });
    if let Some(order) = order {
        rows.sort_by(|a, b| order.compare(keys, &group, *a, *b));
    }
    rows
}
