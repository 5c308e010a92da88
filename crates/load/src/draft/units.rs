//! What a header says of its column: the unit in brackets, its scale, and words that mean a share,
//! a rank or a date.

use crossfoot_core::LEVELS;

/// A header split.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Header {
    /// The header without its unit.
    pub(crate) label: String,
    /// The unit in brackets, and what one printed unit stands for.
    pub(crate) unit: Option<(String, i64)>,
}

const COUNTS: &[&str] = &[
    "items", "item", "n", "no", "no.", "number", "count", "counts", "cases", "persons", "people",
    "permits", "units", "pieces", "projects", "人", "人次", "项", "件", "个", "家", "例", "户",
    "份", "台", "辆", "所", "宗", "起", "次", "名", "位", "篇", "株", "批",
];
const PERCENT: &[&str] = &["%", "％", "percent", "per cent", "pct", "百分比", "占比"];
const POINTS: &[&str] = &[
    "pp",
    "pp.",
    "p.p.",
    "ppt",
    "ppts",
    "points",
    "percentage point",
    "percentage points",
    "% points",
    "prozentpunkte",
    "百分点",
    "个百分点",
];
/// Currencies and measures as they are written, and the name of their unit.
const MEASURES: &[(&str, &str)] = &[
    ("rmb", "RMB"),
    ("cny", "RMB"),
    ("yuan", "RMB"),
    ("元", "RMB"),
    ("人民币", "RMB"),
    ("usd", "USD"),
    ("us$", "USD"),
    ("$", "USD"),
    ("dollars", "USD"),
    ("美元", "USD"),
    ("eur", "EUR"),
    ("€", "EUR"),
    ("euros", "EUR"),
    ("欧元", "EUR"),
    ("gbp", "GBP"),
    ("£", "GBP"),
    ("pb", "PB"),
    ("tb", "TB"),
    ("gb", "GB"),
    ("mb", "MB"),
    ("kg", "kg"),
    ("g", "g"),
    ("mg", "mg"),
    ("t", "t"),
    ("tonnes", "t"),
    ("tons", "t"),
    ("吨", "t"),
    ("公斤", "kg"),
    ("km", "km"),
    ("km2", "km2"),
    ("km²", "km2"),
    ("公里", "km"),
    ("平方公里", "km2"),
    ("ha", "ha"),
    ("公顷", "ha"),
    ("years", "years"),
    ("岁", "years"),
    ("days", "days"),
    ("天", "days"),
    ("日", "days"),
    ("months", "months"),
    ("hours", "hours"),
    ("小时", "hours"),
    ("kwh", "kWh"),
    ("mwh", "MWh"),
    ("gwh", "GWh"),
    ("twh", "TWh"),
    ("mw", "MW"),
    ("gw", "GW"),
    ("tj", "TJ"),
    ("pj", "PJ"),
    ("ktoe", "ktoe"),
    ("mtoe", "Mtoe"),
    ("kt", "kt"),
    ("mt", "Mt"),
    ("dt", "dt"),
    ("hl", "hl"),
    ("m2", "m2"),
    ("m²", "m2"),
    ("m3", "m3"),
    ("m³", "m3"),
    ("mm", "mm"),
    ("cm", "cm"),
    ("minutes", "minutes"),
    ("min", "minutes"),
    ("weeks", "weeks"),
    ("chf", "CHF"),
    ("francs", "CHF"),
    ("sek", "SEK"),
    ("nok", "NOK"),
    ("dkk", "DKK"),
    ("pln", "PLN"),
    ("czk", "CZK"),
    ("jpy", "JPY"),
    ("yen", "JPY"),
    ("inr", "INR"),
    ("cad", "CAD"),
    ("aud", "AUD"),
    ("c$", "CAD"),
    ("a$", "AUD"),
];
const MAGNITUDES: &[(&str, i64)] = &[
    ("1,000s", 1_000),
    ("1,000", 1_000),
    ("1000s", 1_000),
    ("1000", 1_000),
    ("thousands", 1_000),
    ("thousand", 1_000),
    ("'000s", 1_000),
    ("'000", 1_000),
    ("’000", 1_000),
    ("000s", 1_000),
    ("000", 1_000),
    ("millions", 1_000_000),
    ("million", 1_000_000),
    ("mn", 1_000_000),
    ("mio.", 1_000_000),
    ("mio", 1_000_000),
    ("mrd.", 1_000_000_000),
    ("mrd", 1_000_000_000),
    ("billions", 1_000_000_000),
    ("billion", 1_000_000_000),
    ("bn", 1_000_000_000),
    ("百万", 1_000_000),
    ("千万", 10_000_000),
    ("万", 10_000),
    ("萬", 10_000),
    ("亿", 100_000_000),
    ("億", 100_000_000),
    ("千", 1_000),
];

