//! What many studies or articles came to: a row per study and a row per rule, as documents and as
//! `crossfoot.batch/1`.
//!
#![doc = include_str!("batch.md")]

mod articles;
mod errata;

pub use articles::{ArticleSummary, FindingSummary};
pub use errata::{ErratumSummary, errata};

use std::collections::BTreeMap;

use crossfoot_audit::{Audit, Grade, Subject};
use crossfoot_core::{Phrase, Study, Verdict, say};
use serde::{Deserialize, Serialize};

use crate::document::{Align, Document, Grid, Line, Table, Tone};
use crate::json::pretty;
use crate::{Language, html};

/// The version of the format; a change that could break a reader raises it.
const SCHEMA: &str = "crossfoot.batch/1";

/// Files of a study that its name can link to, the most informative first.
const BEST_FILES: [&str; 5] = ["report.html", "report.md", "article.md", "audit.md", "error.txt"];

/// Verdicts from the best to the worst.
const BEST_FIRST: [Verdict; 8] = [
    Verdict::Exact,
    Verdict::Rounded,
    Verdict::Compatible,
    Verdict::Feasible,
    Verdict::Unverifiable,
    Verdict::Truncated,
    Verdict::Infeasible,
    Verdict::Inconsistent,
];

/// How a study ended, from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Checked, and nothing to report.
    Clean,
    /// Checked, with findings that nobody accepted.
    Findings,
    /// Not checked.
    Failed,
}

/// What a row of a summary is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A study.
    #[default]
    Study,
    /// An article.
    Article,
}

impl Kind {
    /// The name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Study => "study",
            Self::Article => "article",
        }
    }
}

/// What one rule of a study came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSummary {
    /// Its id.
    pub rule: String,
    /// Checks, in the order of [`Verdict::ALL`].
    pub checks: [usize; 8],
    /// The worst verdict; none where the rule has no rows.
    pub worst: Option<String>,
    /// Findings that nobody accepted.
    pub findings: usize,
    /// The kind of the most probable cause among all its findings.
    pub cause: Option<String>,
}

/// What one study came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudySummary {
    /// Whether it is a study or an article.
    #[serde(default)]
    pub kind: Kind,
    /// Its folder, as it was named.
    pub folder: String,
    /// The folder of its outputs.
    pub name: String,
    /// Its title in the language of the batch; empty if it failed.
    pub title: String,
    /// How it ended.
    pub status: Status,
    /// Why it failed: the first line of the error.
    pub error: Option<String>,
    /// Findings that nobody accepted.
    pub findings: usize,
    /// Those of them that rounding cannot explain.
    #[serde(default)]
    pub substantive: usize,
    /// Findings that were accepted.
    pub accepted: usize,
    /// Figures that the best hypotheses about root causes correct.
    pub corrections: usize,
    /// Its files in the folder of outputs.
    pub files: Vec<String>,
    /// How many rules it has.
    pub rules: usize,
    /// Checks, in the order of [`Verdict::ALL`].
    pub checks: [usize; 8],
    /// What to correct in it.
    #[serde(default)]
    pub errata: Vec<ErratumSummary>,
    /// What an article came to besides.
    #[serde(default)]
    pub article: Option<ArticleSummary>,
}

impl RuleSummary {
    /// What the rules of an audited study came to, in order.
    pub fn all(study: &Study, audit: &Audit) -> Vec<Self> {
        let mut rules: Vec<Self> = study
            .rules
            .iter()
            .zip(&audit.rules)
            .map(|(rule, audited)| Self::from_verdicts(&rule.id.to_string(), &audited.verdicts))
            .collect();
        let mut most = vec![0.0; rules.len()];
        for finding in &audit.findings {
            let Subject::Check(id) = finding.subject else { continue };
            rules[id.rule].findings += usize::from(finding.accepted.is_none());
            if let Some(cause) =
                finding.causes.first().filter(|cause| cause.probability > most[id.rule])
            {
                most[id.rule] = cause.probability;
                rules[id.rule].cause = Some(cause.kind.name().to_owned());
            }
        }
        rules
    }

    fn from_verdicts(id: &str, verdicts: &[Verdict]) -> Self {
        let checks = by_kind(verdicts);
        let worst = BEST_FIRST.iter().rev().find(|verdict| checks[**verdict as usize] > 0);
        Self {
            rule: id.to_owned(),
            checks,
            worst: worst.map(|verdict| verdict.name().to_owned()),
            findings: 0,
            cause: None,
        }
    }
}

