//! Concentration of lists that are cut.

use crossfoot_core::{Phrase, Qualifier, Ranking, Study, pattern, say};

use super::{Estimate, Scale, Section, Value};
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

pub(super) fn section(study: &Study, ranking: &Ranking) -> Section {
    let mut section = Section::new(
        "concentration",
        &ranking.id,
        say!("{}: concentration", &ranking.label),
        METHOD,
    );
    section.notes.extend(ranking.caveat.iter().map(Phrase::from));
    let shares = match shares(study, ranking) {
        Ok(shares) => shares,
        Err(reason) => {
            section.estimates.push(Estimate::new(
                &ranking.label,
                pattern!("HHI"),
                "",
                Scale::Number,
                Err(reason),
            ));
            return section;
        }
    };
    let (all, percent, hundredth_squares) =
        (say!("all members"), |share: f64| 100.0 * share, |index: f64| 10_000.0 * index);
    let mut push = |subject: &Phrase, measure, scale, value| {
        section.estimates.push(Estimate::new(subject, measure, "", scale, Ok(value)))
    };
    push(&all, pattern!("not listed"), Scale::Percent, Value::number(percent(shares.list.rest())));
    for (k, name) in LARGEST {
        push(&all, name, Scale::Percent, Value::bounds(None, shares.list.largest(k), percent));
    }
    push(
        &all,
        pattern!("HHI"),
        Scale::Number,
        Value::bounds(None, shares.list.herfindahl(), hundredth_squares),
    );
    push(
        &all,
        pattern!("Gini"),
        Scale::Number,
        Value::bounds(None, shares.list.gini(), |gini| gini),
    );
    for (name, listed) in &shares.groups {
        push(
            &name.into(),
            pattern!("share"),
            Scale::Percent,
            Value::bounds(
                Some(listed / shares.whole),
                shares.list.group(*listed, shares.whole),
                percent,
            ),
        );
    }
    if !shares.groups.is_empty() {
        let together = say!("all groups");
        let groups: Vec<f64> = shares.groups.iter().map(|(_, listed)| *listed).collect();
        for (k, name) in LARGEST.into_iter().filter(|(k, _)| *k <= groups.len()) {
            push(
                &together,
                name,
                Scale::Percent,
                Value::bounds(None, shares.list.group_largest(&groups, shares.whole, k), percent),
            );
        }
        let bounds = shares.list.group_herfindahl(&groups, shares.whole);
        push(
            &together,
            pattern!("HHI"),
            Scale::Number,
            Value::bounds(None, bounds, hundredth_squares),
        );
        push(
            &together,
            pattern!("Gini"),
            Scale::Number,
            Value::bounds(None, shares.list.group_gini(&groups, shares.whole), |gini| gini),
        );
        let note = say!(
            "the share of a group is what its listed members have, and at most all that is not listed besides; for all groups together, what is not \
                    listed may belong to any of them or to any number of others"
        );
        section.notes.push(note);
    }
    section
}

/// The bounds of a group's share, with what is listed, from 0 to 1.
pub(super) fn group(study: &Study, ranking: &Ranking, name: &str) -> Result<(f64, Bounds), Reason> {
    let shares = shares(study, ranking)?;
    let listed = shares.groups.iter().find(|(group, _)| group == name).map(|(_, listed)| *listed);
    let listed = listed.ok_or_else(|| Reason::Missing(name.into()))?;
    Ok((listed / shares.whole, shares.list.group(listed, shares.whole)))
}

fn shares(study: &Study, ranking: &Ranking) -> Result<Shares, Reason> {
    let table = &study.tables[ranking.table];
    let share = |row: usize| {
        let cell = &table.columns[ranking.share].cells[row];
        let name = || {
            format!("{}.{}[{}]", table.id, table.columns[ranking.share].name, table.key_text(row))
        };
        let figure = cell.figure().ok_or_else(|| Reason::Missing(name().into()))?;
        if figure.qualifier != Qualifier::Is {
            return Err(Reason::NotAShare);
        }
        Ok(figure.value().to_rational().to_f64())
    };
    let listed: Vec<f64> = (0..table.rows()).map(share).collect::<Result<_, _>>()?;
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
