//! The languages that reports are written in. English stands in the code, where a sentence is said;
//! every other language is a catalogue.

mod chinese;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crossfoot_core::{Phrase, Study};

/// A language that everything in a document can be said in.
#[derive(Clone, Debug)]
pub struct Language {
    /// Its code after BCP 47.
    pub code: &'static str,
    patterns: &'static BTreeMap<&'static str, &'static str>,
    /// What texts of a study are in this language.
    texts: BTreeMap<String, String>,
}

static ENGLISH: BTreeMap<&str, &str> = BTreeMap::new();
static CHINESE: LazyLock<BTreeMap<&str, &str>> =
    LazyLock::new(|| chinese::TABLES.iter().flat_map(|table| table.iter().copied()).collect());

impl Language {
    /// The codes of all languages.
    pub const CODES: [&str; 2] = ["en", "zh"];

    /// English.
    pub const fn english() -> Self {
        Self { code: "en", patterns: &ENGLISH, texts: BTreeMap::new() }
    }

    /// Chinese in simplified characters.
    pub fn chinese() -> Self {
        Self { code: "zh", patterns: &CHINESE, texts: BTreeMap::new() }
    }

    /// The language of a code, with what the study says of its own texts in it;
    /// `None` for a code that is not one of [`CODES`](Self::CODES).
    pub fn of(code: &str, study: &Study) -> Option<Self> {
        let language = match code {
            "en" => Self::english(),
            "zh" => Self::chinese(),
            _ => return None,
        };
        Some(language.with(study))
    }

    /// The language of a study where there is one, else English; its texts stay as they stand.
    pub fn own(study: &Study) -> Self {
        match study.language.as_deref().map(|code| code.split('-').next().unwrap_or_default()) {
            Some("zh") => Self::chinese(),
            _ => Self::english(),
        }
    }

    /// The same language that also knows what the texts of a study are in it.
    #[must_use]
    pub fn with(mut self, study: &Study) -> Self {
        if let Some(texts) = study.translations.get(self.code) {
            self.texts.extend(texts.iter().map(|(text, said)| (text.clone(), said.clone())));
        }
        self
    }

    /// Says a phrase; what neither the catalogue nor the study knows stays as it is.
    pub fn say(&self, phrase: &Phrase) -> String {
        phrase.translate(&|english| self.patterns.get(english).copied(), &|text| {
            self.texts.get(text).map(String::as_str)
        })
    }
}

#[cfg(test)]
mod tests;