impl StudySummary {
    /// The summary of an audited study, in a language that has the texts of the study.
    pub fn of(study: &Study, audit: &Audit, language: &Language) -> Self {
        let findings = audit.open_findings().count();
        Self {
            kind: Kind::default(),
            folder: String::new(),
            name: String::new(),
            title: language.say(&study.title.as_str().into()),
            status: if findings == 0 { Status::Clean } else { Status::Findings },
            error: None,
            findings,
            substantive: (audit.open_findings())
                .filter(|finding| audit.grade(study, finding) == Grade::Substantive)
                .count(),
            accepted: audit.findings.len() - findings,
            corrections: audit.roots.corrections.len(),
            files: Vec::new(),
            rules: audit.rules.len(),
            checks: sum(audit.rules.iter().map(|rule| by_kind(&rule.verdicts))),
            errata: ErratumSummary::all(study, audit, language),
            article: None,
        }
    }

    /// A study that could not be checked.
    pub fn failed(error: &str) -> Self {
        Self {
            kind: Kind::default(),
            folder: String::new(),
            name: String::new(),
            title: String::new(),
            status: Status::Failed,
            error: Some(error.lines().next().unwrap_or_default().to_owned()),
            findings: 0,
            substantive: 0,
            accepted: 0,
            corrections: 0,
            files: Vec::new(),
            rules: 0,
            checks: [0; 8],
            errata: Vec::new(),
            article: None,
        }
    }
}

/// Verdicts by kind, in the order of [`Verdict::ALL`].
fn by_kind(verdicts: &[Verdict]) -> [usize; 8] {
    let mut checks = [0; 8];
    for verdict in verdicts {
        checks[*verdict as usize] += 1;
    }
    checks
}

fn sum(all: impl Iterator<Item = [usize; 8]>) -> [usize; 8] {
    all.fold([0; 8], |sum, each| std::array::from_fn(|at| sum[at] + each[at]))
}

/// Whether there are articles and nothing else.
pub fn are_articles(studies: &[StudySummary]) -> bool {
    !studies.is_empty() && studies.iter().all(|study| study.kind == Kind::Article)
}

/// How many studies ended so.
pub fn count(studies: &[StudySummary], status: Status) -> usize {
    studies.iter().filter(|study| study.status == status).count()
}

#[derive(Serialize)]
struct BatchJson<'a> {
    schema: &'static str,
    version: &'static str,
    counts: CountsJson,
    verdicts: BTreeMap<&'static str, usize>,
    studies: Vec<StudyJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    article_findings: Option<Vec<articles::FindingJson<'a>>>,
}

#[derive(Serialize)]
struct CountsJson {
    studies: usize,
    clean: usize,
    findings: usize,
    failed: usize,
}

#[derive(Serialize)]
struct StudyJson<'a> {
    kind: &'static str,
    id: &'a str,
    folder: &'a str,
    title: &'a str,
    status: Status,
    error: Option<&'a str>,
    rules: usize,
    verdicts: BTreeMap<&'static str, usize>,
    findings: usize,
    substantive: usize,
    accepted: usize,
    corrections: usize,
    files: Vec<String>,
    numerals: Option<BTreeMap<&'static str, usize>>,
}

fn by_verdict(checks: [usize; 8]) -> BTreeMap<&'static str, usize> {
    Verdict::ALL.into_iter().map(Verdict::name).zip(checks).collect()
}

fn paths(study: &StudySummary) -> impl Iterator<Item = String> {
    study.files.iter().map(|file| format!("{}/{file}", study.name))
}

fn study_json(study: &StudySummary) -> StudyJson<'_> {
    StudyJson {
        kind: study.kind.name(),
        id: &study.name,
        folder: &study.folder,
        title: &study.title,
        status: study.status,
        error: study.error.as_deref(),
        rules: study.rules,
        verdicts: by_verdict(study.checks),
        findings: study.findings,
        substantive: study.substantive,
        accepted: study.accepted,
        corrections: study.corrections,
        files: paths(study).collect(),
        numerals: study.article.as_ref().map(articles::counts),
    }
}

/// The summary for machines.
///
/// # Errors
/// None in practice: every key is text.
pub fn json(studies: &[StudySummary]) -> serde_json::Result<String> {
    let all = BatchJson {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION"),
        counts: CountsJson {
            studies: studies.len(),
            clean: count(studies, Status::Clean),
            findings: count(studies, Status::Findings),
            failed: count(studies, Status::Failed),
        },
        verdicts: by_verdict(sum(studies.iter().map(|study| study.checks))),
        studies: studies.iter().map(study_json).collect(),
        article_findings: articles::findings_json(studies),
    };
    pretty(&all)
}

