//! Concentration of lists that are cut.

use crossfoot_core::{Phrase, Qualifier, Ranking, Study, Table, pattern, say};

use super::shares::percent;
use super::{Entry, Scale, Section, Value};
use crate::{Bounds, CutList, Reason};

/// How many of the largest members are added up.
const LARGEST: [(usize, &str); 3] =
    [(1, pattern!("CR1")), (4, pattern!("CR4")), (8, pattern!("CR8"))];
/// The method of [`section`].
const METHOD: &str = pattern!(
    "Bounds over every way in which the shares that are not listed may be distributed over members no larger than the smallest that could be \
                      listed; no point is estimated. Shares as printed, without their rounding. HHI from 0 to 10,000; the Gini coefficient approaches 1 \
                      with ever more members or groups of next to nothing."
);

/// A list as numbers: the bounds, the whole, and groups with what their listed members have, the
/// largest first.
struct Shares {
    list: CutList,
    whole: f64,
    groups: Vec<(String, f64)>,
}

impl Shares {
    /// The share of a group by what its listed members have, with its bounds, from 0 to 1.
    fn group(&self, listed: f64) -> (f64, Bounds) {
        (listed / self.whole, self.list.group(listed, self.whole))
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
            push_members(&mut section, &shares.list);
            push_each_group(&mut section, &shares);
            if !shares.groups.is_empty() {
                push_all_groups(&mut section, &shares);
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
fn push_members(section: &mut Section, list: &CutList) {
    let mut entry = section.entry(say!("all members"), "");
    entry.push(pattern!("not listed"), Scale::Percent, Ok(Value::number(percent(list.rest()))));
    for (k, name) in LARGEST {
        entry.push(name, Scale::Percent, Ok(Value::bounds(None, list.largest(k), percent)));
    }
    push_indices(entry, list.herfindahl(), list.gini());
}

/// What each group has.
fn push_each_group(section: &mut Section, shares: &Shares) {
    for (name, listed) in &shares.groups {
        let (estimate, bounds) = shares.group(*listed);
        section.entry(name, "").push(
            pattern!("share"),
            Scale::Percent,
            Ok(Value::bounds(Some(estimate), bounds, percent)),
        );
    }
}

/// How concentrated the groups are.
fn push_all_groups(section: &mut Section, shares: &Shares) {
    let (list, whole) = (&shares.list, shares.whole);
    let groups: Vec<f64> = shares.groups.iter().map(|(_, listed)| *listed).collect();
    let mut entry = section.entry(say!("all groups"), "");
    for (k, name) in LARGEST.into_iter().filter(|(k, _)| *k <= groups.len()) {
        let bounds = list.group_largest(&groups, whole, k);
        entry.push(name, Scale::Percent, Ok(Value::bounds(None, bounds, percent)));
    }
    push_indices(entry, list.group_herfindahl(&groups, whole), list.group_gini(&groups, whole));
    section.notes.push(say!(
        "the share of a group is at least that of its listed members, and at most that plus everything that is not listed; for all groups together, what is not listed may belong to any of them or to other groups"
    ));
}

fn push_indices(mut entry: Entry<'_>, herfindahl: Bounds, gini: Bounds) {
    let herfindahl = Value::bounds(None, herfindahl, |index| 10_000.0 * index);
    entry.push(pattern!("HHI"), Scale::Number, Ok(herfindahl));
    let gini = Value::bounds(None, gini, |index| index);
    entry.push(pattern!("Gini"), Scale::Number, Ok(gini));
}

/// The bounds of a group's share, with what is listed, from 0 to 1.
pub(super) fn group(study: &Study, ranking: &Ranking, name: &str) -> Result<(f64, Bounds), Reason> {
    let shares = shares(study, ranking)?;
    let listed = shares.groups.iter().find(|(group, _)| group == name).map(|(_, listed)| *listed);
    let listed = listed.ok_or_else(|| Reason::Missing(name.into()))?;
    Ok(shares.group(listed))
}

fn shares(study: &Study, ranking: &Ranking) -> Result<Shares, Reason> {
    let table = &study.tables[ranking.table];
    let listed: Vec<f64> =
        (0..table.rows()).map(|row| share(table, ranking.share, row)).collect::<Result<_, _>>()?;
    let whole = ranking.whole as f64;
    let smallest = listed.iter().copied().fold(f64::INFINITY, f64::min);
    let cap = ranking.below.map_or(smallest, |below| below as f64);
    let mut groups: Vec<(String, f64)> = Vec::new();
    for (column, (row, share)) in ranking
        .group
        .into_iter()
        .flat_map(|column| listed.iter().enumerate().map(move |listed| (column, listed)))
    {
        let name = table.text(column, row).trim().to_owned();
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, sum)) => *sum += share,
            None => groups.push((name, *share)),
        }
    }
    groups.sort_by(|a, b| b.1.total_cmp(&a.1));
    Ok(Shares { list: CutList::new(&listed, whole, cap)?, whole, groups })
}

/// The share printed in a row.
fn share(table: &Table, column: usize, row: usize) -> Result<f64, Reason> {
    let printed = &table.columns[column];
    let figure = printed.cells[row].figure().ok_or_else(|| {
        let name = format!("{}.{}[{}]", table.id, printed.name, table.key_text(row));
        Reason::Missing(name.into())
    })?;
    if figure.qualifier != Qualifier::Is {
        return Err(Reason::NotAShare);
    }
    Ok(figure.value().to_rational().to_f64())
}
