//! The languages that reports are written in. English stands in the code, where a sentence is said; every other language is a catalogue.

mod chinese;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crossfoot_core::Phrase;

/// A language that everything in a document can be said in.
#[derive(Clone, Debug)]
pub struct Language {
    /// Its code after BCP 47.
    pub code: &'static str,
    patterns: &'static BTreeMap<&'static str, &'static str>,
}

static ENGLISH: BTreeMap<&str, &str> = BTreeMap::new();
static CHINESE: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| chinese::PATTERNS.iter().chain(chinese::charts::PATTERNS).copied().collect());

impl Language {
    /// English.
    pub const fn english() -> Self {
        Self { code: "en", patterns: &ENGLISH }
    }

    /// Chinese in simplified characters.
    pub fn chinese() -> Self {
        Self { code: "zh", patterns: &CHINESE }
    }

    /// Says a phrase; what the catalogue does not know stays English.
    pub fn say(&self, phrase: &Phrase) -> String {
        phrase.translate(&|english| self.patterns.get(english).copied(), &|_| None)
    }
}
