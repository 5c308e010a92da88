//! Numbers in names, units, versions and codes.

use crossfoot_core::{MarkKind, Reading, is_chinese};

use super::Reason;
use super::context::{Context, is_any, last_word};

pub(super) fn reason(context: &Context) -> Option<Reason> {
    let Reading::Quantity(_) = &context.numeral.reading else { return None };
    if unit(context) {
        return Some(Reason::Unit);
    }
    version(context)
        .or_else(|| code(context))
        .or_else(|| glued(context))
        .or_else(|| numbered(context))
}

/// "per 100,000", "kg/m2".
fn unit(context: &Context) -> bool {
    let before = context.before.trim_end();
    let rate = before.ends_with(" per") || before.ends_with(" every") || before.ends_with("每");
    let round = [
        "100",
        "1000",
        "1,000",
        "10,000",
        "10 000",
        "100,000",
        "100 000",
        "1,000,000",
        "1 million",
        "million",
        "100000",
        "10000",
    ];
    let size = context.shown.trim_end_matches(|c: char| c.is_alphabetic() || c == ' ' || c == '-');
    if rate && round.iter().any(|known| *known == size || *known == context.shown) {
        return true;
    }
    let exponent = matches!(context.shown, "2" | "3" | "²" | "³");
    let measure = ["m", "cm", "mm", "km", "µm", "μm", "nm"];
    let symbol =
        context.before.rsplit(|c: char| !c.is_alphabetic() && c != 'µ').next().unwrap_or_default();
    exponent && measure.contains(&symbol)
}

/// "version 3.1", "R 4.2.2", "v2".
fn version(context: &Context) -> Option<Reason> {
    let word = context.word_before();
    let dots = context.shown.matches('.').count();
    let program = [
        "SPSS", "Stata", "SAS", "MATLAB", "Python", "Prism", "Excel", "Windows", "R", "STATA",
        "Matlab",
    ];
    let digits = context.shown.starts_with(|c: char| c.is_ascii_digit());
    let direct = context.before.ends_with([' ', '\u{A0}']);
    let named = is_any(word, &["version", "versions", "release", "ver"])
        || word == "v"
        || word == "V" && dots > 0
        || program.contains(&word)
            && direct
            && context
                .quantity()
                .is_some_and(|quantity| quantity.unit == crossfoot_core::Unit::Number);
    let licence = context.before.contains("licenses/") || context.before.ends_with("CC BY ");
    (digits && (named || dots > 1) || licence).then_some(Reason::Version)
}

/// "GSE12345", "grant 81230001", "NCT01234567", "Regulation (No 604/2013)".
fn code(context: &Context) -> Option<Reason> {
    let digits = context.shown.bytes().filter(u8::is_ascii_digit).count();
    let glued = context.before.ends_with(|c: char| c.is_ascii_uppercase() || c == '_');
    let words = [
        "grant",
        "grants",
        "accession",
        "isbn",
        "issn",
        "isrctn",
        "pmid",
        "approval",
        "contract",
        "award",
        "number",
        "no",
        "nos",
        "numbers",
        "protocol",
        "license",
        "id",
    ];
    let coded = is_any(context.word_before(), &words)
        && (context.before.trim_end().ends_with("No.")
            || context.before.trim_end().ends_with("no.")
            || digits >= 5)
        && context.is_plain();
    let act = is_any(context.word_before(), &["no", "nr"]) && is_year(context.after);
    (glued && digits >= 4 || act || coded && (digits >= 4 || context.after.starts_with(['/', '-'])))
        .then_some(Reason::Identifier)
}

/// Whether a slash and a year follow: `/2013`.
fn is_year(behind: &str) -> bool {
    let year = behind.strip_prefix('/').unwrap_or_default();
    let digits = year.bytes().take_while(u8::is_ascii_digit).count();
    digits == 4 && (year.starts_with("19") || year.starts_with("20"))
}

/// "COVID-19", "IL-6", "HbA1c", "16S": letters and digits in one word.
fn glued(context: &Context) -> Option<Reason> {
    let before = context.before;
    if !context.shown.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let letter = before.ends_with(char::is_alphabetic) && !before.ends_with(is_chinese);
    let dashed = before.strip_suffix(['-', '‐', '‑']).is_some_and(|word| {
        let word = word.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        word.ends_with(char::is_alphabetic)
    });
    let behind = context.is_plain()
        && context.after.starts_with(|c: char| c.is_alphabetic() && !is_chinese(c))
        && !context.after.starts_with(['k', 'K', 'x']);
    let lowered = context.is_marked(MarkKind::Lowered);
    (letter || dashed || behind || lowered).then_some(Reason::Name)
}

/// "Type 2", "Phase 3", "Group 1", "chromosome 7".
fn numbered(context: &Context) -> Option<Reason> {
    const ALWAYS: [&str; 21] = [
        "type",
        "types",
        "phase",
        "phases",
        "stage",
        "stages",
        "grade",
        "grades",
        "chromosome",
        "chromosomes",
        "exon",
        "exons",
        "intron",
        "codon",
        "residue",
        "residues",
        "hypothesis",
        "experiment",
        "experiments",
        "aim",
        "serotype",
    ];
    const CAPITAL: [&str; 26] = [
        "Study",
        "Group",
        "Groups",
        "Model",
        "Models",
        "Case",
        "Trial",
        "Cohort",
        "Level",
        "Wave",
        "Round",
        "Class",
        "Arm",
        "Cluster",
        "Scenario",
        "Task",
        "Session",
        "Block",
        "Condition",
        "Step",
        "Day",
        "Week",
        "Question",
        "Objective",
        "Category",
        "Subject",
    ];
    let word = last_word(context.before);
    let direct =
        context.before.ends_with([' ', '\u{A0}']) && context.before.trim_end().ends_with(word);
    let small = context.is_plain() && context.shown.len() <= 3;
    let named = is_any(word, &ALWAYS) || CAPITAL.contains(&word) && !starts_sentence(context, word);
    (small && direct && named).then_some(Reason::Name)
}

/// Whether a word is capital only because it starts its sentence.
fn starts_sentence(context: &Context, word: &str) -> bool {
    context.sentence.starts_with(word)
        && context.before.len() > word.len()
        && context.after.trim_start().starts_with(|c: char| c.is_ascii_lowercase())
}
