//! What one printed unit stands for where a heading or the title of the table says so in words:
//! `in thousands`, `$ millions`, `(000s)`, `单位：万元`.

use crossfoot_ingest::PrintedTable;

use super::reading::{Reading, Role};
use super::units::{self, Header};

/// Gives the columns of numbers without a unit of their own the scale of their heading, else that
/// of the title.
pub(super) fn apply(table: &PrintedTable, headers: &[Header], readings: &mut [Reading]) {
    let title = table.title.as_deref().and_then(stated);
    for (at, (header, reading)) in headers.iter().zip(readings).enumerate() {
        let stated = stated(&table.heading(at).printed()).or_else(|| title.clone());
        let Some((unit, scale)) = stated.filter(|_| header.unit.is_none()) else { continue };
        if units::says_share(&header.label) {
            continue;
        }
        let mut changed = false;
        for kind in &mut reading.kinds {
            let number = matches!(kind.unit.as_str(), "count" | "number");
            let scaled = matches!(kind.role, Role::Value | Role::Of | Role::Low | Role::High);
            if number && scaled && kind.scale == 1 {
                kind.scale = scale;
                kind.unit = unit.clone().unwrap_or_else(|| kind.unit.clone());
                changed = true;
            }
        }
        if changed {
            reading.remarks.retain(|remark| unit.is_none() || remark != super::UNKNOWN_REMARK);
        }
    }
}

/// The scale that a text states, and the unit, if it names one.
fn stated(text: &str) -> Option<(Option<String>, i64)> {
    let lower = text.to_lowercase();
    if let Some(at) = lower.find("单位") {
        let behind = lower[at + "单位".len()..].trim_start_matches(['：', ':', ' ']);
        let unit = behind.split([')', '）', ' ', '，', ',', '、']).next()?;
        return named(unit);
    }
    let brackets = lower.split(['(', '（', '[']).skip(1);
    let inside = brackets.filter_map(|text| text.split([')', '）', ']']).next());
    // `(short tons, thousands)`: the scale is the last of several words.
    let inside = inside.flat_map(|text| [Some(text), text.rsplit_once(", ").map(|(_, last)| last)]);
    let inside = inside.flatten();
    let behind = lower.rsplit([',', ':', '—', '–']).next();
    let last = inside.chain(behind).find_map(|text| named(text.trim()));
    last.or_else(|| in_words(&lower))
}

/// `in thousands`, `in millions of euros`, `$ millions` anywhere in a text in lower case.
fn in_words(lower: &str) -> Option<(Option<String>, i64)> {
    const WORDS: [(&str, i64); 10] = [
        ("thousands", 1_000),
        ("1,000s", 1_000),
        ("1000s", 1_000),
        ("000s", 1_000),
        ("'000", 1_000),
        ("’000", 1_000),
        ("millions", 1_000_000),
        ("million", 1_000_000),
        ("billions", 1_000_000_000),
        ("billion", 1_000_000_000),
    ];
    WORDS.into_iter().find_map(|(word, scale)| {
        let at = lower.find(word)?;
        let (before, behind) = (lower[..at].trim_end(), lower[at + word.len()..].trim_start());
        let currency = before.strip_suffix(['$', '€', '£']).map(|left| &before[left.len()..]);
        let said = before == "in" || before.ends_with(" in") || currency.is_some();
        let of = behind.strip_prefix("of ").unwrap_or(behind);
        let noun = of.split(|c: char| !c.is_alphanumeric() && c != '$').next().unwrap_or_default();
        let unit = units::unscaled_unit(currency.unwrap_or(noun)).filter(|unit| unit != "count");
        said.then_some((unit, scale))
    })
}

/// The scale and unit that a text names and nothing else.
fn named(text: &str) -> Option<(Option<String>, i64)> {
    let text = text.strip_prefix("in ").unwrap_or(text);
    let (unit, scale) = units::unit_of(text)?;
    (scale != 1).then(|| (Some(unit).filter(|unit| unit != "count"), scale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_state_scales() {
        for (text, expected) in [
            ("Employment (in thousands)", Some((None, 1_000))),
            ("Deaths in 1,000s", Some((None, 1_000))),
            ("Exports, thousands", Some((None, 1_000))),
            ("Enrolment (000s)", Some((None, 1_000))),
            ("Freight (short tons, thousands)", Some((None, 1_000))),
            ("Persons (1,000)", Some((None, 1_000))),
            ("Sales (annual) $ millions", Some((Some("USD"), 1_000_000))),
            ("Revenue in millions of euros, 2020", Some((Some("EUR"), 1_000_000))),
            ("Budget (£'000)", Some((Some("GBP"), 1_000))),
            ("主要指标（单位：万元）", Some((Some("RMB"), 10_000))),
            ("人口（千人）", Some((None, 1_000))),
            ("Thousands of lakes", None),
            ("Sales (annual)", None),
            ("Year (2000)", None),
        ] {
            let expected = expected.map(|(unit, scale)| (unit.map(str::to_owned), scale));
            assert_eq!(stated(text), expected, "{text}");
        }
    }
}
