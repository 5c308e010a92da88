//! Studies as polars frames for analysis, long and wide, and their export as Parquet, CSV and JSON.
//!
//! A frame holds floats and whole numbers; the digits as printed stay in the column `printed` of
//! the long form.

use std::io::{Cursor, Write};

use crossfoot_core::{Cell, Qualifier, Study, Table, Unit};
use polars::io::parquet::write::BatchedWriter;
use polars::prelude::{
    Column, CsvReadOptions, CsvWriter, DataFrame, JsonFormat, JsonWriter, NamedFrom, ParquetWriter,
    PolarsError, PolarsResult, SerReader, SerWriter, Series,
};

/// A file format of frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FrameFormat {
    /// Apache Parquet.
    Parquet,
    /// CSV with a header.
    Csv,
    /// A JSON array of objects.
    Json,
}

/// A cell by its table, its column and its row.
type Place<'a> = (&'a Table, usize, usize);

/// Every cell of the published tables, one per row: `table`, `row` (its key), `column`, `unit`,
/// `printed`, `value` (in units of one, null where the cell holds no exact number),
/// `date_from` and `date_to` (first and last year), `missing` (why there is no value) and `line` of
/// the file.
///
/// # Errors
/// None in practice: all columns are equally long.
///
/// ```
/// # use crossfoot_load::{Loaded, scaffold};
/// # let files = scaffold::blank("permits").map(|(name, text)| (name.to_owned(), text));
/// # let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
/// use crossfoot_load::frames::{FrameFormat, export, long};
/// let mut frame = long(&study).unwrap();
/// assert_eq!(frame.height(), 12);
/// let csv = export(&mut frame, FrameFormat::Csv).unwrap();
/// assert!(csv.starts_with(b"table,row,column,unit,printed,value,"));
/// ```
pub fn long(study: &Study) -> PolarsResult<DataFrame> {
    let cells: Vec<Place<'_>> = (study.published().iter())
        .flat_map(|table| {
            (0..table.rows()).flat_map(move |row| {
                (0..table.columns.len()).map(move |column| (table, column, row))
            })
        })
        .collect();
    let cells = Cells(cells);
    DataFrame::new_infer_height(vec![
        cells.texts("table", |(table, ..)| Some(table.id.to_string())),
        cells.texts("row", |(table, _, row)| Some(table.key_text(*row))),
        cells.texts("column", |(table, column, _)| Some(table.columns[*column].name.to_string())),
        cells.texts("unit", |(table, column, row)| {
            Some(table.cell_unit(*column, *row).unit.name().to_owned())
        }),
        cells.texts("printed", |(table, column, row)| {
            Some(table.text(*column, *row).trim().to_owned())
        }),
        Column::from(Series::new(
            "value".into(),
            cells
                .0
                .iter()
                .map(|(table, column, row)| value(table, *column, *row))
                .collect::<Vec<_>>(),
        )),
        cells.years("date_from", |(first, _)| first),
        cells.years("date_to", |(_, last)| last),
        cells.texts("missing", |(table, column, row)| match &table.columns[*column].cells[*row] {
            Cell::Missing(why, _) => Some(why.to_string()),
            _ => None,
        }),
        Column::from(Series::new(
            "line".into(),
            cells.0.iter().map(|(table, _, row)| table.lines[*row]).collect::<Vec<_>>(),
        )),
    ])
}

/// Cells that columns of a frame are made of, a value for each.
struct Cells<'a>(Vec<Place<'a>>);

impl Cells<'_> {
    fn texts(&self, name: &str, text: impl Fn(&Place<'_>) -> Option<String>) -> Column {
        Column::from(Series::new(name.into(), self.0.iter().map(text).collect::<Vec<_>>()))
    }

    /// One of the years that a date reaches from and to.
    fn years(&self, name: &str, which: fn((u32, u32)) -> u32) -> Column {
        let years =
            self.0.iter().map(|(table, column, row)| match table.columns[*column].cells[*row] {
                Cell::Date(date, _) => Some(which(date.years())),
                _ => None,
            });
        Column::from(Series::new(name.into(), years.collect::<Vec<_>>()))
    }
}

