//! The numerals of an article beside a list of them, in order.

use anyhow::Result;
use crossfoot::audit::article::reason;
use crossfoot::core::{Article, Block, BlockKind, Part, read_numerals};

/// A listed numeral and what was found for it.
#[derive(Clone, Debug)]
pub struct Compared {
    /// Where the list puts it.
    pub place: String,
    /// Its text in the list.
    pub listed: String,
    /// Its reason in the list; empty where a claim covers it.
    pub reason: String,
    /// The text and the reason that were found; `None` where it was not.
    pub found: Option<(String, Option<&'static str>)>,
}

/// Compares the numerals of an article, without its list of references, with those of a list
/// (`numbers.csv` of a study). Gives the rows of the list and how many numerals the article has.
///
/// # Errors
/// The list cannot be read.
pub fn compare(article: &Article, list: &str) -> Result<(Vec<Compared>, usize)> {
    let mut rows = Vec::new();
    for row in csv::Reader::from_reader(list.as_bytes()).records() {
        let row = row?;
        let [place, text, reason] = [1, 2, 5].map(|at| row.get(at).unwrap_or_default().to_owned());
        rows.push(Compared { place, listed: text, reason, found: None });
    }
    // A caption may be read before or behind the paragraph that it interrupts.
    let (tables, prose) = rows.iter_mut().partition(|row| row.place.starts_with("Table"));
    let (in_tables, in_prose) =
        (numerals(article, is_beside), numerals(article, |block| !is_beside(block)));
    align(tables, &in_tables);
    align(prose, &in_prose);
    Ok((rows, in_tables.len() + in_prose.len()))
}

/// Whether a block belongs to a table or figure.
fn is_beside(block: &&Block) -> bool {
    matches!(block.kind, BlockKind::Caption(_) | BlockKind::Note(_))
}

/// Pairs the most rows with numerals in their order; a date can hold several rows.
fn align(mut listed: Vec<&mut Compared>, found: &[Found]) {
    let (rows, columns) = (listed.len(), found.len());
    let mut best = vec![vec![0_u32; columns + 1]; rows + 1];
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let text = &listed[row].listed;
            let skipped = best[row + 1][column].max(best[row][column + 1]);
            let paired = matches(text, &found[column].0)
                .then(|| 1 + best[row + 1][next(text, found, column)]);
            best[row][column] = skipped.max(paired.unwrap_or(0));
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < rows && column < columns {
        let here = best[row][column];
        let behind = next(&listed[row].listed, found, column);
        if matches(&listed[row].listed, &found[column].0) && best[row + 1][behind] + 1 == here {
            listed[row].found = Some(found[column].clone());
            (row, column) = (row + 1, behind);
        } else if best[row][column + 1] == here {
            column += 1;
        } else {
            row += 1;
        }
    }
}

/// The text of a numeral and its reason.
type Found = (String, Option<&'static str>);

fn numerals(article: &Article, is_wanted: impl Fn(&&Block) -> bool) -> Vec<Found> {
    let blocks = article.blocks.iter().filter(is_wanted);
    let blocks = blocks.filter(|block| article.section(block).part != Part::References);
    let numerals = blocks.flat_map(|block| {
        let text = block.prose.text();
        read_numerals(text).into_iter().map(move |numeral| {
            let reason = reason(article, block, &numeral).map(|reason| reason.name());
            (text[numeral.range].to_owned(), reason)
        })
    });
    numerals.collect()
}

/// The numeral that the next row can stand for: the same one where this row is its first part.
fn next(listed: &str, found: &[Found], column: usize) -> usize {
    let first_part = found[column].0.len() > listed.len() && found[column].0.starts_with(listed);
    if first_part { column } else { column + 1 }
}

fn matches(listed: &str, found: &str) -> bool {
    let listed = listed.trim_start_matches(['≥', '≤']).to_lowercase().replace('–', "-");
    let found = found.to_lowercase().replace('–', "-");
    let inside = found.match_indices(&listed).any(|(at, _)| {
        !found[..at].ends_with(|c: char| c.is_ascii_digit())
            && !found[at + listed.len()..].starts_with(|c: char| c.is_ascii_digit())
    });
    inside || listed.split(',').any(|part| part == found)
}
