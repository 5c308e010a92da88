//! What was not checked, or could not have failed: said as plainly as what was found.

use std::collections::BTreeMap;

use crossfoot_audit::{Audit, CheckId, Recomputed, Record, check_name, show};
use crossfoot_core::formula::Gap;
use crossfoot_core::{Interval, Missing, Phrase, Rounding, Study, Variable, Verdict, say};

use super::findings::{captioned, items};
use super::{count, names, spaced};
use crate::disagreement::{Captioned, reported, statement};
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
            (_, 0) => say!("rounded or cut off, no cell shows which: {} of {}", supports, all),
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
        Line::toned(name, Tone::Code).then(spaced(Phrase::run(text)), tone)
    });
    let mut lines: Vec<Line> = lines.collect();
    lines.extend(audit.bases.iter().map(|known| {
        let (base, supports, all) = (
            known.base.to_string(),
            known.supports.to_string(),
            count::counts(known.supports + known.breaks),
        );
        let text = match known.stated {
            true => {
                say!("rounded to base {}, as the manifest states: {} of {}", base, supports, all)
            }
            false => say!("rounded to base {}, as the counts show: {} of {}", base, supports, all),
        };
        Line::toned(study.tables[known.table].id.clone(), Tone::Code).then(spaced(text), Tone::Note)
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
            Err(_) => (spaced(say!("no whole number fits {}: ", shares)), Tone::Bad),
            Ok(Interval::Point(whole)) => (
                spaced(say!(
                    "{}, the only whole number that fits {}: ",
                    show::number(whole, 0),
                    shares
                )),
                Tone::Strong,
            ),
            Ok(range) => (
                spaced(say!("{}, which all fit {}: ", show::interval(range, 0), shares)),
                Tone::Note,
            ),
        };
        Line::toned(denominator.id.clone(), Tone::Code)
            .then(found, tone)
            .then(denominator.label.clone(), Tone::Plain)
    });
    let lines: Vec<Line> = lines.collect();
    if !lines.is_empty() {
        document.heading(2, say!("Unprinted wholes"));
        document.list(lines);
    }
    if !audit.unresolved.is_empty() {
        document.heading(2, say!("Names that are not in aliases.csv"));
        let lines = audit.unresolved.iter().map(|(name, cell)| {
            let place = study.place(Variable::Cell(*cell));
            Line::from(name.clone()).then(format!("  {place}"), Tone::Muted)
        });
        document.list(lines.collect());
    }
}

/// Checks that ended without agreement or disagreement, and agreements that prove nothing.
pub(super) fn not_checked(document: &mut Document, study: &Study, audit: &Audit) {
    let open = Undecided::from_audit(study, audit);
    let undecided = audit.count(Verdict::Feasible) + audit.count(Verdict::Unverifiable);
    if undecided > 0 {
        document.heading(2, say!("{} that could not be decided", count::checks(undecided)));
    }
    for (ids, why) in [
        (open.cut, say!("not every row is listed; what is printed is possible:")),
        (open.shares, say!("only the whole is known; some part of it has this share:")),
    ] {
        if !ids.is_empty() {
            document.paragraph(why);
            items(document, &ids, |id| feasible_item(&audit.record(study, *id)));
        }
    }
    let reasons = open.reasons.into_values().map(|(reason, ids)| {
        let checks = check_names(study, &ids);
        Line::toned(say!("{}: ", reason), Tone::Plain).then(names(&checks, MOST_NAMES), Tone::Muted)
    });
    document.list(reasons.chain(about_empty_cells(open.empty)).collect());
    if !open.idle.is_empty() {
        let text = Line::toned(
            say!("{} could not fail, so agreement means nothing: ", count::checks(open.idle.len())),
            Tone::Plain,
        );
        let checks = check_names(study, &open.idle);
        document.list(vec![text.then(names(&checks, MOST_NAMES), Tone::Muted)]);
    }
}

/// How many checks lack a figure, if any do.
pub(super) fn about_empty_cells(checks: usize) -> Option<Line> {
    (checks > 0).then(|| {
        let checks = count::checks(checks);
        Line::from(say!("{} about an empty cell, or with an empty cell as input", checks))
    })
}

fn check_names(study: &Study, ids: &[CheckId]) -> Vec<String> {
    ids.iter().map(|id| check_name(study, *id)).collect()
}

/// What could not be decided, and what could not have failed.
#[derive(Default)]
pub(super) struct Undecided {
    /// Feasible, since not every row is listed.
    pub(super) cut: Vec<CheckId>,
    /// Feasible shares of which only the whole is known.
    pub(super) shares: Vec<CheckId>,
    /// How many checks read or are about an empty cell.
    pub(super) empty: usize,
    /// The checks that nothing can verify, by the reason in English.
    pub(super) reasons: BTreeMap<String, (Phrase, Vec<CheckId>)>,
    /// The checks that no printed value could fail.
    idle: Vec<CheckId>,
}

impl Undecided {
    pub(super) fn from_audit(study: &Study, audit: &Audit) -> Self {
        let mut found = Self::default();
        for (id, verdict) in audit.checks() {
            if matches!(verdict, Verdict::Feasible | Verdict::Unverifiable | Verdict::Compatible) {
                found.add(audit.record(study, id));
            }
        }
        found
    }

    fn add(&mut self, record: Record<'_>) {
        match (record.verdict, &record.recomputed) {
            (Verdict::Feasible, Ok(Recomputed::ShareOfSome(_))) => self.shares.push(record.id),
            (Verdict::Feasible, _) => self.cut.push(record.id),
            (Verdict::Unverifiable, Err(Gap::MissingCell(_, Missing::Empty))) => {
                self.empty += 1;
                return;
            }
            (Verdict::Unverifiable, _) => {
                let reason = values::recomputed(&record);
                let (_, checks) =
                    self.reasons.entry(reason.to_string()).or_insert_with(|| (reason, Vec::new()));
                checks.push(record.id);
                return;
            }
            _ => {}
        }
        if record.power() == Some(0.0) {
            self.idle.push(record.id);
        }
    }
}

fn feasible_item(record: &Record<'_>) -> Item {
    let mut body = vec![Line::from(statement(record.study(), record.id))];
    if let Some(completion) = record.completion() {
        body.push(Line::from(say!(
            "{} listed: {}; {} more needed that make up {}, and can make up {}",
            count::rows(completion.listed_rows),
            show::number(&completion.listed, 4),
            completion.missing_rows.to_string(),
            show::number(&completion.needed, 4),
            show::interval(&completion.possible, 4),
        )));
    }
    let caption = record.number().map(|_| say!("possible"));
    let possible = Captioned { caption, value: values::recomputed(record) };
    let tone = if possible.caption.is_some() { Tone::Strong } else { Tone::Plain };
    let printed = reported(record).map(|reported| captioned(reported, Tone::Strong));
    Item {
        name: Line::toned(record.target.as_str(), Tone::Code),
        printed: printed.unwrap_or_default(),
        recomputed: captioned(possible, tone),
        body,
    }
}
