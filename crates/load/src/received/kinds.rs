//! What a printed text looks like: nothing, a figure, a period, words. Only the shape is looked at; figures are read later, by column.

/// The shape of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing.
    Empty,
    /// A year, or a part of one: `2021`, `2021年`, `2021-03`, `Q1 2021`, `2021/22`.
    Period,
    /// Digits with their marks, also several: `1,966 34.55%`.
    Figure,
    /// Anything else.
    Words,
}

/// The shape of a text.
pub(super) fn kind(text: &str) -> Kind {
    let text = text.trim();
    if text.is_empty() {
        Kind::Empty
    } else if is_period(text) {
        Kind::Period
    } else if is_figure(text) {
        Kind::Figure
    } else {
        Kind::Words
    }
}

/// A year from 1800 to 2199, alone or with a month, a quarter or the words for them.
pub(super) fn is_period(text: &str) -> bool {
    let mut years = 0;
    let mut rest = String::new();
    let mut digits = String::new();
    for c in text.chars().chain(['\0']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        match digits.len() {
            0 => {}
            4 if ("1800".."2200").contains(&digits.as_str()) => years += 1,
            1 | 2 => {}
            _ => return false,
        }
        digits.clear();
        if !matches!(c, '\0' | ' ' | '-' | '–' | '/' | '*') {
            rest.extend(c.to_lowercase());
        }
    }
    const WORDS: [&str; 34] = [
        "",
        "年",
        "q",
        "年q",
        "fy",
        "h",
        "年第季度",
        "年季度",
        "年第一季度",
        "年第二季度",
        "年第三季度",
        "年第四季度",
        "年月",
        "年上半年",
        "年下半年",
        "年度",
        "jan",
        "feb",
        "mar",
        "apr",
        "may",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "年月日",
        "年年",
        "至年",
        "m",
        "w",
    ];
    const MONTHS: [&str; 12] =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    (1..=2).contains(&years) && (WORDS.contains(&rest.as_str()) || MONTHS.contains(&rest.as_str()))
}

/// Digits with the marks of figures, and hardly a letter. A range such as `0–14` is a class, no figure.
fn is_figure(text: &str) -> bool {
    let ranged = text.char_indices().any(|(at, c)| matches!(c, '-' | '–' | '—' | '−') && text[..at].ends_with(|c: char| c.is_numeric()));
    let letters = text.chars().filter(|c| c.is_alphabetic() && !matches!(c, '万' | '亿' | '萬' | '億')).count();
    text.contains(|c: char| c.is_numeric()) && !ranged && letters <= 1 && !text.contains([':', '：', '?', '"', '='])
}

/// Whether a text says of itself that it is a note or a source.
pub(super) fn is_note(text: &str) -> bool {
    const STARTS: [&str; 27] = [
        "source",
        "note",
        "*",
        "†",
        "‡",
        "§",
        "¶",
        "[",
        "注",
        "註",
        "资料来源",
        "數據來源",
        "数据来源",
        "資料來源",
        "来源",
        "來源",
        "说明",
        "說明",
        "备注",
        "備註",
        "備注",
        "quelle",
        "anmerkung",
        "fuente",
        "nota",
        "remark",
        "abbreviation",
    ];
    let lower = text.trim_start_matches(['(', '（', '"', '“']).to_lowercase();
    let numbered = lower.starts_with(['¹', '²', '³', '⁴', '⁵', 'ᵃ', 'ᵇ', 'ᶜ']);
    let lettered = matches!(lower.as_bytes(), [b'a'..=b'h' | b'1'..=b'9', b')' | b'.', b' ', ..] | [b'a'..=b'h' | b'1'..=b'9', b')', ..]);
    STARTS.iter().any(|start| lower.starts_with(start)) || numbered || lettered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_with_their_words_are_periods() {
        for text in ["2021", "2021年", "Q1 2021", "2021Q1", "2021-03", "2021/22", "Jan 2021", "2021年第一季度", "2021–2024", "2023年7月", "FY2021"]
        {
            assert_eq!(kind(text), Kind::Period, "{text}");
        }
        for text in ["5,690", "5690", "2.021", "34.55%", "1,966 34.55%", "(88.2)", "1.2万", "2 214*", "~40", "0"] {
            assert_eq!(kind(text), Kind::Figure, "{text}");
        }
        for text in ["0–14", "Total", "Phase 2 trials", "n/a", "-", "Participation (%)", "10:30", "2021 permits"] {
            assert_eq!(kind(text), Kind::Words, "{text}");
        }
    }
}
