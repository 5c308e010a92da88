//! Indices: figures in parts of one of them, which is taken for 100.

use crossfoot_core::Unit;

use super::Operator;
use super::bands::{Numbers, share};
use super::evidence::{Evidence, Trial, product, times};
use super::relation::Work;
use super::surprise::Surprise;
use super::words::Role;

/// The most rows that may be the base.
const MOST_BASES: usize = 3;

pub(super) fn draft(work: &mut Work<'_>) {
    let numbers: Vec<&Numbers> = work.groups().into_iter().flatten().collect();
    for index in &numbers {
        if work.is_derived(index.column) || *work.unit(index.column) == Unit::Count {
            continue;
        }
        let bases = bases(work, index);
        let others: Vec<&Numbers> = numbers
            .iter()
            .copied()
            .filter(|other| other.column != index.column && work.may_be_whole(other.column))
            .collect();
        let searched = product(&[times(bases.len()), times(others.len())]);
        let tried = bases.iter().flat_map(|base| others.iter().map(move |of| (*base, *of)));
        let found = tried.filter_map(|(base, of)| {
            Some((base, of.column, evidence(work, index, (of, base), searched)?))
        });
        let best = found.min_by(|a, b| a.2.by_chance.total_cmp(&b.2.by_chance));
        if let Some((base, of, evidence)) = best.filter(|best| best.2.convinces()) {
            write(work, index.column, of, base, evidence);
        }
    }
}

/// The rows that report 100; none if they are many.
fn bases(work: &Work<'_>, index: &Numbers) -> Vec<usize> {
    let hundred = 100 * work.bands.one;
    let rows = work.rows.iter().copied();
    let found: Vec<usize> =
        rows.filter(|row| index.at(*row).is_some_and(|band| band.middle() == hundred)).collect();
    if found.len() > MOST_BASES { Vec::new() } else { found }
}

/// What the other rows say of a column in parts of its figure in a row.
fn evidence(
    work: &Work<'_>,
    index: &Numbers,
    (of, base): (&Numbers, usize),
    searched: f64,
) -> Option<Evidence> {
    let whole = of.at(base).filter(|whole| whole.low > 0)?;
    let surprise = Surprise::from_rows(index, &work.rows);
    let hundred = 100 * work.bands.one;
    let trials = work.rows.iter().filter(|row| **row != base).filter_map(|row| {
        let (band, part) = (index.at(*row)?, of.at(*row)?);
        surprise.trial(*row, band, share(part.ends(), whole.ends(), hundred)?)
    });
    let trials: Vec<Trial> = trials.collect();
    Some(Evidence::if_called(&trials, searched, work.says(index.column, Role::Index)))
}

fn write(work: &mut Work<'_>, index: usize, of: usize, base: usize, evidence: Evidence) {
    if work.closes_circle(index, &[of]) {
        return;
    }
    let (name, row) = (work.name(of), work.row_key(base));
    let label = if work.chinese() {
        format!("{}以{}为100的指数", work.label(of), work.row_name(base))
    } else {
        format!("{} as an index, 100 in {}", work.label(of), work.row_name(base))
    };
    let formula = match work.unit(index) {
        Unit::Percent => format!("share({name}, {name}[{row}])"),
        _ => format!("100 * {name} / {name}[{row}]"),
    };
    work.derive(Operator::Quotient, (index, &[of]), label, formula, evidence);
}
