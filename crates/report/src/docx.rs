//! Page one as a Word document, to be sent and marked up.

use std::io::Cursor;

use docx_rs::{
    AbstractNumbering, Docx, Hyperlink, HyperlinkType, IndentLevel, Level, LevelJc, LevelText,
    LineSpacing, NumberFormat, Numbering, NumberingId, PageMargin, PageOrientationType, Paragraph,
    Run, RunFonts, Shading, SpecialIndentType, Start, Style, StyleType, Table as WordTable,
    TableCell, TableLayoutType, TableRow, WidthType,
};

use crossfoot_core::visible;

use crate::Language;
use crate::document::{Align, Block, Document, Line, Table, Tone};

/// A4 on its side, in twentieths of a point, as all lengths.
const PAGE: (u32, u32) = (16_838, 11_906);
const MARGIN: i32 = 850;
/// Sizes of letters, in half points.
const TEXT: usize = 20;
const SMALL: usize = 17;
const HEADINGS: [usize; 3] = [32, 26, 22];
/// The colour of faults, dark enough for grey paper.
const BAD: &str = "A82F08";
const MUTED: &str = "5C5C5C";
const LINK: &str = "0B5394";
const HEADER: &str = "EDEFF1";
/// The width of a letter of small text, and of the space around a cell.
const LETTER: usize = 110;
const AROUND: usize = 220;
/// The numbering of bullets.
const BULLETS: usize = 1;
/// Numbers of paragraphs: Word wants one for each, below this.
const MOST_PARAGRAPHS: u32 = 0x8000_0000;

/// Renders a document, whose text is in `language` already.
pub(crate) fn render(document: &Document, language: &Language) -> Vec<u8> {
    let east_asia = if language.code.starts_with("zh") { "SimSun" } else { "Calibri" };
    let fonts = RunFonts::new().ascii("Calibri").hi_ansi("Calibri").east_asia(east_asia);
    let margin = PageMargin {
        top: MARGIN,
        left: MARGIN,
        bottom: MARGIN,
        right: MARGIN,
        header: MARGIN / 2,
        footer: MARGIN / 2,
        gutter: 0,
    };
    let mut docx = Docx::new()
        .page_size(PAGE.0, PAGE.1)
        .page_orient(PageOrientationType::Landscape)
        .page_margin(margin)
        .default_fonts(fonts)
        .default_size(TEXT)
        .add_abstract_numbering(bullets())
        .add_numbering(Numbering::new(BULLETS, BULLETS));
    for (level, size) in (1..).zip(HEADINGS) {
        let style = Style::new(format!("Heading{level}"), StyleType::Paragraph);
        docx = docx.add_style(style.name(format!("heading {level}")).size(size).bold());
    }
    let mut paragraphs = Paragraphs(0);
    for block in &document.blocks {
        docx = paragraphs.block(docx, block);
    }
    let mut bytes = Cursor::new(Vec::new());
    // Nothing can fail in memory.
    let _ = docx.pack(&mut bytes);
    bytes.into_inner()
}

fn bullets() -> AbstractNumbering {
    let level = Level::new(
        0,
        Start::new(1),
        NumberFormat::new("bullet"),
        LevelText::new("•"),
        LevelJc::new("left"),
    );
    let indented = level.indent(Some(360), Some(SpecialIndentType::Hanging(240)), None, None);
    AbstractNumbering::new(BULLETS).add_level(indented)
}

/// Makes paragraphs, numbered in their order so that the same document gives the same bytes.
struct Paragraphs(u32);

impl Paragraphs {
    fn next(&mut self) -> Paragraph {
        self.0 = (self.0 + 1) % MOST_PARAGRAPHS;
        Paragraph::new().id(format!("{:08x}", self.0))
    }

    fn block(&mut self, docx: Docx, block: &Block) -> Docx {
        match block {
            Block::Heading(level, line) => docx.add_paragraph(self.heading(*level, line)),
            Block::Paragraph(line) => {
                let spacing = LineSpacing::new().after(80);
                docx.add_paragraph(self.line(line, TEXT).line_spacing(spacing))
            }
            Block::List(lines) => {
                lines.iter().fold(docx, |docx, line| docx.add_paragraph(self.point(line)))
            }
            Block::Table(table) => docx.add_table(self.table(table)).add_paragraph(self.next()),
            Block::Grid(grid) => docx.add_table(self.table(&grid.table)).add_paragraph(self.next()),
            // Page one has no other blocks.
            _ => docx,
        }
    }

    fn heading(&mut self, level: u8, line: &Line) -> Paragraph {
        let level = usize::from(level).clamp(1, HEADINGS.len());
        let spacing = LineSpacing::new().before(240).after(80);
        let paragraph = self.next().style(&format!("Heading{level}"));
        let paragraph = paragraph.keep_next(true).line_spacing(spacing);
        runs(paragraph, line, HEADINGS[level - 1])
    }

