//! Fields separated by a character → tables. The separator is the one that cuts most lines into
//! equally many fields.

mod dialect;

use std::sync::Arc;

use crossfoot_core::{LoadError, Source, Span};

use dialect::named;

use crate::bounds::{CELLS, COLUMNS};
use crate::table::blocks;
use crate::table::grid::Grid;
use crate::table::kinds::is_note;
use crate::table::raw::{Found, RawCell, joined_lines};
use crate::text::csv::record::{self, Dialect};
use crate::text::csv::{fields_in_words, misquoted};
use crate::text::pasted;
use crate::text::ruler::Ruler;
use crate::{Format, refuse, sniff};

/// A record: its fields, and how many blank lines are above it.
struct Record {
    fields: Vec<Span>,
    blank_above: usize,
}

/// Whether a mark cuts most lines of a text into equally many fields.
pub(crate) fn cuts_most_lines(source: &Arc<Source>) -> bool {
    let lines = source.text().lines().filter(|line| !line.trim().is_empty()).count();
    matches!(dialect::find(source), Ok(Some((cut, _))) if cut > 1 && cut * 2 > lines)
}

/// Reads the tables of a text, and what is to be said about it; nothing where no character
/// separates its fields.
pub(crate) fn read(source: &Arc<Source>) -> Result<Option<(Format, Found)>, LoadError> {
    let Some((lines, dialect)) = dialect::find(source)? else { return Ok(None) };
    let separator = char::from(dialect.separator);
    // Where spaces cut as many lines alike, and no name speaks for a separator, the text was
    // pasted.
    let by_name = sniff::is_named_delimited(source.name());
    // A mark that cuts no two lines alike is one of a text, where words and figures make rows.
    let alike =
        pasted::longest_run(source.text()).max(usize::from(pasted::has_rows(source.text())));
    if separator != '\t' && !by_name && alike >= lines {
        return Ok(None);
    }
    let records = records(source, dialect)?;
    let mut rows: Vec<Vec<RawCell>> = Vec::new();
    let mut cells = 0;
    let main = main_width(source, &records);
    let ruler = Ruler::new(source);
    for group in records.chunk_by(|_, next| next.blank_above == 0) {
        let mut read = rows_of(source, group, main, dialect, &ruler)?;
        cells += read.iter().map(Vec::len).sum::<usize>();
        if cells > CELLS {
            let message = format!("this text has more than {} fields", CELLS);
            return Err(refuse::file(source.name(), message, "split it, or keep only the tables"));
        }
        let blank = group.first().map_or(0, |record| record.blank_above);
        rows.resize_with(rows.len() + blank, Vec::new);
        rows.append(&mut read);
    }
    let mut found = blocks::tables(&Grid::new(rows));
    let is_unusual = !matches!(separator, ',' | '\t');
    found.notes.extend(is_unusual.then(|| format!("fields are separated by {}", named(separator))));
    Ok(Some((Format::Delimited(separator), found)))
}

/// Cuts a text into records and fields.
fn records(source: &Arc<Source>, dialect: Dialect) -> Result<Vec<Record>, LoadError> {
    let text = source.text();
    let (mut records, mut at, mut last) = (Vec::new(), 0, 0);
    let mut fields = Vec::new();
    while let Some(record) = record::cut(text.as_bytes(), at, dialect, &mut fields) {
        at = record.end;
        let start = fields.first().map_or(last, |field| field.range().start);
        if fields.len() > COLUMNS {
            let message = format!("this line has {} fields; the limit is {COLUMNS}", fields.len());
            let span = Span::new(start, start + 1);
            let help = "keep only the columns that you need";
            return Err(refuse::stretch(source, span, message, help));
        }
        if let Some(fault) = record.fault {
            return Err(LoadError { problems: vec![misquoted(source, fault)] });
        }
        let between = &text[last..start.max(last)];
        let returns = if between.contains('\n') { '\n' } else { '\r' };
        // A line end is behind every record but the last.
        let ends = usize::from(!records.is_empty());
        let blank_above = between.matches(returns).count().saturating_sub(ends);
        last = fields.last().map_or(last, |field| field.range().end);
        records.push(Record { fields: std::mem::take(&mut fields), blank_above });
    }
    Ok(records)
}

/// The rows of records between which no line is blank. Lines above and below that have another
/// number of fields are text, and so are all of a text that is not separated; one among them is
/// refused.
fn rows_of(
    source: &Arc<Source>,
    records: &[Record],
    main: usize,
    dialect: Dialect,
    ruler: &Ruler<'_>,
) -> Result<Vec<Vec<RawCell>>, LoadError> {
    let width = usual_width(source, records, main);
    let usual: Vec<bool> =
        records.iter().map(|record| Some(record.fields.len()) == width).collect();
    let first = usual.iter().position(|usual| *usual).unwrap_or(records.len());
    let last = usual.iter().rposition(|usual| *usual).unwrap_or(0);
    let mut rows = Vec::with_capacity(records.len());
    for (at, record) in records.iter().enumerate() {
        let Record { fields, .. } = record;
        let whole = whole(record);
        let outside = at < first || at > last;
        if usual[at] {
            rows.push(
                fields
                    .iter()
                    .map(|field| cell(ruler, *field, &dialect.field(source, *field)))
                    .collect(),
            );
        } else if fields.len() == 1
            || width == Some(1) && !sniff::is_named_delimited(source.name())
            || outside
                && (is_note(source.slice(whole))
                    || width.is_none_or(|width| fields.len() * 2 <= width))
        {
            rows.push(vec![cell(
                ruler,
                whole,
                source.slice(whole).trim_matches(char::from(dialect.separator)),
            )]);
        } else {
            let width = width.unwrap_or(main);
            let message = format!(
                "expected {} as in the other rows, found {}",
                fields_in_words(width),
                fields.len()
            );
            let help = if fields.len() > width {
                "quote a field that holds the separator".to_owned()
            } else {
                "a field or a separator is missing".to_owned()
            };
            return Err(refuse::stretch(source, whole, message, help));
        }
    }
    Ok(rows)
}

fn whole(record: &Record) -> Span {
    Span::new(
        record.fields.first().map_or(0, |field| field.range().start),
        record.fields.last().map_or(0, |field| field.range().end),
    )
}

/// The number of fields of the rows of a text; where no two lines have as many, that of the first
/// that has several, which are the headings.
fn main_width(source: &Source, records: &[Record]) -> usize {
    let mut several = records.iter().map(|record| record.fields.len()).filter(|width| *width > 1);
    let headings = several.next().filter(|_| several.next().is_some());
    usual_width(source, records, 1).filter(|width| *width > 1).or(headings).unwrap_or(1)
}

/// The number of fields of the rows among these records, if there are rows: the number that most
/// have, of two as frequent the larger. A line alone is a row where it has as many as those
/// elsewhere; lines that are all notes are not rows.
fn usual_width(source: &Source, records: &[Record], main: usize) -> Option<usize> {
    let mut widths: Vec<usize> = records.iter().map(|record| record.fields.len()).collect();
    widths.sort_unstable();
    let alike = widths.chunk_by(|a, b| a == b).filter(|alike| alike.len() > 1 || alike[0] == main);
    let (_, width) = alike.map(|alike| (alike.len(), alike[0])).max()?;
    let notes = width != main && records.iter().all(|record| is_note(source.slice(whole(record))));
    (!notes).then_some(width)
}

fn cell(ruler: &Ruler<'_>, span: Span, text: &str) -> RawCell {
    RawCell::new(joined_lines(text), None, ruler.place(span.range().start)).indented(text)
}
