//! Headers and files → names that formulas can use.

use std::collections::{BTreeMap, BTreeSet};

use crossfoot_core::formula::KEYWORDS;

use super::glossary;

/// Words that tell no column from another.
const EMPTY_WORDS: &[&str] = &[
    "of",
    "the",
    "a",
    "an",
    "in",
    "by",
    "and",
    "for",
    "to",
    "on",
    "at",
    "per",
    "number",
    "numbers",
    "no",
    "count",
    "counts",
    "n",
    "percentage",
    "percent",
];
/// Words of a name: more are hard to write in a formula.
const MOST_WORDS: usize = 3;

/// A name for a table, from the name of its file.
pub(super) fn table(stem: &str) -> String {
    let words = words(stem);
    let name = if words.is_empty() {
        glossary::translate(stem).unwrap_or_default()
    } else {
        words.join("_")
    };
    let name = writable(&name, "table");
    // The lists of a study have these names, and a table's file is named after the table.
    if matches!(name.as_str(), "aliases" | "claims" | "events" | "numbers" | "translations") {
        format!("{name}_table")
    } else {
        name
    }
}

/// Names for the columns with these labels, all different; percentages of the same name as counts
/// have `_pct` after it.
pub(super) fn columns(labels: &[String], percent: &[bool]) -> Vec<String> {
    let plain: Vec<&str> = labels.iter().map(|label| without_brackets(label)).collect();
    let all: Vec<Vec<String>> = plain.iter().map(|label| words(label)).collect();
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for word in all.iter().flat_map(|words| {
        words
            .iter()
            .enumerate()
            .filter(|(at, word)| !words[..*at].contains(word))
            .map(|(_, word)| word)
    }) {
        *uses.entry(word).or_default() += 1;
    }
    // What most columns say, such as `permits`, tells none of them from another.
    uses.retain(|_, count| *count >= 3 && *count * 3 >= labels.len());
    let (mut names, mut given) = (Vec::new(), Names::default());
    for (at, words) in all.iter().enumerate() {
        let telling: Vec<&str> =
            words.iter().map(String::as_str).filter(|word| !EMPTY_WORDS.contains(word)).collect();
        let own: Vec<&str> =
            telling.iter().copied().filter(|word| !uses.contains_key(word)).collect();
        let chosen = [own, telling, words.iter().map(String::as_str).collect()]
            .into_iter()
            .find(|words| words.iter().any(|word| tells(word)))
            .or_else(|| Some(words.iter().map(String::as_str).collect()))
            .filter(|words: &Vec<&str>| !words.is_empty());
        let english = chosen.map(|words| words[..words.len().min(MOST_WORDS)].join("_"));
        let name = english
            .or_else(|| glossary::translate(plain[at]))
            .unwrap_or_else(|| format!("column_{}", at + 1));
        let name = writable(&name, &format!("column_{}", at + 1));
        let second = percent[at] && given.is_taken(&name);
        let name = if second { format!("{name}_pct") } else { name };
        names.push(given.give(&name));
    }
    names
}

/// Whether a word may be a name by itself: a number may only if it is a year.
fn tells(word: &str) -> bool {
    let digits = word.bytes().all(|byte| byte.is_ascii_digit());
    !digits || word.len() == 4 || word.len() < 3
}

/// The text before a bracket, unless there is none.
fn without_brackets(label: &str) -> &str {
    let before = label.split(['(', '（', '[', '【']).next().unwrap_or_default().trim();
    if before.is_empty() { label } else { before }
}

/// Names that are given out once each.
#[derive(Default)]
pub(super) struct Names {
    taken: BTreeSet<String>,
    /// The last number that was put behind a name.
    last: BTreeMap<String, usize>,
}

impl Names {
    pub(super) fn of(names: &[String]) -> Self {
        Self { taken: names.iter().cloned().collect(), last: BTreeMap::new() }
    }

    fn is_taken(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// The name, with a number behind it where it is taken.
    pub(super) fn give(&mut self, name: &str) -> String {
        let mut given = name.to_owned();
        if self.is_taken(name) {
            let mut number = self.last.get(name).copied().unwrap_or(1);
            while self.is_taken(&given) {
                number += 1;
                given = format!("{name}_{number}");
            }
            self.last.insert(name.to_owned(), number);
        }
        self.taken.insert(given.clone());
        given
    }
}

/// Words in lower case, of a text in Latin letters; none where it holds other letters.
fn words(text: &str) -> Vec<String> {
    if text.chars().any(|c| c.is_alphabetic() && !c.is_ascii() && fold(c).is_none()) {
        return Vec::new();
    }
    let folded: String =
        text.chars().filter(|c| !matches!(c, '\'' | '’')).map(|c| fold(c).unwrap_or(c)).collect();
    folded
        .to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The plain letter of one with an accent.
const fn fold(c: char) -> Option<char> {
    Some(match c {
        'à'..='å' | 'À'..='Å' => 'a',
        'ç' | 'Ç' => 'c',
        'è'..='ë' | 'È'..='Ë' => 'e',
        'ì'..='ï' | 'Ì'..='Ï' => 'i',
        'ñ' | 'Ñ' => 'n',
        'ò'..='ö' | 'Ò'..='Ö' | 'ø' | 'Ø' => 'o',
        'ù'..='ü' | 'Ù'..='Ü' => 'u',
        'ß' => 's',
        _ => return None,
    })
}

/// A name as formulas take it: it starts with a letter and is not a word of the language.
fn writable(name: &str, otherwise: &str) -> String {
    match name.chars().next() {
        None => otherwise.to_owned(),
        Some(first) if first.is_ascii_digit() => {
            format!("{}_{name}", if otherwise.starts_with("column") { "y" } else { "table" })
        }
        Some(_) if KEYWORDS.contains(&name) => format!("{name}_"),
        Some(_) => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(labels: &[&str]) -> Vec<String> {
        columns(
            &labels.iter().map(|label| (*label).to_owned()).collect::<Vec<_>>(),
            &vec![false; labels.len()],
        )
    }

    #[test]
    fn a_table_is_not_named_like_a_list_of_the_study() {
        for list in ["aliases", "claims", "events", "numbers", "translations"] {
            assert_eq!(table(list), format!("{list}_table"));
        }
    }

    #[test]
    fn what_all_columns_share_is_dropped() {
        let names = named(&[
            "Year",
            "Total permits",
            "Collection permits",
            "Preservation permits",
            "Number of applications processed",
            "Total permits",
        ]);
        assert_eq!(
            names,
            ["year", "total", "collection", "preservation", "applications_processed", "total_2"]
        );
    }

    #[test]
    fn chinese_terms_are_translated_and_others_numbered() {
        assert_eq!(
            named(&["年份", "合计", "采集", "国际合作项目数", "魑魅魍魉"]),
            ["year", "total", "collection", "collaboration_projects", "column_5"]
        );
    }

    #[test]
    fn percentages_of_a_count_have_its_name() {
        let labels = ["Collection".to_owned(), "Collection".to_owned(), "Share".to_owned()];
        assert_eq!(
            columns(&labels, &[false, true, true]),
            ["collection", "collection_pct", "share"]
        );
    }

    #[test]
    fn every_name_can_be_written_in_a_formula() {
        assert_eq!(
            named(&["2023", "where", "Größe", "%"]),
            ["y_2023", "where_", "grose", "column_4"]
        );
        assert_eq!(table("2024 table-1"), "table_2024_table_1");
        assert_eq!(table("claims"), "claims_table");
    }
}
