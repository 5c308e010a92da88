//! Fields separated by a character → tables. The separator is the one that cuts most lines into equally many fields.

use std::sync::Arc;

use crossfoot_core::{Phrase, Source, Span, say};

use super::bounds::{CELLS, COLUMNS};
use super::grid::Grid;
use super::kinds::is_note;
use super::{Format, Found, Place, RawCell, blocks, refuse};
use crate::LoadError;
use crate::grid::locate;

/// Separators that are tried.
const SEPARATORS: [char; 4] = ['\t', ';', '|', ','];

/// A record: its fields, and whether a blank line stands above it.
struct Record {
    fields: Vec<Span>,
    apart: bool,
}

/// Reads the tables of a text, and what is to be said about it; nothing where no character separates its fields.
pub(super) fn read(source: &Arc<Source>) -> Result<Option<Found>, LoadError> {
    let Some(separator) = separator(source)? else { return Ok(None) };
    let records = records(source, separator)?;
    let mut rows: Vec<Vec<RawCell>> = Vec::new();
    let mut cells = 0;
    let main = usual_width(source, &records, 1).unwrap_or(1);
    for group in records.chunk_by(|_, next| !next.apart) {
        let mut group = rows_of(source, group, main, separator)?;
        cells += group.iter().map(Vec::len).sum::<usize>();
        if cells > CELLS {
            let message = say!("this text holds more than {} fields", CELLS.to_string());
            return Err(refuse::file(source.name(), message, say!("split it, or keep the tables alone")));
        }
        rows.extend((!rows.is_empty()).then(Vec::new));
        rows.append(&mut group);
    }
    let headless = |cell: &RawCell| {
        let message = say!("{}: figures stand where the headings of the columns should be", cell.place.to_string());
        refuse::file(source.name(), message, say!("write a row of headings above"))
    };
    let tables = blocks::tables(&Grid::new(rows), &headless)?;
    let told = !matches!(separator, ',' | '\t');
    let note = say!("the fields are separated by {}", named(separator));
    Ok(Some(Found { format: Format::Delimited(separator), tables, notes: told.then_some(note).into_iter().collect() }))
}

fn named(separator: char) -> Phrase {
    match separator {
        '\t' => say!("tabs"),
        ';' => say!("semicolons"),
        '|' => say!("vertical bars"),
        _ => say!("commas"),
    }
}

/// The separator that cuts most records into equally many fields; refuses a text in which two do so alike.
fn separator(source: &Arc<Source>) -> Result<Option<char>, LoadError> {
    /// Records that are looked at.
    const LOOKED_AT: usize = 2_000;
    let mut found: Vec<(usize, usize, char)> = Vec::new();
    for separator in SEPARATORS.into_iter().filter(|separator| source.text().contains(*separator)) {
        let mut widths: Vec<usize> = reader(source, separator).byte_records().take(LOOKED_AT).flatten().map(|record| record.len()).collect();
        widths.sort_unstable();
        let most = widths.chunk_by(|a, b| a == b).filter(|alike| alike[0] > 1).map(|alike| (alike.len(), alike[0])).max();
        found.extend(most.filter(|(lines, _)| *lines > 1).map(|(lines, width)| (lines, width, separator)));
    }
    found.sort_by_key(|(lines, width, separator)| (*lines, *separator == '\t', *width));
    match found.as_slice() {
        [.., (lines, width, one), (more, wider, other)] if lines == more && width == wider && *other != '\t' => {
            let message = say!("{} and {} both cut the lines into {} fields", named(*one), named(*other), width.to_string());
            Err(refuse::stretch(source, Span::new(0, 1), message, say!("quote the fields, or save the file with tabs")))
        }
        [.., (_, _, separator)] => Ok(Some(*separator)),
        [] => Ok(None),
    }
}

fn reader(source: &Source, separator: char) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator as u8).from_reader(source.text().as_bytes())
}