/// Splits a header. What is in brackets and not a unit stays in the label.
pub(crate) fn header(text: &str) -> Header {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (mut label, mut unit) = (String::new(), None);
    let mut rest = text.as_str();
    while let Some(open) = rest.find(['(', '（', '[', '【']) {
        let width = rest[open..].chars().next().map_or(1, char::len_utf8);
        let Some(close) = rest[open..].find([')', '）', ']', '】']).map(|at| open + at) else {
            break;
        };
        let close_width = rest[close..].chars().next().map_or(1, char::len_utf8);
        let inside = rest[open + width..close].trim().to_lowercase();
        let inside =
            inside.strip_prefix("单位：").or(inside.strip_prefix("单位:")).unwrap_or(&inside);
        let inside = inside.strip_prefix("in ").unwrap_or(inside);
        let found = unit_of(inside);
        label.push_str(if found.is_some() {
            rest[..open].trim_end()
        } else {
            &rest[..close + close_width]
        });
        unit = unit.or(found);
        rest = &rest[close + close_width..];
    }
    label.push_str(rest);
    // `Change, pp` and `Change / pp` as well; but below another heading, `No.` and `Points` are names.
    for (joint, names) in [(", ", &[][..]), (LEVELS, &["points"])] {
        if unit.is_none()
            && let Some((before, last)) = label.trim_end().rsplit_once(joint)
            && let last = last.trim().to_lowercase()
            && let Some(found) = unit_of(&last).filter(|_| !names.contains(&last.as_str()))
            && (names.is_empty() || found.0 != "count")
        {
            unit = Some(found);
            label = before.to_owned();
        }
    }
    // `Share, %` and `Share %` as well.
    if unit.is_none()
        && let Some(before) = label.trim_end().strip_suffix(['%', '％'])
        && !before.ends_with(|c: char| c.is_ascii_digit())
    {
        unit = Some(("percent".to_owned(), 1));
        label = before.to_owned();
    }
    let label = label.trim().trim_end_matches([',', '，', ':', '：', '/']).trim().to_owned();
    Header { label: if label.is_empty() { text } else { label }, unit }
}

/// The unit that a text names, with its scale.
pub(super) fn unit_of(text: &str) -> Option<(String, i64)> {
    if let Some(unit) = unscaled_unit(text) {
        return Some((unit, 1));
    }
    for (word, scale) in MAGNITUDES {
        let rest = text.strip_prefix(word).or_else(|| text.strip_suffix(word));
        let Some(rest) = rest.map(|rest| rest.trim().trim_start_matches("of ").trim()) else {
            continue;
        };
        if rest.is_empty() {
            return Some(("count".to_owned(), *scale));
        }
        if let Some(unit) = unscaled_unit(rest) {
            return Some((unit, *scale));
        }
    }
    None
}

/// The unit that a text names without a scale.
pub(super) fn unscaled_unit(text: &str) -> Option<String> {
    let unit = match text {
        _ if COUNTS.contains(&text) => "count",
        _ if PERCENT.contains(&text) => "percent",
        _ if POINTS.contains(&text) => "points",
        _ => MEASURES.iter().find(|(written, _)| *written == text)?.1,
    };
    Some(unit.to_owned())
}

/// Whether a label holds one of these words: whole words in Latin letters, any stretch in Chinese
/// ones.
fn says(label: &str, words: &[&str]) -> bool {
    let lower = label.to_lowercase();
    let tokens: Vec<&str> = lower.split(|c: char| !(c.is_alphanumeric() || c == '-')).collect();
    words
        .iter()
        .any(|word| if word.is_ascii() { tokens.contains(word) } else { lower.contains(word) })
}

/// Whether a label says that its column holds shares or other percentages.
pub(crate) fn says_percent(label: &str) -> bool {
    let other = says(label, &["exchange", "per", "汇率", "‰"]);
    !other
        && says(
            label,
            &[
                "percentage",
                "percent",
                "share",
                "shares",
                "proportion",
                "rate",
                "pct",
                "占比",
                "比例",
                "比重",
                "份额",
                "百分比",
                "增长率",
                "增速",
                "增幅",
                "同比",
                "环比",
                "率",
            ],
        )
}

/// Whether a label names shares, which may be printed as fractions, and does not say percent.
pub(super) fn says_fraction(label: &str) -> bool {
    says_percent(label)
        && !says(label, &["percent", "percentage", "pct", "百分比"])
        && !label.contains(['%', '％'])
}