/// The summary as one HTML file with links to the outputs of each study.
pub fn index(studies: &[StudySummary], language: &Language) -> String {
    let title = language.say(&title(studies));
    html::render(&summary(studies).in_language(language), &title, language)
}

fn title(studies: &[StudySummary]) -> Phrase {
    let [clean, findings, failed] = [Status::Clean, Status::Findings, Status::Failed]
        .map(|status| count(studies, status).to_string());
    let all = studies.len().to_string();
    match are_articles(studies) {
        true => {
            say!(
                "{} articles: {} without findings, {} with findings, {} failed",
                all,
                clean,
                findings,
                failed
            )
        }
        false => {
            say!(
                "{} studies: {} without findings, {} with findings, {} failed",
                all,
                clean,
                findings,
                failed
            )
        }
    }
}

/// The summary for people, the worst studies first.
///
/// ```
/// # use crossfoot_load::{Loaded, scaffold};
/// # let files = scaffold::blank("permits")
/// #     .map(|(name, text)| (name.to_owned(), text.replace("1,204", "1,240")));
/// # let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
/// # let audit = crossfoot_audit::audit(&study);
/// use crossfoot_report::Language;
/// use crossfoot_report::batch::{Status, StudySummary, summary};
/// let found = StudySummary::of(&study, &audit, &Language::english());
/// let studies = [found, StudySummary::failed("no study.toml")];
/// assert_eq!(studies[0].status, Status::Findings);
/// assert!(crossfoot_report::markdown(&summary(&studies)).starts_with("# 2 studies"));
/// ```
pub fn summary(studies: &[StudySummary]) -> Document {
    let mut document = Document::default();
    document.heading(1, title(studies));
    let checks = sum(studies.iter().map(|study| study.checks));
    let by_verdict = Verdict::ALL
        .into_iter()
        .zip(checks)
        .filter(|(_, count)| *count > 0)
        .map(|(verdict, count)| say!("{} {}", count.to_string(), verdict.phrase()));
    document.paragraph(say!(
        "{} checks: {}",
        checks.iter().sum::<usize>().to_string(),
        Phrase::list(by_verdict)
    ));
    let mut ordered: Vec<&StudySummary> = studies.iter().collect();
    ordered.sort_by(|a, b| (b.status, b.findings, &a.name).cmp(&(a.status, a.findings, &b.name)));
    document.grid(Some(Grid {
        id: "studies".to_owned(),
        caption: say!("The studies that need most attention first").into(),
        table: Table {
            header: vec![
                say!("study").into(),
                say!("result").into(),
                say!("checks").into(),
                say!("findings").into(),
                say!("accepted").into(),
                say!("files").into(),
            ],
            align: vec![
                Align::Left,
                Align::Left,
                Align::Right,
                Align::Right,
                Align::Right,
                Align::Left,
            ],
            rows: ordered.into_iter().map(row).collect(),
        },
        sortable: true,
        ..Grid::default()
    }));
    articles::grids(&mut document, studies);
    document
}

/// The name of a study, with a link to its most informative file.
fn linked_name(study: &StudySummary) -> Line {
    let opened = BEST_FILES.iter().find(|file| study.files.iter().any(|known| known == *file));
    Line::toned(study.name.as_str(), opened.map_or(Tone::Strong, |file| Tone::Opens(file)))
}

fn row(study: &StudySummary) -> Vec<Vec<Line>> {
    let result = match (study.status, &study.error) {
        (Status::Clean, _) => Line::toned(say!("nothing to report"), Tone::Good),
        (Status::Findings, _) => Line::toned(say!("findings"), Tone::Bad),
        (Status::Failed, error) => {
            Line::toned(say!("failed: {}", error.clone().unwrap_or_default()), Tone::Bad)
        }
    };
    // A study that failed has no numbers.
    let numbers = [study.checks.iter().sum(), study.findings, study.accepted].map(|number| {
        let failed = study.status == Status::Failed;
        vec![Line::from(if failed { String::new() } else { number.to_string() })]
    });
    // Figures are seen in the report that holds them.
    let files = paths(study)
        .filter(|path| !path.ends_with(".svg"))
        .map(|path| Line::toned(path, Tone::File))
        .collect();
    let mut name = vec![linked_name(study)];
    name.extend(
        Some(&study.title)
            .filter(|title| !title.is_empty())
            .map(|title| Line::toned(title.clone(), Tone::Plain)),
    );
    [name, vec![result]].into_iter().chain(numbers).chain([files]).collect()
}
