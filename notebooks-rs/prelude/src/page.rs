//! Documents, parts of them and small tables, as Markdown that a notebook shows; and charts.

use crossfoot::audit::Audit;
use crossfoot::core::Study;
use crossfoot::load::LoadError;
use crossfoot::report;
use crossfoot::report::chart::{self, Size};
use crossfoot::report::document::{Align, Block, Document, Line, Table};
use crossfoot::report::{Language, markdown};
use crossfoot::stats::Analysis;

/// By how many levels headings of a document are lowered, so that they are below the headings of the
/// prose around it.
const BELOW_PROSE: u8 = 2;
/// The lowest heading that Markdown has.
const LOWEST_HEADING: u8 = 6;

/// What a notebook shows: Markdown, or a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    media_type: &'static str,
    text: String,
}

impl Page {
    /// The Markdown, or the SVG of a picture.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Hands the page to the kernel, which looks for a method of this name on the last value of a
    /// cell.
    pub fn evcxr_display(&self) {
        crate::display(self.media_type, &self.text);
    }
}

/// A whole document: what `crossfoot check`, `reproduce`, `explain`, `stats` or `localise` would
/// say.
pub fn show(document: &Document) -> Page {
    let mut document = document.clone();
    for block in &mut document.blocks {
        if let Block::Heading(level, _) = block {
            *level = (*level + BELOW_PROSE).min(LOWEST_HEADING);
        }
    }
    prose(&markdown(&document))
}

/// All that is known of one cell (`licences.total[2023]`), claim (`claim:decline-text`) or check,
/// or the page of a code or cause; as `crossfoot explain` says it.
///
/// If nothing has this name, the page says so.
pub fn ask(study: &Study, audit: &Audit, name: &str) -> Page {
    match report::explain(name, &report::Language::english())
        .or_else(|| report::explain_study(study, audit, name))
    {
        Some(document) => show(&document),
        None => prose(&format!(
            "The study has no cell, claim or check `{name}`, and no code or cause has this name."
        )),
    }
}

/// The chart of that name, in English, as `crossfoot chart` draws it.
///
/// If no chart has this name, the page lists all charts of the study.
pub fn draw(study: &Study, audit: &Audit, analysis: &Analysis, name: &str) -> Page {
    let charts = chart::charts(study, audit, analysis, &Language::english(), Size::DEFAULT);
    match charts.iter().find(|chart| chart.name == name) {
        Some(chart) => Page { media_type: "image/svg+xml", text: chart.svg() },
        None => grid(
            ["chart", "shows"],
            charts.iter().map(|chart| [chart.name.clone(), chart.title.clone()]),
        ),
    }
}

/// Text as it is, each character as wide as the next: a file, or what a program printed.
pub fn verbatim(text: &str) -> Page {
    prose(&format!("```text\n{}\n```\n", text.trim_end_matches('\n')))
}

/// Why a study could not be loaded: place and message of every problem, and what was probably
/// meant.
pub fn problems(error: &LoadError) -> Page {
    let lines = error.problems.iter().flat_map(|problem| {
        let more = [Some(&problem.label), problem.help.as_ref()]
            .into_iter()
            .flatten()
            .filter(|text| !text.is_empty());
        std::iter::once(problem.to_string())
            .chain(more.map(|text| format!("    {text}")))
            .collect::<Vec<_>>()
    });
    verbatim(&lines.collect::<Vec<_>>().join("\n"))
}

/// Markdown as it is.
pub fn prose(markdown: &str) -> Page {
    Page { media_type: "text/markdown", text: markdown.to_owned() }
}

/// The part of a document below the first heading with this start, without the heading, to the next
/// heading of its level.
///
/// If no heading starts like this, the page lists all headings.
pub fn part(document: &Document, heading: &str) -> Page {
    let start = document.blocks.iter().position(
        |block| matches!(block, Block::Heading(_, line) if line.plain().starts_with(heading)),
    );
    let Some(start) = start else {
        let headings = document.blocks.iter().filter_map(|block| match block {
            Block::Heading(_, line) => Some(line.clone()),
            _ => None,
        });
        let blocks = vec![
            Block::Paragraph(format!("No heading starts with “{heading}”. There are:").into()),
            Block::List(headings.collect()),
        ];
        return show(&Document { blocks });
    };
    let own = level(&document.blocks[start]).unwrap_or(1);
    let below = document.blocks[start + 1..]
        .iter()
        .take_while(|block| level(block).is_none_or(|level| level > own));
    show(&Document { blocks: below.cloned().collect() })
}

/// The level of a heading.
const fn level(block: &Block) -> Option<u8> {
    match block {
        Block::Heading(level, _) => Some(*level),
        _ => None,
    }
}

/// A table of a few computed values: headings, then rows. A column that holds numbers alone is set
/// to the right.
pub fn grid<const COLUMNS: usize>(
    header: [&str; COLUMNS],
    rows: impl IntoIterator<Item = [String; COLUMNS]>,
) -> Page {
    let rows: Vec<[String; COLUMNS]> = rows.into_iter().collect();
    let align = (0..COLUMNS).map(|column| {
        if rows.iter().all(|row| is_number(&row[column])) { Align::Right } else { Align::Left }
    });
    let table = Table {
        header: header.iter().map(|heading| Line::from(*heading)).collect(),
        align: align.collect(),
        rows: rows
            .iter()
            .map(|row| row.iter().map(|cell| vec![Line::from(cell.as_str())]).collect())
            .collect(),
    };
    show(&Document { blocks: vec![Block::Table(table)] })
}

/// Whether a text is a number with a sign, a comparison or a unit, or nothing.
fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '−', '-', '<', '>', '≈', ' ']);
    digits.is_empty() || digits.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crossfoot::report::document::Document;

    use super::{grid, part, show};

    fn sample() -> Document {
        let mut document = Document::default();
        document.paragraph("before");
        document.heading(1, "Tables");
        document.paragraph("of two");
        document.heading(2, "Table 1");
        document.paragraph("first");
        document.heading(1, "Claims");
        document.paragraph("none");
        document
    }

    #[test]
    fn a_part_ends_at_the_next_heading_of_its_level() {
        assert_eq!(part(&sample(), "Tab").text(), "of two\n\n#### Table 1\n\nfirst\n");
        assert_eq!(part(&sample(), "Table 1").text(), "first\n");
        assert_eq!(show(&sample()).text().matches("### ").count(), 3);
    }

    #[test]
    fn where_no_heading_starts_so_all_are_named() {
        let page = part(&sample(), "Findings");
        assert_eq!(
            page.text(),
            "No heading starts with “Findings”. There are:\n\n- Tables\n- Table 1\n- Claims\n"
        );
    }

    #[test]
    fn numbers_are_set_to_the_right() {
        let page = grid(
            ["year", "change"],
            [["2023".to_owned(), "−3".to_owned()], ["all".to_owned(), String::new()]],
        );
        assert_eq!(page.text(), "| year | change |\n| --- | ---: |\n| 2023 | −3 |\n| all |  |\n");
    }
}
