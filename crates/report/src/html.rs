//! Documents as one HTML file that holds all it needs: it works from disk, without a network,
//! without a script, on paper, with keyboard and screen reader.

mod blocks;

use std::fmt::Write;

use crossfoot_core::{Phrase, say};

use crate::Language;
use crate::chart::dark_colours;
use crate::document::{Block, Document, Outcome, Tags};
use crate::markup::{escape, identifier};
use blocks::{Blocks, outcome};

const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = include_str!("html/script.js");

/// Renders a document, whose text is in `language` already.
pub(crate) fn render(document: &Document, title: &str, language: &Language) -> String {
    let blocks = Blocks::from_document(document, language);
    let mut contents = String::new();
    for (id, heading) in sections(document) {
        // Writing to a text cannot fail.
        let _ = writeln!(contents, "<li><a href=\"#{id}\">{}</a></li>", escape(&heading));
    }
    let sentences = [
        ("sort", say!("Sort by this column")),
        ("shown", say!("{} of {} rows shown", "{0}", "{1}")),
        ("light", say!("Light")),
        ("dark", say!("Dark")),
    ];
    let data: String = sentences
        .iter()
        .map(|(name, phrase)| format!(" data-{name}=\"{}\"", translated(language, phrase)))
        .collect();
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"Crossfoot {}\">\n<title>{}</title>\n<style>\n{STYLE}{}</style>\n</head>\n\
         <body{data}>\n<a class=\"skip\" href=\"#main\">{}</a>\n<nav aria-label=\"{}\">\n<ol>\n{contents}</ol>\n{}<button type=\"button\" id=\"theme\" hidden></button>\n</nav>\n\
         <main id=\"main\" tabindex=\"-1\">\n{}</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n",
        language.code,
        env!("CARGO_PKG_VERSION"),
        escape(title),
        dark_charts(),
        translated(language, &say!("Skip to the report")),
        translated(language, &say!("Contents")),
        chips(document, language),
        blocks.render(&document.blocks),
    )
}

/// Renders a document in English as elements for a page of others, such as a notebook.
///
/// ```
/// let document = crossfoot_report::document::Document::default();
/// assert_eq!(crossfoot_report::html(&document), "");
/// ```
pub fn elements(document: &Document) -> String {
    Blocks::from_document(document, &Language::english()).render(&document.blocks)
}

/// What a reader chooses rows by, over the whole page: how checks ended, and where they stand.
fn chips(document: &Document, language: &Language) -> String {
    let outcomes = [
        ("", say!("all")),
        (outcome(Outcome::Disagrees), say!("disagrees")),
        (outcome(Outcome::Agrees), say!("agrees")),
        (outcome(Outcome::Undecided), say!("not decided")),
    ];
    let outcomes = outcomes.iter().map(|(name, said)| {
        let pressed = name.is_empty();
        let said = translated(language, said);
        format!("<button type=\"button\" data-choose=\"{name}\" aria-pressed=\"{pressed}\">{said}</button>\n")
    });
    let mut named: Vec<String> = Vec::new();
    each_tag(&document.blocks, &mut |tags| {
        let section = tags.section.plain();
        if !section.is_empty() && !named.contains(&section) {
            named.push(section);
        }
    });
    if named.is_empty() {
        return String::new();
    }
    let options = named.iter().map(|name| format!("<option>{}</option>\n", escape(name)));
    format!(
        "<div id=\"choose\" role=\"group\" aria-label=\"{}\" hidden>\n{}<select aria-label=\"{}\">\n<option value=\"\">{}</option>\n{}</select>\n</div>\n",
        translated(language, &say!("Show rows")),
        outcomes.collect::<String>(),
        translated(language, &say!("Section")),
        translated(language, &say!("all sections")),
        options.collect::<String>(),
    )
}

/// Calls `visit` with the tags of all rows.
fn each_tag(blocks: &[Block], visit: &mut impl FnMut(&Tags)) {
    for block in blocks {
        match block {
            Block::Grid(grid) => grid.tags.iter().for_each(&mut *visit),
            Block::Details(_, inside) | Block::Fold(_, inside) => each_tag(inside, visit),
            _ => {}
        }
    }
}

/// The colours of charts where the page is dark; on paper they stay light.
fn dark_charts() -> String {
    let colours = dark_colours();
    format!(
        "@media screen {{ :root[data-theme=\"dark\"] {{ {colours}}} }}\n\
         @media screen and (prefers-color-scheme: dark) {{ :root:not([data-theme=\"light\"]) {{ {colours}}} }}\n"
    )
}

/// A phrase in the language of the document, as HTML.
fn translated(language: &Language, phrase: &Phrase) -> String {
    escape(&language.say(phrase))
}

/// The headings that links lead to, with their names.
fn sections(document: &Document) -> impl Iterator<Item = (String, String)> {
    document.blocks.windows(2).filter_map(|pair| match pair {
        [Block::Anchor(id), Block::Heading(_, line) | Block::Fold(line, _)] => {
            Some((identifier(id), line.plain()))
        }
        _ => None,
    })
}
