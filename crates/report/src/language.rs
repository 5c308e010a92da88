//! The languages that reports are written in. English stands in the code, where a sentence is said;
//! every other language is a catalogue in `locales/`, which is read when the first sentence is said
//! in it, and never for English.

mod catalogue;
mod pages;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crossfoot_core::{Phrase, Study};

/// A language that everything in a document can be said in.
///
/// ```
/// use crossfoot_core::say;
/// use crossfoot_report::Language;
/// assert_eq!(Language::english().say(&say!("findings")), "findings");
/// assert_ne!(Language::chinese().say(&say!("findings")), "findings");
/// ```
#[derive(Clone, Debug)]
pub struct Language {
    /// Its code after BCP 47.
    pub code: &'static str,
    /// None for English.
    catalogue: Option<&'static Catalogue>,
    /// What texts of a study are in this language.
    texts: BTreeMap<String, String>,
}

/// English patterns and what they are in a language.
type Catalogue = LazyLock<BTreeMap<String, String>>;

static CHINESE: Catalogue =
    LazyLock::new(|| catalogue::translations(include_str!("../locales/zh.po")));

impl Language {
    /// The codes of all languages.
    pub const CODES: [&str; 2] = ["en", "zh"];

    /// English.
    pub const fn english() -> Self {
        Self { code: "en", catalogue: None, texts: BTreeMap::new() }
    }

    /// Chinese in simplified characters.
    pub const fn chinese() -> Self {
        Self { code: "zh", catalogue: Some(&CHINESE), texts: BTreeMap::new() }
    }

    /// The language of a code, with what the study says of its own texts in it;
    /// `None` for a code that is not one of [`CODES`](Self::CODES).
    pub fn from_code(code: &str, study: &Study) -> Option<Self> {
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

    /// The page of a code, of a kind of cause, or of the model of root causes; in English if it is not
    /// translated.
    pub fn page(&self, name: &str) -> Option<&'static str> {
        let translated = (self.code == "zh").then(|| pages::chinese(name)).flatten();
        translated.or_else(|| pages::english(name))
    }

    /// Says a phrase; what neither the catalogue nor the study knows stays as it is.
    pub fn say(&self, phrase: &Phrase) -> String {
        phrase.translate(&|english| self.catalogue?.get(english).map(String::as_str), &|text| {
            self.texts.get(text).map(String::as_str)
        })
    }
}

#[cfg(test)]
mod tests;
