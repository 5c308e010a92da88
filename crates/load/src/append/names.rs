//! Whether a heading is the name of a column, or names the same thing in English or Chinese.

use std::collections::{BTreeMap, BTreeSet};

use crossfoot_core::{Column, Unit};

use crate::draft::{Header, header, term};

/// Words that turn round what others mean, so that their order counts.
const RELATIONS: [&str; 21] = [
    "not",
    "no",
    "non",
    "in",
    "per",
    "from",
    "to",
    "by",
    "without",
    "with",
    "than",
    "excluding",
    "excl",
    "including",
    "incl",
    "except",
    "before",
    "after",
    "over",
    "under",
    "against",
];
/// Words that mean nothing.
const EMPTY: [&str; 5] = ["of", "the", "a", "an", "number"];

/// How well a heading agrees with a name; the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Agreement {
    /// The same name but for case, spaces, signs and a unit in brackets; or but for what the name
    /// has in brackets.
    Name,
    /// The same meaning.
    Meaning,
    /// Nearly so: the heading says more, and that may be another thing.
    Perhaps,
    /// The same in another unit.
    OtherUnit,
}

/// A heading or a name, split.
#[derive(Clone, Debug)]
pub(super) struct Named {
    plain: String,
    /// The same without what is in brackets; `None` without brackets, or with nothing else.
    core: Option<String>,
    meaning: Vec<String>,
    unit: Option<(String, i64)>,
}

impl Named {
    /// `common` are words that most columns of the table share, which tell none of them from
    /// another.
    pub(super) fn parse(text: &str, common: &BTreeSet<String>) -> Self {
        let Header { label, unit } = header(text);
        let before = label.split(['(', '（', '[', '【']).next().unwrap_or_default();
        let core =
            Some(plain(before)).filter(|core| !core.is_empty() && before.len() < label.len());
        Self { plain: plain(&label), core, meaning: meaning(&label, common), unit }
    }

    /// How well it agrees, as a heading, with the name of columns of these units.
    pub(super) fn agrees(&self, name: &Self, columns: &[&Column]) -> Option<Agreement> {
        let found = if is_same(&self.plain, &name.plain)
            || self.core.is_none()
                && name.core.as_ref().is_some_and(|core| is_same(core, &self.plain))
        {
            Agreement::Name
        } else if !self.meaning.is_empty() && self.meaning == name.meaning {
            Agreement::Meaning
        } else if self.core.as_ref().is_some_and(|core| {
            is_same(core, &name.plain)
                || name.core.as_ref().is_some_and(|other| is_same(core, other))
        }) {
            Agreement::Perhaps
        } else {
            return None;
        };
        Some(if self.measures(name, columns) { found } else { Agreement::OtherUnit })
    }

    /// Whether one of the columns has its unit; without a unit, whether the columns need none.
    fn measures(&self, name: &Self, columns: &[&Column]) -> bool {
        match &self.unit {
            Some((unit, scale)) => columns
                .iter()
                .any(|column| column.unit == Unit::from_name(unit) && column.scale == *scale),
            None => {
                name.unit.as_ref().is_none_or(|(_, scale)| *scale == 1)
                    && columns.iter().all(|column| column.scale == 1)
            }
        }
    }
}

/// Whether two names are the same. None is the same as nothing.
fn is_same(one: &str, other: &str) -> bool {
    !one.is_empty() && one == other
}

/// Words that so many of the names have that they tell none from another: three, and a third of
/// all.
pub(super) fn common<'a>(names: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = 0;
    for name in names {
        all += 1;
        for word in words(&header(name).label).into_iter().collect::<BTreeSet<_>>() {
            *uses.entry(word).or_default() += 1;
        }
    }
    uses.into_iter()
        .filter(|(_, count)| *count >= 3 && count * 3 >= all)
        .map(|(word, _)| word)
        .collect()
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a text, in English where all of it is known in Chinese.
fn words(text: &str) -> Vec<String> {
    let english = term(text).unwrap_or_else(|| text.to_lowercase());
    english
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What a name says, its words in order of the alphabet unless their own order counts.
fn meaning(text: &str, common: &BTreeSet<String>) -> Vec<String> {
    let all = words(text);
    let ordered = all.iter().any(|word| RELATIONS.contains(&word.as_str()));
    let mut telling: Vec<String> = all
        .into_iter()
        .filter(|word| !EMPTY.contains(&word.as_str()) && !common.contains(word))
        .collect();
    if !ordered {
        telling.sort();
    }
    telling
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crossfoot_core::Cell;

    use super::*;

    fn column(unit: Unit) -> Column {
        Column {
            name: "c".into(),
            header: String::new(),
            label: String::new(),
            unit,
            base: None,
            scale: 1,
            cells: Arc::<Vec<Cell>>::default(),
        }
    }

    fn of_counts(heading: &str, name: &str) -> Option<Agreement> {
        let common = common(["Total permits", "Collection permits", "Export permits"].into_iter());
        Named::parse(heading, &common).agrees(&Named::parse(name, &common), &[&column(Unit::Count)])
    }

    #[test]
    fn case_spaces_and_units_do_not_matter() {
        for heading in
            ["total  PERMITS", "Total permits", "Total permits (number)", "Total-permits"]
        {
            assert_eq!(
                of_counts(heading, "Total permits (Items)"),
                Some(Agreement::Name),
                "{heading}"
            );
        }
        assert_eq!(
            of_counts("Revocations", "Revocations (incl. withdrawals)"),
            Some(Agreement::Name)
        );
    }

    #[test]
    fn another_unit_or_another_group_may_be_another_column() {
        for heading in ["Total permits (thousands)", "Total permits (%)", "Total permits (RMB)"] {
            assert_eq!(
                of_counts(heading, "Total permits (Items)"),
                Some(Agreement::OtherUnit),
                "{heading}"
            );
        }
        assert_eq!(
            of_counts("Total permits (male)", "Total permits (Items)"),
            Some(Agreement::Perhaps)
        );
        assert_eq!(of_counts("Patients (male)", "Patients (female)"), Some(Agreement::Perhaps));
    }

    #[test]
    fn terms_agree_in_either_language() {
        assert_eq!(of_counts("合计", "Total permits"), Some(Agreement::Meaning));
        assert_eq!(of_counts("采集许可", "Collection permits"), Some(Agreement::Meaning));
        assert_eq!(of_counts("合计", "占比"), None);
        assert_eq!(of_counts("", ""), None, "a column without a heading is none of the others");
    }

    #[test]
    fn words_may_change_places_unless_their_order_counts() {
        assert_eq!(
            of_counts("Foreign sponsors, number", "Number of sponsors foreign"),
            Some(Agreement::Meaning)
        );
        assert_eq!(
            of_counts("Patients screened not treated", "Patients treated not screened"),
            None
        );
    }
}