/// A table with its own columns: numbers in units of one, whole ones where all are, dates and words
/// as printed; null without an exact number.
///
/// # Errors
/// [`PolarsError::Duplicate`] where two columns share a name, which the loader does not let pass.
pub fn wide(table: &Table) -> PolarsResult<DataFrame> {
    let columns = table.columns.iter().enumerate().map(|(at, column)| {
        let name = column.name.as_str().into();
        let rows = 0..table.rows();
        if !column.unit.is_number() {
            return Column::from(Series::new(
                name,
                rows.map(|row| table.text(at, row).trim().to_owned()).collect::<Vec<_>>(),
            ));
        }
        let values: Vec<Option<f64>> = rows.map(|row| value(table, at, row)).collect();
        let whole = column.unit == Unit::Count
            && values
                .iter()
                .flatten()
                .all(|value| value.fract() == 0.0 && value.abs() < MOST_EXACT);
        let series = if whole {
            Series::new(
                name,
                values.into_iter().map(|value| value.map(|value| value as i64)).collect::<Vec<_>>(),
            )
        } else {
            Series::new(name, values)
        };
        Column::from(series)
    });
    DataFrame::new_infer_height(columns.collect())
}

/// Whole numbers below this are exact as floats.
const MOST_EXACT: f64 = 9_007_199_254_740_992.0;

/// The number in a cell with its scale; none where an inequality leaves it open.
#[expect(clippy::float_arithmetic, reason = "frames are for analysis; no verdict depends on them")]
fn value(table: &Table, column: usize, row: usize) -> Option<f64> {
    let figure = table.columns[column].cells[row]
        .figure()
        .filter(|figure| figure.qualifier == Qualifier::Is)?;
    Some(figure.value().to_rational().to_f64() * table.cell_unit(column, row).scale as f64)
}

/// The values of a column of a frame.
#[derive(Debug)]
#[non_exhaustive]
pub enum Values {
    /// Texts, some of which may be missing.
    Texts(Vec<Option<String>>),
    /// Whole numbers.
    Counts(Vec<u64>),
}

/// A frame of named columns.
///
/// # Errors
/// [`PolarsError`] where the columns are not equally long or share a name.
pub fn of_columns(columns: Vec<(&str, Values)>) -> PolarsResult<DataFrame> {
    let series = columns.into_iter().map(|(name, values)| {
        Column::from(match values {
            Values::Texts(texts) => Series::new(name.into(), texts),
            Values::Counts(counts) => Series::new(name.into(), counts),
        })
    });
    DataFrame::new_infer_height(series.collect())
}

/// A Parquet file that frames of the same columns are added to, one in memory at a time.
pub struct ParquetFile<W: Write>(BatchedWriter<W>);

impl<W: Write> ParquetFile<W> {
    /// Starts a file of the columns of a frame, whose rows are not written.
    ///
    /// # Errors
    /// [`PolarsError`] where the start of the file cannot be written.
    pub fn new(file: W, like: &DataFrame) -> PolarsResult<Self> {
        ParquetWriter::new(file).batched(like.schema()).map(Self)
    }

    /// Adds the rows of a frame.
    ///
    /// # Errors
    /// [`PolarsError`] where the columns are others, or the rows cannot be written.
    pub fn append(&mut self, frame: &DataFrame) -> PolarsResult<()> {
        self.0.write_batch(frame)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// [`PolarsError`] where the end of the file cannot be written.
    pub fn finish(self) -> PolarsResult<()> {
        self.0.finish().map(drop)
    }
}

/// A frame from CSV text with a header; the type of each column is read off all its rows.
///
/// # Errors
/// [`PolarsError`] where the text is not CSV.
pub fn from_csv(text: &str) -> PolarsResult<DataFrame> {
    let options = CsvReadOptions::default().with_has_header(true).with_infer_schema_length(None);
    options.into_reader_with_file_handle(Cursor::new(text.as_bytes())).finish()
}

/// The bytes of a file that holds the frame; the same bytes for the same frame.
///
/// # Errors
/// None in practice: memory takes every byte.
pub fn export(frame: &mut DataFrame, format: FrameFormat) -> Result<Vec<u8>, PolarsError> {
    let mut bytes = Vec::new();
    match format {
        FrameFormat::Parquet => drop(ParquetWriter::new(&mut bytes).finish(frame)?),
        FrameFormat::Csv => CsvWriter::new(&mut bytes).finish(frame)?,
        FrameFormat::Json => {
            JsonWriter::new(&mut bytes).with_json_format(JsonFormat::Json).finish(frame)?
        }
    }
    Ok(bytes)
}
