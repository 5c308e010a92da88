//! `study.toml` → [`Manifest`]: every key known, every problem reported at its place.

mod denominator;
mod fields;
mod release;
mod row;
mod series;
mod shape;
mod table;

use std::sync::Arc;

use crossfoot_core::{Acceptance, Diagnostic, NumberFormat, Rounding, Source, Span, quoted};

use crate::Problems;
use crate::portable::{MOST_ID, is_study_id};
pub(crate) use denominator::DenominatorSpec;
use fields::Fields;
pub(crate) use fields::Text;
pub(crate) use release::{FIRST, ReleaseSpec};
pub(crate) use series::{ConclusionSpec, QuestionSpec, RankingSpec, RateSpec, SeriesSpec};
use shape::Recorder;
pub use shape::{Key, Kind, Shape, shape};
pub(crate) use table::{ColumnSpec, PrintedColumn, TableSpec};

/// What `study.toml` says, before any other file is read.
#[derive(Debug)]
pub struct Manifest {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) citation: String,
    pub(crate) link: Option<String>,
    pub(crate) licence: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) rounding: Option<Rounding>,
    /// The text that the study is about, as a file.
    pub(crate) article: Option<Text>,
    pub(crate) tables: Vec<TableSpec>,
    pub(crate) rules: Vec<RuleSpec>,
    pub(crate) denominators: Vec<DenominatorSpec>,
    pub(crate) series: Vec<SeriesSpec>,
    pub(crate) rankings: Vec<RankingSpec>,
    pub(crate) conclusions: Vec<ConclusionSpec>,
    pub(crate) accepted: Vec<Acceptance>,
    /// Whether all that is said of the tables was understood, so that they can be read.
    pub(crate) tables_understood: bool,
}

/// Rules that one `for` may stand for. Real studies reach some dozens.
const MOST_EXPANSIONS: usize = 10_000;

/// One `[[rule]]`.
#[derive(Debug)]
pub(crate) struct RuleSpec {
    pub(crate) id: Text,
    pub(crate) label: Option<String>,
    /// Targets; empty for a condition.
    pub(crate) targets: Vec<Text>,
    /// The formula, or the condition.
    pub(crate) formula: Text,
    /// The rows that it is checked on: `table`, or `table where …`.
    pub(crate) rows: Option<Text>,
    /// `for = { c = ["a", "b"] }`: a name and what it stands for in turn.
    pub(crate) expansions: Vec<(Text, Vec<String>)>,
}

impl Manifest {
    /// Reads a manifest; `None` when nothing more can be done with it. Problems that were found are
    /// added to the list. Rules that have any are left out.
    pub fn parse(source: &Arc<Source>, problems: &mut Vec<Diagnostic>) -> Option<Self> {
        Self::record(source, &Recorder::default(), problems)
    }

