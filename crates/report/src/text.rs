//! Documents as terminal text: aligned, wrapped to a width, coloured where the reader can see
//! colour.

use anstyle::{AnsiColor, Style};
use comfy_table::{CellAlignment, ContentArrangement, Table as Grid};
use crossfoot_core::visible;
use textwrap::core::display_width;
use textwrap::{WordSeparator, WordSplitter};

use crate::document::{Align, Block, Document, Item, Line, Table, Tone};

/// Whether tones become colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Palette {
    /// Escape codes for a terminal.
    Colour,
    /// Text only.
    Plain,
}

/// Columns that text is set in from the left under a heading.
const INDENT: &str = "  ";

/// Sets a document to `width` columns.
///
/// ```
/// use crossfoot_report::document::{Document, Line, Tone};
/// use crossfoot_report::{Palette, text};
///
/// let mut document = Document::default();
/// document.paragraph(Line::toned("printed 1,240", Tone::Bad));
/// assert_eq!(text(&document, 80, Palette::Plain), "  printed 1,240\n");
/// ```
pub fn render(document: &Document, width: usize, palette: Palette) -> String {
    without_commands(blocks(&document.blocks, width, palette))
}

/// The text without commands for GitHub, which obeys lines in its logs that start with `::` or
/// `##[`. Names of a study may start so; a space within the mark makes them plain text.
fn without_commands(text: String) -> String {
    if !text.lines().any(is_command) {
        return text;
    }
    let lines = text.split_inclusive('\n').map(|line| {
        let (before, rest) = line.split_at(line.len() - line.trim_start().len());
        if is_command(line) {
            format!("{before}{} {}", &rest[..1], &rest[1..])
        } else {
            line.to_owned()
        }
    });
    lines.collect()
}

fn blocks(blocks: &[Block], width: usize, palette: Palette) -> String {
    let mut out = String::new();
    for (at, block) in blocks.iter().enumerate() {
        let under_heading = at == 0 || matches!(blocks[at - 1], Block::Heading(..));
        if !under_heading || matches!(block, Block::Heading(..)) && at > 0 {
            out.push('\n');
        }
        match block {
            Block::Heading(_, line) => {
                out.push_str(&(styled(line, palette, Some(Tone::Strong)) + "\n"))
            }
            Block::Paragraph(line) => out.push_str(&wrapped(line, width, INDENT, INDENT, palette)),
            Block::List(lines) => lines
                .iter()
                .for_each(|line| out.push_str(&wrapped(line, width, INDENT, "    ", palette))),
            Block::Table(table) => out.push_str(&grid(table, width, palette)),
            Block::Items(items) => out.push_str(&self::items(items, width, palette)),
            Block::Markdown(text) | Block::Quotation(text) => out.push_str(&visible(text)),
            Block::Anchor(_) => {}
            Block::Grid(grid) => out.push_str(&self::grid(&grid.table, width, palette)),
            Block::Figure(figure) => out.push_str(&wrapped(
                &Line::from(figure.alt.as_str()),
                width,
                INDENT,
                INDENT,
                palette,
            )),
            Block::Details(summary, inside) | Block::Fold(summary, inside) => {
                out.push_str(&wrapped(summary, width, INDENT, INDENT, palette));
                out.push_str(&self::blocks(inside, width, palette));
            }
        }
    }
    out
}

fn wrapped(line: &Line, width: usize, first: &str, rest: &str, palette: Palette) -> String {
    let plain = line.plain();
    // Chinese breaks between characters but not before its commas; names and formulas in English
    // text break at spaces only.
    let separator = if plain.contains(is_east_asian) {
        WordSeparator::UnicodeBreakProperties
    } else {
        WordSeparator::AsciiSpace
    };
    let options = textwrap::Options::new(width)
        .initial_indent(first)
        .subsequent_indent(rest)
        .word_separator(separator);
    let lines =
        textwrap::wrap(&plain, options.word_splitter(WordSplitter::NoHyphenation)).join("\n");
    let text = if let [(_, tone)] = line.0.as_slice() {
        paint(&lines, *tone, palette)
    } else {
        recolour(&lines, line, palette)
    };
    text + "\n"
}

/// Whether GitHub would obey a line.
fn is_command(line: &str) -> bool {
    ["::", "##["].iter().any(|mark| line.trim_start().starts_with(mark))
}

