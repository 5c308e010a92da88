//! Numbers that point to something: tables, figures, sections, articles of the law, cited works.

use crossfoot_core::{BlockKind, MarkKind, Part, Reading};

use super::Reason;
use super::context::{Context, is_any, last_word};

/// What the part of the article says.
pub(super) fn front_and_back(context: &Context) -> Option<Reason> {
    match context.part {
        Part::References => return Some(Reason::ReferenceList),
        Part::Front if !matches!(context.kind, BlockKind::Title) => {
            let raised = context.is_marked(MarkKind::Raised)
                || context.shown.starts_with(['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'])
                || context
                    .before
                    .trim_end_matches(|c: char| c.is_ascii_digit() || c == ',')
                    .ends_with("^{");
            let reason = if raised { Reason::AffiliationMark } else { Reason::PublicationMetadata };
            return Some(reason);
        }
        _ => {}
    }
    if context.kind == BlockKind::Heading && context.before.trim().is_empty() {
        return Some(Reason::SectionNumber);
    }
    let address = context.is_marked(MarkKind::Link) || context.shown.contains('/');
    address.then_some(Reason::Identifier)
}

/// Words before the number of a part of the law.
const LEGAL: [&str; 16] = [
    "article",
    "articles",
    "art",
    "arts",
    "paragraph",
    "paragraphs",
    "clause",
    "clauses",
    "subsection",
    "decree",
    "order",
    "regulation",
    "directive",
    "rule",
    "eo",
    "statute",
];

/// Numbers behind a word that says what they number.
pub(super) fn numbered(context: &Context) -> Option<Reason> {
    if !is_number(context) {
        return None;
    }
    let listed = context.before_list();
    let word = last_word(listed);
    if let Some(reason) = named(context, word) {
        return Some(reason);
    }
    if context.is_marked(MarkKind::Table) {
        return Some(Reason::TableReference);
    }
    if context.is_marked(MarkKind::Figure) {
        return Some(Reason::FigureReference);
    }
    if context.is_marked(MarkKind::Reference) {
        return Some(Reason::SectionNumber);
    }
    chinese(context).or_else(|| bracketed(context)).or_else(|| raised(context))
}

/// Whether the numeral can number something: digits without unit.
fn is_number(context: &Context) -> bool {
    let shown = context
        .shown
        .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '–'));
    match &context.numeral.reading {
        Reading::Date(_) => context.is_plain(),
        _ => shown.trim_start_matches(['-', '–']).is_empty(),
    }
}

/// By the word before it: "Table 2", "Article 12".
fn named(context: &Context, word: &str) -> Option<Reason> {
    let direct = is_direct(context);
    if !direct {
        return supplement(context);
    }
    if is_any(word, &["table", "tables", "tab"]) {
        return Some(Reason::TableReference);
    }
    if is_any(word, &["figure", "figures", "fig", "figs", "panel", "scheme", "plate"]) {
        return Some(Reason::FigureReference);
    }
    if is_any(
        word,
        &["section", "sections", "chapter", "chapters", "appendix", "appendices", "sec"],
    ) {
        return Some(Reason::SectionNumber);
    }
    if is_any(word, &["equation", "equations", "eq", "eqs", "eqn"]) {
        return Some(Reason::Formula);
    }
    let numbered = word.starts_with(|c: char| c.is_uppercase()) || is_any(word, &LEGAL[..10]);
    if is_any(word, &LEGAL) && numbered {
        return Some(Reason::ArticleNumber);
    }
    if is_any(
        word,
        &["movie", "movies", "video", "videos", "dataset", "protocol", "file", "box", "text"],
    ) && word.starts_with(|c: char| c.is_uppercase())
    {
        return Some(Reason::SupplementReference);
    }
    None
}

/// "Table S1", "Tables S2 and S3": the number belongs to a letter.
fn supplement(context: &Context) -> Option<Reason> {
    const PARTS: [&str; 15] = [
        "table",
        "tables",
        "figure",
        "figures",
        "fig",
        "figs",
        "text",
        "movie",
        "video",
        "dataset",
        "protocol",
        "file",
        "data",
        "appendix",
        "supplementary",
    ];
    let mut text = context.before;
    loop {
        let letter = text.strip_suffix(['S', 'A', 'B', 'E'])?;
        if letter.ends_with(char::is_alphanumeric) {
            return None;
        }
        if is_any(last_word(letter), &PARTS) || starts_with_part(context.after) {
            return Some(Reason::SupplementReference);
        }
        let list = letter.trim_end();
        let list = list.strip_suffix("and").unwrap_or(list).trim_end_matches([' ', ',', '–', '-']);
        text = list.trim_end_matches(|c: char| c.is_ascii_digit());
    }
}

/// "S1 Fig", "S2 Table".
fn starts_with_part(after: &str) -> bool {
    ["Fig", "Table", "Text", "File", "Data", "Appendix", "Movie", "Video"]
        .iter()
        .any(|part| after.strip_prefix(' ').is_some_and(|after| after.starts_with(part)))
}

/// Whether nothing but spaces, a point and an opening bracket stands between word and number.
fn is_direct(context: &Context) -> bool {
    !context.before.ends_with(char::is_alphabetic)
        && !context.before_list().trim_end().ends_with(['=', '<', '>', '%', ')', ']', ';'])
        && context.before_list().ends_with([' ', '\u{A0}', '.', '(', '\n'])
}

/// `第三条`, `表2`, `图1`.
fn chinese(context: &Context) -> Option<Reason> {
    let legal = ["条", "款", "章", "号令"].iter().any(|word| context.after.starts_with(word));
    if context.shown.starts_with('第') && legal {
        return Some(Reason::ArticleNumber);
    }
    match context.before.trim_end().chars().next_back()? {
        '表' => Some(Reason::TableReference),
        '图' => Some(Reason::FigureReference),
        _ => None,
    }
}

/// "[12]", "[3–5]": where the reader has marked the brackets, or they hold nothing but numbers.
fn bracketed(context: &Context) -> Option<Reason> {
    let plain = context.is_plain() && context.shown.len() <= 3;
    if plain && context.is_marked(MarkKind::Citation) {
        return Some(Reason::CitationNumber);
    }
    let open = context.before.rfind('[')?;
    let close = context.after.find(']')?;
    let mut around = context.before[open + 1..].chars().chain(context.after[..close].chars());
    let numbers =
        around.all(|c| c.is_ascii_digit() || matches!(c, ',' | '–' | '-' | ' ' | '\u{A0}'));
    let word = last_word(&context.before[..open]);
    let interval = is_any(word, &["CI", "CrI", "IQR", "range"])
        || word.ends_with(|c: char| c.is_ascii_digit());
    (plain && numbers && !interval).then_some(Reason::CitationNumber)
}

/// Above the line behind a word or a mark; an exponent stands behind a unit or a number.
fn raised(context: &Context) -> Option<Reason> {
    if !context.is_marked(MarkKind::Raised)
        && !context.shown.starts_with(['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'])
    {
        return None;
    }
    let word = context.before.trim_end_matches(['-', '−', '–', ',', '⁻']);
    if word.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let symbol = last_word(word);
    let unit = matches!(
        symbol,
        "m" | "cm" | "mm" | "km" | "s" | "μm" | "µm" | "nm" | "kg" | "L" | "d" | "h"
    );
    if unit {
        return Some(Reason::Unit);
    }
    if symbol.chars().count() < 2 && word.ends_with(char::is_alphabetic) {
        return Some(Reason::Formula);
    }
    Some(Reason::CitationNumber)
}
