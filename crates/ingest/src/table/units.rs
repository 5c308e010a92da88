//! Which texts are units of measurement, alone below headings.

use crate::table::kinds::is_thousands;

/// Whether a text is a unit: `number`, `million RMB`, `(万元)`, `人/万`.
pub(crate) fn is_unit(text: &str) -> bool {
    let bracketed = text.starts_with(['(', '（'])
        && text.ends_with([')', '）'])
        && text.contains(char::is_alphabetic);
    let bare = bare(text);
    let mut words = bare.split([' ', '/', '\u{A0}']).filter(|word| !word.is_empty());
    // A number alone is none, but belongs to `1 000 persons`.
    bracketed
        || words.clone().any(names_unit) && words.all(|word| names_unit(word) || is_number(word))
}

fn names_unit(word: &str) -> bool {
    is_word(word) || is_chinese(word) || is_thousands(word) || is_money(word)
}

/// A currency with its scale: `€m`, `$bn`.
fn is_money(word: &str) -> bool {
    word.strip_prefix(['€', '$', '£', '¥']).is_some_and(is_word)
}

/// One, ten, a hundred and so on, or three digits of such a number.
fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('1').unwrap_or(word);
    digits.chars().all(|c| matches!(c, '0' | ','))
}

/// A unit without the brackets around it.
pub(crate) fn bare(text: &str) -> &str {
    let inside = text.strip_prefix(['(', '（']).and_then(|text| text.strip_suffix([')', '）']));
    inside.filter(|inside| !inside.contains(['(', '（'])).unwrap_or(text).trim()
}

/// Words of units in English.
const WORDS: [&str; 72] = [
    "%",
    "‰",
    "n",
    "no.",
    "number",
    "numbers",
    "count",
    "counts",
    "(%)",
    "percent",
    "per",
    "cent",
    "percentage",
    "points",
    "pp",
    "person",
    "persons",
    "people",
    "heads",
    "case",
    "cases",
    "item",
    "items",
    "unit",
    "units",
    "bed",
    "beds",
    "visit",
    "visits",
    "times",
    "thousand",
    "million",
    "billion",
    "trillion",
    "mn",
    "bn",
    "rmb",
    "cny",
    "yuan",
    "usd",
    "us$",
    "$",
    "eur",
    "euro",
    "euros",
    "€",
    "gbp",
    "£",
    "jpy",
    "yen",
    "hkd",
    "dollars",
    "km",
    "km²",
    "sq",
    "sq.",
    "m",
    "m²",
    "kg",
    "t",
    "tons",
    "tonnes",
    "ha",
    "kwh",
    "mwh",
    "gwh",
    "years",
    "days",
    "hours",
    "100",
    "10",
    "000",
];

fn is_word(word: &str) -> bool {
    WORDS.contains(&word.to_lowercase().as_str()) && word.contains(|c: char| !c.is_ascii_digit())
}

fn is_chinese(word: &str) -> bool {
    const UNITS: [&str; 40] = [
        "人",
        "个",
        "個",
        "项",
        "項",
        "件",
        "张",
        "張",
        "床",
        "次",
        "人次",
        "家",
        "所",
        "元",
        "户",
        "戶",
        "例",
        "台",
        "套",
        "吨",
        "公斤",
        "千克",
        "公里",
        "平方米",
        "平方公里",
        "公顷",
        "亩",
        "天",
        "日",
        "年",
        "岁",
        "小时",
        "倍",
        "名",
        "位",
        "美元",
        "人民币",
        "元人民币",
        "千瓦时",
        "百分点",
    ];
    let unit = word.trim_start_matches(['十', '百', '千', '万', '萬', '亿', '億']);
    UNITS.contains(&unit) || unit.is_empty() && !word.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_known() {
        for text in [
            "number",
            "million RMB",
            "(万元)",
            "人/万",
            "%",
            "1 000 persons",
            "10,000 persons",
            "n (%)",
            "万人次",
            "(per 1000)",
            "£'000",
        ] {
            assert!(is_unit(text), "{text}");
        }
        for text in
            ["2010/02 1000 persons", "Beds in use", "12", "(12)", "n/a", "–", "公立", "100", "合计"]
        {
            assert!(!is_unit(text), "{text}");
        }
        assert_eq!(bare("（万元）"), "万元");
        assert_eq!(bare("n (%)"), "n (%)");
    }
}
