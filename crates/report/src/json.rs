//! `crossfoot.audit/1`: everything that was checked, for machines. Stable in order; documented in `schema.md`
//! beside this file.
//!
#![doc = include_str!("schema.md")]

mod added;
mod article;
mod beside;
mod drafted;
mod localise;
mod pretty;
mod revisions;
mod roots;

pub use added::added;
pub(crate) use article::OUTCOMES;
pub use article::{ArticleAudit, article};
pub use beside::{TextBeside, beside};
pub use drafted::{OddCell, Reception, drafted};
pub use localise::localise;
pub(crate) use pretty::pretty;
pub use revisions::revisions;

use std::collections::BTreeMap;

use crossfoot_audit::revisions::Revised;
use crossfoot_audit::{Audit, Cause, Difference, InferredDenominator, Reading, Record};
use crossfoot_core::formula::Truth;
use crossfoot_core::{Interval, Phrase, Place, Study, Target, Verdict};
use serde::Serialize;

use crate::values;
use roots::{ChangeJson, RootCauseJson};

/// The version of the format; a change that could break a reader raises it.
const SCHEMA: &str = "crossfoot.audit/1";

#[derive(Serialize)]
struct AuditJson<'a> {
    schema: &'static str,
    study: StudyJson<'a>,
    counts: BTreeMap<&'static str, usize>,
    coverage: Option<CoverageJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<TextJson<'a>>,
    conventions: Vec<ConventionJson>,
    bases: Vec<BaseJson<'a>>,
    denominators: Vec<DenominatorJson<'a>>,
    unresolved_names: Vec<&'a str>,
    basis: &'static str,
    root_causes: Vec<RootCauseJson>,
    corrections: Vec<ChangeJson>,
    findings: Vec<FindingJson<'a>>,
    rules: Vec<RuleJson<'a>>,
}

#[derive(Serialize)]
struct StudyJson<'a> {
    id: &'a str,
    title: &'a str,
    citation: &'a str,
    link: Option<&'a str>,
    licence: Option<&'a str>,
    tables: usize,
    figures: usize,
    claims: usize,
}

#[derive(Serialize)]
struct CoverageJson {
    numerals: usize,
    covered: usize,
    not_statistics: BTreeMap<String, usize>,
    unexplained: usize,
}

/// How the study compares with its text.
#[derive(Serialize)]
struct TextJson<'a> {
    file: &'a str,
    numerals: usize,
    unlisted: usize,
    absent: usize,
    changed: usize,
    absent_quotes: usize,
}

/// Where a finding stands in the text.
#[derive(Serialize)]
struct PassageJson<'a> {
    section: &'a str,
    sentence: &'a str,
    numeral: &'a str,
    place: PlaceJson,
}

#[derive(Serialize)]
struct ConventionJson {
    column: String,
    rounding: &'static str,
    supports: usize,
    breaks: usize,
    fits_none: usize,
}

#[derive(Serialize)]
struct DenominatorJson<'a> {
    id: &'a str,
    label: &'a str,
    shares: usize,
    least: Option<String>,
    greatest: Option<String>,
}

#[derive(Serialize)]
struct BaseJson<'a> {
    table: &'a str,
    base: u8,
    stated: bool,
    supports: usize,
    breaks: usize,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    id: &'a str,
    code: &'static str,
    target: &'a str,
    place: PlaceJson,
    accepted: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<PassageJson<'a>>,
}

#[derive(Serialize)]
struct RuleJson<'a> {
    id: String,
    code: Option<&'static str>,
    target: String,
    label: &'a str,
    formula: Option<&'a str>,
    place: PlaceJson,
    published: Option<String>,
    recomputed: Option<RecomputedJson>,
    verdict: &'static str,
    reason: Option<String>,
    power: Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reads: Vec<ReadJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    readings: Vec<ReadingJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    revised_inputs: Vec<RevisedJson<'a>>,
    causes: Vec<CauseJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    remedies: Vec<roots::RemedyJson>,
    unexplained: Option<f64>,
    inputs_at_fault: &'a [String],
}

/// A cell or claim that a condition reads, with what it prints.
#[derive(Serialize)]
struct ReadJson {
    target: String,
    published: String,
}

/// One way to read a statement.
#[derive(Serialize)]
struct ReadingJson {
    /// Null where it may hold.
    holds: Option<bool>,
    says: String,
    against: Vec<String>,
}

/// A figure that the formula reads and that a later release revised.
#[derive(Serialize)]
struct RevisedJson<'a> {
    target: String,
    release: &'a str,
    first_published: Option<String>,
}

#[derive(Serialize)]
struct PlaceJson {
    file: String,
    line: usize,
    column: usize,
}

