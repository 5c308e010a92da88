//! A file as received → a further release of a table: its columns found among those of the study, and the entry that the manifest needs.

use std::collections::BTreeMap;

use crossfoot_core::{Phrase, Study, Table, did_you_mean, say};

use crate::draft::term;
use crate::received::{LEVELS, RawTable};

/// A heading of the file, and the column of the study that it is; empty where it is left out.
pub type Mapping = Vec<(String, String)>;

/// A heading that no column of the table could be found for, or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmapped {
    /// The heading.
    pub header: String,
    /// Where it stands in the file.
    pub place: Phrase,
    /// The columns that it may be.
    pub candidates: Vec<String>,
    /// The name that was probably meant, in words, where there is one.
    pub suggestion: String,
}

/// Finds the column of a table for every heading of a file that is no heading of the table itself: as `given`, by name and label, or by what they are
/// called in official statistics, in English or Chinese. Spaces, case and what stands in brackets do not matter.
///
/// # Errors
/// Every heading that fits no column, or several.
pub fn map_columns(table: &Table, known: &[String], raw: &RawTable, given: &Mapping) -> Result<Mapping, Vec<Unmapped>> {
    let (mut mapping, mut unmapped) = (Mapping::new(), Vec::new());
    for cell in &raw.header {
        let header = cell.text.trim();
        if let Some((_, column)) = given.iter().find(|(name, _)| name == header) {
            mapping.push((header.to_owned(), column.clone()));
            continue;
        }
        if known.iter().any(|known| known.trim() == header) {
            continue;
        }
        let candidates = candidates(table, known, header);
        match candidates.as_slice() {
            [only] => mapping.push((header.to_owned(), only.clone())),
            _ => unmapped.push(Unmapped {
                header: header.to_owned(),
                place: cell.place.phrase(),
                suggestion: did_you_mean(header, known.iter().map(String::as_str)),
                candidates,
            }),
        }
    }
    if unmapped.is_empty() { Ok(mapping) } else { Err(unmapped) }
}

/// The columns that a heading may be: of the surest kind of agreement that there is any.
fn candidates(table: &Table, known: &[String], header: &str) -> Vec<String> {
    // Of a heading with others above it the last says most.
    let last = header.rsplit(LEVELS).next().unwrap_or(header);
    let same: [&dyn Fn(&str) -> bool; 2] = [&|name| plain(name) == plain(header) || plain(name) == plain(last), &|name| {
        let (one, other) = (meaning(name), meaning(last));
        !one.is_empty() && one == other
    }];
    for agrees in same {
        let mut found: Vec<String> = known.iter().filter(|known| agrees(known)).cloned().collect();
        if found.is_empty() {
            let columns = table.columns.iter().filter(|column| agrees(&column.name) || agrees(&column.label));
            found = columns.map(|column| column.name.clone()).collect();
        }
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// A name without case, spaces, signs and what stands in brackets.
fn plain(name: &str) -> String {
    let before = name.split(['(', '（', '[']).next().unwrap_or(name);
    let name = if before.trim().is_empty() { name } else { before };
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a name is called in English, its words in order; nothing where a stretch of it is not known.
fn meaning(name: &str) -> Vec<String> {
    let before = name.split(['(', '（', '[']).next().unwrap_or(name);
    let english = term(before).unwrap_or_else(|| before.to_lowercase());
    let words =
        english.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && !matches!(*word, "permits" | "of" | "the" | "number"));
    let mut words: Vec<String> = words.map(str::to_owned).collect();
    words.sort();
    words
}

/// The places in a manifest where an entry of a table may stand, the likeliest first: behind all that belongs to the table and before the comments
/// of what follows. `at` is the number of the table.
pub fn places(manifest: &str, at: usize) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut offset = 0;
    for line in manifest.split_inclusive('\n') {
        starts.push((offset, line.trim()));
        offset += line.len();
    }
    let tables: Vec<usize> = (0..starts.len()).filter(|line| is_header(starts[*line].1, "table")).collect();
    let Some(first) = tables.get(at) else { return Vec::new() };
    let ends = (first + 1..starts.len())
        .filter(|line| starts[*line].1.starts_with('[') && !starts[*line].1.trim_start_matches('[').trim_start().starts_with("table."));
    let behind = |line: usize| {
        let mut line = line;
        while line > first + 1 && (starts[line - 1].1.is_empty() || starts[line - 1].1.starts_with('#')) {
            line -= 1;
        }
        starts.get(line).map_or(manifest.len(), |(offset, _)| *offset)
    };
    ends.map(behind).chain([manifest.len()]).collect()
}

fn is_header(line: &str, name: &str) -> bool {
    line.strip_prefix("[[").and_then(|rest| rest.split_once("]]")).is_some_and(|(inside, _)| inside.trim() == name)
}

/// The entry of a release.
pub fn entry(id: &str, file: &str, published: Option<&str>, note: Option<&str>, mapping: &Mapping) -> String {
    let mut text = format!("\n  [[table.release]]\n  id = {}\n  file = {}\n", toml_text(id), toml_text(file));
    for (key, value) in [("published", published), ("note", note)] {
        text.extend(value.map(|value| format!("  {key} = {}\n", toml_text(value))));
    }
    if !mapping.is_empty() {
        let pairs: Vec<String> = mapping.iter().map(|(header, column)| format!("{} = {}", toml_text(header), toml_text(column))).collect();
        text += &format!("  columns = {{ {} }}\n", pairs.join(", "));
    }
    text
}

/// A text between quotes as TOML writes it.
fn toml_text(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            control if control.is_control() => out += &format!("\\u{:04X}", u32::from(control)),
            other => out.push(other),
        }
    }
    out + "\""
}

