//! A study's report: the erratum first, then everything else. Markdown with an appendix and figures
//! beside it, one HTML file, and the erratum alone as a Word document or a letter.

use crossfoot_audit::{Audit, corrected};
use crossfoot_core::{Study, say};
use crossfoot_stats::Analysis;

use crate::chart::{Chart, Size, charts};
use crate::document::{Block, Document, Line, Tone};
use crate::erratum::{Sources, entries};
use crate::export::Files;
use crate::markdown::APPENDIX;
use crate::view::{Parts, parts};
use crate::{Language, docx, html, letter, markdown};

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
    /// A short hash of these files.
    pub fingerprint: &'a str,
    /// Where the study comes from, in Markdown.
    pub provenance: Option<&'a str>,
}

/// A format of reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReportFormat {
    /// `report.md`, and an appendix and the figures beside it.
    Markdown,
    /// `report.html`, which holds all it needs.
    Html,
    /// `erratum.docx`: what to correct, to send to authors.
    Docx,
    /// `letter.txt`: the same as an e-mail to the authors.
    Letter,
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
/// let inputs = Inputs {
///     study: &study,
///     audit: &audit,
///     analysis: &analysis,
///     files: &[],
///     fingerprint: "",
///     provenance: None,
/// };
/// let files = Report::of(&inputs, &Language::english()).files(ReportFormat::Html);
/// assert_eq!(files[0].0, "report.html");
/// ```
pub struct Report {
    parts: Parts,
    letter: String,
    charts: Vec<Chart>,
    language: Language,
    title: String,
}

impl Report {
    /// Puts together what is known of a study.
    pub fn of(inputs: &Inputs<'_>, language: &Language) -> Self {
        let Inputs { study, audit, analysis, .. } = *inputs;
        let charts = charts(study, audit, analysis, language, Size::DEFAULT);
        let put_right = (!audit.roots.corrections.is_empty()).then(|| corrected(study, audit));
        let corrected = put_right.as_ref().map_or((study, audit), |(study, audit)| (study, audit));
        let entries = entries(Sources { study, audit, corrected, analysis });
        let title = language.say(&study.title.as_str().into());
        Self {
            parts: parts(inputs, corrected, &entries, &charts, language).in_language(language),
            letter: letter::render(inputs, &entries, language),
            charts,
            language: language.clone(),
            title,
        }
    }

    /// The files of the report.
    pub fn files(&self, format: ReportFormat) -> Files {
        match format {
            ReportFormat::Html => vec![("report.html".to_owned(), self.html().into_bytes())],
            ReportFormat::Markdown => self.markdown(),
            ReportFormat::Docx => {
                let erratum = docx::render(&self.parts.page, &self.language);
                vec![("erratum.docx".to_owned(), erratum)]
            }
            ReportFormat::Letter => {
                vec![("letter.txt".to_owned(), self.letter.clone().into_bytes())]
            }
        }
    }

    /// The report as a file of HTML that holds all it needs.
    pub fn html(&self) -> String {
        let Parts { page, body, appendix, .. } = &self.parts;
        html::render(&joined([page, body, appendix]), &self.title, &self.language)
    }

    /// What to correct, as an e-mail to the authors.
    pub fn letter(&self) -> &str {
        &self.letter
    }

    fn markdown(&self) -> Files {
        let Parts { page, body, details, appendix } = &self.parts;
        let figures = self
            .charts
            .iter()
            .map(|chart| (format!("figures/{}.svg", chart.name), chart.svg().into_bytes()));
        let mut report = joined([page, body]);
        let more = Line::from(self.language.say(&say!("Everything else: ")));
        report.paragraph(more.then(APPENDIX, Tone::File));
        let report = markdown::render(&report);
        let appendix = markdown::render(&joined([details, appendix]));
        [("report.md".to_owned(), report), (APPENDIX.to_owned(), appendix)]
            .map(|(name, text)| (name, text.into_bytes()))
            .into_iter()
            .chain(figures)
            .collect()
    }
}

/// Documents one after the other.
fn joined<const N: usize>(documents: [&Document; N]) -> Document {
    let blocks: Vec<Block> =
        documents.into_iter().flat_map(|document| document.blocks.iter().cloned()).collect();
    Document { blocks }
}
