//! What disagrees, composed once: what was reported, what was recomputed, and why. Text, messages
//! for continuous integration, and the notes of LaTeX and spreadsheets are made from it.

use crossfoot_audit::{
    Audit, Cause, CauseKind, CheckId, Difference, Finding, Recomputed, Record, Subject,
    section_name,
};
use crossfoot_core::formula::Expr;
use crossfoot_core::{Phrase, Study, Unit, say};

use crate::values;

/// A cause less probable than this is not put forward; `explain` still shows it.
const CONVINCING: f64 = 0.3;

/// The best cause of a finding, where it convinces.
pub(crate) fn convincing(finding: &Finding) -> Option<&Cause> {
    finding
        .causes
        .first()
        .filter(|cause| cause.probability >= CONVINCING && cause.probability > finding.unexplained)
}

/// A finding about a check, before it is known where it is shown.
pub(crate) struct Disagreement<'a> {
    record: &'a Record<'a>,
    finding: &'a Finding,
    /// What was printed; nothing for a condition.
    pub(crate) reported: Option<Captioned>,
    /// What was recomputed.
    pub(crate) recomputed: Captioned,
    /// The best cause, where it convinces.
    pub(crate) cause: Option<&'a Cause>,
    /// The rule in words.
    pub(crate) statement: Phrase,
    /// The cells that a condition reads, with what they print.
    pub(crate) read: Option<Phrase>,
    /// Findings about its inputs, unless the cause names one.
    pub(crate) inputs_at_fault: Option<Phrase>,
}

/// A value and what it is.
pub(crate) struct Captioned {
    /// `printed`, `recomputed`; nothing where the value says it.
    pub(crate) caption: Option<Phrase>,
    /// The value.
    pub(crate) value: Phrase,
}

impl<'a> Disagreement<'a> {
    /// What is to be said of a finding and of its check.
    pub(crate) fn new(record: &'a Record<'a>, finding: &'a Finding) -> Self {
        let cause = convincing(finding);
        let is_named = cause.is_some_and(|cause| cause.kind == CauseKind::FaultyInput);
        Self {
            record,
            finding,
            reported: reported(record),
            recomputed: recomputed(record),
            cause,
            statement: statement(record.study(), record.id),
            read: read(record),
            inputs_at_fault: inputs_at_fault(finding).filter(|_| !is_named),
        }
    }

    /// Why, the most important first: the best cause, the rule, what it reads, the inputs at fault.
    pub(crate) fn because(&self) -> Vec<Phrase> {
        let cause = self.cause.map(explained);
        let inputs = self.inputs_at_fault.clone();
        cause
            .into_iter()
            .chain([self.statement.clone()])
            .chain(self.read.clone())
            .chain(inputs)
            .collect()
    }

    /// Both values as a sentence without its full stop.
    pub(crate) fn sentence(&self) -> Phrase {
        let record = self.record;
        let (printed, recomputed) = (values::published(record), values::recomputed(record));
        match (&record.recomputed, expr(record)) {
            // A condition prints nothing.
            (Ok(_), _) if printed.is_empty() => say!("this condition {}", recomputed),
            (Err(_), _) if printed.is_empty() => {
                say!("this condition cannot be true: {}", recomputed)
            }
            (Err(_), _) => say!("this cannot be {}: {}", printed, recomputed),
            (Ok(Recomputed::Truth(..)), _) if is_statement(record) => {
                say!("the text says {}, which {}", printed, recomputed)
            }
            (Ok(Recomputed::ShareOfSome(_)), _) => {
                say!("printed {}: {} has this share", printed, recomputed)
            }
            (_, Some(expr @ (Expr::Claim(_) | Expr::Cell(..)))) => {
                let other = expr.describe(record.study(), record.id.row);
                say!("printed {}, and {} prints {}", printed, other, recomputed)
            }
            _ => say!("printed {}, recomputed {}", printed, recomputed),
        }
    }

    /// The finding in a few lines: the code and the rule, both values, the best cause.
    pub(crate) fn lines(&self) -> Vec<Phrase> {
        let label = self.record.rule().label.as_str();
        let why = self.finding.causes.first().map(explained);
        let head = [say!("{}: {}", self.finding.code.name(), label), self.sentence()];
        head.into_iter().chain(why.or_else(|| inputs_at_fault(self.finding))).collect()
    }

    /// The finding in one line: what it is about, both values, why.
    fn message(&self) -> String {
        let both: Vec<String> =
            self.reported.iter().chain([&self.recomputed]).map(Captioned::spaced).collect();
        let why = self.because();
        let parts: Vec<String> =
            std::iter::once(both.join(", ")).chain(why.iter().map(values::spaced)).collect();
        line(self.finding, &parts.join("; "))
    }
}

impl Captioned {
    fn spaced(&self) -> String {
        let parts = self.caption.iter().chain([&self.value]).cloned();
        values::spaced(&Phrase::joined(" ", parts))
    }
}