/// Characters that no spaces stand between, and their punctuation.
const fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Puts the tones of a line back onto its wrapped text, which differs in white space only: some
/// languages break lines between any two characters.
fn recolour(wrapped: &str, line: &Line, palette: Palette) -> String {
    let mut rest = wrapped;
    let mut out = String::new();
    for (text, tone) in line.stretches() {
        let length = text.chars().filter(|c| !c.is_whitespace()).count();
        let mut shown = rest.char_indices().filter(|(_, c)| !c.is_whitespace());
        let first = shown.next().filter(|_| length > 0);
        let last = if length > 1 { shown.nth(length - 2) } else { first };
        let (Some((start, _)), Some((end, c))) = (first, last) else {
            out.push_str(&paint("", tone, palette));
            continue;
        };
        out.push_str(&rest[..start]);
        out.push_str(&paint(&rest[start..end + c.len_utf8()], tone, palette));
        rest = &rest[end + c.len_utf8()..];
    }
    out + rest
}

/// Items with their figures aligned, unless a name is so long that the rest would not fit beside
/// it.
fn items(items: &[Item], width: usize, palette: Palette) -> String {
    /// Columns of a body line under its item.
    const BODY: &str = "      ";
    let names = widest(items.iter().map(|item| &item.name)).min(width / 2);
    let figures = widest(items.iter().map(|item| &item.printed)).min(width / 4);
    let mut out = String::new();
    for (at, item) in items.iter().enumerate() {
        out.push_str(if at == 0 { "" } else { "\n" });
        out.push_str(INDENT);
        out.push_str(&styled(&item.name, palette, None));
        if !item.recomputed.0.is_empty() {
            let gap =
                format!("{}   {}", padding(&item.name, names), padding(&item.printed, figures));
            out.push_str(
                &(gap
                    + &styled(&item.printed, palette, None)
                    + "   "
                    + &styled(&item.recomputed, palette, None)),
            );
        }
        out.push('\n');
        item.body
            .iter()
            .for_each(|line| out.push_str(&wrapped(line, width, BODY, "        ", palette)));
    }
    out
}

/// How many columns the widest of some lines takes.
fn widest<'a>(lines: impl Iterator<Item = &'a Line>) -> usize {
    lines.map(|line| display_width(&line.plain())).max().unwrap_or(0)
}

/// The blanks that fill a line up to so many columns.
fn padding(line: &Line, columns: usize) -> String {
    " ".repeat(columns.saturating_sub(display_width(&line.plain())))
}

fn grid(table: &Table, width: usize, palette: Palette) -> String {
    let mut grid = Grid::new();
    grid.load_style(comfy_table::presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Dynamic);
    grid.set_width(u16::try_from(width.saturating_sub(INDENT.len())).unwrap_or(u16::MAX));
    if table.header.iter().any(|heading| !heading.plain().is_empty()) {
        grid.set_header(
            table.header.iter().map(|heading| paint(&heading.plain(), Tone::Muted, palette)),
        );
    }
    for row in &table.rows {
        grid.add_row(row.iter().map(|cell| {
            cell.iter().map(|line| styled(line, palette, None)).collect::<Vec<_>>().join("\n")
        }));
    }
    for (column, align) in grid.column_iter_mut().zip(&table.align) {
        column.set_cell_alignment(match align {
            Align::Left => CellAlignment::Left,
            Align::Right => CellAlignment::Right,
        });
        column.set_padding((0, 2));
    }
    let lines = grid
        .lines()
        .map(|line| format!("{INDENT}{}", line.trim_end()).trim_end().to_owned() + "\n");
    lines.collect()
}

fn styled(line: &Line, palette: Palette, base: Option<Tone>) -> String {
    line.stretches()
        .map(|(text, tone)| {
            let tone = if tone == Tone::Plain { base.unwrap_or(tone) } else { tone };
            paint(&text, tone, palette)
        })
        .collect()
}

fn paint(text: &str, tone: Tone, palette: Palette) -> String {
    let style = match tone {
        Tone::Plain => return text.to_owned(),
        Tone::Strong => Style::new().bold(),
        Tone::Muted => Style::new().dimmed(),
        Tone::Good => AnsiColor::Green.on_default(),
        Tone::Note => AnsiColor::Yellow.on_default(),
        Tone::Bad => AnsiColor::Red.on_default(),
        Tone::Code | Tone::File | Tone::Opens(_) | Tone::Url => AnsiColor::Cyan.on_default(),
    };
    if palette == Palette::Plain || text.is_empty() {
        text.to_owned()
    } else {
        format!("{style}{text}{style:#}")
    }
}
