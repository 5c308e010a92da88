//! Documents as GitHub-flavoured Markdown that also reads well raw.

use crate::document::{Align, Block, Document, Figure, Item, Line, Table, Tone};

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
        Block::Table(table) => pipes(table),
        Block::Items(items) => items.iter().map(item).collect::<Vec<_>>().join("\n"),
        Block::Markdown(text) => text.clone(),
        Block::Anchor(_) => String::new(),
        Block::Grid(grid) => pipes(&grid.table),
        Block::Figure(figure) => picture(figure),
        Block::Details(summary, inside) => {
            format!(
                "<details>\n<summary>{}</summary>\n\n{}\n</details>\n",
                escape(&summary.plain()),
                self::blocks(inside)
            )
        }
    });
    blocks.collect::<Vec<_>>().join("\n")
}

/// A chart beside the document, with its title below.
fn picture(figure: &Figure) -> String {
    let alt = figure.alt.replace(['[', ']'], "|").replace('\n', " ");
    format!("![{}](figures/{}.svg)\n\n*{}*\n", alt, figure.name, escape(&figure.title))
}

/// A point with its figures, and the rest as points below it.
fn item(item: &Item) -> String {
    let figures = [&item.printed, &item.recomputed]
        .into_iter()
        .filter(|line| !line.plain().is_empty())
        .map(inline);
    let figures: Vec<String> = figures.collect();
    // The marks of the language that the figures are said in.
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

fn pipes(table: &Table) -> String {
    let rule = table
        .align
        .iter()
        .map(|align| if *align == Align::Right { "---:" } else { "---" }.to_owned());
    let header = row(table.header.iter().map(|heading| escape(&heading.plain())));
    let rows = table.rows.iter().map(|cells| {
        row(cells.iter().map(|lines| lines.iter().map(inline).collect::<Vec<_>>().join("<br>")))
    });
    header + &row(rule) + &rows.collect::<String>()
}

fn row(cells: impl Iterator<Item = String>) -> String {
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

fn inline(line: &Line) -> String {
    let stretches = line.0.iter().map(|(text, tone)| {
        let text = text.to_string();
        let body = text.trim();
        let (before, after) = (
            space(&text[..text.len() - text.trim_start().len()]),
            space(&text[text.trim_end().len()..]),
        );
        match tone {
            _ if body.is_empty() => space(&text).to_owned(),
            Tone::Code => format!("{before}`{body}`{after}"),
            Tone::File => format!("{before}[{}]({body}){after}", escape(body)),
            Tone::Opens(file) => format!("{before}[**{}**]({body}/{file}){after}", escape(body)),
            Tone::Strong | Tone::Bad => format!("{before}**{}**{after}", escape(body)),
            Tone::Plain | Tone::Muted | Tone::Good | Tone::Note => {
                format!("{before}{}{after}", escape(body))
            }
        }
    });
    stretches.collect()
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
            // A tag starts with a letter or a sign, and no number does.
            '<' => after
                .is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')),
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
    use super::{block_start, escape};

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
}
