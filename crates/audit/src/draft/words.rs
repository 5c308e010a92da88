//! What the name of a column says about its role in a table, in English, Chinese, German and French.

use crossfoot_core::{Reading, read_numerals};

/// A role of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The sum of others.
    Total,
    /// A share of another.
    Share,
    /// The mean of others.
    Mean,
    /// A quotient of two different quantities, such as a yield.
    Quotient,
    /// A change from another.
    Change,
    /// The difference of two others.
    Difference,
    /// A place in an order.
    Rank,
    /// The total so far.
    Running,
    /// Parts of a figure that is taken for 100.
    Index,
    /// The first of two dates.
    Start,
    /// The second.
    End,
    /// What there is before receipts and payments.
    Opening,
    /// What there is after them.
    Closing,
}

impl Role {
    /// Words that name it. Those in Latin letters are whole words, those in Chinese any stretch.
    const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Total => &[
                "total",
                "totals",
                "all",
                "sum",
                "overall",
                "together",
                "combined",
                "altogether",
                "whole",
                "subtotal",
                "subtotals",
                "sub-total",
                "sub-totals",
                "both",
                "aggregate",
                "insgesamt",
                "gesamt",
                "summe",
                "zusammen",
                "ensemble",
                "somme",
                "合计",
                "总计",
                "总数",
                "总量",
                "总额",
                "共计",
                "小计",
                "全部",
                "全国",
                "总",
            ],
            Self::Share => &[
                "share",
                "shares",
                "percentage",
                "percent",
                "proportion",
                "pct",
                "rate",
                "%",
                "anteil",
                "taux",
                "占比",
                "比例",
                "比重",
                "份额",
                "百分比",
                "率",
            ],
            Self::Mean => {
                &["mean", "average", "avg", "avg.", "durchschnitt", "moyenne", "平均", "均值"]
            }
            Self::Quotient => &[
                "ratio",
                "relative",
                "yield",
                "yields",
                "density",
                "margin",
                "intensity",
                "productivity",
                "efficiency",
                "occupancy",
                "utilisation",
                "utilization",
                "incidence",
                "prevalence",
                "mortality",
                "fatality",
                "turnout",
                "coverage",
                "length of stay",
                "dichte",
                "ertrag",
                "auslastung",
                "densité",
                "rendement",
                "人均",
                "单产",
                "密度",
                "单价",
                "倍数",
            ],
            Self::Change => &[
                "change",
                "changes",
                "growth",
                "increase",
                "decrease",
                "yoy",
                "year-on-year",
                "veränderung",
                "zunahme",
                "abnahme",
                "wachstum",
                "évolution",
                "croissance",
                "同比",
                "环比",
                "增长",
                "增速",
                "增幅",
                "变化",
            ],
            Self::Difference => &[
                "difference",
                "net",
                "balance",
                "change",
                "increase",
                "decrease",
                "gap",
                "gain",
                "saldo",
                "differenz",
                "solde",
                "différence",
                "差额",
                "净",
                "结余",
                "增加",
                "减少",
                "变化",
            ],
            Self::Rank => &[
                "rank", "ranking", "ranks", "place", "position", "no", "排名", "名次", "位次",
                "排序", "序号",
            ],
            Self::Running => &[
                "cumulative",
                "cumulated",
                "accumulated",
                "running",
                "to-date",
                "year-to-date",
                "ytd",
                "kumuliert",
                "cumul",
                "累计",
                "累积",
            ],
            Self::Index => &["index", "indices", "指数"],
            Self::Opening => {
                &["opening", "initial", "beginning", "start", "brought", "期初", "年初", "上年结转"]
            }
            Self::Closing => &[
                "closing",
                "final",
                "ending",
                "end",
                "carried",
                "remaining",
                "期末",
                "年末",
                "结转下年",
            ],
            Self::Start => &[
                "start",
                "begin",
                "from",
                "received",
                "submitted",
                "filed",
                "opened",
                "born",
                "admission",
                "开始",
                "受理",
                "申请",
                "起",
            ],
            Self::End => &[
                "end",
                "until",
                "to",
                "approved",
                "granted",
                "closed",
                "decided",
                "died",
                "discharge",
                "结束",
                "批准",
                "办结",
                "止",
            ],
        }
    }

    /// The word of a label that names this role, if one does.
    pub(super) fn word_in(self, label: &str) -> Option<&'static str> {
        let lower = label.to_lowercase();
        let joined = unspaced(&lower);
        let tokens: Vec<&str> =
            lower.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '%'))).collect();
        self.words().iter().copied().find(|word| match word.is_ascii() && !word.contains(' ') {
            true => tokens.contains(word),
            false => joined.contains(&unspaced(word)),
        })
    }
}

