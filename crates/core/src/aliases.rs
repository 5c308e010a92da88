//! Names of institutions: which spellings, in which languages, mean the same one, and which group
//! it belongs to.

use std::collections::{BTreeMap, BTreeSet};

use crate::{CellId, ColumnId, Study};

/// The names that a study knows.
#[derive(Clone, Debug, Default)]
pub struct Aliases {
    /// The columns whose texts are names.
    pub columns: Vec<ColumnId>,
    /// Spelling, made comparable → the spelling as it was first written, institution and group.
    known: BTreeMap<String, (String, Alias)>,
}

/// What a spelling stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The institution, by one name for all its spellings.
    pub institution: String,
    /// The group that it is a member of, or its own name if it is in no group.
    pub group: String,
}

/// What a name is resolved to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// The institution.
    Institution,
    /// Its group.
    Group,
}

impl Naming {
    /// As written in a formula.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Institution => "institution",
            Self::Group => "group",
        }
    }
}

impl Aliases {
    /// Columns of names, none of which is known yet.
    pub fn from_columns(columns: Vec<ColumnId>) -> Self {
        Self { columns, known: BTreeMap::new() }
    }

    /// Adds a spelling; what it meant before, if it was known with another meaning.
    pub fn add(&mut self, spelling: &str, alias: Alias) -> Option<Alias> {
        let (_, known) = self
            .known
            .entry(comparable(spelling))
            .or_insert_with(|| (spelling.to_owned(), alias.clone()));
        let before = std::mem::replace(known, alias);
        (before != *known).then_some(before)
    }

    /// What a spelling stands for. Case, spaces and the width of brackets do not matter.
    pub fn find(&self, spelling: &str) -> Option<&Alias> {
        self.known.get(&comparable(spelling)).map(|(_, alias)| alias)
    }

    /// Every spelling with what it stands for, the institutions' own names among them, in the order
    /// of what is compared.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Alias)> {
        self.known.values().map(|(spelling, alias)| (spelling.as_str(), alias))
    }

    /// The institution or group behind a name; a name that is not known stands for itself.
    pub fn resolve<'a>(&'a self, name: &'a str, naming: Naming) -> &'a str {
        match (self.find(name), naming) {
            (Some(alias), Naming::Institution) => &alias.institution,
            (Some(alias), Naming::Group) => &alias.group,
            (None, _) => name,
        }
    }

    /// Names that are not known, each with the first cell that prints it, in the order of the
    /// tables.
    pub fn unresolved(&self, study: &Study) -> Vec<(String, CellId)> {
        let mut seen = BTreeSet::new();
        let mut unknown = Vec::new();
        for column in &self.columns {
            let table = &study.tables[column.table];
            for row in 0..table.rows() {
                let name = table.text(column.column, row).trim().to_owned();
                if !name.is_empty() && self.find(&name).is_none() && seen.insert(comparable(&name))
                {
                    unknown.push((name, CellId { column: *column, row }));
                }
            }
        }
        unknown
    }
}

/// A spelling without what printers vary: case, runs of spaces, full-width brackets and commas.
fn comparable(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            '，' => ',',
            '．' => '.',
            '\u{3000}' | '\u{a0}' => ' ',
            other => other,
        })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").replace(" (", "(").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_that_printers_vary_are_one() {
        let mut aliases = Aliases::default();
        let alias = Alias { institution: "Pfizer Investment".into(), group: "Pfizer".into() };
        assert_eq!(aliases.add("辉瑞投资（中国）", alias.clone()), None);
        assert_eq!(aliases.add("Pfizer  Investment (China)", alias.clone()), None);
        for name in
            ["辉瑞投资(中国)", "PFIZER Investment(China)", " Pfizer Investment\u{a0}(China) "]
        {
            assert_eq!(aliases.resolve(name, Naming::Group), "Pfizer", "{name}");
        }
        assert_eq!(aliases.resolve("Roche", Naming::Group), "Roche");
        let other = Alias { institution: "Pfizer Inc.".into(), group: "Pfizer".into() };
        assert_eq!(aliases.add("pfizer investment (china)", other), Some(alias));
    }
}
