//! The fields of a table → cells, read a group of stretches at a time on all cores.

use crossfoot_core::{
    Cell, Column, DateSpan, Diagnostic, Figure, Missing, NumberFormat, Qualifier, ReadError,
    Rounding, ShortSpan, Span, Unit, decimal_mark_evidence, quoted, read_figure, read_parts,
    read_plain, read_rounded,
};
use rayon::prelude::*;

use crate::Problems;
use crate::manifest::{PrintedColumn, TableSpec};
use crossfoot_ingest::text::csv::Stretch;
use crossfoot_ingest::text::csv::{CsvText, Rows, has_no_rows};

/// At most this many cells of one column are reported; the rest have the same cause.
const REPORTED_PER_COLUMN: usize = 5;
/// What dates look like.
pub(crate) const DATES: &str = "dates are written as `2023`, `2023-07`, `2023-07-01`, `2023Q3`, \
                                `Jul 2023`, `2023年7月` or `2019–2022`";
/// Stretches per core that are cut before their fields are read: enough to keep the cores busy, few
/// enough that text and fields stay in the cache.
const STRETCHES_PER_CORE: usize = 4;

/// Reads the cells of a table as its manifest entry describes them.
pub(crate) struct CellReader<'a> {
    pub(crate) csv: &'a CsvText,
    pub(crate) spec: &'a TableSpec,
    /// The position of each printed column in the file.
    pub(crate) positions: &'a [usize],
    pub(crate) format: NumberFormat,
}

/// The rows of one stretch. One is filled again and again, so that its memory is asked for once.
#[derive(Clone, Default)]
struct Part {
    rows: Rows,
    /// What is wrong with the rows as such.
    problems: Problems,
}

/// A printed column as it is read.
struct Reading<'a> {
    printed: &'a PrintedColumn,
    position: usize,
    /// The unit of each figure that a cell prints, and whether a cell may end before it.
    parts: Vec<(&'a Unit, bool)>,
    decimals: Vec<Option<u8>>,
    /// One list per figure that a cell prints.
    cells: Vec<Vec<Cell>>,
    failures: Failures,
}

/// What the figures of a cell count, and how many decimals they have where that is declared.
#[derive(Clone, Copy)]
struct Measured<'a> {
    unit: &'a Unit,
    decimals: Option<u8>,
}

/// Cells of one printed column that cannot be read: the first of them, with what was expected
/// there, and how many there are.
#[derive(Default)]
struct Failures {
    first: Vec<(Span, ReadError, String)>,
    count: usize,
}

impl<'a> CellReader<'a> {
    /// All columns, and the line on which each row starts; `None` where rows are left out. A cell
    /// that cannot be read is reported and kept as text, so that everything else can be checked in
    /// the same run.
    pub(crate) fn read(&self, problems: &mut Problems) -> Option<(Vec<Column>, Vec<u32>)> {
        let before = problems.len();
        let mut lines = Vec::with_capacity(self.csv.most_rows());
        let mut readings: Vec<Reading<'a>> = self
            .spec
            .columns
            .iter()
            .zip(self.positions)
            .map(|(printed, at)| self.reading(printed, *at))
            .collect();
        let mut groups =
            self.csv.stretches.chunks(STRETCHES_PER_CORE * rayon::current_num_threads());
        let (mut parts, mut next) = (Vec::new(), Vec::new());
        self.cut(&mut parts, groups.next().unwrap_or_default());
        while !parts.is_empty() {
            // While columns are read the next group is cut, so that no core waits for the slowest
            // column.
            rayon::join(
                || {
                    readings.par_iter_mut().for_each(|reading| {
                        parts.iter().for_each(|part| self.append(reading, &part.rows))
                    })
                },
                || self.cut(&mut next, groups.next().unwrap_or_default()),
            );
            for part in &mut parts {
                lines.extend_from_slice(&part.rows.lines);
                problems.append(&mut part.problems);
            }
            std::mem::swap(&mut parts, &mut next);
        }
        if lines.is_empty() && problems.len() == before {
            problems.push(has_no_rows(&self.csv.source));
        }
        let whole = problems.len() == before;
        readings.iter().for_each(|reading| self.report(reading, problems));
        whole.then(|| (readings.into_iter().flat_map(Reading::columns).collect(), lines))
    }

