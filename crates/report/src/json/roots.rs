//! Root causes and the corrected basis in the JSON of an audit.

use crossfoot_audit::root::{Blamed, Correction, Hypothesis, Proposal, Remedy, RootCause};
use crossfoot_audit::{Audit, check_name};
use crossfoot_core::{Interval, Study, Variable};
use serde::Serialize;

use super::{PlaceJson, four_digits, place_json};

#[derive(Serialize)]
pub(super) struct RootCauseJson {
    probability: f64,
    /// Of the hypothesis that it belongs to: all its errors together.
    joint_probability: Option<f64>,
    /// The group of findings, by position: errors of one hypothesis have the same.
    group: Option<usize>,
    kind: &'static str,
    detail: String,
    blamed: String,
    place: PlaceJson,
    changes: Vec<ChangeJson>,
    explains: Vec<String>,
    downstream: Vec<ChangeJson>,
    computed_from: Vec<String>,
    confirmed_by: Vec<String>,
    remedies: Vec<RemedyJson>,
    alternatives: Vec<AlternativeJson>,
    decided_by: Vec<String>,
    exhaustive: bool,
}

#[derive(Serialize)]
struct AlternativeJson {
    probability: f64,
    changes: Vec<ChangeJson>,
}

/// What would put a finding right.
#[derive(Serialize)]
pub(super) struct RemedyJson {
    target: String,
    kind: &'static str,
    /// What should be printed, where that is not what was printed.
    value: Option<String>,
    exact: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    formula: Option<String>,
    opens: Vec<String>,
}

#[derive(Serialize)]
pub(super) struct ChangeJson {
    target: String,
    published: String,
    corrected: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exact: Option<String>,
}

/// Alternatives less probable than this are left out.
const LEAST: f64 = 0.01;

/// The root causes of the best hypotheses.
pub(super) fn root_causes(study: &Study, audit: &Audit) -> Vec<RootCauseJson> {
    audit.roots.errors().into_iter().map(|error| root_cause(study, audit, error)).collect()
}

/// Every figure that is another on the corrected basis.
pub(super) fn corrections(study: &Study, audit: &Audit) -> Vec<ChangeJson> {
    audit
        .roots
        .corrections
        .iter()
        .map(|correction| correction_json(study, audit, correction))
        .collect()
}

fn root_cause(study: &Study, audit: &Audit, error: &RootCause) -> RootCauseJson {
    let group = audit.roots.group_of(error);
    let best = group.and_then(|group| group.hypotheses.first());
    let corrections =
        audit.roots.corrections.iter().filter(|correction| error.is_put_right_by(correction));
    let downstream =
        error.downstream.iter().filter_map(|variable| audit.roots.correction(*variable));
    RootCauseJson {
        probability: four_digits(error.probability),
        joint_probability: best.map(|best| four_digits(best.probability)),
        group: group.and_then(|group| {
            audit.roots.groups.iter().position(|other| std::ptr::eq(other, group))
        }),
        kind: error.kind.name(),
        detail: error.detail.to_string(),
        blamed: error.name(study),
        place: place_json(error.place(study)),
        changes: corrections.map(|correction| correction_json(study, audit, correction)).collect(),
        explains: error.explains.iter().map(|id| check_name(study, *id)).collect(),
        downstream: downstream
            .map(|correction| correction_json(study, audit, correction))
            .collect(),
        computed_from: error.computed_from.iter().map(|variable| study.name(*variable)).collect(),
        remedies: error.remedies.iter().map(|remedy| remedy_json(study, remedy)).collect(),
        confirmed_by: error.untouched.iter().map(|variable| study.name(*variable)).collect(),
        alternatives: group
            .map(|group| {
                group.others(LEAST).map(|other| alternative(study, audit, other)).collect()
            })
            .unwrap_or_default(),
        decided_by: group
            .map(|group| {
                group.deciding().into_iter().map(|variable| study.name(variable)).collect()
            })
            .unwrap_or_default(),
        exhaustive: group.is_none_or(|group| group.exhaustive),
    }
}

/// A remedy of a root cause or of a statement.
pub(super) fn remedy_json(study: &Study, remedy: &Remedy) -> RemedyJson {
    let (kind, value, exact, wording) = match &remedy.proposal {
        Proposal::Value { value, exact } => ("value", Some(value), exact.as_ref(), None),
        Proposal::Wording(wording) => {
            ("wording", wording.corrected.as_ref(), wording.value.as_ref(), Some(wording))
        }
    };
    RemedyJson {
        target: study.name(remedy.variable),
        kind,
        value: value.map(|value| value.to_plain()),
        exact: exact.map(Interval::to_string),
        words: wording.map(|wording| wording.phrase(study).to_string()),
        formula: wording.map(|wording| wording.formula.clone()),
        opens: remedy.opens.iter().map(|id| check_name(study, *id)).collect(),
    }
}

fn alternative(study: &Study, audit: &Audit, hypothesis: &Hypothesis) -> AlternativeJson {
    let changes = hypothesis.errors.iter().filter_map(|error| match (error.blamed, error.right) {
        (Blamed::Figure(variable), Some(right)) => Some(ChangeJson {
            target: study.name(variable),
            published: published(study, audit, variable),
            corrected: right.to_plain(),
            kind: Some(error.kind.name()),
            exact: None,
        }),
        _ => None,
    });
    AlternativeJson { probability: four_digits(hypothesis.probability), changes: changes.collect() }
}

fn correction_json(study: &Study, audit: &Audit, correction: &Correction) -> ChangeJson {
    ChangeJson {
        target: study.name(correction.variable),
        published: correction.published.to_plain(),
        corrected: correction.corrected.to_plain(),
        kind: audit.roots.error_of(correction).map(|error| error.kind.name()),
        exact: correction.exact.as_ref().map(Interval::to_string),
    }
}

/// As printed, also where the study at hand is the corrected one.
fn published(study: &Study, audit: &Audit, variable: Variable) -> String {
    let printed = audit.roots.correction(variable).map(|correction| correction.published);
    printed
        .or_else(|| study.printed(variable).figure().map(crossfoot_core::Figure::value))
        .map(|value| value.to_plain())
        .unwrap_or_default()
}
