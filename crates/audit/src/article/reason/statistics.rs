//! What statistical tests print: p-values, statistics, degrees of freedom, levels.

use crossfoot_core::{MarkKind, Qualifier};

use super::Reason;
use super::context::{Context, is_any, last_word};

pub(super) fn reason(context: &Context) -> Option<Reason> {
    if level(context) {
        return Some(Reason::Statistic);
    }
    if let Some(symbol) = symbol(context) {
        if is_p(symbol) {
            return Some(Reason::PValue);
        }
        if is_test(symbol) {
            return Some(Reason::Statistic);
        }
    }
    if degrees(context) {
        return Some(Reason::Statistic);
    }
    formula(context).then_some(Reason::Formula)
}

/// The 95 of "95% CI", the 0.05 of "significance level of 0.05".
fn level(context: &Context) -> bool {
    let after = context.after.trim_start_matches([' ', '\u{A0}', '-', '(']);
    let intervals = [
        "CI",
        "CrI",
        "HPD",
        "confidence",
        "credible",
        "prediction interval",
        "bootstrap",
        "LOA",
        "limits of agreement",
        "置信",
    ];
    if context.is_percent() && intervals.iter().any(|word| after.starts_with(word)) {
        return true;
    }
    let before = context.before.trim_end();
    let words = [
        "significance level of",
        "level of significance of",
        "significance at",
        "significant at",
        "significance threshold of",
        "significance was set at",
        "significance set at",
        "alpha of",
        "false discovery rate of",
        "FDR of",
        "FDR <",
        "α of",
    ];
    words.iter().any(|word| before.ends_with(word))
}

/// The symbol before `=`, `<` or `>`.
fn symbol<'a>(context: &Context<'a>) -> Option<&'a str> {
    let before = context.before.trim_end();
    const SIGNS: [char; 11] = ['=', '<', '>', '≤', '≥', '≈', '＝', '＜', '＞', '⩽', '⩾'];
    let text = before.trim_end_matches(|c: char| SIGNS.contains(&c) || c == ' ' || c == '\u{A0}');
    if !before[text.len()..].contains(SIGNS) {
        let words = ["p-value of", "p value of", "P-value of", "P value of", "P-values of"];
        return words.iter().any(|word| before.ends_with(word)).then_some("p");
    }
    // "F(2, 45) =", "t(34) =", "χ2(3) =".
    let text = match text.strip_suffix(')') {
        Some(inside) => inside.rfind('(').map_or(text, |open| inside[..open].trim_end()),
        None => text,
    };
    let start = text
        .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | ',' | ';' | '['))
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let symbol = &text[start..];
    // "P value < 0.05".
    if is_any(symbol, &["value", "values"]) {
        return Some(last_word(&text[..start])).filter(|word| is_p(word));
    }
    Some(symbol)
}

fn is_p(symbol: &str) -> bool {
    let symbol = symbol.trim_matches(['*', '_', '$', '\\', '(', '{', '}']);
    matches!(
        symbol,
        "p" | "P"
            | "p-value"
            | "P-value"
            | "p-values"
            | "P-values"
            | "FDR"
            | "q"
            | "pFDR"
            | "Padj"
            | "padj"
            | "E-value"
            | "P-trend"
            | "P-interaction"
    ) || (symbol.starts_with("p-") || symbol.starts_with("P-")) && symbol.len() < 20
}

fn is_test(symbol: &str) -> bool {
    let symbol = symbol.trim_matches(['*', '_', '$', '\\', '{', '}', '|']);
    matches!(
        symbol,
        "t" | "F"
            | "z"
            | "Z"
            | "χ2"
            | "χ²"
            | "χ"
            | "X2"
            | "r"
            | "R"
            | "R2"
            | "R²"
            | "r2"
            | "r²"
            | "rho"
            | "ρ"
            | "d"
            | "κ"
            | "df"
            | "d.f."
            | "U"
            | "W"
            | "H"
            | "Q"
            | "I2"
            | "I²"
            | "β"
            | "η2"
            | "ηp2"
            | "τ"
            | "α"
            | "G2"
            | "AIC"
            | "BIC"
            | "rs"
            | "RMSEA"
            | "CFI"
            | "TLI"
    )
}

/// The numbers of "F(2, 45)" and "t(34)".
fn degrees(context: &Context) -> bool {
    let Some(open) = context.before.rfind('(') else { return false };
    let inside = &context.before[open + 1..];
    let numbers = inside.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | ' ' | '.'));
    let Some(close) = context.after.find(')') else { return false };
    let rest = context.after[close + 1..].trim_start();
    let equals = rest.starts_with(['=', '<', '>']);
    let symbol = &context.before[..open];
    let symbol = symbol.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    numbers && close < 12 && equals && is_test(symbol)
}

/// Characters of the longest formula that states one number: "mean = 12.5 ± 0.3 years".
const LONGEST: usize = 40;

/// An operand: "2 × 2", or a marked formula that says more than the number and its size.
fn formula(context: &Context) -> bool {
    let quantity = context.quantity();
    if context.numeral.qualifier != Qualifier::Is || quantity.is_none() {
        return false;
    }
    let before = context.before.trim_end();
    let after = context.after.trim_start();
    let times = after.starts_with('×')
        && after[2..].trim_start().starts_with(|c: char| c.is_ascii_digit())
        || before.ends_with('×')
            && before[..before.len() - 2].trim_end().ends_with(|c: char| c.is_ascii_digit());
    let marked = context.marked(MarkKind::Formula).is_some_and(|formula| {
        let operators = formula
            .chars()
            .filter(|c| matches!(c, '+' | '/' | '^' | '∑' | '∫' | '√' | '·' | '\\'))
            .count();
        let display = formula.chars().count() > LONGEST;
        (operators > 0 || display)
            && !formula.contains('%')
            && !formula.contains("n =")
            && formula.len() > context.shown.len() + 4
    });
    times || marked
}