/// A name for the file of a release that none of the study has: `licences-2025.csv`.
pub fn file_name(table: &Table, release: &str, taken: impl Fn(&str) -> bool) -> String {
    let safe = |text: &str| -> String { text.chars().map(|c| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' }).collect() };
    let stem = format!("{}-{}", safe(&table.id), safe(release));
    let numbered = std::iter::once(format!("{stem}.csv")).chain((2..).map(|number| format!("{stem}-{number}.csv")));
    let mut free = numbered.filter(|name| !taken(name));
    free.next().unwrap_or_default()
}

/// The study as it would be, and the texts that would make it so: the manifest with the entry, and the file.
pub type Proposal = (Study, BTreeMap<String, String>);

/// Why a release cannot be appended.
#[derive(Debug)]
pub enum Refused {
    /// Headings that fit no column.
    Unmapped(Vec<Unmapped>),
    /// The study that it would make cannot be loaded.
    Load(crate::LoadError),
    /// A reason in words.
    Reason(Phrase),
}

/// What is to be appended.
pub struct Appending<'a> {
    /// The folder of the study.
    pub folder: &'a std::path::Path,
    /// The study as it is.
    pub study: &'a Study,
    /// The number of the table.
    pub table: usize,
    /// The headings of the table's own file.
    pub known: &'a [String],
    /// What was received.
    pub raw: &'a RawTable,
    /// The name of the release.
    pub release: &'a str,
    /// When it was published.
    pub published: Option<&'a str>,
    /// Columns as the user says.
    pub given: &'a Mapping,
}

/// The study with a further release, in memory; nothing is written.
///
/// # Errors
/// [`Refused`] where a heading fits no column, where the release is known already, or where the study could not be loaded with it.
pub fn propose(appending: &Appending<'_>) -> Result<Proposal, Refused> {
    let Appending { folder, study, table: at, known, raw, release, published, given } = appending;
    let table = &study.tables[*at];
    if table.key.is_empty() {
        return Err(Refused::Reason(say!("table `{}` has no `key`, so that its rows cannot be told apart in another release", &table.id)));
    }
    if table.release(release).is_some() {
        return Err(Refused::Reason(say!("table `{}` has a release `{}` already", &table.id, *release)));
    }
    let mapping = map_columns(table, known, raw, given).map_err(Refused::Unmapped)?;
    let file = file_name(table, release, |name| folder.join(name).exists());
    let manifest = study.manifest.text();
    let entry = entry(release, &file, *published, raw.title.as_deref(), &mapping);
    let mut last = None;
    for place in places(manifest, *at) {
        let edited = format!("{}{entry}{}", manifest[..place].trim_end_matches(' '), &manifest[place..]);
        let texts = BTreeMap::from([("study.toml".to_owned(), edited), (file.clone(), raw.to_csv())]);
        match crate::load_with(folder, &texts) {
            // An entry within a text of several lines would be read as a part of it.
            Ok(after) if after.tables[*at].release(release).is_some() => return Ok((after, texts)),
            Ok(_) => {}
            Err(error) => last = last.or(Some(error)),
        }
    }
    Err(last.map_or_else(|| Refused::Reason(say!("no place for the release was found in study.toml")), Refused::Load))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_mean_the_same_agree() {
        assert_eq!(plain("Total permits (Items)"), plain("total  PERMITS"));
        assert_eq!(meaning("合计"), meaning("Total"));
        assert_eq!(meaning("采集许可"), meaning("Collection permits"));
        assert!(meaning("合计") != meaning("占比"));
    }

    #[test]
    fn an_entry_stands_behind_its_table_and_before_the_comment_of_the_next() {
        let manifest = "[study]\nid = \"s\"\n\n[[table]]\nid = \"a\"\n\n  [[table.column]]\n  name = \"x\"\n\n# the second\n[[table]]\nid = \"b\"\n";
        let [first, second] = [0, 1].map(|at| places(manifest, at)[0]);
        assert!(manifest[..first].ends_with("name = \"x\"\n") && manifest[first..].starts_with("\n# the second"));
        assert_eq!(second, manifest.len());
        assert!(places(manifest, 2).is_empty());
    }

    #[test]
    fn texts_are_quoted_as_toml() {
        assert_eq!(
            entry("2\"5", "a.csv", None, None, &vec![("a\\b".to_owned(), String::new())]),
            "\n  [[table.release]]\n  id = \"2\\\"5\"\n  file = \"a.csv\"\n  columns = { \"a\\\\b\" = \"\" }\n"
        );
    }
}