/// `text` at the printed decimals; `exact` as a fraction, or an interval of fractions.
#[derive(Serialize)]
struct RecomputedJson {
    text: Option<String>,
    exact: String,
}

#[derive(Serialize)]
struct CauseJson {
    kind: &'static str,
    detail: String,
    value: Option<String>,
    probability: f64,
}

/// One audit as an object, several as an array.
///
/// # Errors
/// None in practice: every value of the model has a JSON form.
///
/// ```
/// # use crossfoot_load::{Loaded, scaffold};
/// # let files = scaffold::blank("permits")
/// #     .map(|(name, text)| (name.to_owned(), text.replace("1,204", "1,240")));
/// # let study = Loaded::from_texts("permits".as_ref(), &files.into()).unwrap().into_study();
/// # let audit = crossfoot_audit::audit(&study);
/// let text = crossfoot_report::json(&[(study, audit)]).unwrap();
/// let value: serde_json::Value = serde_json::from_str(&text).unwrap();
/// assert_eq!(value["schema"], "crossfoot.audit/1");
/// ```
pub fn audits(audits: &[(Study, Audit)]) -> serde_json::Result<String> {
    let all: Vec<AuditJson<'_>> =
        audits.iter().map(|(study, audit)| audit_json(study, audit)).collect();
    if let [one] = all.as_slice() { pretty(one) } else { pretty(&all) }
}

/// The same of one study.
///
/// # Errors
/// As [`audits`].
pub fn audit(study: &Study, audit: &Audit) -> serde_json::Result<String> {
    pretty(&audit_json(study, audit))
}

fn audit_json<'a>(study: &'a Study, audit: &'a Audit) -> AuditJson<'a> {
    AuditJson {
        schema: SCHEMA,
        study: StudyJson {
            id: &study.id,
            title: &study.title,
            citation: &study.citation,
            link: study.link.as_deref(),
            licence: study.licence.as_deref(),
            tables: study.published().len(),
            figures: study.published().iter().map(crossfoot_core::Table::figures).sum(),
            claims: study.claims.len(),
        },
        counts: Verdict::ALL
            .into_iter()
            .map(|verdict| (verdict.name(), audit.count(verdict)))
            .collect(),
        coverage: audit.coverage.as_ref().map(|coverage| CoverageJson {
            numerals: coverage.numerals,
            covered: coverage.covered,
            not_statistics: coverage.reasons.clone(),
            unexplained: coverage.unexplained.len(),
        }),
        text: text_json(study, audit),
        conventions: audit
            .conventions
            .iter()
            .map(|convention| convention_json(study, convention))
            .collect(),
        bases: audit
            .bases
            .iter()
            .map(|known| BaseJson {
                table: &study.tables[known.table].id,
                base: known.base,
                stated: known.stated,
                supports: known.supports,
                breaks: known.breaks,
            })
            .collect(),
        denominators: audit
            .denominators
            .iter()
            .map(|inferred| denominator_json(study, inferred))
            .collect(),
        unresolved_names: audit.unresolved.iter().map(|(name, _)| name.as_str()).collect(),
        basis: if audit.corrected_from.is_some() { "corrected" } else { "published" },
        root_causes: roots::root_causes(study, audit),
        corrections: roots::corrections(study, audit),
        findings: audit
            .findings
            .iter()
            .map(|finding| finding_json(study, audit, finding))
            .collect(),
        rules: audit.records(study).map(rule_json).collect(),
    }
}

fn denominator_json<'a>(study: &'a Study, inferred: &InferredDenominator) -> DenominatorJson<'a> {
    let denominator = &study.denominators[inferred.denominator];
    let ends = [Interval::low, Interval::high].map(|end| {
        inferred.candidates.as_ref().ok().and_then(end).map(|bound| bound.value.to_string())
    });
    let [least, greatest] = ends;
    DenominatorJson {
        id: &denominator.id,
        label: &denominator.label,
        shares: denominator.rows.len(),
        least,
        greatest,
    }
}

fn convention_json(
    study: &Study,
    convention: &crossfoot_audit::ColumnConvention,
) -> ConventionJson {
    let (table, column) = study.column(convention.column);
    ConventionJson {
        column: format!("{}.{}", table.id, column.name),
        rounding: convention.rounding.name(),
        supports: convention.supports,
        breaks: convention.breaks,
        fits_none: convention.fits_none,
    }
}

