//! Quotes, found again in a text.

use crossfoot_core::Article;

use super::Passage;

/// Where the text has a quote, whatever spaces are between its words; where it has it more than
/// once, the one whose sentence holds the position, `line:column`.
pub(super) fn find(article: &Article, quote: &str, position: &str) -> Option<Passage> {
    let quote = Spaced::new(quote.trim());
    let mut found = article.blocks.iter().enumerate().flat_map(|(block, prose)| {
        let text = Spaced::new(prose.prose.text());
        let found = text.text.match_indices(&quote.text).map(|(at, quote)| Passage {
            block,
            start: text.offsets[at],
            end: text.ends[at + quote.len() - 1],
        });
        found.collect::<Vec<_>>()
    });
    let first = found.next()?;
    let wanted: Option<(usize, usize)> = position
        .split_once(':')
        .and_then(|(line, column)| Some((line.parse().ok()?, column.parse().ok()?)));
    let Some(wanted) = wanted else { return Some(first) };
    let mut all = std::iter::once(first).chain(found);
    Some(all.find(|passage| holds(article, *passage, wanted)).unwrap_or(first))
}

/// Whether a place in the received file, as line and column, is in a passage.
fn holds(article: &Article, passage: Passage, wanted: (usize, usize)) -> bool {
    let ends = [passage.start, passage.end].map(|at| {
        let place = Passage { start: at, end: at, ..passage }.place(article);
        (place.line(), place.column())
    });
    ends[0] <= wanted && wanted <= ends[1]
}

/// A text with one space between its words, and where each byte of it is in the text.
struct Spaced {
    text: String,
    offsets: Vec<usize>,
    ends: Vec<usize>,
}

impl Spaced {
    fn new(text: &str) -> Self {
        let mut spaced = Self { text: String::new(), offsets: Vec::new(), ends: Vec::new() };
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            let c = if c.is_whitespace() { ' ' } else { c };
            if c == ' ' && spaced.text.ends_with(' ') {
                continue;
            }
            spaced.text.push(c);
            spaced.offsets.resize(spaced.text.len(), at);
            spaced.ends.resize(spaced.text.len(), end);
        }
        spaced
    }
}