/// What a finding says where nothing stands around it.
pub(crate) fn message(study: &Study, audit: &Audit, finding: &Finding) -> String {
    match audit.record_of(study, finding) {
        Some(record) => Disagreement::new(&record, finding).message(),
        None => line(finding, &values::spaced(&about(study, finding))),
    }
}

/// What is said of a finding behind what it is about.
fn line(finding: &Finding, said: &str) -> String {
    format!("{}: {said}", values::spaced(&Phrase::from(&finding.target)))
}

/// The cells that a condition reads, with what they print.
fn read(record: &Record<'_>) -> Option<Phrase> {
    /// Cells that are named.
    const MOST: usize = 6;
    let all = values::read(record);
    let more = all.len().saturating_sub(MOST);
    let named = all.into_iter().take(MOST);
    let named: Vec<Phrase> =
        named.map(|(name, value)| Phrase::joined(" ", [name.into(), value])).collect();
    match (named.is_empty(), more) {
        (true, _) => None,
        (false, 0) => Some(say!("reads {}", Phrase::list(named))),
        (false, more) => Some(say!("reads {} and {} more", Phrase::list(named), more.to_string())),
    }
}

/// A finding that is about no check.
pub(crate) fn about(study: &Study, finding: &Finding) -> Phrase {
    match finding.subject {
        Subject::Numeral(index) => {
            let entry = study.ledger.as_ref().and_then(|ledger| ledger.get(index));
            entry.map_or_else(Phrase::default, |entry| {
                say!("numeral without a claim, cell or reason ({})", &entry.about)
            })
        }
        Subject::Text(difference) => differs(study, difference),
        Subject::Acceptance(_) => {
            say!("accepted in the manifest, but not found")
        }
        Subject::Check(_) => Phrase::default(),
    }
}

/// In what the study and its text differ.
fn differs(study: &Study, difference: Difference) -> Phrase {
    let entry = match difference {
        Difference::Absent(entry, _) | Difference::Changed(entry, _) => Some(entry),
        Difference::Unlisted(_) | Difference::Quote(_) => None,
    };
    let entry = entry.and_then(|entry| study.ledger.as_ref()?.get(entry));
    let about = entry.map(|entry| entry.about.as_str()).unwrap_or_default();
    match (difference, &study.article) {
        (Difference::Unlisted(_), _) => say!("in the text, but not in numbers.csv"),
        (Difference::Changed(_, passage), Some(article)) => {
            say!("{} in the text ({})", passage.text(article), about)
        }
        (Difference::Absent(..) | Difference::Changed(..), _) => {
            say!("in numbers.csv, but not in the text ({})", about)
        }
        (Difference::Quote(_), _) => say!("the text does not have the quote"),
    }
}

/// The rule in words; of a claim, where it stands and what it says.
pub(crate) fn statement(study: &Study, id: CheckId) -> Phrase {
    let rule = &study.rules[id.rule];
    match rule.own_claim() {
        Some(claim) => {
            say!("{} says: {}", section_name(&study.claims[claim].section), &rule.label)
        }
        None => say!("rule: {}", &rule.label),
    }
}

/// What was printed; nothing for a condition.
pub(crate) fn reported(record: &Record<'_>) -> Option<Captioned> {
    let value = values::published(record);
    let caption = if is_statement(record) { say!("says") } else { say!("printed") };
    (!value.is_empty()).then_some(Captioned { caption: Some(caption), value })
}

/// What was recomputed; whether a statement holds needs no caption.
fn recomputed(record: &Record<'_>) -> Captioned {
    let caption = match (&record.recomputed, expr(record)) {
        (Ok(Recomputed::Truth(..)), _) => None,
        // Not recomputed, but printed elsewhere.
        (_, Some(expr @ (Expr::Claim(_) | Expr::Cell(..)))) => {
            Some(say!("{} prints", expr.describe(record.study(), record.id.row)))
        }
        _ => Some(say!("recomputed")),
    };
    Captioned { caption, value: values::recomputed(record) }
}

fn expr<'a>(record: &Record<'a>) -> Option<&'a Expr> {
    record.rule().formula.as_ref().map(|formula| &formula.expr)
}

/// Whether the text says it in words.
pub(crate) fn is_statement(record: &Record<'_>) -> bool {
    record.claim().is_some_and(|claim| record.study().claims[claim].unit == Unit::Truth)
}

/// A cause with its probability.
fn explained(cause: &Cause) -> Phrase {
    say!("{} ({})", cause.detail.clone(), values::probability(cause.probability))
}

fn inputs_at_fault(finding: &Finding) -> Option<Phrase> {
    let inputs = &finding.inputs_at_fault;
    (!inputs.is_empty())
        .then(|| say!("based on figures that also have findings: {}", Phrase::list(inputs)))
}
