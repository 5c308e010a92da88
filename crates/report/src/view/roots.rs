//! Root causes: the few that explain the findings, what follows from each, what confirms it, and
//! what would tell hypotheses apart.

use std::collections::BTreeSet;

use crossfoot_audit::root::{
    Blamed, Correction, Hypothesis, Proposal, Remedy, RootCause, RootGroup, Wording,
};
use crossfoot_audit::{Audit, CheckId, Finding, Subject, check_name, show};
use crossfoot_core::{
    Decimal, Interval, Phrase, Rational, Rounding, Study, Variable, pattern, say,
};

use super::findings::items;
use super::{caption, count, spaced, thousands};
use crate::disagreement::statement;
use crate::document::{Align, Document, Item, Line, Table, Tone};
use crate::values;

/// At most this many names are listed in a line.
const MOST_NAMES: usize = 12;

/// The root causes, those that explain most first.
pub(super) fn roots(document: &mut Document, study: &Study, audit: &Audit) {
    let errors = audit.roots.telling();
    if errors.is_empty() {
        return;
    }
    let findings = about_checks(audit).count();
    let explained = explained(audit).len();
    let of = match findings {
        1 => say!("the one finding"),
        _ if explained == findings => say!("all {}", count::findings(findings)),
        _ => say!("{} of {}", thousands(explained), count::findings(findings)),
    };
    let count = count::root_causes(errors.len());
    document.heading(
        2,
        if errors.len() == 1 {
            say!("{} explains {}", count, of)
        } else {
            say!("{} explain {}", count, of)
        },
    );
    items(document, &errors, |error| item(study, audit, error));
    if audit.roots.unexamined > 0 {
        let more = count::findings(audit.roots.unexamined);
        document.paragraph(Line::toned(
            say!("{} more were not examined together: there are too many", more),
            Tone::Note,
        ));
    }
}

/// Open findings about checks.
fn about_checks(audit: &Audit) -> impl Iterator<Item = &Finding> {
    audit.open_findings().filter(|finding| matches!(finding.subject, Subject::Check(_)))
}

/// The checks that the root causes explain.
pub(super) fn explained(audit: &Audit) -> BTreeSet<CheckId> {
    audit.roots.telling().into_iter().flat_map(|error| error.explains.iter().copied()).collect()
}

pub(super) fn item(study: &Study, audit: &Audit, error: &RootCause) -> Item {
    let probability = spaced(say!("({})", values::probability(error.probability)));
    let mut body =
        vec![Line::toned(error.detail.clone(), Tone::Strong).then(probability, Tone::Muted)];
    body.extend(error.own_check(study).map(|id| Line::from(statement(study, id))));
    let near = match error.blamed {
        Blamed::Figure(Variable::Cell(cell)) => Some(cell.column.table),
        Blamed::Column(column) => Some(column.table),
        Blamed::Figure(Variable::Claim(_)) | Blamed::Rule(_) => None,
    };
    if error.explains.len() > 1 {
        body.push(captioned(
            say!("explains"),
            names(error.explains.iter().map(|id| check_name(study, *id))),
        ));
    }
    if !error.downstream.is_empty() {
        let changes =
            error.downstream.iter().map(|variable| match audit.roots.correction(*variable) {
                Some(correction) => {
                    let name = short_name(study, *variable, near).into();
                    Phrase::joined(" ", [name, corrected(study, correction)])
                }
                None => short_name(study, *variable, near).into(),
            });
        body.push(captioned(say!("carried into"), names(changes)));
    }
    if !error.untouched.is_empty() {
        body.push(captioned(
            say!("not carried into"),
            names(error.untouched.iter().map(|variable| short_name(study, *variable, near))),
        ));
    }
    body.extend(meant(study, audit, error));
    body.extend(remedies(study, &error.remedies));
    body.extend(alternatives(study, audit, error));
    body.push(Line::toned(source(study, audit, error), Tone::Muted));
    let mut item =
        Item { name: Line::toned(error.name(study), Tone::Code), body, ..Item::default() };
    if let Blamed::Figure(variable) = error.blamed {
        item.printed = Line::toned(caption(say!("printed")), Tone::Muted)
            .then(printed(study, variable), Tone::Bad);
        item.recomputed = headline(study, audit, error, variable).unwrap_or_default();
    }
    item
}