    fn reading(&self, printed: &'a PrintedColumn, position: usize) -> Reading<'a> {
        let rows = self.csv.most_rows();
        let parts: Vec<(&Unit, bool)> =
            printed.parts.iter().map(|part| (&part.unit, part.optional)).collect();
        let decimals = printed.parts.iter().map(|part| part.decimals).collect();
        let cells = parts.iter().map(|_| Vec::with_capacity(rows)).collect();
        Reading { printed, position, parts, decimals, cells, failures: Failures::default() }
    }

    /// Cuts a group of stretches, one part for each.
    fn cut(&self, parts: &mut Vec<Part>, group: &[Stretch]) {
        parts.resize_with(group.len(), Part::default);
        parts.par_iter_mut().zip(group).for_each(|(part, stretch)| {
            part.rows.clear();
            self.csv.cut(stretch, &mut part.rows, &mut part.problems);
        });
    }

    /// Reads the column's fields in some more rows.
    fn append(&self, reading: &mut Reading<'a>, rows: &Rows) {
        let fields = rows.column(reading.position);
        if !self.spec.rows.is_empty() {
            return self.by_row(reading, rows);
        }
        let Reading { parts, decimals, cells, failures, .. } = reading;
        match (parts.as_slice(), decimals.as_slice(), cells.as_mut_slice()) {
            ([(unit, _)], [decimals], [cells]) => {
                self.single(fields, Measured { unit, decimals: *decimals }, cells, failures)
            }
            (parts, decimals, cells) => self.several(fields, (parts, decimals), cells, failures),
        }
    }

    /// The same where some rows have units of their own.
    fn by_row(&self, reading: &mut Reading<'a>, rows: &Rows) {
        let Reading { parts, decimals, cells, failures, .. } = reading;
        for (field, line) in rows.column(reading.position).zip(&rows.lines) {
            let field = std::iter::once(field);
            let own = self.spec.row_on(*line).filter(|_| parts[0].0.is_number());
            match (parts.as_slice(), decimals.as_slice(), cells.as_mut_slice()) {
                ([(unit, _)], [decimals], [cells]) => {
                    let measured = match own {
                        Some(own) => Measured { unit: &own.unit, decimals: own.decimals },
                        None => Measured { unit, decimals: *decimals },
                    };
                    self.single(field, measured, cells, failures);
                }
                (parts, decimals, cells) => match own {
                    Some(own) => {
                        let same: Vec<(&Unit, bool)> =
                            parts.iter().map(|(_, optional)| (&own.unit, *optional)).collect();
                        let decimals = vec![own.decimals; parts.len()];
                        self.several(field, (&same, &decimals), cells, failures);
                    }
                    None => self.several(field, (parts, decimals), cells, failures),
                },
            }
        }
    }

    /// A column that prints one thing in each cell.
    fn single(
        &self,
        fields: impl Iterator<Item = Span>,
        measured: Measured<'_>,
        cells: &mut Vec<Cell>,
        failures: &mut Failures,
    ) {
        let plain = measured.unit.is_number() && measured.decimals.is_none();
        for field in fields {
            let quick = if plain { self.plain(field, measured.unit) } else { None };
            match quick.map_or_else(
                || self.cell(self.trimmed(field), measured),
                |figure| Ok(Cell::Number(figure)),
            ) {
                Ok(cell) => cells.push(cell),
                Err(why) => {
                    failures.add(field, why, &[measured.unit]);
                    cells.push(Cell::Text(field));
                }
            }
        }
    }

    /// A column that prints several figures in each cell.
    fn several(
        &self,
        fields: impl Iterator<Item = Span>,
        (parts, decimals): (&[(&Unit, bool)], &[Option<u8>]),
        columns: &mut [Vec<Cell>],
        failures: &mut Failures,
    ) {
        for field in fields {
            let span = self.trimmed(field);
            if let Some(why) = self.missing(span) {
                columns.iter_mut().for_each(|cells| cells.push(Cell::Missing(why, span)));
                continue;
            }
            match read_parts(self.csv.source.slice(span), parts, self.format) {
                Ok(figures) => {
                    for ((cells, figure), decimals) in columns.iter_mut().zip(figures).zip(decimals)
                    {
                        cells.push(match figure {
                            Some(figure) => {
                                Cell::Number(rounded(figure, *decimals).shifted(span.start))
                            }
                            None => Cell::Missing(Missing::Empty, span),
                        });
                    }
                }
                Err(why) => {
                    let units: Vec<&Unit> = parts.iter().map(|(unit, _)| *unit).collect();
                    failures.add(field, why, &units);
                    columns.iter_mut().for_each(|cells| cells.push(Cell::Text(field)));
                }
            }
        }
    }

    /// The figure, where the field has only digits and their marks.
    #[inline]
    fn plain(&self, field: Span, unit: &Unit) -> Option<Figure> {
        let text = self.csv.source.text();
        if self.spec.missing.iter().any(|(mark, _)| text.get(field.range()) == Some(mark.as_str()))
        {
            return None;
        }
        read_plain(text.as_bytes(), field.range(), unit, self.format)
            .map(|value| Figure::new(value, Qualifier::Is, field))
    }

    fn cell(
        &self,
        span: Span,
        Measured { unit, decimals }: Measured<'_>,
    ) -> Result<Cell, ReadError> {
        if *unit == Unit::Text {
            return Ok(Cell::Text(span));
        }
        if let Some(why) = self.missing(span) {
            return Ok(Cell::Missing(why, span));
        }
        let text = self.csv.source.slice(span);
        match unit {
            Unit::Date => DateSpan::read(text)
                .map(|date| Cell::Date(date, ShortSpan::new(span)))
                .ok_or(ReadError::NotANumber),
            _ => match decimals {
                None => read_figure(text, unit, self.format),
                Some(decimals) => read_rounded(text, unit, self.format, decimals),
            }
            .map(|figure| Cell::Number(figure.shifted(span.start))),
        }
    }

    /// The field without the spaces around it.
    fn trimmed(&self, span: Span) -> Span {
        let text = self.csv.source.slice(span);
        match text.as_bytes() {
            [first, .., last] | [first @ last]
                if first.is_ascii_graphic() && last.is_ascii_graphic() =>
            {
                span
            }
            _ => {
                let before = text.len() - text.trim_start().len();
                Span { start: span.start + before as u32, len: text.trim().len() as u32 }
            }
        }
    }

    /// Why the field holds no figure, if it is one of the marks that say so.
    fn missing(&self, span: Span) -> Option<Missing> {
        let text = self.csv.source.slice(span);
        let declared = self
            .spec
            .missing
            .iter()
            .position(|(mark, _)| is_written(mark, text))
            .map(|index| Missing::Declared(index as u8));
        // No customary mark starts with a digit, and nearly every field does.
        let digit = text.as_bytes().first().is_some_and(u8::is_ascii_digit);
        declared.or_else(|| if digit { None } else { Missing::customary(text) })
    }

    fn report(&self, reading: &Reading<'_>, problems: &mut Problems) {
        let Reading { printed, failures, .. } = reading;
        let source = &self.csv.source;
        let date = printed.parts.iter().all(|part| part.unit == Unit::Date);
        for (span, why, wanted) in &failures.first {
            let field = source.field(*span);
            let text = field.trim();
            let reason = if date { "this is not a date".to_owned() } else { reason(*why, text) };
            let problem = Diagnostic::at(
                source,
                *span,
                format!("`{}` in column `{}`: {reason}", quoted(text), printed.header.value),
            );
            let problem = problem.label(format!("expected {wanted}"));
            let proved = decimal_mark_evidence(text).filter(|mark| {
                !date && self.format.decimal.is_some_and(|decimal| decimal != *mark)
            });
            let proved = proved.filter(|mark| {
                let format = NumberFormat { decimal: Some(*mark), ..self.format };
                read_parts(text, &reading.parts, format).is_ok()
            });
            problems.push(match (why, date) {
                (ReadError::AmbiguousMark, false) => problem.help(
                    "set the decimal mark: `decimal = \".\"` or `decimal = \",\"` in the \
                         `[[table]]` or `[[table.release]]`",
                ),
                _ if let Some(mark) = proved => problem.help(format!(
                    "if `{mark}` is the decimal mark, set `decimal = \"{mark}\"` in the \
                     `[[table]]` or `[[table.release]]`, or use `crossfoot add … --decimal {mark}`"
                )),
                (_, true) => problem.help(DATES),
                (ReadError::NotANumber, false) if may_be_a_mark(text) => problem.help(
                    "if this marks a missing value, declare it: `missing = { \"mark\" = \
                         \"meaning\" }` in the `[[table]]`",
                ),
                _ => problem,
            });
        }
        if failures.count > REPORTED_PER_COLUMN {
            let message = format!(
                "{} more cells of column `{}` cannot be read",
                failures.count - REPORTED_PER_COLUMN,
                printed.header.value
            );
            problems.push(Diagnostic::at(source, self.csv.header[reading.position], message));
        }
    }
}

impl Failures {
    fn add(&mut self, span: Span, why: ReadError, wanted: &[&Unit]) {
        self.count += 1;
        if self.first.len() < REPORTED_PER_COLUMN {
            let wanted: Vec<String> = wanted.iter().map(|unit| unit.noun()).collect();
            self.first.push((span, why, wanted.join(" and ")));
        }
    }
}

impl Reading<'_> {
    /// The columns of figures that the printed column holds.
    fn columns(self) -> impl Iterator<Item = Column> {
        self.printed.parts.iter().zip(self.cells).map(|(part, cells)| Column {
            name: part.name.value.as_str().into(),
            header: self.printed.header.value.trim().to_owned(),
            label: part.label.clone(),
            unit: part.unit.clone(),
            base: part.base.as_ref().map(|base| base.value.as_str().into()),
            scale: part.scale,
            cells: cells.into(),
        })
    }
}

