//! What headings, labels of rows and notes say of the figures in one cell: `n (%)`, `mean (SD)`,
//! `median (IQR)`, `OR (95% CI)`.

/// What the figures after the first are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meaning {
    /// The share of the first in some whole.
    Percent,
    /// A standard deviation.
    Deviation,
    /// A standard error.
    Error,
    /// A confidence interval, quartiles or a range.
    Interval,
}

const DEVIATION: &[&str] = &["sd", "s.d.", "std", "std.", "stdev", "standard deviation", "标准差"];
const ERROR: &[&str] = &["se", "s.e.", "sem", "standard error", "标准误"];
const INTERVAL: &[&str] = &[
    "ci",
    "c.i.",
    "confidence interval",
    "credible interval",
    "confidence limits",
    "iqr",
    "interquartile",
    "quartile",
    "percentile",
    "range",
    "置信区间",
    "四分位",
    "min-max",
];

/// Everything that a text says of the figures after the first, in the order of [`Meaning`].
pub(super) fn meanings(text: &str) -> Vec<Meaning> {
    let lower = text.to_lowercase();
    let found = [
        (Meaning::Percent, says_percent(&lower)),
        (Meaning::Deviation, contains(&lower, DEVIATION)),
        (Meaning::Error, contains(&lower, ERROR)),
        (Meaning::Interval, contains(&lower, INTERVAL)),
    ];
    found.into_iter().filter(|(_, said)| *said).map(|(meaning, _)| meaning).collect()
}

/// The one meaning that a text gives, if it gives one.
pub(super) fn meaning(text: &str) -> Option<Meaning> {
    match meanings(text).as_slice() {
        [single] => Some(*single),
        // `β (SD) (95% CI)`: the first figure is in units of the deviation.
        [.., Meaning::Interval] if text.contains("CI") => Some(Meaning::Interval),
        _ => None,
    }
}

/// Whether a text in lower case says that percentages follow: `n (%)`, `no. (%)`, `(% of all)`.
/// The level of an interval is no percentage of the cells.
fn says_percent(lower: &str) -> bool {
    let signs = lower.match_indices(['%', '％']);
    let stated = signs.filter(|(at, _)| {
        let number = lower[..*at].trim_end().ends_with(|c: char| c.is_ascii_digit());
        !number
    });
    stated.count() > 0 || contains(lower, &["percent", "percentage", "percentages", "百分比"])
}

/// Whether a text in lower case holds one of these words, not as a part of another.
fn contains(lower: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        lower.match_indices(word).any(|(at, _)| {
            let before = lower[..at].chars().next_back();
            let after = lower[at + word.len()..].chars().next();
            !word.is_ascii()
                || !before.is_some_and(char::is_alphanumeric)
                    && !after.is_some_and(|c| c.is_alphanumeric() && c != 's')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_labels_say_what_their_figures_are() {
        for (text, expected) in [
            ("Women, n (%)", Some(Meaning::Percent)),
            ("No. (% of all samples)", Some(Meaning::Percent)),
            ("例数(%)", Some(Meaning::Percent)),
            ("Age, mean (SD)", Some(Meaning::Deviation)),
            ("Weight (mean ± SEM)", Some(Meaning::Error)),
            ("Odds ratio (95% CI)", Some(Meaning::Interval)),
            ("β(SD) (95% CI)", Some(Meaning::Interval)),
            ("Median (25%, 75% percentile)", Some(Meaning::Interval)),
            ("Age, median (IQR)", Some(Meaning::Interval)),
            ("Values are n (%) or mean (SD)", None),
            ("Use of sedatives", None),
            ("Placebo group", None),
        ] {
            assert_eq!(meaning(text), expected, "{text}");
        }
    }
}
