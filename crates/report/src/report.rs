//! A study's report: one document, from which Markdown with figures beside it, or one HTML file,
//! are made.

use crossfoot_audit::Audit;
use crossfoot_core::Study;
use crossfoot_stats::Analysis;

use crate::chart::{Chart, Size, charts};
use crate::document::Document;
use crate::export::Files;
use crate::{Language, html, markdown, view};

/// What a report is made from.
pub struct Inputs<'a> {
    /// The study as published.
    pub study: &'a Study,
    /// Its audit.
    pub audit: &'a Audit,
    /// Its statistics, under every hypothesis worth knowing of.
    pub analysis: &'a Analysis,
    /// The files it was read from: name, size in bytes, SHA-256.
    pub files: &'a [(String, usize, String)],
    /// Where the study comes from, in Markdown.
    pub provenance: Option<&'a str>,
}

/// A format of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReportFormat {
    /// `report.md`, and the figures beside it.
    Markdown,
    /// `report.html`, which holds all it needs.
    Html,
}

/// A report in one language.
///
/// ```
/// # use crossfoot_load::{Loaded, scaffold};
/// # let files = scaffold::blank("permits")
/// #     .map(|(name, text)| (name.to_owned(), text.replace("1,204", "1,240")));
/// # let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
/// # let audit = crossfoot_audit::audit(&study);
/// # let analysis = crossfoot_stats::analyse(&[("published", &study)], &Default::default());
/// use crossfoot_report::{Inputs, Language, Report, ReportFormat};
/// let inputs =
///     Inputs { study: &study, audit: &audit, analysis: &analysis, files: &[], provenance: None };
/// let files = Report::of(&inputs, &Language::english()).files(ReportFormat::Html);
/// assert_eq!(files[0].0, "report.html");
/// ```
pub struct Report {
    document: Document,
    charts: Vec<Chart>,
    language: Language,
    title: String,
}

impl Report {
    /// Puts together what is known of a study.
    pub fn of(inputs: &Inputs<'_>, language: &Language) -> Self {
        let charts = charts(inputs.study, inputs.audit, inputs.analysis, language, Size::DEFAULT);
        let document = view::report(inputs, &charts).in_language(language);
        let title = language.say(&inputs.study.title.as_str().into());
        Self { document, charts, language: language.clone(), title }
    }

    /// The files of the report.
    pub fn files(&self, format: ReportFormat) -> Files {
        match format {
            ReportFormat::Html => vec![(
                "report.html".to_owned(),
                html::render(&self.document, &self.title, &self.language).into_bytes(),
            )],
            ReportFormat::Markdown => {
                let figures = self
                    .charts
                    .iter()
                    .map(|chart| (format!("figures/{}.svg", chart.name), chart.svg().into_bytes()));
                std::iter::once(("report.md".to_owned(), markdown(&self.document).into_bytes()))
                    .chain(figures)
                    .collect()
            }
        }
    }
}
