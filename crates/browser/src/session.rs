//! A received file or a study in memory, and everything that the page shows of it.

use std::collections::BTreeMap;
use std::num::TryFromIntError;
use std::path::PathBuf;

use crossfoot::core::LoadError;
use crossfoot::ingest::{Options, read_article_bytes};
use crossfoot::load::{Listed, Loaded};
use crossfoot::report::document::Document;
use crossfoot::report::{self, Language, Report, ReportFormat, html_fragment};
use crossfoot::{Audited, AuditedArticle, audit_article, has_prose, study_name};

use crate::archive::archive;

/// The file that says where a study comes from.
const SOURCE: &str = "SOURCE.md";

/// A received file or a study, audited.
pub struct Session {
    /// The folder of the study, as messages name it.
    folder: PathBuf,
    files: BTreeMap<String, Vec<u8>>,
    subject: Subject,
}

/// What was audited.
enum Subject {
    /// A table or an article, from which a study was drafted.
    Received(Box<AuditedArticle>),
    Study(Box<Audited>),
}

impl Session {
    /// Audits a table or an article of any format that can be read, as `crossfoot audit` does.
    ///
    /// # Errors
    /// [`LoadError`] if the file cannot be read without doubt.
    pub fn from_file(name: &str, bytes: &[u8]) -> Result<Self, LoadError> {
        let received = read_article_bytes(name, bytes, Options::default())?;
        let id = study_name(name.as_ref());
        let audited = audit_article(&id, received, id.as_ref(), None)?;
        let texts = audited.drafted.files.iter();
        let files = texts.map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect();
        Ok(Self { folder: id.into(), files, subject: Subject::Received(Box::new(audited)) })
    }

    /// Audits a study, whose files are named by their paths from its folder, as `crossfoot check`
    /// does.
    ///
    /// # Errors
    /// [`LoadError`] with every problem that keeps the study from being understood.
    pub fn from_study(folder: &str, files: BTreeMap<String, Vec<u8>>) -> Result<Self, LoadError> {
        let folder = PathBuf::from(folder);
        let study = Loaded::from_files(&folder, &files)?.into_study();
        Ok(Self { folder, files, subject: Subject::Study(Box::new(Audited::new(study))) })
    }

    fn audited(&self) -> &Audited {
        match &self.subject {
            Subject::Received(article) => &article.audited,
            Subject::Study(audited) => audited,
        }
    }

    fn language(&self, code: &str) -> Language {
        Language::from_code(code, &self.audited().study).unwrap_or(Language::english())
    }

    /// The files of the study: of a received file, those that were drafted.
    pub const fn files(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.files
    }

    /// The name of the folder of the study.
    pub fn name(&self) -> String {
        let name = self.folder.file_name().map(|name| name.to_string_lossy().into_owned());
        name.unwrap_or_default()
    }

    /// The audit for programs: the bytes that `--format json` writes.
    ///
    /// # Errors
    /// None in practice: every value of the model has a JSON form.
    pub fn json(&self) -> serde_json::Result<String> {
        match &self.subject {
            Subject::Received(article) => article.json(),
            Subject::Study(audited) => audited.json(),
        }
    }

    /// What was found, as HTML.
    pub fn findings(&self, language: &str) -> String {
        let document = match &self.subject {
            // A table alone has no statements to speak of.
            Subject::Received(article)
                if has_prose(&article.article, !article.audited.study.tables.is_empty()) =>
            {
                article.document()
            }
            _ => self.audited().document(),
        };
        shown(document, &self.language(language))
    }

    /// What a code, cause, cell, claim or check is, as HTML; `None` for any other name.
    pub fn explain(&self, name: &str, language: &str) -> Option<String> {
        let language = self.language(language);
        let Audited { study, audit } = self.audited();
        let document = report::explain(name, &language)
            .or_else(|| report::explain_study(study, audit, name))?;
        Some(shown(document, &language))
    }

    /// The report as a page.
    pub fn report(&self, language: &str) -> String {
        self.reported(language).html()
    }

    /// The report in Markdown, with its appendix and charts, as an archive.
    ///
    /// # Errors
    /// If a file is too large for an archive.
    pub fn markdown_archive(&self, language: &str) -> Result<Vec<u8>, TryFromIntError> {
        let files = self.reported(language).files(ReportFormat::Markdown);
        let folder = format!("{}-report", self.name());
        archive(&folder, files.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])))
    }

    /// What to correct, as an e-mail to the authors.
    pub fn letter(&self, language: &str) -> String {
        self.reported(language).letter().to_owned()
    }

    fn reported(&self, language: &str) -> Report {
        let listed: Vec<Listed> =
            self.files.iter().map(|(name, bytes)| Listed::new(name, bytes)).collect();
        let provenance = self.files.get(SOURCE).and_then(|bytes| std::str::from_utf8(bytes).ok());
        self.audited().report(&listed, provenance, &self.language(language))
    }

    /// The study as an archive with its folder.
    ///
    /// # Errors
    /// If a file is too large for an archive.
    pub fn study_archive(&self) -> Result<Vec<u8>, TryFromIntError> {
        archive(&self.name(), self.files.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])))
    }

    /// The tables with the root causes corrected, one figure per cell, as an archive.
    ///
    /// # Errors
    /// If a table is too large for an archive.
    pub fn corrected_archive(&self) -> Result<Vec<u8>, TryFromIntError> {
        let files = report::export::csvw(&self.audited().corrected().study);
        let folder = format!("{}-corrected", self.name());
        archive(&folder, files.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])))
    }
}

/// The problems of a study or a file, each with its place, what was expected there and what to do.
pub fn problems(error: &LoadError) -> String {
    let mut lines = Vec::new();
    for problem in &error.problems {
        lines.push(problem.to_string());
        let more = [Some(&problem.label), problem.help.as_ref()].into_iter().flatten();
        lines.extend(more.filter(|more| !more.is_empty()).map(|more| format!("    {more}")));
    }
    lines.join("\n")
}

/// A document below the heading of the page.
fn shown(document: Document, language: &Language) -> String {
    let mut below = Document::default();
    below.below(1, document.in_language(language));
    html_fragment(&below, language)
}
