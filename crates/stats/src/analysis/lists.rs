//! Concentration of lists of shares, complete or cut.

use crossfoot_core::{CellId, ColumnId, Phrase, Qualifier, Ranking, Study, pattern, say};

use super::shares::percent;
use super::{Entry, Scale, Section, Value};
use crate::{Bounds, Reason, ShareList};

/// How many of the largest members are added up.
const LARGEST: [(usize, &str); 3] =
    [(1, pattern!("CR1")), (4, pattern!("CR4")), (8, pattern!("CR8"))];
/// The method of [`section`].
const METHOD: &str = pattern!(
    "Bounds over every value that rounds to a printed share, and over every way in which what is not listed may be distributed over members no larger \
                      than the smallest that could be listed. Estimates are sums of shares as printed. Not for lists whose shares are of different wholes. \
                      HHI from 0 to 10,000; the Gini coefficient approaches 1 with ever more members or groups of next to nothing."
);

/// A list as numbers: shares with their bounds, and as printed, as parts of 1.
struct Shares {
    list: ShareList,
    /// What is printed, in the order of the rows.
    printed: Vec<f64>,
    groups: Groups,
}

/// The groups of a list.
struct Groups {
    list: ShareList,
    /// Names and what is printed for their listed members, in the order of `list`.
    named: Vec<(String, f64)>,
}

impl Shares {
    /// A group by its position: what is printed for its listed members, and its bounds.
    fn group(&self, at: usize) -> (f64, Bounds) {
        (self.groups.named[at].1, self.groups.list.share(at))
    }
}

pub(super) fn section(study: &Study, ranking: &Ranking) -> Section {
    let mut section = Section::new(
        "concentration",
        &ranking.id,
        say!("{}: concentration", &ranking.label),
        METHOD,
    );
    section.notes.extend(ranking.caveat.iter().map(Phrase::from));
    match shares(study, ranking) {
        Ok(shares) => {
            push_members(&mut section, &shares);
            push_each_group(&mut section, &shares);
            if !shares.groups.named.is_empty() {
                push_all_groups(&mut section, &shares.groups);
            }
        }
        Err(reason) => {
            let mut entry = section.entry(&ranking.label, "");
            entry.push(pattern!("HHI"), Scale::Number, Err(reason));
        }
    }
    section
}

/// How concentrated the members are.
fn push_members(section: &mut Section, shares: &Shares) {
    let list = &shares.list;
    let mut printed = shares.printed.clone();
    printed.sort_by(|a, b| b.total_cmp(a));
    let mut entry = section.entry(say!("all members"), "");
    let rest = (1.0 - printed.iter().sum::<f64>()).max(0.0);
    let unlisted = Value::bounds(Some(rest), list.unlisted(), percent);
    entry.push(pattern!("not listed"), Scale::Percent, Ok(unlisted));
    for (k, name) in LARGEST {
        let sum = (k <= printed.len()).then(|| printed[..k].iter().sum());
        let value = Value::bounds(sum, list.largest(k), percent);
        entry.push(name, Scale::Percent, Ok(value));
    }
    push_indices(entry, list);
}

/// What each group has, the largest first.
fn push_each_group(section: &mut Section, shares: &Shares) {
    let mut order: Vec<usize> = (0..shares.groups.named.len()).collect();
    order.sort_by(|a, b| shares.group(*b).0.total_cmp(&shares.group(*a).0));
    for at in order {
        let (estimate, bounds) = shares.group(at);
        section.entry(&shares.groups.named[at].0, "").push(
            pattern!("share"),
            Scale::Percent,
            Ok(Value::bounds(Some(estimate), bounds, percent)),
        );
    }
}

/// How concentrated the groups are.
fn push_all_groups(section: &mut Section, groups: &Groups) {
    let mut entry = section.entry(say!("all groups"), "");
    for (k, name) in LARGEST.into_iter().filter(|(k, _)| *k <= groups.named.len()) {
        let value = Value::bounds(None, groups.list.largest(k), percent);
        entry.push(name, Scale::Percent, Ok(value));
    }
    push_indices(entry, &groups.list);
    if groups.list.unlisted().high > 0.0 {
        section.notes.push(say!(
            "the share of a group is at least that of its listed members, and at most that plus everything that is not listed; for all groups together, what is not listed may belong to any of them or to other groups"
        ));
    }
}

fn push_indices(mut entry: Entry<'_>, list: &ShareList) {
    let herfindahl = Value::bounds(None, list.herfindahl(), |index| 10_000.0 * index);
    entry.push(pattern!("HHI"), Scale::Number, Ok(herfindahl));
    let gini = Value::bounds(None, list.gini(), |index| index);
    entry.push(pattern!("Gini"), Scale::Number, Ok(gini));
}

/// The bounds of a group's share, with what is listed, from 0 to 1.
pub(super) fn group(study: &Study, ranking: &Ranking, name: &str) -> Result<(f64, Bounds), Reason> {
    let shares = shares(study, ranking)?;
    let at = shares.groups.named.iter().position(|(group, _)| group == name);
    at.map(|at| shares.group(at)).ok_or_else(|| Reason::Missing(name.into()))
}

fn shares(study: &Study, ranking: &Ranking) -> Result<Shares, Reason> {
    let table = &study.tables[ranking.table];
    let listed: Vec<Printed> =
        (0..table.rows()).map(|row| printed(study, ranking, row)).collect::<Result<_, _>>()?;
    let whole = ranking.whole as f64;
    let bounds: Vec<Bounds> = listed.iter().map(|share| share.bounds).collect();
    let most: f64 = bounds.iter().map(|share| share.high).sum();
    let smallest = bounds.iter().map(|share| share.high).fold(f64::INFINITY, f64::min);
    let cap = ranking.below.map_or(smallest, |below| below as f64);
    let complete = table.complete && ranking.below.is_none() && most >= whole;
    let list = ShareList::new(&bounds, whole, (!complete).then_some(cap))?;
    let mut named: Vec<(String, f64)> = Vec::new();
    let mut of: Vec<usize> = Vec::new();
    for (row, share) in listed.iter().enumerate() {
        let Some(column) = ranking.group else { break };
        let name = table.text(column, row).trim().to_owned();
        let at = named.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            named.push((name, 0.0));
            named.len() - 1
        });
        named[at].1 += share.value / whole;
        of.push(at);
    }
    let printed = listed.iter().map(|share| share.value / whole).collect();
    Ok(Shares { groups: Groups { list: list.groups(&of), named }, list, printed })
}

/// A printed share and the values that it can stand for.
struct Printed {
    value: f64,
    bounds: Bounds,
}

/// The share printed in a row.
fn printed(study: &Study, ranking: &Ranking, row: usize) -> Result<Printed, Reason> {
    let cell = CellId { column: ColumnId { table: ranking.table, column: ranking.share }, row };
    let figure =
        study.cell(cell).figure().ok_or_else(|| Reason::Missing(study.cell_name(cell).into()))?;
    let base = study.column(cell.column).0.base;
    let unit = study.cell_unit(cell);
    let unrounded = unit.interval(figure, study.rounding, base);
    match (figure.qualifier, unrounded.low(), unrounded.high()) {
        (Qualifier::Is, Some(low), Some(high)) => Ok(Printed {
            value: figure.value().to_rational().to_f64() * unit.scale as f64,
            bounds: Bounds { low: low.value.to_f64(), high: high.value.to_f64() },
        }),
        _ => Err(Reason::NotAShare),
    }
}