/// A text without spaces: Chinese headings are often spaced out, such as `合 计`.
fn unspaced(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The words with which the names of rows of totals start.
const TOTALS: [&str; 9] =
    ["total", "totals", "all", "sum", "overall", "insgesamt", "gesamt", "summe", "ensemble"];

/// Whether a text names the row of totals: it starts with such a word, and does not go on to name
/// the rest (`all other`).
pub(crate) fn names_total_row(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let joined = unspaced(&lower);
    let mut words = lower.split(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | ';' | '('));
    let first = words.next().unwrap_or_default();
    let rest = words.next().is_some_and(|word| matches!(word, "other" | "others" | "else"));
    !rest && TOTALS.contains(&first)
        || ["合计", "总计", "共计", "总数", "全国", "全部"]
            .iter()
            .any(|word| joined.starts_with(word))
}

/// Whether a text names what is left of others: `Other countries`, `Rest of the world`.
pub(crate) fn names_rest(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let first = lower.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let words = ["other", "others", "rest", "remaining", "unknown", "sonstige", "übrige", "autres"];
    words.contains(&first)
        || lower.starts_with("all other")
        || ["其他", "其它", "其余", "不详"].iter().any(|word| lower.starts_with(word))
}

/// Whether a text has the words of a name one after the other, of which one has two letters or digits.
pub(super) fn mentions(text: &str, name: &str) -> bool {
    let [text, name] = [text, name].map(str::to_lowercase);
    if !name.is_ascii() && text.contains(&name) {
        return true;
    }
    let [text, name] = [&text, &name].map(|text| {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(singular).collect::<Vec<&str>>()
    });
    name.iter().any(|word| word.len() > 1) && text.windows(name.len()).any(|words| words == name)
}

/// A word without the `s` of a plural, if it is longer than a unit.
fn singular(word: &str) -> &str {
    if word.len() > 3 { word.strip_suffix('s').unwrap_or(word) } else { word }
}

/// Whether a text names a statistic that does not add up, such as a median or a rate.
pub(super) fn names_statistic(text: &str) -> bool {
    const WORDS: [&str; 35] = [
        "durchschnitt",
        "anteil",
        "veränderung",
        "moyenne",
        "médiane",
        "taux",
        "évolution",
        "mean",
        "median",
        "average",
        "avg",
        "avgs",
        "ratio",
        "rate",
        "rates",
        "percent",
        "percentage",
        "%",
        "per",
        "index",
        "sd",
        "se",
        "ci",
        "p-value",
        "proportion",
        "share",
        "change",
        "growth",
        "minimum",
        "maximum",
        "min",
        "max",
        "stdev",
        "stdevs",
        "std",
    ];
    let lower = text.to_lowercase();
    let mut tokens = lower.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '%')));
    tokens.any(|token| WORDS.contains(&token))
        || ["平均", "中位", "比率", "占比", "比例", "增长", "率"]
            .iter()
            .any(|word| lower.contains(word))
}

/// Whether a row names cases of its own: `Pregnant (women only)`, `Smokers, n = 190`.
pub(super) fn names_subgroup(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    words.clone().any(|word| matches!(word, "only" | "among"))
        || ["n =", "n=", "仅", "其中"].iter().any(|mark| lower.contains(mark))
}

/// Whether a text says that values have confidence intervals around them, in whose middle they are:
/// medians and their quartiles, ranges and credible intervals need not be.
pub(super) fn names_confidence(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut tokens = lower.split(|c: char| !c.is_alphanumeric());
    let confidence = tokens.clone().any(|token| matches!(token, "ci" | "cis" | "confidence"))
        || lower.contains("c.i.")
        || lower.contains("置信区间")
        || lower.contains("可信区间");
    let other = tokens.any(|token| {
        matches!(token, "median" | "medians" | "iqr" | "interquartile" | "range" | "credible")
            || ["quartile", "percentile"].iter().any(|word| token.starts_with(word))
    });
    confidence && !other && !lower.contains("中位")
}

