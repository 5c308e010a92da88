//! What a change is made of: contributions of the parts, and size against structure.

use crossfoot_core::{pattern, say};

use super::timeline::Timeline;
use super::{Estimate, Scale, Section, Value};
use crate::{contributions, divisia, rate_and_mix};

/// The method of [`of_total`].
const OF_TOTAL: &str = pattern!(
    "Change of each part in points of the relative change of the total; with what the parts leave unexplained they sum to it exactly."
);
/// The method of [`of_rates`].
const OF_RATES: &str = pattern!(
    "Kitagawa: how much of the change of a rate came from rates within groups, and how much from groups whose weight changed; the two sum to the \
                        change of the rate of all groups together, exactly."
);
/// The method of [`of_parts`].
const OF_PARTS: &str = pattern!(
    "Additive log-mean Divisia: how much of the change of a part came from the total that changed (size) and how much from its share of it \
                        (structure); the two sum to the change. From or to zero all is structure."
);

pub(super) fn sections(line: &Timeline<'_>) -> Vec<Section> {
    vec![of_total(line), of_parts(line), of_rates(line)]
}

fn of_total(line: &Timeline<'_>) -> Section {
    let mut section = Section::new(
        "contributions",
        &line.series.id,
        say!("{}: what the change of the total is made of", &line.series.label),
        OF_TOTAL,
    )
    .grid();
    let Some(total) = line.series.total.filter(|_| !line.series.parts.is_empty()) else {
        return section;
    };
    let steps: Vec<_> = line
        .steps()
        .into_iter()
        .map(|(from, to)| {
            let row = |period: usize| {
                line.series
                    .parts
                    .iter()
                    .map(|part| line.count(*part, period))
                    .collect::<Result<Vec<u64>, _>>()
            };
            let found = row(from).and_then(|first| {
                contributions(&first, &row(to)?, line.count(total, from)?, line.count(total, to)?)
            });
            (line.span(from, to), found)
        })
        .collect();
    let lines = line.series.parts.len() + 2;
    for at in 0..lines {
        let name = match line.series.parts.get(at) {
            Some(part) => line.name(*part),
            None if at + 1 < lines => say!("unexplained"),
            None => line.name(total),
        };
        for (span, found) in &steps {
            let value = found.as_ref().map_err(Clone::clone).map(|found| {
                let things = found.parts.get(at).copied().unwrap_or(if at + 1 < lines {
                    found.residual
                } else {
                    found.total
                });
                Value::number(found.points(things).to_f64())
            });
            section.estimates.push(Estimate::new(
                &name,
                pattern!("contribution"),
                span,
                Scale::Points,
                value,
            ));
        }
    }
    section
}

fn of_parts(line: &Timeline<'_>) -> Section {
    let mut section = Section::new(
        "divisia",
        &line.series.id,
        say!("{}: size against structure", &line.series.label),
        OF_PARTS,
    )
    .measures();
    let rates = line.series.rates.iter().map(|rate| (rate.count, rate.of));
    for (part, whole) in line.shares().into_iter().chain(rates) {
        for (from, to) in line.steps() {
            let pair = |period: usize| Ok((line.count(part, period)?, line.count(whole, period)?));
            let found = pair(from).and_then(|first| divisia(first, pair(to)?));
            let mut push = |measure, result| {
                section.estimates.push(Estimate::new(
                    line.share_name(part, whole),
                    measure,
                    line.span(from, to),
                    Scale::Count,
                    result,
                ))
            };
            push(pattern!("size"), found.clone().map(|found| Value::number(found.size)));
            push(pattern!("structure"), found.clone().map(|found| Value::number(found.structure)));
            push(
                pattern!("change"),
                found.map(|found| Value::number(found.size + found.structure)),
            );
        }
    }
    section
}

fn of_rates(line: &Timeline<'_>) -> Section {
    let mut section = Section::new(
        "rate-and-mix",
        &line.series.id,
        say!("{}: rates against mix", &line.series.label),
        OF_RATES,
    )
    .measures();
    for rate in line.series.rates.iter().filter(|rate| !rate.groups.is_empty()) {
        for (from, to) in line.steps() {
            let groups = |period: usize| {
                let group = |(events, exposure): &(usize, usize)| {
                    Ok((line.count(*events, period)?, line.count(*exposure, period)?))
                };
                rate.groups.iter().map(group).collect::<Result<Vec<_>, _>>()
            };
            let found = groups(from).and_then(|first| rate_and_mix(&first, &groups(to)?));
            let name = line.share_name(rate.count, rate.of);
            let mut push = |measure, value| {
                section.estimates.push(Estimate::new(
                    &name,
                    measure,
                    line.span(from, to),
                    Scale::Points,
                    value,
                ))
            };
            push(
                pattern!("rates"),
                found.clone().map(|found| Value::number(100.0 * found.rate.to_f64())),
            );
            push(
                pattern!("mix"),
                found.clone().map(|found| Value::number(100.0 * found.mix.to_f64())),
            );
            push(
                pattern!("change"),
                found.map(|found| Value::number(100.0 * (&found.rate + &found.mix).to_f64())),
            );
        }
    }
    section
}
