//! Plain text as copied from a page → its prose, and all tables in it.

mod inline;
mod passages;
mod regions;
mod titles;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crossfoot_core::{BlockKind, Prose, Source, Span};

use crate::article::draft::Draft;
use crate::article::writer::Writer;
use crate::sniff;
use crate::table::raw::Found;
use crate::text::{delimited, pasted};
use passages::{End, Kind, Passage};
pub(crate) use passages::{heading, is_caption};
pub(crate) use regions::find as table_lines;

/// Whether a text has sentences, and is no table alone.
pub(crate) fn is_article(source: &Arc<Source>) -> bool {
    /// Passages of prose in the shortest article; one alone may be the note of a table.
    const PASSAGES: usize = 2;
    /// Bytes of a passage that is an article by itself.
    const LONG: usize = 600;
    let lines = pasted::lines(source.text());
    let passages = passages::cut(&lines, &[]);
    let prose = passages.iter().filter(|passage| passage.is_prose());
    let prose: usize = prose.map(|passage| 1 + passage.length() / LONG).sum();
    !sniff::is_named_delimited(source.name())
        && prose >= PASSAGES
        && !delimited::cuts_most_lines(source)
}

/// Reads the prose and the tables of a text.
pub(crate) fn read(source: &Arc<Source>) -> Found {
    let lines = pasted::lines(source.text());
    let regions = regions::find(&lines);
    let mut passages = passages::cut(&lines, &regions);
    passages::classify(&mut passages);
    titles::classify(&mut passages);
    let passages = passages::join(passages);
    let words = passages::words(source.text());
    let mut found = Found::default();
    let mut draft = Draft::default();
    let mut tables: Vec<Option<Range<usize>>> = Vec::new();
    for region in &regions {
        let (first, last) = (&lines[region.start], &lines[region.end - 1]);
        let start = source.text()[..first.start].rfind('\n').map_or(0, |end| end + 1);
        let end = last.start + last.text.len();
        let line = source.line(Span::new(start, start));
        let read = regions::read(source, start..end, line);
        let before = found.tables.len();
        found.add(read);
        tables.push((found.tables.len() > before).then_some(before..found.tables.len()));
    }
    for passage in &passages {
        let prose = prose(source.text(), passage, &words);
        write(prose, passage, &tables, &mut found, &mut draft);
    }
    found.draft = draft;
    found
}

/// The prose of a passage.
fn prose(text: &str, passage: &Passage<'_>, words: &BTreeSet<&str>) -> Prose {
    let mut writer = Writer::default();
    let mut lines = passage.lines.iter().cloned().peekable();
    while let Some(line) = lines.next() {
        let next = lines.peek().map(|next| &text[next.clone()]);
        let end = next.map_or(End::Word, |next| passages::end(&text[line.clone()], next, words));
        let shown = line.start..line.end - usize::from(end == End::Divided);
        inline::write(&mut writer, text, shown);
        if end == End::Word {
            writer.gap(line.end);
        }
    }
    writer.take()
}

/// Writes a passage as a block, and as the title or a note of its table.
fn write(
    prose: Prose,
    passage: &Passage<'_>,
    tables: &[Option<Range<usize>>],
    found: &mut Found,
    draft: &mut Draft,
) {
    let printed = prose.text().to_owned();
    let kind = match passage.kind {
        Kind::Table(_) => return,
        Kind::Title => BlockKind::Title,
        Kind::Heading(level) => {
            draft.outline.heading(level, &printed);
            BlockKind::Heading
        }
        Kind::Paragraph | Kind::Item => BlockKind::Paragraph,
        Kind::Caption(region) => {
            let own = region.and_then(|region| tables.get(region)?.clone());
            if let Some(own) = &own {
                let title = &mut found.tables[own.start].title;
                let printed = [printed.as_str(), title.as_deref().unwrap_or_default()];
                *title = Some(printed.join(" ").trim().to_owned());
            }
            BlockKind::Caption(own.map(|own| own.start))
        }
        Kind::Note(region) => match tables.get(region).cloned().flatten() {
            Some(own) => {
                found.tables[own.end - 1].notes.push(printed);
                BlockKind::Note(own.start)
            }
            None => BlockKind::Caption(None),
        },
    };
    draft.push(kind, prose);
}
