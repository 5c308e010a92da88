//! Which keys `study.toml` may have, for editors: as the reader asks for them, so that the two
//! cannot differ.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crossfoot_core::Source;

use super::Manifest;
use super::fields::Known;

/// The keys of a table of `study.toml`.
///
/// ```
/// use crossfoot_load::{Kind, shape};
/// let study = shape();
/// let study = study.keys.iter().find(|key| key.name == "study").unwrap();
/// let Kind::Table(keys) = &study.kind else { panic!("[study] is a table") };
/// assert!(keys.keys.iter().any(|key| key.name == "title" && key.required));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// In the order in which they are read.
    pub keys: Vec<Key>,
}

/// A key of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// Whether every such table has it.
    pub required: bool,
    /// What stands behind it.
    pub kind: Kind,
}

/// What stands behind a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A string.
    Text,
    /// One of these strings.
    OneOf(Vec<&'static str>),
    /// A string, or a list of strings.
    Texts,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Integer,
    /// A list of whole numbers.
    Integers,
    /// Names, each with a string or a list of strings.
    Lists,
    /// A table.
    Table(Shape),
    /// A list of tables.
    Tables(Shape),
}

/// A manifest with a table of every kind, so that the reader asks for all keys. Columns with parts
/// are read differently from those without.
const SKELETON: &str = "
[study]
[[table]]
[[table.column]]
[[table.column]]
parts = [{}]
[[table.row]]
[[table.release]]
[[rule]]
[[denominator]]
[[series]]
[[series.rate]]
[[series.rate.group]]
[[ranking]]
[[conclusion]]
[[accept]]
";

/// The keys of `study.toml`.
pub fn shape() -> Shape {
    let recorder = Recorder::default();
    if let Some(source) = Source::new("study.toml", SKELETON.to_owned()) {
        // That everything is missing in it is known.
        let _ = Manifest::record(&source, &recorder, &mut Vec::new());
    }
    recorder.shape("")
}

/// Every kind of table, with the keys that were asked for in all of its kind.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recorder(Rc<RefCell<BTreeMap<String, Vec<Vec<Known>>>>>);

impl Recorder {
    /// Notes the keys of a table.
    pub(super) fn note(&self, path: &str, known: &[Known]) {
        self.0.borrow_mut().entry(path.to_owned()).or_default().push(known.to_vec());
    }

    /// The keys of a kind of table, those of tables within included.
    pub(super) fn shape(&self, path: &str) -> Shape {
        let noted = self.0.borrow();
        let all = noted.get(path).map(Vec::as_slice).unwrap_or_default();
        let mut keys: Vec<Key> = Vec::new();
        for known in all.iter().flatten() {
            if keys.iter().any(|key| key.name == known.key) {
                continue;
            }
            let required =
                all.iter().all(|one| one.iter().any(|key| key.key == known.key && key.required));
            let below = format!("{path}.{}", known.key);
            let kind = match &known.kind {
                Kind::Table(_) => Kind::Table(self.shape(&below)),
                Kind::Tables(_) => Kind::Tables(self.shape(&below)),
                kind => kind.clone(),
            };
            keys.push(Key { name: known.key, required, kind });
        }
        Shape { keys }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_skeleton_has_a_table_of_every_kind() {
        let mut pending = vec![("study.toml".to_owned(), shape())];
        let mut tables = 0;
        while let Some((path, shape)) = pending.pop() {
            assert!(!shape.keys.is_empty(), "{path} is missing in the skeleton");
            tables += 1;
            for key in shape.keys {
                if let Kind::Table(below) | Kind::Tables(below) = key.kind {
                    pending.push((format!("{path}.{}", key.name), below));
                }
            }
        }
        assert!(tables > 10);
    }
}
