//! What was not checked, or could not have failed: said as plainly as what was found.

use std::collections::BTreeMap;

use crossfoot_audit::{Audit, CheckId, Recomputed, check, check_name, completion, power, show, target_name};
use crossfoot_core::{CellId, Interval, Rounding, Study, Variable, Verdict, say};

use super::findings::{items, printed_line, statement};
use super::plural;
use crate::document::{Document, Item, Line, Tone};
use crate::values;

/// Names listed in one line.
const MOST_NAMES: usize = 24;

/// How columns were rounded.
pub(super) fn conventions(document: &mut Document, study: &Study, audit: &Audit) {
    let lines = audit.conventions.iter().map(|convention| {
        let name = format!("{}.{}", study.tables[convention.column.table].id, study.column(convention.column).1.name);
        let how = match (convention.rounding, convention.telling) {
            (_, 0) => "rounded or cut off, no cell tells",
            (Rounding::Truncate, _) => "cut off",
            (Rounding::HalfUp, _) => "rounded",
            (Rounding::HalfEven, _) => "rounded half to even",
        };
        let all = convention.supports + convention.breaks + convention.fits_none;
        let mut text = format!("  {how}: {} of {}", convention.supports, plural(all, "cell"));
        if convention.breaks > 0 {
            text += &format!(", {} otherwise", convention.breaks);
        }
        if convention.fits_none > 0 {
            text += &format!(", {} by no convention", convention.fits_none);
        }
        let tone = if convention.rounding == Rounding::Truncate && convention.telling > 0 { Tone::Note } else { Tone::Plain };
        Line::of(name, Tone::Code).then(text, tone)
    });
    let mut lines: Vec<Line> = lines.collect();
    lines.extend(audit.bases.iter().map(|known| {
        let how = if known.stated { "the manifest says" } else { "the counts show" };
        let text = format!("  rounded to base {}, {how}: {} of {}", known.base, known.supports, plural(known.supports + known.breaks, "count"));
        Line::of(study.tables[known.table].id.clone(), Tone::Code).then(text, Tone::Note)
    }));
    if !lines.is_empty() {
        document.heading(2, "How the columns were rounded");
        document.list(lines);
    }
}

/// Wholes that were not printed, and names that nothing resolves.
pub(super) fn inferred(document: &mut Document, study: &Study, audit: &Audit) {
    let lines = audit.denominators.iter().map(|inferred| {
        let denominator = &study.denominators[inferred.denominator];
        let shares = plural(denominator.rows.len(), "share");
        let (found, tone) = match &inferred.candidates {
            Err(_) => (say!("  no whole number fits {}: ", shares), Tone::Bad),
            Ok(Interval::Point(whole)) => (say!("  {}, the only whole number that fits {}: ", show::number(whole, 0), shares), Tone::Strong),
            Ok(range) => (say!("  {}, which all fit {}: ", show::interval(range, 0), shares), Tone::Note),
        };
        Line::of(denominator.id.clone(), Tone::Code).then(found, tone).then(denominator.label.clone(), Tone::Plain)
    });
    let lines: Vec<Line> = lines.collect();
    if !lines.is_empty() {
        document.heading(2, say!("Wholes that were not printed"));
        document.list(lines);
    }
    if !audit.unresolved.is_empty() {
        document.heading(2, say!("Names that aliases.csv does not resolve"));
        let line = |(name, cell): &(String, CellId)| {
            let place = study.place(Variable::Cell(*cell));
            Line::from(name.clone()).then(format!("  {place}"), Tone::Muted)
        };
        document.list(audit.unresolved.iter().map(line).collect());
    }
}

/// Checks that ended without agreement or disagreement, and agreements that prove nothing.
pub(super) fn not_checked(document: &mut Document, study: &Study, audit: &Audit) {
    let ids: Vec<(CheckId, Verdict)> = audit.checks().filter(|(_, verdict)| matches!(verdict, Verdict::Feasible | Verdict::Unverifiable)).collect();
    let feasible: Vec<CheckId> = ids.iter().filter(|(_, verdict)| *verdict == Verdict::Feasible).map(|(id, _)| *id).collect();
    if !ids.is_empty() {
        document.heading(2, format!("{} that could not be decided", plural(ids.len(), "check")));
    }
    let is_share = |id: &CheckId| matches!(check(study, &audit.basis, *id).recomputed, Ok(Recomputed::ShareOfSome(_)));
    let (shares, cut): (Vec<CheckId>, Vec<CheckId>) = feasible.into_iter().partition(is_share);
    for (ids, why) in
        [(cut, "not every row is listed; what is printed is possible:"), (shares, "only the whole is known; some part of it has this share:")]
    {
        if !ids.is_empty() {
            document.paragraph(why);
            items(document, &ids, |id| feasible_item(study, audit, *id));
        }
    }
    let mut reasons: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (id, _) in ids.iter().filter(|(_, verdict)| *verdict == Verdict::Unverifiable) {
        let check = check(study, &audit.basis, *id);
        reasons.entry(values::recomputed(study, *id, &check)).or_default().push(check_name(study, *id));
    }
    document.list(reasons.into_iter().map(|(reason, names)| Line::of(format!("{reason}: "), Tone::Plain).then(list(&names), Tone::Muted)).collect());
    let idle: Vec<String> = audit
        .checks()
        .filter(|(_, verdict)| matches!(verdict, Verdict::Compatible | Verdict::Feasible))
        .filter(|(id, _)| power(study, *id, &check(study, &audit.basis, *id)) == Some(0.0))
        .map(|(id, _)| check_name(study, id))
        .collect();
    if !idle.is_empty() {
        let text = Line::of(format!("{} could not have failed, so that agreement says nothing: ", plural(idle.len(), "check")), Tone::Plain);
        document.list(vec![text.then(list(&idle), Tone::Muted)]);
    }
}

fn feasible_item(study: &Study, audit: &Audit, id: CheckId) -> Item {
    let check = check(study, &audit.basis, id);
    let mut body = vec![statement(study, id)];
    if let Some(completion) = completion(study, audit, id) {
        body.push(Line::from(format!(
            "{} listed: {}; {} more needed that make up {}, and can make up {}",
            plural(completion.listed_rows, "row"),
            show::number(&completion.listed, 4),
            completion.missing_rows,
            show::number(&completion.needed, 4),
            show::interval(&completion.possible, 4),
        )));
    }
    let possible = values::recomputed(study, id, &check);
    let possible = match check.recomputed {
        Ok(Recomputed::Number(_)) => Line::of("possible ", Tone::Muted).then(possible, Tone::Strong),
        _ => Line::from(possible),
    };
    Item { name: Line::of(target_name(study, id), Tone::Code), printed: printed_line(study, id, Tone::Strong), recomputed: possible, body }
}

fn list(names: &[String]) -> String {
    let shown = names.iter().take(MOST_NAMES).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > MOST_NAMES { format!("{shown} and {} more", names.len() - MOST_NAMES) } else { shown }
}