    /// The same; notes the keys that are asked for.
    fn record(
        source: &Arc<Source>,
        recorder: &Recorder,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Self> {
        let before = problems.len();
        let mut root = toml_span::parse(source.text())
            .map_err(|error| {
                let message = format!("invalid TOML: {error}");
                problems.push(Diagnostic::at(source, fields::span(error.span), message));
            })
            .ok()?;
        let mut root = Fields::root(&mut root, source, recorder, problems)?;
        let study = root.table("study", problems);
        root.require("study");
        let tables = root.tables("table", problems);
        let rules = root.tables("rule", problems);
        let denominators = root.tables("denominator", problems);
        let series = root.tables("series", problems);
        let rankings = root.tables("ranking", problems);
        let conclusions = root.tables("conclusion", problems);
        let accepted = root.tables("accept", problems);
        root.finish(problems);
        let Some(study) = study else {
            problems.push(
                Diagnostic::at(source, Span::new(0, 1), "the manifest has no `[study]`")
                    .help("start it with `[study]`, `id` and `title`"),
            );
            return None;
        };
        let mut manifest = Self::from_study(study, source, problems);
        manifest.tables =
            tables.into_iter().map(|fields| TableSpec::read(fields, source, problems)).collect();
        manifest.check_table_ids(source, problems);
        manifest.tables_understood = problems.len() == before;
        manifest.rules =
            rules.into_iter().filter_map(|fields| rule(fields, source, problems)).collect();
        manifest.denominators = denominators
            .into_iter()
            .filter_map(|fields| DenominatorSpec::read(fields, problems))
            .collect();
        manifest.series =
            series.into_iter().filter_map(|fields| SeriesSpec::read(fields, problems)).collect();
        manifest.rankings = rankings
            .into_iter()
            .filter_map(|fields| RankingSpec::read(fields, source, problems))
            .collect();
        manifest.conclusions = conclusions
            .into_iter()
            .filter_map(|fields| ConclusionSpec::read(fields, source, problems))
            .collect();
        manifest.accepted =
            accepted.into_iter().map(|fields| acceptance(fields, problems)).collect();
        problems[before..].sort_by_key(|problem| problem.place.as_ref().map(|(_, span)| *span));
        Some(manifest)
    }

    /// What `[study]` says, and nothing else.
    fn from_study(mut study: Fields<'_>, source: &Arc<Source>, problems: &mut Problems) -> Self {
        let manifest = Self {
            id: study_id(&mut study, source, problems),
            title: study.filled("title", problems).value,
            citation: study.text("citation", problems).map_or_else(String::new, |text| text.value),
            link: doi_or_url(&mut study, problems),
            licence: study.text("licence", problems).map(|text| text.value),
            language: study.text("language", problems).map(|text| text.value),
            rounding: study.one_of(
                "rounding",
                &Rounding::ALL.map(|one| (one.name(), one)),
                problems,
            ),
            article: article(&mut study, source, problems),
            tables: Vec::new(),
            rules: Vec::new(),
            denominators: Vec::new(),
            series: Vec::new(),
            rankings: Vec::new(),
            conclusions: Vec::new(),
            accepted: Vec::new(),
            tables_understood: false,
        };
        study.finish(problems);
        manifest
    }

    /// Tables have different ids, and none that means something else in formulas.
    fn check_table_ids(&self, source: &Arc<Source>, problems: &mut Problems) {
        for (at, table) in self.tables.iter().enumerate() {
            let id = table.id.value.as_str();
            let is_taken = self.tables[..at].iter().any(|other| other.id.value == id);
            let message = if matches!(id, "claims" | "events") {
                format!("`{id}` is reserved and cannot name a table")
            } else if !id.is_empty() && is_taken {
                format!("duplicate table id `{id}`")
            } else {
                continue;
            };
            problems.push(Diagnostic::at(source, table.id.span, message));
        }
    }

    /// How numbers are written in the study's language, where that is known.
    pub(crate) fn number_format(&self) -> NumberFormat {
        let decimal =
            match self.language.as_deref().map(|language| language.get(..2).unwrap_or_default()) {
                Some("en" | "zh" | "ja" | "ko" | "th" | "he") => Some('.'),
                Some(
                    "de" | "fr" | "es" | "it" | "pt" | "nl" | "pl" | "ru" | "cs" | "sv" | "da"
                    | "nb" | "no" | "fi" | "hu" | "tr" | "el" | "uk",
                ) => Some(','),
                _ => None,
            };
        NumberFormat { decimal, negative_parentheses: false }
    }
}

/// The id of the study. It names outputs, so that it must be a portable name.
fn study_id(study: &mut Fields<'_>, source: &Arc<Source>, problems: &mut Problems) -> String {
    let id = study.filled("id", problems);
    // That it is empty is already reported.
    if !id.value.trim().is_empty() && !is_study_id(&id.value) {
        let message = format!("`{}` cannot name a study", quoted(&id.value));
        problems.push(Diagnostic::at(source, id.span, message).label(format!(
            "expected at most {MOST_ID} letters, digits, `-`, `_` and `.`, such as licences-2025"
        )));
    }
    id.value
}

fn doi_or_url(study: &mut Fields<'_>, problems: &mut Problems) -> Option<String> {
    let doi = study.text("doi", problems).map(|text| format!("doi {}", text.value));
    let url = study.text("url", problems).map(|text| text.value);
    doi.or(url)
}

fn article(study: &mut Fields<'_>, source: &Arc<Source>, problems: &mut Problems) -> Option<Text> {
    let before = problems.len();
    let file = study.text("article", problems)?;
    table::check_file(&file, source, problems);
    // A file elsewhere is not looked for.
    (problems.len() == before).then_some(file)
}

/// The rule, if it was understood.
fn rule(mut fields: Fields<'_>, source: &Arc<Source>, problems: &mut Problems) -> Option<RuleSpec> {
    let at_first = problems.len();
    let id = fields.filled("id", problems);
    let before = problems.len();
    let label = fields.text("label", problems).map(|text| text.value);
    let targets = fields.texts("target", problems);
    let formula = fields.text("formula", problems);
    let condition = fields.text("condition", problems);
    let rows = fields.text("rows", problems);
    let expansions = expansions(&mut fields, source, problems);
    let fault = match (targets.is_empty(), &formula, &condition) {
        (false, Some(_), None) => None,
        (true, None, Some(_)) => None,
        (false, None, None) => Some("has `target` but no `formula`"),
        (true, Some(_), None) => Some("has `formula` but no `target`"),
        (true, None, None) => Some("has neither `target` nor `condition`"),
        (_, _, Some(_)) => Some("has `condition` together with `target` or `formula`"),
    };
    let span = fields.span;
    fields.finish(problems);
    // A key that is misspelt or of the wrong type is already reported.
    if let Some(fault) = fault.filter(|_| problems.len() == before) {
        let name = if id.value.is_empty() {
            "this rule".to_owned()
        } else {
            format!("rule `{}`", id.value)
        };
        problems.push(
            Diagnostic::at(source, span, format!("{name} {fault}"))
                .label("expected `target` and `formula`, or `condition`"),
        );
    }
    let formula = formula.or(condition).filter(|_| problems.len() == at_first)?;
    Some(RuleSpec { id, label, targets, formula, rows, expansions })
}

/// The lists of a `for`, which must not be empty, since the rule would vanish without a word, nor
/// multiply without end.
fn expansions(
    fields: &mut Fields<'_>,
    source: &Arc<Source>,
    problems: &mut Problems,
) -> Vec<(Text, Vec<String>)> {
    let before = problems.len();
    let lists = fields.lists("for", problems);
    // What a list of the wrong type lacks is already reported.
    let sound = problems.len() == before;
    let mut rules = 1_usize;
    for (name, values) in lists.iter().filter(|_| sound) {
        rules = rules.saturating_mul(values.len());
        if values.is_empty() {
            let message = format!("the list `{}` is empty", name.value);
            problems.push(Diagnostic::at(source, name.span, message));
        } else if rules > MOST_EXPANSIONS {
            let message = format!(
                "too many rules: the list `{}` expands this rule to {rules}; the limit is \
                 {MOST_EXPANSIONS}",
                name.value
            );
            problems.push(
                Diagnostic::at(source, name.span, message)
                    .help("a column as target already makes one check per row"),
            );
        }
    }
    lists
}

fn acceptance(mut fields: Fields<'_>, problems: &mut Problems) -> Acceptance {
    let id = fields.filled("id", problems);
    let reason = fields.filled("reason", problems).value;
    fields.finish(problems);
    Acceptance { id: id.value, reason, span: id.span }
}