/// Whether a text says that values have intervals around them.
pub(super) fn names_interval(text: &str) -> bool {
    const WORDS: [&str; 11] = [
        "ci",
        "cis",
        "interval",
        "intervals",
        "iqr",
        "interquartile",
        "quartile",
        "quartiles",
        "percentile",
        "percentiles",
        "range",
    ];
    let lower = text.to_lowercase();
    let mut tokens = lower.split(|c: char| !c.is_alphanumeric());
    tokens.any(|token| WORDS.contains(&token))
        || ["c.i.", "min, max", "min-max", "min–max", "置信区间", "可信区间", "四分位", "范围"]
            .iter()
            .any(|word| lower.contains(word))
}

/// Names as a list: `collection, export and collaboration`.
pub(super) fn list(names: &[String], chinese: bool) -> String {
    match (names, chinese) {
        (all, true) => all.join("、"),
        ([rest @ .., last], false) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        (all, false) => all.join(", "),
    }
}

/// Whether a text is written in Chinese.
pub(super) fn is_chinese(text: &str) -> bool {
    text.chars().any(crossfoot_core::is_chinese)
}

/// Of how many a label says that it is a rate: 100,000 of `Cases per 100,000`, 1,000 of `每千人`, a
/// million of `per million`.
pub(super) fn per(label: &str) -> Vec<u32> {
    let lower = label.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    rate_in_words(&words).or_else(|| rate_in_digits(label)).into_iter().collect()
}

/// The same, or what one measure may have of another where the label of a column only names what it
/// is of (`Yield, kg/cow`): decitonnes or kilograms of tonnes.
pub(super) fn per_measure(label: &str) -> Vec<u32> {
    /// Powers of ten between measures that tables use side by side.
    const BETWEEN_MEASURES: [u32; 3] = [10, 1_000, 1_000_000];
    let stated = per(label);
    let lower = label.to_lowercase();
    let measure = lower.split_once('/').is_some_and(|(before, behind)| {
        before.ends_with(char::is_alphanumeric) && behind.starts_with(char::is_alphabetic)
    });
    let named = measure || lower.split(|c: char| !c.is_alphanumeric()).any(|word| word == "per");
    if stated.is_empty() && named { BETWEEN_MEASURES.into() } else { stated }
}

/// The rate of `per thousand`.
fn rate_in_words(words: &[&str]) -> Option<u32> {
    let scales = [("thousand", 1_000), ("million", 1_000_000), ("billion", 1_000_000_000)];
    let mut behind = words.windows(2).filter(|pair| pair[0] == "per").map(|pair| pair[1]);
    behind.find_map(|word| scales.iter().find(|(name, _)| *name == word).map(|(_, rate)| *rate))
}

/// The rate of `per 1,000`.
fn rate_in_digits(label: &str) -> Option<u32> {
    let mut numerals = read_numerals(label).into_iter();
    numerals.find_map(|numeral| {
        let before = label[..numeral.range.start].trim_end().to_lowercase();
        let Reading::Quantity(quantity) = numeral.reading else { return None };
        let rate = quantity.value.to_integer().and_then(|rate| u32::try_from(rate).ok())?;
        let is_power = [10, 1_000, 10_000, 100_000, 1_000_000].contains(&rate);
        let says = before.ends_with(" per") || before == "per" || before.ends_with('每');
        // `Homework /10` is out of ten.
        let sign = before.ends_with('/') && rate > 10;
        (is_power && (says || sign)).then_some(rate)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole() {
        assert_eq!(Role::Total.word_in("Total permits"), Some("total"));
        assert_eq!(Role::Total.word_in("Totality"), None);
        assert_eq!(Role::Share.word_in("采集占比"), Some("占比"));
        assert!(
            names_total_row("Total, both sexes")
                && names_total_row("合计")
                && !names_total_row("Northern total")
                && !names_total_row("Total-ish")
        );
    }
}
