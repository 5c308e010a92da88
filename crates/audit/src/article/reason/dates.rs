//! Years and days: of cited works and laws, of events, and the periods of the data.

use crossfoot_core::{BlockKind, MarkKind, Qualifier, Reading, is_month};

use super::Reason;
use super::context::{Context, is_any, last_word};

/// Words that end the name of a law.
const LAWS: [&str; 19] = [
    "law",
    "laws",
    "act",
    "code",
    "rules",
    "rule",
    "regulation",
    "regulations",
    "measures",
    "directive",
    "constitution",
    "ordinance",
    "statute",
    "convention",
    "treaty",
    "decree",
    "provisions",
    "protocol",
    "bill",
];

/// The year of a cited work or law, and of a docket.
pub(super) fn cited(context: &Context) -> Option<Reason> {
    if docket(context) {
        return Some(Reason::CaseDocket);
    }
    let Reading::Date(date) = &context.numeral.reading else { return None };
    let year = context.shown.len() == 4 && date.years().0 == date.years().1;
    if !year {
        return None;
    }
    let marked = context.marked(MarkKind::Citation);
    let name = match marked {
        Some(_) => bracket(context)?,
        None => in_brackets(context)?,
    };
    Some(if is_law(name) { Reason::StatuteYear } else { Reason::CitationYear })
}

/// The text from the bracket, or the semicolon within it, to the year.
fn bracket<'a>(context: &Context<'a>) -> Option<&'a str> {
    let open = context.before.rfind(['(', '（', ';', '；'])?;
    let at = open + context.before[open..].chars().next().map_or(1, char::len_utf8);
    Some(&context.before[at..])
}

/// The name before a year in brackets, where the year ends its entry and a name stands before it:
/// "(Field, 2019)", "Field and Marsh (2019)".
fn in_brackets<'a>(context: &Context<'a>) -> Option<&'a str> {
    let name = bracket(context)?;
    if name.contains([')', '）']) {
        return None;
    }
    let ends = context.after.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let letters = context.after.len() - ends.len();
    let ends = letters <= 1 && ends.starts_with([')', '）', ';', '；', ',', ':']);
    if !ends {
        return None;
    }
    if name.trim().is_empty() {
        // "Field and Marsh (2019)": a name before the bracket.
        let open = context.before.rfind(['(', '（'])?;
        let author = context.before[..open].trim_end();
        let word = last_word(author);
        let named = word.starts_with(char::is_uppercase)
            || author.ends_with("al.")
            || author.ends_with("al");
        let all_upper = word.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
        return (named && !all_upper && author.ends_with(|c: char| c.is_alphabetic() || c == '.'))
            .then_some(word);
    }
    let word = last_word(name);
    let named = word == "al"
        || word.starts_with(char::is_uppercase)
        || name.trim_end().ends_with(['*', ',']);
    let others = is_any(word, &["in", "of", "since", "from", "and", "to", "until", "by"]);
    let figures = name.contains(['=', '%', '<', '>']);
    let month = is_month(word);
    (named && !others && !figures && !month && name.contains(char::is_uppercase)).then_some(name)
}

/// Whether a name is that of a law, not of a work about one.
fn is_law(name: &str) -> bool {
    if name.contains("et al") {
        return false;
    }
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let first = words.clone().next().unwrap_or_default();
    // "Criminal Judgment of …", "Executive Order 14117": documents, not laws.
    let document = name.contains("Judgment") || name.contains("Ruling") || name.contains("Order");
    let acronym =
        first.len() > 3 && first.chars().all(char::is_uppercase) && words.clone().count() == 1;
    !document
        && (words.any(|word| word.starts_with(char::is_uppercase) && is_any(word, &LAWS))
            || acronym)
}

/// "[2015] No. 83": the year and the number of a case.
fn docket(context: &Context) -> bool {
    let year = context.shown.len() == 4
        && context.before.ends_with(['[', '〔', '［'])
        && context.after.trim_start_matches([']', '〕', '］', ' ']).starts_with("No");
    let open = context.before.trim_end();
    let number = open.strip_suffix("No.").or_else(|| open.strip_suffix("no.")).map(str::trim_end);
    year || number.is_some_and(|before| before.ends_with([']', '〕', '］']))
}

/// A day or a period, in words or marks that need no citation.
pub(super) fn period(context: &Context) -> Option<Reason> {
    // Only times of day are numerals with a colon.
    if context.shown.contains(':') {
        return Some(Reason::Date);
    }
    let Reading::Date(date) = &context.numeral.reading else { return day_of_month(context) };
    if context.numeral.qualifier != Qualifier::Is {
        return Some(Reason::Date);
    }
    let first = date.to_string();
    let is_day = first.len() == "2020-12-20".len() && !first.contains('–');
    if is_day {
        return Some(Reason::Date);
    }
    if after_law(context) {
        return Some(Reason::StatuteYear);
    }
    let event = EVENTS.iter().any(|event| context.sentence.contains(event));
    let span = first.contains('–')
        || matches!(context.kind, BlockKind::Caption(_) | BlockKind::Heading | BlockKind::Title);
    Some(if event && !span && !counted(context.sentence) {
        Reason::Date
    } else {
        Reason::PeriodLabel
    })
}

/// Words of what happens once.
const EVENTS: [&str; 14] = [
    "promulgat",
    "enacted",
    "amended",
    "revised",
    "came into force",
    "took effect",
    "took force",
    "adopted",
    "introduced",
    "founded",
    "launched",
    "entered into force",
    "reaffirmed",
    "issued a",
];

/// Whether a sentence counts something beside its years.
fn counted(sentence: &str) -> bool {
    let numbers = crossfoot_core::read_numerals(sentence);
    numbers.iter().any(|numeral| {
        matches!(&numeral.reading, Reading::Quantity(quantity) if quantity.unit.is_number() && quantity.digits
            && !numeral.range.is_empty() && sentence[numeral.range.clone()].contains(['%', ',', '.']))
    })
}

/// "the Water Act of 2014", "Water Act 2014", "Regulations (2019)".
fn after_law(context: &Context) -> bool {
    let before = context.before.trim_end().trim_end_matches(['*', '(', ',']).trim_end();
    let of = before.strip_suffix(" of").or_else(|| before.strip_suffix(" in")).unwrap_or(before);
    let law = last_word(of);
    law.starts_with(char::is_uppercase)
        && is_any(law, &LAWS)
        && (of.len() == before.len() || before.ends_with(" of"))
}

/// "20 December" without a year.
fn day_of_month(context: &Context) -> Option<Reason> {
    let small = context.shown.trim_end_matches(char::is_alphabetic);
    small.parse::<u32>().ok().filter(|number| (1..=31).contains(number))?;
    let month = is_month(context.word_after()) || is_month(context.word_before());
    month.then_some(Reason::Date)
}
