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

/// A table as each publication printed it; `None` where that cannot be read. A copy shares the
/// cells.
#[derive(Clone, Debug)]
pub(crate) struct Publications {
    first: Option<Table>,
    later: Vec<Option<Table>>,
}

impl Publications {
    /// Reads the files that the manifest names, all of them before the first that cannot be read
    /// ends this, so that all problems are told at once.
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
            "the files of table `{}` are larger than 4 GiB together",
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
        let Some(printed) = spec.meant(wanted) else {
            let known = || spec.columns.iter().flat_map(PrintedColumn::names);
            problems.push(match renamed {
                Some((name, _)) => Diagnostic::at(manifest, name.span, format!("table `{}` has no column `{wanted}`", spec.id.value))
                    .label(did_you_mean(wanted, known())),
                None => {
                    let message = format!("table `{}` has no column with the header `{header}`", spec.id.value);
                    let help =
                        format!("say which column it is: `columns = {{ \"{header}\" = \"…\" }}` in the `[[table.release]]`; \"\" leaves it out");
                    Diagnostic::at(&csv.source, csv.header[position], message).label(did_you_mean(header, known())).help(help)
                }
            });
            continue;
        };
        let twice =
            printed.parts.iter().find_map(|part| taken.insert(part.name.value.clone(), header));
        if let Some(other) = twice {
            let message = format!(
                "the columns `{other}` and `{header}` are both taken for `{}`",
                printed.header.value
            );
            problems.push(Diagnostic::at(&csv.source, csv.header[position], message));
        }
        columns.push(under(&printed, header));
    }
    for key in &spec.key {
        let printed =
            spec.columns.iter().find(|printed| printed.names().any(|name| name == key.value));
        if let Some(printed) =
            printed.filter(|_| problems.len() == before && !taken.contains_key(&key.value))
        {
            let whole = Span::new(0, csv.header.last().map_or(0, |last| last.range().end));
            let message = format!(
                "this file has no column `{}`, which is in the key of table `{}`",
                printed.header.value, spec.id.value
            );
            problems.push(Diagnostic::at(&csv.source, whole, message));
        }
    }
    let described = TableSpec { columns, releases: Vec::new(), ..spec.clone() };
    (problems.len() == before).then_some(described)
}

impl TableSpec {
    /// What a name in a manifest means: a header all that its cells print, or else the name of
    /// figures these alone.
    fn meant(&self, name: &str) -> Option<PrintedColumn> {
        let by_header =
            self.columns.iter().find(|printed| printed.header.value.trim() == name).cloned();
        let figures = |printed: &PrintedColumn| {
            let part = printed.parts.iter().find(|part| part.name.value == name)?;
            Some(PrintedColumn { header: printed.header.clone(), parts: vec![part.clone()] })
        };
        by_header.or_else(|| self.columns.iter().find_map(figures))
    }
}

impl PrintedColumn {
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
    let named = |value: String| Text { value, span: Span::default() };
    let column = ColumnSpec {
        name: named(format!("#{position}")),
        label: String::new(),
        unit: Unit::Text,
        base: None,
        scale: 1,
        names: false,
    };
    PrintedColumn { header: named(header.to_owned()), parts: vec![column] }
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
        let shifted = |column: &Column| {
            table
                .column(&column.name)
                .map(|at| table.columns[at].cells.iter().map(|cell| cell.shifted(start)).collect())
        };
        let columns = first.columns.iter().map(shifted).collect();
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

/// What stands in a cell of the joined table. A row keeps the name under which it was first
/// published.
fn latest(table: &Table, column: usize, row: usize) -> Cell {
    let vintage = if table.key.contains(&column) {
        table.vintages(column, row).next()
    } else {
        table.vintage(column, row)
    };
    let nowhere = || {
        let key = table.key.first().and_then(|key| table.vintages(*key, row).next());
        Cell::Missing(
            Missing::Empty,
            Span { len: 0, ..key.map_or(Span::default(), |key| key.cell.span()) },
        )
    };
    vintage.map_or_else(nowhere, |vintage| *vintage.cell)
}

/// For every release the number of each of its rows, equal where the key is; and where the row of
/// each number stands in the joined table.
fn rows(releases: &[&Table]) -> (Vec<Vec<usize>>, Vec<usize>) {
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut dated: Vec<(Option<DateSpan>, String)> = Vec::new();
    let places: Vec<Vec<usize>> = (releases.iter())
        .map(|table| {
            let mut number = |row: usize| {
                let (date, rest) = key(table, row);
                let next = numbers.len();
                *numbers
                    .entry(format!(
                        "{}\u{1F}{rest}",
                        date.map(|date| date.to_string()).unwrap_or_default()
                    ))
                    .or_insert_with(|| {
                        dated.push((date, rest));
                        next
                    })
            };
            (0..table.rows()).map(&mut number).collect()
        })
        .collect();
    let known = releases.first().map_or(0, |first| first.rows());
    let sorted = in_order(&dated, known);
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

/// The rows in the order that those first published have, so that the row before stays the period
/// before: by date up or down, by group and then by date, or else new rows behind the known ones.
fn in_order(keys: &[(Option<DateSpan>, String)], known: usize) -> Vec<usize> {
    type Order<'a> = &'a dyn Fn(&usize, &usize) -> Ordering;
    let mut groups: HashMap<&str, usize> = HashMap::new();
    let group: Vec<usize> = keys
        .iter()
        .enumerate()
        .map(|(row, (_, rest))| *groups.entry(rest).or_insert(row))
        .collect();
    let mut rows: Vec<usize> = (0..keys.len()).collect();
    let by_date = |a: &usize, b: &usize| keys[*a].0.cmp(&keys[*b].0);
    let by_group = |a: &usize, b: &usize| group[*a].cmp(&group[*b]);
    let orders: [Order<'_>; 4] = [
        &by_date,
        &|a, b| by_date(b, a),
        &|a, b| by_group(a, b).then_with(|| by_date(a, b)),
        &|a, b| by_group(a, b).then_with(|| by_date(b, a)),
    ];
    let dated = keys.iter().all(|(date, _)| date.is_some());
    if let Some(order) = orders
        .into_iter()
        .find(|order| dated && rows[..known].is_sorted_by(|a, b| order(a, b).is_le()))
    {
        rows.sort_by(order);
    }
    rows
}