/// What should be there, in words that say how sure that is.
fn headline(study: &Study, audit: &Audit, error: &RootCause, variable: Variable) -> Option<Line> {
    let best = error.remedies.first().map(|remedy| &remedy.proposal);
    let (said, proposed) = match best {
        Some(Proposal::Wording(wording)) => {
            (values::should_say(error.probability)?, words(study, variable, wording))
        }
        _ => {
            let corrected = audit
                .roots
                .correction(variable)
                .map(|correction| corrected(study, correction))
                .or_else(|| error.right.map(|right| figure(study, variable, right)));
            (values::should_be(error.probability)?, corrected.unwrap_or_default())
        }
    };
    Some(Line::toned(caption(said), Tone::Muted).then(proposed, Tone::Strong))
}

/// Other words, and what should be printed with them if that is not what was printed.
fn words(study: &Study, variable: Variable, wording: &Wording) -> Phrase {
    let words = wording.phrase(study);
    match wording.corrected {
        Some(corrected) => say!("{}: {}", words, figure(study, variable, corrected)),
        None => words,
    }
}

/// The misprints that the intended value was computed from, and the value without them.
fn meant(study: &Study, audit: &Audit, error: &RootCause) -> Option<Line> {
    let Blamed::Figure(variable) = error.blamed else { return None };
    if error.computed_from.is_empty() {
        return None;
    }
    let correction = audit.roots.correction(variable)?;
    let exact = show::interval(correction.exact.as_ref()?, 4);
    let from = names(error.computed_from.iter().map(|variable| study.name(*variable)));
    Some(Line::toned(
        say!(
            "it was computed from the misprint of {}; from the right value it is {}, so {}",
            from,
            exact,
            corrected(study, correction)
        ),
        Tone::Note,
    ))
}

/// What the best remedy opens, and the remedies after it.
pub(super) fn remedies(study: &Study, all: &[Remedy]) -> Vec<Line> {
    let Some((best, others)) = all.split_first() else { return Vec::new() };
    let mut lines = Vec::new();
    if !best.opens.is_empty() {
        lines.push(captioned(say!("correcting it opens"), opened(study, best)));
    }
    lines.extend(others.iter().map(|remedy| {
        let (said, proposed) = match &remedy.proposal {
            Proposal::Wording(wording) => (say!("or say"), words(study, remedy.variable, wording)),
            Proposal::Value { value, .. } => {
                (say!("or print"), figure(study, remedy.variable, *value))
            }
        };
        if remedy.opens.is_empty() {
            return captioned(said, proposed);
        }
        captioned(said, say!("{}, which opens {}", proposed, opened(study, remedy)))
    }));
    lines
}

/// The checks that a remedy opens.
fn opened(study: &Study, remedy: &Remedy) -> Phrase {
    names(remedy.opens.iter().map(|id| check_name(study, *id)))
}

/// The kind, the finding where there is one only, and where it stands.
fn source(study: &Study, audit: &Audit, error: &RootCause) -> Phrase {
    let finding = if let [only] = error.explains.as_slice() { audit.finding(*only) } else { None };
    let finding = finding.map(|finding| Phrase::from(&finding.id));
    let kind = Phrase::list(finding.into_iter().chain([Phrase::from_pattern(error.kind.name())]));
    Phrase::joined(" · ", [kind, error.place(study).to_string().into()])
}

