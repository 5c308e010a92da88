//! The lists of a study, such as `claims.csv`: files whose header is known, read row by row.

use std::sync::Arc;

use crossfoot_core::{Diagnostic, Source, Span, did_you_mean};
use crossfoot_ingest::PrintedTable;
use crossfoot_ingest::text::csv::has_no_rows;

use crate::folder::Folder;
use crate::{Problems, Reported};

/// A list whose columns were found.
pub(crate) struct List {
    table: PrintedTable,
    /// The position in the file of each column of the known header; none of optional ones that it
    /// does not have.
    positions: Vec<Option<usize>>,
}

/// A row of a list. Columns are numbered as in the known header.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    list: &'a List,
    number: usize,
}

impl List {
    /// Reads a list, `None` where the study has no such file.
    ///
    /// # Errors
    /// [`Reported`] where the file cannot be read or has another header.
    pub(crate) fn read(
        folder: &Folder<'_>,
        file: &str,
        header: &[&str],
        problems: &mut Problems,
    ) -> Result<Option<Self>, Reported> {
        Self::read_with(folder, file, header, &[], problems)
    }

    /// The same of a list that may have further columns, which are numbered behind the others.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub(crate) fn read_with(
        folder: &Folder<'_>,
        file: &str,
        header: &[&str],
        optional: &[&str],
        problems: &mut Problems,
    ) -> Result<Option<Self>, Reported> {
        let Some(table) = read_table(folder, file, problems)? else { return Ok(None) };
        let positions = positions(&table, header, optional, problems).ok_or(Reported)?;
        Ok(Some(Self { table, positions }))
    }

    /// The text of the file.
    pub(crate) fn source(&self) -> &Arc<Source> {
        self.table.source()
    }

    /// The lines on which the rows start.
    pub(crate) fn lines(&self) -> &[u32] {
        self.table.lines()
    }

    /// The rows from the top down.
    pub(crate) fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> {
        (0..self.table.rows()).map(|number| Row { list: self, number })
    }
}

impl Row<'_> {
    /// The stretch of the file that a field is; an empty one of a column that is not there.
    pub(crate) fn field(self, column: usize) -> Span {
        let position = self.list.positions[column];
        position.map_or_else(Span::default, |at| self.list.table.field(self.number, at))
    }

    /// The text of a field without the spaces around it.
    pub(crate) fn text(self, column: usize) -> String {
        self.list.source().field(self.field(column)).trim().to_owned()
    }
}

/// Reads a file of a study that it need not have; `None` where it has none.
///
/// # Errors
/// [`Reported`] where the file cannot be read.
pub(crate) fn read_table(
    folder: &Folder<'_>,
    file: &str,
    problems: &mut Problems,
) -> Result<Option<PrintedTable>, Reported> {
    if !folder.has(file) {
        return Ok(None);
    }
    let source = folder.read(file, problems).ok_or(Reported)?;
    PrintedTable::cut(&source, problems).map(Some).ok_or(Reported)
}

/// The stretch from the first heading to the last; the start of a file that is empty.
pub(crate) fn whole_header(table: &PrintedTable) -> Span {
    match table.header() {
        [] => Span::default(),
        [first, .., last] => Span::new(first.range().start, last.range().end),
        [only] => *only,
    }
}

/// Reports a list that lists nothing: a study that has nothing to list leaves the file out.
pub(crate) fn check_has_rows(table: &PrintedTable, problems: &mut Problems) {
    if table.rows() == 0 {
        problems
            .push(has_no_rows(table.source()).help("delete the file if there is nothing to list"));
    }
}

/// The position of each column of a fixed header, and of those that may be there.
fn positions(
    table: &PrintedTable,
    wanted: &[&str],
    optional: &[&str],
    problems: &mut Problems,
) -> Option<Vec<Option<usize>>> {
    let headers = table.columns(problems);
    let before = problems.len();
    let mut found = Vec::with_capacity(wanted.len());
    for name in wanted {
        match headers.iter().position(|header| header == name) {
            Some(position) => found.push(Some(position)),
            None => problems.push(
                Diagnostic::at(
                    table.source(),
                    whole_header(table),
                    format!("missing column `{name}`"),
                )
                .help(format!("expected the header `{}`", wanted.join(","))),
            ),
        }
    }
    let there = optional.iter().map(|name| headers.iter().position(|header| header == name));
    found.extend(there);
    for (position, header) in headers.iter().enumerate() {
        if !wanted.contains(&header.as_str()) && !optional.contains(&header.as_str()) {
            let problem = Diagnostic::at(
                table.source(),
                table.header()[position],
                format!("unknown column `{header}`"),
            );
            problems.push(problem.label(did_you_mean(header, wanted.iter().copied())));
        }
    }
    if problems.len() == before {
        check_has_rows(table, problems);
    }
    (problems.len() == before).then_some(found)
}