fn text_json<'a>(study: &'a Study, audit: &Audit) -> Option<TextJson<'a>> {
    let (article, text) = (study.article.as_ref()?, audit.text.as_ref()?);
    let mut json = TextJson {
        file: article.source.name(),
        numerals: text.numerals,
        unlisted: 0,
        absent: 0,
        changed: 0,
        absent_quotes: 0,
    };
    for difference in &text.differences {
        *match difference {
            Difference::Unlisted(_) => &mut json.unlisted,
            Difference::Absent(..) => &mut json.absent,
            Difference::Changed(..) => &mut json.changed,
            Difference::Quote(_) => &mut json.absent_quotes,
        } += 1;
    }
    Some(json)
}

fn passage_json<'a>(
    study: &'a Study,
    audit: &Audit,
    finding: &crossfoot_audit::Finding,
) -> Option<PassageJson<'a>> {
    let (article, passage) = (study.article.as_ref()?, audit.passage(study, finding)?);
    Some(PassageJson {
        section: passage.section(article),
        sentence: passage.sentence(article),
        numeral: passage.text(article),
        place: place_json(passage.place(article)),
    })
}

fn finding_json<'a>(
    study: &'a Study,
    audit: &Audit,
    finding: &'a crossfoot_audit::Finding,
) -> FindingJson<'a> {
    FindingJson {
        id: &finding.id,
        code: finding.code.name(),
        target: &finding.target,
        place: place_json(finding.place.clone()),
        accepted: finding.accepted.map(|accepted| study.accepted[accepted].reason.as_str()),
        text: passage_json(study, audit, finding),
    }
}

fn rule_json(record: Record<'_>) -> RuleJson<'_> {
    let (study, rule, finding) = (record.study(), record.rule(), record.finding);
    let printed = values::published(&record).to_string();
    let reason = matches!(record.verdict, Verdict::Unverifiable | Verdict::Feasible)
        .then(|| values::recomputed(&record).to_string());
    RuleJson {
        code: finding.map(|finding| finding.code.name()),
        label: &rule.label,
        formula: rule.formula.is_some().then_some(rule.text.as_str()),
        place: place_json(record.place()),
        published: Some(printed).filter(|_| !matches!(rule.target, Target::Condition(_))),
        recomputed: recomputed_json(&record),
        verdict: record.verdict.name(),
        reason,
        power: record.power().map(four_digits),
        reads: values::read(&record)
            .into_iter()
            .map(|(target, published)| ReadJson { target, published: published.to_string() })
            .collect(),
        readings: record.readings().iter().map(reading_json).collect(),
        revised_inputs: record
            .revised_inputs()
            .iter()
            .map(|revised| revised_json(study, revised))
            .collect(),
        causes: record.causes().iter().map(cause_json).collect(),
        remedies: record
            .remedies()
            .iter()
            .map(|remedy| roots::remedy_json(study, remedy))
            .collect(),
        unexplained: finding.map(|finding| four_digits(finding.unexplained)),
        inputs_at_fault: finding.map_or(&[], |finding| &finding.inputs_at_fault),
        id: record.name,
        target: record.target,
    }
}

fn reading_json(reading: &Reading) -> ReadingJson {
    ReadingJson {
        holds: match reading.truth {
            Truth::True => Some(true),
            Truth::Maybe => None,
            Truth::False => Some(false),
        },
        says: reading.says.to_string(),
        against: reading.against.iter().map(Phrase::to_string).collect(),
    }
}

fn revised_json<'a>(study: &'a Study, revised: &Revised) -> RevisedJson<'a> {
    RevisedJson {
        target: study.cell_name(revised.cell),
        release: &study.column(revised.cell.column).0.releases[revised.latest].id,
        first_published: revised.earlier.first().map(|(_, figure)| figure.value().to_string()),
    }
}

fn recomputed_json(record: &Record<'_>) -> Option<RecomputedJson> {
    record.recomputed.as_ref().ok()?;
    match record.number() {
        Some(Interval::Point(value)) => Some(RecomputedJson {
            text: values::at_printed_decimals(record, value),
            exact: value.to_string(),
        }),
        Some(range) => Some(RecomputedJson {
            text: range.middle().and_then(|middle| values::at_printed_decimals(record, &middle)),
            exact: range.to_string(),
        }),
        None => Some(RecomputedJson { text: None, exact: values::recomputed(record).to_string() })
            .filter(|_| record.rule().formula.is_some()),
    }
}

fn cause_json(cause: &Cause) -> CauseJson {
    CauseJson {
        kind: cause.kind.name(),
        detail: cause.detail.to_string(),
        value: cause.value.map(|value| value.to_string()),
        probability: four_digits(cause.probability),
    }
}

fn place_json(place: Place) -> PlaceJson {
    PlaceJson { line: place.line(), column: place.column(), file: place.file }
}

/// Four decimals: all that a probability here is worth, and the same on every machine.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
fn four_digits(p: f64) -> f64 {
    (p * 10_000.0).round() / 10_000.0
}