/// A figure with the declared decimals, where they fit in 18 digits.
fn rounded(figure: Figure, decimals: Option<u8>) -> Figure {
    let value = decimals
        .and_then(|decimals| i8::try_from(decimals).ok())
        .and_then(|decimals| Rounding::HalfEven.apply(&figure.value().to_rational(), decimals));
    value.map_or(figure, |value| figure.with_value(value))
}

/// Whether a field of a CSV file holds a text. Quotes may be doubled there.
fn is_written(text: &str, field: &str) -> bool {
    text == field || text.contains('"') && text.replace('"', "\"\"") == field
}

/// Why a text is not a figure, with the mark that is in doubt.
fn reason(why: ReadError, text: &str) -> String {
    match (why, text.chars().find(|c| matches!(c, '.' | ','))) {
        (ReadError::AmbiguousMark, Some(mark)) => {
            format!("ambiguous number: `{mark}` could separate thousands or decimals")
        }
        _ => why.to_string(),
    }
}

/// Whether a text may stand for a missing value: it holds no digits, and is short.
fn may_be_a_mark(text: &str) -> bool {
    /// Characters of the longest mark that is likely, such as `not published separately`.
    const LONGEST: usize = 30;
    text.chars().count() <= LONGEST && !text.contains(char::is_numeric)
}
