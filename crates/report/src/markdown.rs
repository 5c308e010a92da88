//! Documents as GitHub-flavoured Markdown that also reads well raw.

use crate::document::{Align, Block, Document, Item, Line, Table, Tone};

/// Renders a document.
pub fn render(document: &Document) -> String {
    let blocks = document.blocks.iter().map(|block| match block {
        Block::Heading(level, line) => format!("{} {}\n", "#".repeat(usize::from(*level)), inline(line)),
        Block::Paragraph(line) => inline(line) + "\n",
        Block::List(lines) => lines.iter().map(|line| format!("- {}\n", inline(line))).collect(),
        Block::Table(table) => pipes(table),
        Block::Items(items) => items.iter().map(item).collect::<Vec<_>>().join("\n"),
        Block::Markdown(text) => text.clone(),
    });
    blocks.collect::<Vec<_>>().join("\n")
}

/// A point with its figures, and the rest as points below it.
fn item(item: &Item) -> String {
    let figures = [&item.printed, &item.recomputed].into_iter().filter(|line| !line.plain().is_empty()).map(inline);
    let figures = figures.collect::<Vec<_>>().join(", ");
    let colon = if figures.is_empty() { "" } else { ": " };
    let body: String = item.body.iter().map(|line| format!("  - {}\n", inline(line))).collect();
    format!("- {}{colon}{figures}\n{body}", inline(&item.name))
}

fn pipes(table: &Table) -> String {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let rule = table.align.iter().map(|align| if *align == Align::Right { "---:" } else { "---" }.to_owned()).collect();
    let header = row(table.header.iter().map(|heading| escape(heading)).collect());
    let rows = table.rows.iter().map(|cells| row(cells.iter().map(|lines| lines.iter().map(inline).collect::<Vec<_>>().join("<br>")).collect()));
    header + &row(rule) + &rows.collect::<String>()
}

fn inline(line: &Line) -> String {
    let stretches = line.0.iter().map(|(text, tone)| {
        let body = text.trim();
        let (before, after) = (&text[..text.len() - text.trim_start().len()], &text[text.trim_end().len()..]);
        match tone {
            _ if body.is_empty() => text.clone(),
            Tone::Code => format!("{before}`{body}`{after}"),
            Tone::Strong | Tone::Bad => format!("{before}**{}**{after}", escape(body)),
            Tone::Plain | Tone::Muted | Tone::Good | Tone::Note => format!("{before}{}{after}", escape(body)),
        }
    });
    stretches.collect()
}

/// Marks of Markdown in a text become plain characters.
fn escape(text: &str) -> String {
    let special = |c: char| matches!(c, '|' | '*' | '_' | '`' | '<' | '>' | '[' | ']' | '~' | '#');
    text.chars().flat_map(|c| special(c).then_some('\\').into_iter().chain([c])).collect()
}
