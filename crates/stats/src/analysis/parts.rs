//! What a change is made of: contributions of the parts, and size against structure.

use crossfoot_core::{RateOf, Rational, pattern, say};

use super::timeline::Timeline;
use super::{Estimate, Scale, Section, Value};
use crate::{Contributions, Divisia, Reason, contributions, divisia, rate_and_mix};

/// The method of [`total`].
const OF_TOTAL: &str = pattern!(
    "Change of each part in points of the relative change of the total; with what the parts leave unexplained they sum to it exactly."
);
/// The method of [`rates`].
const OF_RATES: &str = pattern!(
    "Kitagawa: how much of the change of a rate came from rates within groups, and how much from groups whose weight changed; the two sum to the \
                        change of the rate of all groups together, exactly."
);
/// The method of [`parts`].
const OF_PARTS: &str = pattern!(
    "Additive log-mean Divisia: how much of the change of a part came from the total that changed (size) and how much from its share of it \
                        (structure); the two sum to the change. From or to zero all is structure."
);

pub(super) fn sections(line: &Timeline<'_>) -> Vec<Section> {
    vec![total(line), parts(line), rates(line)]
}

fn total(line: &Timeline<'_>) -> Section {
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
        .map(|(from, to)| (line.span(from, to), between(line, total, from, to)))
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
                let rest = if at + 1 < lines { &found.residual } else { &found.total };
                let part = found.parts.get(at).unwrap_or(rest);
                Value::number(found.points(part).to_f64())
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

/// What each part contributed to the change of the total from one period to another.
fn between(
    line: &Timeline<'_>,
    total: usize,
    from: usize,
    to: usize,
) -> Result<Contributions, Reason> {
    let (before, after) = line.between(total, from, to)?;
    let [first, second] = [from, to].map(|period| {
        let parts = line.series.parts.iter().map(|part| line.value(*part, period));
        parts.collect::<Result<Vec<Rational>, Reason>>()
    });
    contributions(&first?, &second?, &before, &after)
}

fn parts(line: &Timeline<'_>) -> Section {
    let mut section = Section::new(
        "divisia",
        &line.series.id,
        say!("{}: size against structure", &line.series.label),
        OF_PARTS,
    )
    .measures();
    let shares = line.shares();
    let shares = shares.iter().map(|related| (related.part, related.whole));
    let rates = line.series.rates.iter().map(|rate| (rate.count, rate.of));
    for (part, whole) in shares.chain(rates) {
        for (from, to) in line.steps() {
            let found = pair(line, part, whole, from)
                .and_then(|first| divisia(first, pair(line, part, whole, to)?));
            let mut entry = section.entry(line.share_name(part, whole), line.span(from, to));
            let scale = line.measure(part).scale();
            for (name, number) in EFFECTS {
                entry.push(name, scale, found.clone().map(|found| Value::number(number(found))));
            }
        }
    }
    section
}

/// What a change of a part is made of, and the change.
const EFFECTS: [(&str, Effect); 3] = [
    (pattern!("size"), |found| found.size),
    (pattern!("structure"), |found| found.structure),
    (pattern!("change"), |found| found.size + found.structure),
];

type Effect = fn(Divisia) -> f64;

/// A part and its whole in a period.
fn pair(
    line: &Timeline<'_>,
    part: usize,
    whole: usize,
    period: usize,
) -> Result<(f64, f64), Reason> {
    Ok((line.value(part, period)?.to_f64(), line.value(whole, period)?.to_f64()))
}

fn rates(line: &Timeline<'_>) -> Section {
    let mut section = Section::new(
        "rate-and-mix",
        &line.series.id,
        say!("{}: rates against mix", &line.series.label),
        OF_RATES,
    )
    .measures();
    for rate in line.series.rates.iter().filter(|rate| !rate.groups.is_empty()) {
        for (from, to) in line.steps() {
            let found = groups(line, rate, from)
                .and_then(|first| rate_and_mix(&first, &groups(line, rate, to)?));
            let mut entry =
                section.entry(line.share_name(rate.count, rate.of), line.span(from, to));
            entry.push(
                pattern!("rates"),
                Scale::Points,
                found.clone().map(|found| Value::number(100.0 * found.rate.to_f64())),
            );
            entry.push(
                pattern!("mix"),
                Scale::Points,
                found.clone().map(|found| Value::number(100.0 * found.mix.to_f64())),
            );
            entry.push(
                pattern!("change"),
                Scale::Points,
                found.map(|found| Value::number(100.0 * (&found.rate + &found.mix).to_f64())),
            );
        }
    }
    section
}

/// Events and exposure of each group of a rate in a period.
fn groups(line: &Timeline<'_>, rate: &RateOf, period: usize) -> Result<Vec<(u64, u64)>, Reason> {
    let groups = rate.groups.iter();
    groups
        .map(|(events, of)| Ok((line.count(*events, period)?, line.count(*of, period)?)))
        .collect()
}
