//! Documents as GitHub-flavoured Markdown that also reads well raw.

use std::collections::BTreeMap;

use crossfoot_core::{on_one_line, visible};

use crate::document::{Align, Block, Document, Figure, Grid, Item, Line, Table, Tone};
use crate::markup;

/// Renders a document.
///
/// ```
/// use crossfoot_report::document::{Document, Line, Tone};
/// use crossfoot_report::markdown;
///
/// let mut document = Document::default();
/// document.heading(2, "Findings");
/// document.paragraph(Line::toned("permits.total", Tone::Code));
/// assert_eq!(markdown(&document), "## Findings\n\n`permits.total`\n");
/// ```
pub fn render(document: &Document) -> String {
    blocks(&document.blocks)
}

fn blocks(all: &[Block]) -> String {
    let shown = all.iter().filter(|block| !matches!(block, Block::Anchor(_)));
    let blocks = shown.map(|block| match block {
        Block::Heading(level, line) => {
            format!("{} {}\n", "#".repeat(usize::from(*level)), inline(line))
        }
        Block::Paragraph(line) => block_start(&inline(line)) + "\n",
        Block::List(lines) => {
            lines.iter().map(|line| format!("- {}\n", block_start(&inline(line)))).collect()
        }
        Block::Table(table) => pipes(table, &BTreeMap::new()),
        Block::Items(items) => items.iter().map(item).collect::<Vec<_>>().join("\n"),
        Block::Markdown(text) => visible(text).into_owned(),
        Block::Quotation(text) => quotation(text),
        Block::Anchor(_) => String::new(),
        Block::Grid(grid) => pipes(&grid.table, &targets(grid)),
        Block::Fold(heading, inside) => {
            format!("## {}\n\n{}", inline(heading), self::blocks(inside))
        }
        Block::Figure(figure) => picture(figure),
        Block::Details(summary, inside) => {
            format!(
                "<details>\n<summary>{}</summary>\n\n{}\n</details>\n",
                markup::escape(&summary.plain()),
                self::blocks(inside)
            )
        }
    });
    blocks.collect::<Vec<_>>().join("\n")
}

/// The document beside a report with details about the rows of its tables.
pub(crate) const APPENDIX: &str = "appendix.md";

/// The links of rows that have details, by row.
fn targets(grid: &Grid) -> BTreeMap<usize, String> {
    let targets = grid.more.iter();
    targets.map(|(row, more)| (*row, format!("{APPENDIX}#{}", slug(&more.title.plain())))).collect()
}