/// What may have happened instead of an error; at the first error of its group also what may have
/// happened in addition, and the figures that would decide.
fn alternatives(study: &Study, audit: &Audit, error: &RootCause) -> Vec<Line> {
    let Some(group) = audit.roots.group_of(error) else { return Vec::new() };
    let mut lines: Vec<Line> =
        group.instead_of(error).map(|other| alternative(study, group, say!("or"), other)).collect();
    let first = group.hypotheses.first().and_then(|best| best.errors.first());
    if !first.is_some_and(|first| std::ptr::eq(first, error)) {
        return lines;
    }
    lines.extend(
        group.in_addition().map(|other| alternative(study, group, say!("perhaps also"), other)),
    );
    let deciding = names(group.deciding().into_iter().map(|variable| study.name(variable)));
    if !deciding.is_empty() {
        lines.push(captioned(say!("to decide, look up"), deciding));
    }
    if !group.exhaustive {
        lines.push(Line::toned(
            say!("too many hypotheses to try all; these are the best found"),
            Tone::Note,
        ));
    }
    lines
}

/// A hypothesis, without what it shares with the best one.
fn alternative(study: &Study, group: &RootGroup, said: Phrase, other: &Hypothesis) -> Line {
    Line::toned(caption(said), Tone::Muted)
        .then(describe(study, group.beyond_best(other)), Tone::Note)
        .then(spaced(say!("({})", values::probability(other.probability))), Tone::Muted)
}

/// Errors in one line.
fn describe<'a>(study: &Study, errors: impl Iterator<Item = &'a RootCause>) -> Phrase {
    let errors: Vec<Phrase> = errors
        .map(|error| match (error.blamed, error.right) {
            (Blamed::Figure(variable), Some(right)) => {
                say!(
                    "{} is {}, printed {}",
                    study.name(variable),
                    figure(study, variable, right),
                    printed(study, variable)
                )
            }
            _ => error.detail.clone(),
        })
        .collect();
    if errors.is_empty() {
        return say!("only the others went wrong");
    }
    Phrase::joined(pattern!("; and "), errors)
}

/// Every figure that is another on the corrected basis, and why.
pub(super) fn corrections(document: &mut Document, study: &Study, audit: &Audit) {
    let all = &audit.roots.corrections;
    if all.is_empty() {
        document.paragraph(say!("Nothing is corrected: no root cause was found."));
        return;
    }
    document.heading(2, say!("{} corrected", count::figures(all.len())));
    let header = [
        say!("figure"),
        say!("printed"),
        say!("corrected"),
        say!("before rounding"),
        say!("because"),
    ]
    .map(Line::from)
    .to_vec();
    let rows = all.iter().map(|correction| {
        let variable = correction.variable;
        let exact =
            correction.exact.as_ref().map(|exact| show::interval(exact, 4)).unwrap_or_default();
        vec![
            vec![Line::toned(study.name(variable), Tone::Code)],
            vec![Line::toned(figure(study, variable, correction.published), Tone::Bad)],
            vec![Line::toned(corrected(study, correction), Tone::Strong)],
            vec![Line::toned(exact, Tone::Muted)],
            vec![Line::toned(because(study, audit, correction), Tone::Muted)],
        ]
    });
    let align = vec![Align::Left, Align::Right, Align::Right, Align::Right, Align::Left];
    document.table(Table { header, align, rows: rows.collect() });
}

/// Why a figure is corrected: the kind of its own error, or the figures that it follows from.
fn because(study: &Study, audit: &Audit, correction: &Correction) -> Phrase {
    if let Some(own) = audit.roots.error_of(correction) {
        return Phrase::from_pattern(own.kind.name());
    }
    let errors = audit.roots.errors();
    let from = errors
        .iter()
        .filter(|error| error.downstream.contains(&correction.variable))
        .filter_map(|error| match error.blamed {
            Blamed::Figure(variable) => Some(study.name(variable)),
            Blamed::Column(_) | Blamed::Rule(_) => None,
        });
    let from = names(from);
    if from.is_empty() {
        say!("follows from corrected figures")
    } else {
        say!("follows from {}", from)
    }
}

