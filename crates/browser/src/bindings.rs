//! A session as JavaScript sees it. Everything that can fail throws a message.

use std::collections::BTreeMap;

use crossfoot::report::Language;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::{Session, problems, words};

/// The files of a study, by their paths from its folder.
#[wasm_bindgen]
#[derive(Default)]
pub struct Files(BTreeMap<String, Vec<u8>>);

#[wasm_bindgen]
impl Files {
    /// No files.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    pub fn add(&mut self, name: String, bytes: Vec<u8>) {
        self.0.insert(name, bytes);
    }

    /// Audits the study that the files make.
    pub fn check(self, folder: &str) -> Result<Audit, String> {
        Session::from_study(folder, self.0).map(Audit).map_err(|error| problems(&error))
    }
}

/// A received file or a study, audited.
#[wasm_bindgen]
pub struct Audit(Session);

#[wasm_bindgen]
impl Audit {
    /// What the page says in a language, as JSON by what it says in English.
    pub fn words(language: &str) -> Result<String, String> {
        let language = if language == "zh" { Language::chinese() } else { Language::english() };
        serde_json::to_string(&words(&language)).map_err(message)
    }

    /// Audits a table or an article.
    pub fn file(name: &str, bytes: &[u8]) -> Result<Self, String> {
        Session::from_file(name, bytes).map(Self).map_err(|error| problems(&error))
    }

    /// The name of the study.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// The names of the files of the study.
    pub fn files(&self) -> Vec<String> {
        self.0.files().keys().cloned().collect()
    }

    /// The content of a file of the study.
    pub fn content(&self, name: &str) -> Option<Vec<u8>> {
        self.0.files().get(name).cloned()
    }

    /// The audit for programs.
    pub fn json(&self) -> Result<String, String> {
        self.0.json().map_err(message)
    }

    /// What was found, as HTML.
    pub fn findings(&self, language: &str) -> String {
        self.0.findings(language)
    }

    /// What a name means, as HTML.
    pub fn explain(&self, name: &str, language: &str) -> Option<String> {
        self.0.explain(name, language)
    }

    /// The report as a page.
    pub fn report(&self, language: &str) -> String {
        self.0.report(language)
    }

    /// The report in Markdown, as an archive.
    pub fn markdown(&self, language: &str) -> Result<Vec<u8>, String> {
        self.0.markdown_archive(language).map_err(message)
    }

    /// What to correct, as an e-mail to the authors.
    pub fn letter(&self, language: &str) -> String {
        self.0.letter(language)
    }

    /// The study as an archive.
    pub fn study(&self) -> Result<Vec<u8>, String> {
        self.0.study_archive().map_err(message)
    }

    /// The corrected tables as an archive.
    pub fn corrected(&self) -> Result<Vec<u8>, String> {
        self.0.corrected_archive().map_err(message)
    }
}

/// An error with its places.
#[expect(clippy::needless_pass_by_value, reason = "errors are mapped with it")]
fn message(error: impl std::error::Error) -> String {
    error.to_string()
}