/// The name that GitHub gives a heading: lower case, hyphens for spaces, no punctuation.
fn slug(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// A chart beside the document, with its title below.
fn picture(figure: &Figure) -> String {
    let [alt, title] = [&figure.alt, &figure.title].map(|text| on_one_line(text));
    let alt = escape(&alt.replace(['[', ']'], "|"));
    format!("![{alt}](figures/{}.svg)\n\n*{}*\n", figure.name, escape(&title))
}

/// A point with its figures, and the rest as points below it.
fn item(item: &Item) -> String {
    let figures = [&item.printed, &item.recomputed]
        .into_iter()
        .filter(|line| !line.plain().is_empty())
        .map(inline);
    let figures: Vec<String> = figures.collect();
    // The punctuation of the language of the figures.
    let wide = figures.iter().any(|figure| figure.chars().any(is_hanzi));
    let (comma, colon) = if wide { ("，", "：") } else { (", ", ": ") };
    let colon = if figures.is_empty() { "" } else { colon };
    let figures = figures.join(comma);
    let body: String = item.body.iter().map(|line| format!("  - {}\n", inline(line))).collect();
    format!("- {}{colon}{figures}\n{body}", inline(&item.name))
}

const fn is_hanzi(character: char) -> bool {
    matches!(character, '\u{4e00}'..='\u{9fff}')
}

/// A table; the first cells of rows with a target are links.
fn pipes(table: &Table, targets: &BTreeMap<usize, String>) -> String {
    let rule = table
        .align
        .iter()
        .map(|align| if *align == Align::Right { "---:" } else { "---" }.to_owned());
    let header = row(table.header.iter().map(|heading| escape(&heading.plain())));
    let rows = table.rows.iter().enumerate().map(|(at, cells)| {
        row(cells.iter().enumerate().map(|(column, lines)| {
            let text = lines.iter().map(in_cell).collect::<Vec<_>>().join("<br>");
            match targets.get(&at) {
                Some(target) if column == 0 => format!("[{text}]({target})"),
                _ => text,
            }
        }))
    });
    header + &row(rule) + &rows.collect::<String>()
}

fn row(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

/// A line within a table. There, `|` ends a cell even in code.
fn in_cell(line: &Line) -> String {
    let stretches = line.0.iter().map(|stretch| match inline(&Line(vec![stretch.clone()])) {
        code if stretch.1 == Tone::Code => code.replace('|', "\\|"),
        other => other,
    });
    stretches.collect()
}

fn inline(line: &Line) -> String {
    let stretches = line.stretches().map(|(text, tone)| {
        let body = text.trim();
        let (before, after) = (
            space(&text[..text.len() - text.trim_start().len()]),
            space(&text[text.trim_end().len()..]),
        );
        match tone {
            _ if body.is_empty() => space(&text).to_owned(),
            Tone::Code => format!("{before}{}{after}", code(body)),
            Tone::File => format!("{before}[{}]({body}){after}", escape(body)),
            Tone::Url => format!("{before}<{body}>{after}"),
            Tone::Opens(file) => format!("{before}[**{}**]({body}/{file}){after}", escape(body)),
            Tone::Strong | Tone::Bad => format!("{before}**{}**{after}", escape(body)),
            Tone::Plain | Tone::Muted | Tone::Good | Tone::Note => {
                format!("{before}{}{after}", escape(body))
            }
        }
    });
    stretches.collect()
}

/// A text as code, between more backticks than it has anywhere in a row.
fn code(body: &str) -> String {
    let within = body.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let marks = "`".repeat(within + 1);
    let gap = if body.starts_with('`') || body.ends_with('`') { " " } else { "" };
    format!("{marks}{gap}{body}{gap}{marks}")
}

/// Markdown that others wrote, as a quotation, so that nothing left open in it affects what follows,
/// and without tags.
fn quotation(text: &str) -> String {
    let text = visible(text);
    let mut out = String::with_capacity(text.len());
    for line in text.trim_end().lines() {
        out.push_str(if line.is_empty() { ">" } else { "> " });
        for (at, c) in line.char_indices() {
            let after = &line[at + c.len_utf8()..];
            // `<https://…>` is a link.
            if c == '<' && starts_tag(after) && !after.starts_with("http") {
                out.push_str("&lt;");
            } else {
                out.push(c);
            }
        }
        out.push('\n');
    }
    out
}

/// Whether `<` before this text starts a tag, a comment or an instruction; before a number it does
/// not.
fn starts_tag(after: &str) -> bool {
    after.starts_with(|next: char| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'))
}

/// One space for any: two set columns apart in a terminal.
const fn space(outside: &str) -> &'static str {
    if outside.is_empty() { "" } else { " " }
}

/// Marks that would make the text that they start a quotation, a heading or a list become plain
/// characters.
fn block_start(text: &str) -> String {
    if text.starts_with(['>', '#', '-', '+']) { format!("\\{text}") } else { text.to_owned() }
}

/// Marks of Markdown in a text become plain characters; where they mean nothing they stay as they
/// are, so that the source reads well too.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let (before, after) =
            (text[..at].chars().next_back(), text[at + c.len_utf8()..].chars().next());
        let special = match c {
            '|' | '*' | '`' | '~' | '\\' => true,
            '<' => starts_tag(&text[at + 1..]),
            '_' => {
                !(before.is_some_and(char::is_alphanumeric)
                    && after.is_some_and(char::is_alphanumeric))
            }
            ']' => matches!(after, Some('(' | ':' | '[')),
            _ => false,
        };
        out.extend(special.then_some('\\').into_iter().chain([c]));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{block_start, code, escape, quotation, render};
    use crate::document::{Align, Document, Line, Table, Tone};

    #[test]
    fn only_what_means_something_is_escaped() {
        for (text, escaped) in [
            ("licences.collection_pct[2023] > 4", "licences.collection_pct[2023] > 4"),
            ("_stress_ and *this*, a|b", "\\_stress\\_ and \\*this\\*, a\\|b"),
            ("# 1 of [a](b)", "# 1 of [a\\](b)"),
            ("<b> ~2,000", "\\<b> \\~2,000"),
        ] {
            assert_eq!(escape(text), escaped);
        }
        assert_eq!([">15 PB", "- a", "15 > 2"].map(block_start), ["\\>15 PB", "\\- a", "15 > 2"]);
    }

    #[test]
    fn keys_cannot_leave_their_code_nor_their_cell() {
        assert_eq!(code("a`<img>`b``"), "``` a`<img>`b`` ```");
        assert_eq!(code("total[2023]"), "`total[2023]`");
        let cell = Line::toned("a|b", Tone::Code).then(" <b>|", Tone::Plain);
        let mut document = Document::default();
        document.table(Table {
            header: vec![Line::from("h")],
            align: vec![Align::Left],
            rows: vec![vec![vec![cell]]],
        });
        assert_eq!(render(&document), "| h |\n| --- |\n| `a\\|b` \\<b>\\| |\n");
    }

    #[test]
    fn what_others_wrote_has_no_tags_and_leaves_nothing_open() {
        let text = "é <img src=x> <https://a.org> 3 < 4\n\n```\n</details>\u{1b}";
        let quoted =
            "> é &lt;img src=x> <https://a.org> 3 < 4\n>\n> ```\n> &lt;/details>[U+001B]\n";
        assert_eq!(quotation(text), quoted);
    }
}
