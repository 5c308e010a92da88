//! What was not checked, or could not have failed: said as plainly as what was found.

use std::collections::BTreeMap;

use crossfoot_audit::{
    Audit, CheckId, Recomputed, check, check_name, completion, power, show, target_name,
};
use crossfoot_core::{CellId, Interval, Phrase, Rounding, Study, Variable, Verdict, say};

use super::findings::{items, printed_line, statement};
use super::{apart, caption, count, names};
use crate::document::{Document, Item, Line, Tone};
use crate::values;

/// Names listed in one line.
const MOST_NAMES: usize = 24;

/// How columns were rounded.
pub(super) fn conventions(document: &mut Document, study: &Study, audit: &Audit) {
    let lines = audit.conventions.iter().map(|convention| {
        let name = format!(
            "{}.{}",
            study.tables[convention.column.table].id,
            study.column(convention.column).1.name
        );
        let all = count::cells(convention.supports + convention.breaks + convention.fits_none);
        let supports = convention.supports.to_string();
        let mut text = vec![match (convention.rounding, convention.telling) {
            (_, 0) => say!("rounded or cut off, no cell tells: {} of {}", supports, all),
            (Rounding::Truncate, _) => say!("cut off: {} of {}", supports, all),
            (Rounding::HalfUp, _) => say!("rounded: {} of {}", supports, all),
            (Rounding::HalfEven, _) => say!("rounded half to even: {} of {}", supports, all),
        }];
        if convention.breaks > 0 {
            text.push(say!(", {} otherwise", convention.breaks.to_string()));
        }
        if convention.fits_none > 0 {
            text.push(say!(", {} by no convention", convention.fits_none.to_string()));
        }
        let tone = if convention.rounding == Rounding::Truncate && convention.telling > 0 {
            Tone::Note
        } else {
            Tone::Plain
        };
        Line::of(name, Tone::Code).then(apart(Phrase::run(text)), tone)
    });
    let mut lines: Vec<Line> = lines.collect();
    lines.extend(audit.bases.iter().map(|known| {
        let (base, supports, all) = (
            known.base.to_string(),
            known.supports.to_string(),
            count::counts(known.supports + known.breaks),
        );
        let text = match known.stated {
            true => say!("rounded to base {}, the manifest says: {} of {}", base, supports, all),
            false => say!("rounded to base {}, the counts show: {} of {}", base, supports, all),
        };
        Line::of(study.tables[known.table].id.clone(), Tone::Code).then(apart(text), Tone::Note)
    }));
    if !lines.is_empty() {
        document.heading(2, say!("How the columns were rounded"));
        document.list(lines);
    }
}

/// Wholes that were not printed, and names that nothing resolves.
pub(super) fn inferred(document: &mut Document, study: &Study, audit: &Audit) {
    let lines = audit.denominators.iter().map(|inferred| {
        let denominator = &study.denominators[inferred.denominator];
        let shares = count::shares(denominator.rows.len());
        let (found, tone) = match &inferred.candidates {
            Err(_) => (apart(say!("no whole number fits {}: ", shares)), Tone::Bad),
            Ok(Interval::Point(whole)) => (
                apart(say!(
                    "{}, the only whole number that fits {}: ",
                    show::number(whole, 0),
                    shares
                )),
                Tone::Strong,
            ),
            Ok(range) => (
                apart(say!("{}, which all fit {}: ", show::interval(range, 0), shares)),
                Tone::Note,
            ),
        };
        Line::of(denominator.id.clone(), Tone::Code)
            .then(found, tone)
            .then(denominator.label.clone(), Tone::Plain)
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
    let ids: Vec<(CheckId, Verdict)> = audit
        .checks()
        .filter(|(_, verdict)| matches!(verdict, Verdict::Feasible | Verdict::Unverifiable))
        .collect();
    let feasible: Vec<CheckId> = ids
        .iter()
        .filter(|(_, verdict)| *verdict == Verdict::Feasible)
        .map(|(id, _)| *id)
        .collect();
    if !ids.is_empty() {
        document.heading(2, say!("{} that could not be decided", count::checks(ids.len())));
    }
    let is_share = |id: &CheckId| {
        matches!(check(study, &audit.basis, *id).recomputed, Ok(Recomputed::ShareOfSome(_)))
    };
    let (shares, cut): (Vec<CheckId>, Vec<CheckId>) = feasible.into_iter().partition(is_share);
    for (ids, why) in [
        (cut, say!("not every row is listed; what is printed is possible:")),
        (shares, say!("only the whole is known; some part of it has this share:")),
    ] {
        if !ids.is_empty() {
            document.paragraph(why);
            items(document, &ids, |id| feasible_item(study, audit, *id));
        }
    }
    let mut reasons: BTreeMap<String, (Phrase, Vec<String>)> = BTreeMap::new();
    for (id, _) in ids.iter().filter(|(_, verdict)| *verdict == Verdict::Unverifiable) {
        let check = check(study, &audit.basis, *id);
        let reason = values::recomputed(study, *id, &check);
        reasons
            .entry(reason.to_string())
            .or_insert_with(|| (reason, Vec::new()))
            .1
            .push(check_name(study, *id));
    }
    document.list(
        reasons
            .into_values()
            .map(|(reason, checks)| {
                Line::of(say!("{}: ", reason), Tone::Plain)
                    .then(names(&checks, MOST_NAMES), Tone::Muted)
            })
            .collect(),
    );
    let idle: Vec<String> = audit
        .checks()
        .filter(|(_, verdict)| matches!(verdict, Verdict::Compatible | Verdict::Feasible))
        .filter(|(id, _)| power(study, *id, &check(study, &audit.basis, *id)) == Some(0.0))
        .map(|(id, _)| check_name(study, id))
        .collect();
    if !idle.is_empty() {
        let text = Line::of(
            say!(
                "{} could not have failed, so that agreement says nothing: ",
                count::checks(idle.len())
            ),
            Tone::Plain,
        );
        document.list(vec![text.then(names(&idle, MOST_NAMES), Tone::Muted)]);
    }
}

fn feasible_item(study: &Study, audit: &Audit, id: CheckId) -> Item {
    let check = check(study, &audit.basis, id);
    let mut body = vec![statement(study, id)];
    if let Some(completion) = completion(study, audit, id) {
        body.push(Line::from(say!(
            "{} listed: {}; {} more needed that make up {}, and can make up {}",
            count::rows(completion.listed_rows),
            show::number(&completion.listed, 4),
            completion.missing_rows.to_string(),
            show::number(&completion.needed, 4),
            show::interval(&completion.possible, 4),
        )));
    }
    let possible = values::recomputed(study, id, &check);
    let possible = match check.recomputed {
        Ok(Recomputed::Number(_)) => {
            Line::of(caption(say!("possible")), Tone::Muted).then(possible, Tone::Strong)
        }
        _ => Line::from(possible),
    };
    Item {
        name: Line::of(target_name(study, id), Tone::Code),
        printed: printed_line(study, id, Tone::Strong),
        recomputed: possible,
        body,
    }
}