/// What is known of one figure: whether it is blamed, follows from one that is, or confirms one.
pub(super) fn about_figure(
    document: &mut Document,
    study: &Study,
    audit: &Audit,
    variable: Variable,
) {
    let errors = audit.roots.errors();
    let blamed: Vec<&RootCause> =
        errors.iter().copied().filter(|error| error.blamed == Blamed::Figure(variable)).collect();
    let mut lines = Vec::new();
    if let Some(correction) = audit.roots.correction(variable).filter(|_| blamed.is_empty()) {
        let corrected = corrected(study, correction);
        lines.push(
            captioned(caption(say!("corrected")), corrected)
                .then(spaced(because(study, audit, correction)), Tone::Muted),
        );
    }
    let confirmed =
        errors.iter().filter(|error| error.untouched.contains(&variable)).filter_map(|error| {
            match error.blamed {
                Blamed::Figure(other) => Some(study.name(other)),
                Blamed::Column(_) | Blamed::Rule(_) => None,
            }
        });
    let confirmed = names(confirmed);
    if !confirmed.is_empty() {
        lines.push(captioned(
            caption(caption(say!("confirms"))),
            say!("the corrected value of {}", confirmed),
        ));
    }
    if blamed.is_empty() && lines.is_empty() {
        return;
    }
    document.heading(2, say!("Root causes"));
    document.list(lines);
    if !blamed.is_empty() {
        items(document, &blamed, |error| item(study, audit, error));
    }
}

/// A caption and a text after it.
pub(super) fn captioned(said: Phrase, text: Phrase) -> Line {
    Line::toned(caption(said), Tone::Muted).then(text, Tone::Plain)
}

fn names<T: Into<Phrase>>(names: impl Iterator<Item = T>) -> Phrase {
    let all: Vec<Phrase> = names.map(Into::into).collect();
    let more = all.len().saturating_sub(MOST_NAMES);
    let shown = Phrase::list(all.into_iter().take(MOST_NAMES));
    if more == 0 { shown } else { say!("{} and {} more", shown, thousands(more)) }
}

/// The name of a figure, without its table where that is plain.
fn short_name(study: &Study, variable: Variable, near: Option<usize>) -> String {
    match variable {
        Variable::Cell(cell) if Some(cell.column.table) == near => {
            let (table, column) = study.column(cell.column);
            format!("{}[{}]", column.name, table.key_text(cell.row))
        }
        _ => study.name(variable),
    }
}

/// What a figure prints, with its unit.
pub(crate) fn printed(study: &Study, variable: Variable) -> Phrase {
    study
        .printed(variable)
        .figure()
        .map(|printed| figure(study, variable, printed.value()))
        .map(|shown| if is_approximate(study, variable) { say!("about {}", shown) } else { shown })
        .unwrap_or_default()
}

fn is_approximate(study: &Study, variable: Variable) -> bool {
    matches!(variable, Variable::Claim(claim) if study.claims[claim].approx)
}

/// What should be printed. If it can only be computed from rounded figures, and these do not decide
/// its last digit, the range in which it lies.
pub(crate) fn corrected(study: &Study, correction: &Correction) -> Phrase {
    let decimals = correction.corrected.decimals();
    let ends =
        correction.exact.as_ref().and_then(|exact| Some([exact.low()?.value, exact.high()?.value]));
    let rounded = ends.map(|ends| ends.map(|end| Rounding::HalfUp.apply(&end, decimals)));
    match (&correction.exact, rounded) {
        (Some(exact), Some([low, high])) if low != high && !is_of_one_figure(exact, decimals) => {
            let shown = show::interval(exact, u32::from(decimals.max(0).unsigned_abs()) + 1);
            Phrase::run([shown, study.unit(correction.variable).suffix().into()])
        }
        _ => figure(study, correction.variable, correction.corrected),
    }
}

/// Whether a range is all that one figure of so many decimals may stand for: it was copied.
fn is_of_one_figure(exact: &Interval, decimals: i8) -> bool {
    let Some((low, high)) = exact.low().zip(exact.high()) else { return false };
    let middle = exact.middle().and_then(|middle| Rounding::HalfUp.apply(&middle, decimals));
    middle.is_some_and(|middle| {
        let figure = middle.to_rational();
        let unit = Rational::power_of_ten(-i32::from(decimals));
        &high.value - &low.value == unit && &figure + &figure == &low.value + &high.value
    })
}

/// A value as a figure would print it.
pub(crate) fn figure(study: &Study, variable: Variable, value: Decimal) -> Phrase {
    study.unit(variable).quantity(value.to_string())
}