/// Whether a label says percent in so many words, or by a sign that is not behind a number.
pub(super) fn says_percent_sign(label: &str) -> bool {
    let sign = label
        .match_indices(['%', '％'])
        .any(|(at, _)| !label[..at].trim_end().ends_with(|c: char| c.is_ascii_digit()));
    sign || says(label, &["percent", "percentage", "percentages", "pct", "百分比", "占比"])
}

/// Whether a label says that its numbers are changes, which may be over 100%.
pub(super) fn says_change(label: &str) -> bool {
    says(label, &["change", "changes", "growth", "increase", "decrease", "增长", "变化", "增减"])
}

/// Whether a label says that its numbers are averages or quotients.
pub(super) fn says_average(label: &str) -> bool {
    says(label, &["mean", "average", "median", "ratio", "平均", "中位数"])
}

/// Whether a label ends with a word for numbers of things: `Women, n` of `Women, n (%)`.
pub(super) fn says_count(label: &str) -> bool {
    let lower = label.to_lowercase();
    let last =
        lower.split(|c: char| !(c.is_alphanumeric() || c == '.')).rfind(|word| !word.is_empty());
    last.is_some_and(|word| matches!(word, "n" | "no" | "no." | "number" | "count"))
        || lower.ends_with("例数")
        || lower.ends_with("人数")
}

/// Whether a label says that its column holds p-values.
pub(super) fn says_p_value(label: &str) -> bool {
    let lower = label.split('[').next().unwrap_or_default().to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    matches!(words.as_slice(), ["p"] | ["p", "for" | "of" | "vs", ..] | [.., "p"])
        || words.windows(2).any(|pair| matches!(pair, ["p", "value" | "values"]))
        || words.iter().any(|word| matches!(*word, "pvalue" | "pval"))
        || lower.contains("p值")
}

/// Whether a label says that its column holds percentages, quotients or other numbers that have no
/// scale of their own.
pub(super) fn says_share(label: &str) -> bool {
    label.contains(['%', '％'])
        || says_percent(label)
        || says_ratio(label)
        || says_p_value(label)
        || says_quotient(label)
        || says(label, &["per", "average", "mean", "median", "index", "number", "no", "n", "人数"])
}

/// Whether a label names a quotient of two quantities.
fn says_quotient(label: &str) -> bool {
    let words = ["yield", "density", "margin", "productivity", "occupancy", "人均", "单产", "密度"];
    says(label, &words) || label.to_lowercase().contains("length of stay")
}

/// Whether a label says that its column holds ranks.
pub(super) fn says_rank(label: &str) -> bool {
    says(label, &["rank", "ranking", "ranks", "排名", "名次", "位次", "排序"])
}

/// Whether a label says that its column numbers or codes the rows.
pub(super) fn says_code(label: &str) -> bool {
    says(label, &["id", "code", "codes", "编号", "代码", "序号", "批号", "号码"])
}

/// Whether a label says that its column holds dates.
pub(crate) fn says_date(label: &str) -> bool {
    says(
        label,
        &[
            "jahr", "an", "année", "año", "ano", "anno", "jaar", "år", "rok", "год", "year",
            "years", "date", "dates", "month", "period", "time", "quarter", "day", "年", "年份",
            "年度", "日期", "时间", "月份",
        ],
    )
}

/// Whether a label says that its column holds quotients.
pub(super) fn says_ratio(label: &str) -> bool {
    says(label, &["ratio", "index", "比值", "指数"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_in_brackets_leave_the_label() {
        for (text, label, unit) in [
            ("Total permits (Items)", "Total permits", Some(("count", 1))),
            ("Participation percentage (%)", "Participation percentage", Some(("percent", 1))),
            ("金额（万元）", "金额", Some(("RMB", 10_000))),
            ("人口（万人）", "人口", Some(("count", 10_000))),
            ("Budget (USD million)", "Budget", Some(("USD", 1_000_000))),
            ("Employees (thousands)", "Employees", Some(("count", 1_000))),
            (
                "Revocations (incl. Voluntary withdrawals)",
                "Revocations (incl. Voluntary withdrawals)",
                None,
            ),
            ("Share, %", "Share", Some(("percent", 1))),
            ("Raised by 50%", "Raised by 50%", None),
            ("Women n (%)", "Women n", Some(("percent", 1))),
        ] {
            let unit = unit.map(|(unit, scale)| (unit.to_owned(), scale));
            assert_eq!(header(text), Header { label: label.to_owned(), unit }, "{text}");
        }
    }
}