    fn line(&mut self, line: &Line, size: usize) -> Paragraph {
        runs(self.next(), line, size)
    }

    fn point(&mut self, line: &Line) -> Paragraph {
        let paragraph = self.next().numbering(NumberingId::new(BULLETS), IndentLevel::new(0));
        runs(paragraph, line, TEXT)
    }

    fn table(&mut self, table: &Table) -> WordTable {
        let widths = widths(table);
        let header: Vec<TableCell> = table
            .header
            .iter()
            .zip(&widths)
            .map(|(line, width)| {
                let bold = Line::toned(line.plain(), Tone::Strong);
                let shading = Shading::new().color("auto").fill(HEADER);
                cell(*width).shading(shading).add_paragraph(self.line(&bold, SMALL))
            })
            .collect();
        let mut rows = vec![TableRow::new(header).cant_split()];
        for row in &table.rows {
            let cells = row.iter().zip(&widths).enumerate().map(|(column, (lines, width))| {
                let right = table.align.get(column) == Some(&Align::Right);
                let mut paragraphs: Vec<Paragraph> =
                    lines.iter().map(|line| self.line(line, SMALL)).collect();
                if paragraphs.is_empty() {
                    paragraphs.push(self.next());
                }
                paragraphs.into_iter().fold(cell(*width), |cell, paragraph| {
                    let align = docx_rs::AlignmentType::Right;
                    cell.add_paragraph(if right { paragraph.align(align) } else { paragraph })
                })
            });
            rows.push(TableRow::new(cells.collect()).cant_split());
        }
        WordTable::new(rows)
            .layout(TableLayoutType::Fixed)
            .width(widths.iter().sum(), WidthType::Dxa)
            .set_grid(widths)
    }
}

fn cell(width: usize) -> TableCell {
    TableCell::new().width(width, WidthType::Dxa)
}

/// Widths of columns that fill the page: a word each at least, and the rest by their letters, so
/// that a column of long sentences does not take all.
fn widths(table: &Table) -> Vec<usize> {
    let columns: Vec<(usize, usize)> =
        (0..table.header.len()).map(|column| letters(table, column)).collect();
    let page = PAGE.0 as usize - 2 * MARGIN.unsigned_abs() as usize;
    let least: usize = columns.iter().map(|(word, _)| word * LETTER + AROUND).sum();
    let all: usize = columns.iter().map(|(_, longest)| longest).sum::<usize>().max(1);
    let rest = page.saturating_sub(least);
    let widths = columns.iter().map(|(word, longest)| {
        let width = word * LETTER + AROUND + rest * longest / all;
        // Where the words alone are too wide, they break.
        if least > page { width * page / least } else { width }
    });
    widths.collect()
}

/// The letters of the longest word and of the longest text of a column, as far as its width grows
/// with them.
fn letters(table: &Table, column: usize) -> (usize, usize) {
    const MOST_OF_A_WORD: usize = 14;
    const MOST: usize = 60;
    let cells = table.rows.iter().filter_map(|row| row.get(column)).flatten();
    let texts: Vec<String> = cells.chain([&table.header[column]]).map(Line::plain).collect();
    let longest = texts.iter().map(|text| text.chars().count()).max().unwrap_or(0);
    let words =
        texts.iter().flat_map(|text| text.split(|c: char| c.is_whitespace() || !c.is_ascii()));
    let word = words.map(str::len).max().unwrap_or(0);
    (word.min(MOST_OF_A_WORD), longest.min(MOST))
}

/// A line as runs of one tone each.
fn runs(paragraph: Paragraph, line: &Line, size: usize) -> Paragraph {
    line.0.iter().fold(paragraph, |paragraph, (text, tone)| {
        let text = visible(&text.to_string()).into_owned();
        let run = Run::new().add_text(text.as_str()).size(size);
        match tone {
            Tone::Plain | Tone::Good | Tone::Note => paragraph.add_run(run),
            Tone::Strong => paragraph.add_run(run.bold()),
            Tone::Bad => paragraph.add_run(run.bold().color(BAD)),
            Tone::Muted => paragraph.add_run(run.color(MUTED)),
            Tone::Code | Tone::File | Tone::Opens(_) => {
                paragraph.add_run(run.fonts(RunFonts::new().ascii("Consolas").hi_ansi("Consolas")))
            }
            Tone::Url => {
                let shown = run.color(LINK).underline("single");
                let link = Hyperlink::new(text, HyperlinkType::External).add_run(shown);
                paragraph.add_hyperlink(link)
            }
        }
    })
}