/// Cuts a text into records and fields.
fn records(source: &Arc<Source>, separator: char) -> Result<Vec<Record>, LoadError> {
    let mut reader = reader(source, separator);
    let mut record = csv::ByteRecord::new();
    let mut records = Vec::new();
    let mut problems = Vec::new();
    let mut last = 0;
    while reader
        .read_byte_record(&mut record)
        .map_err(|error| refuse::file(source.name(), say!("this is not CSV: {}", error.to_string()), say!("save it anew")))?
    {
        let start = record.position().map_or(0, |position| position.byte() as usize);
        if record.len() > COLUMNS {
            let message = say!("this line has {} fields, and {} are allowed", record.len().to_string(), COLUMNS.to_string());
            return Err(refuse::stretch(source, Span::new(start, start + 1), message, say!("keep the columns that are needed")));
        }
        let mut fields = Vec::with_capacity(record.len());
        if locate(source, start, &record, separator as u8, &mut fields, &mut problems).is_none() {
            return Err(LoadError { problems });
        }
        let between = &source.text()[last..fields.first().map_or(last, |field| field.range().start.max(last))];
        let apart = between.matches('\n').count() > 1 || between.matches('\r').count() > 1 && !between.contains('\n');
        last = fields.last().map_or(last, |field| field.range().end);
        records.push(Record { fields, apart });
    }
    Ok(records)
}

/// The rows of records between which no line is blank. Lines above and below that have another number of fields are text; one among them is refused.
fn rows_of(source: &Arc<Source>, records: &[Record], main: usize, separator: char) -> Result<Vec<Vec<RawCell>>, LoadError> {
    let width = usual_width(source, records, main);
    let usual = |record: &Record| Some(record.fields.len()) == width;
    let first = records.iter().position(usual).unwrap_or(records.len());
    let last = records.iter().rposition(usual).unwrap_or(0);
    let mut rows = Vec::with_capacity(records.len());
    for (at, record) in records.iter().enumerate() {
        let Record { fields, .. } = record;
        let whole = whole(record);
        let outside = at < first || at > last;
        if usual(record) {
            rows.push(fields.iter().map(|field| cell(source, *field, &source.field(*field))).collect());
        } else if fields.len() == 1 || outside && (is_note(source.slice(whole)) || width.is_none_or(|width| fields.len() * 2 <= width)) {
            rows.push(vec![cell(source, whole, source.slice(whole).trim_matches(separator))]);
        } else {
            let width = width.unwrap_or(main);
            let message = say!("this row has {} fields, and the others have {}", fields.len().to_string(), width.to_string());
            let help = if fields.len() > width { say!("quote a field that holds the separator") } else { say!("a field is missing, or a separator") };
            return Err(refuse::stretch(source, whole, message, help));
        }
    }
    Ok(rows)
}

fn whole(record: &Record) -> Span {
    Span::new(record.fields.first().map_or(0, |field| field.range().start), record.fields.last().map_or(0, |field| field.range().end))
}

/// The number of fields of the rows among these records, if there are rows: the number that most have, of two as frequent the larger. A line alone is a
/// row where it has as many as those elsewhere; lines that are all notes are none.
fn usual_width(source: &Source, records: &[Record], main: usize) -> Option<usize> {
    let mut widths: Vec<usize> = records.iter().map(|record| record.fields.len()).collect();
    widths.sort_unstable();
    let alike = widths.chunk_by(|a, b| a == b).filter(|alike| alike.len() > 1 || alike[0] == main);
    let (_, width) = alike.map(|alike| (alike.len(), alike[0])).max()?;
    let notes = width != main && records.iter().all(|record| is_note(source.slice(whole(record))));
    (!notes).then_some(width)
}

fn cell(source: &Source, span: Span, text: &str) -> RawCell {
    let place = source.place(span);
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    RawCell { text: text.trim().to_owned(), mark: None, place: Place::Text { line: number(place.line), column: number(place.column) } }
}
