//! Shares of the total and rates: intervals, course, index, changes and trends.

use crossfoot_core::{Phrase, Rational, pattern, say};

use super::course::turns_with_note;
use super::ratio::{MakeInterval, Related, scale};
use super::timeline::Timeline;
use super::{Estimate, Options, Scale, Section, Value};
use crate::{Proportion, Reason, compounded, odds_ratio, phases, risk_ratio, share_trend};

/// The method of [`levels`].
const LEVELS: &str = pattern!(
    "Wilson's score interval, as if each thing counted were an independent draw; swing is highest minus lowest. Where what is counted is no part of the other count, \
                      it is a ratio, which may exceed 100 %. CSV and JSON also hold Clopper–Pearson's exact and Jeffreys' interval. Not for counts of which one event makes many."
);
/// The method of [`indexed`].
const INDEX: &str = pattern!(
    "Each share in hundredths of the one in the base period. Change is relative, of the share itself, from the first period to the last; growth \
                     is compound, per period. These describe what was counted and infer nothing."
);
/// Other intervals of [`levels`].
const ALTERNATIVES: [(&str, MakeInterval); 2] = [
    (pattern!("share, exact interval"), Proportion::clopper_pearson),
    (pattern!("share, Jeffreys interval"), Proportion::jeffreys),
];

/// The method of [`steps`].
const STEPS: &str = pattern!(
    "Difference of shares with Newcombe's interval and the score test, or Fisher's exact test where a count is below 15; relative change of ratios by odds ratio, with Fisher's exact test. \
                     P-values are adjusted by Holm over this list; a comparison that no outcome could reject has none. Periods are taken as independent, and each thing counted as an independent draw. \
                     CSV and JSON also hold risk and odds ratios."
);
/// The method of [`trends`].
const TRENDS: &str = pattern!(
    "Cochran–Armitage: points per period along a straight line, with the test of no slope, adjusted by Holm. Where the shares do not lie on \
                      a line the slope is only an average, and has no interval and no test."
);

pub(super) fn sections(line: &Timeline<'_>, options: &Options) -> Vec<Section> {
    let rates: Vec<Related> = line
        .series
        .rates
        .iter()
        .map(|rate| Related { part: rate.count, whole: rate.of, disjoint: rate.disjoint })
        .collect();
    let families = [("shares", line.shares(), Vec::new()), ("rates", rates, caveats(line))];
    let sections = families.into_iter().flat_map(|(kind, shares, notes)| {
        let series = &line.series.label;
        let title =
            if kind == "shares" { say!("{}: shares", series) } else { say!("{}: rates", series) };
        let mut levels = levels(line, kind, title.clone(), &shares, options);
        levels.notes = notes;
        let [index_kind, steps_kind, trend_kind] = match kind {
            "shares" => ["share-index", "share-changes", "share-trends"],
            _ => ["rate-index", "rate-changes", "rate-trends"],
        };
        [
            levels,
            indexed(line, index_kind, &title, &shares, options),
            steps(line, steps_kind, say!("{}, change", &title), &shares, options),
            trends(line, trend_kind, say!("{}, trend", &title), &shares, options),
        ]
    });
    sections.collect()
}

fn caveats(line: &Timeline<'_>) -> Vec<Phrase> {
    let with_caveat = line.series.rates.iter().filter_map(|rate| {
        Some(say!("{}: {}", line.share_name(rate.count, rate.of), rate.caveat.as_ref()?))
    });
    with_caveat.collect()
}

/// A share of 1 in percent.
pub(super) fn percent(share: f64) -> f64 {
    100.0 * share
}

/// Highest minus lowest.
fn width(shares: &[f64]) -> f64 {
    let (low, high) =
        shares.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), share| {
            (low.min(*share), high.max(*share))
        });
    high - low
}

fn levels(
    line: &Timeline<'_>,
    kind: &'static str,
    title: Phrase,
    shares: &[Related],
    options: &Options,
) -> Section {
    let mut section = Section::new(kind, &line.series.id, title, LEVELS).grid();
    let level = options.level;
    for related in shares {
        let name = line.share_name(related.part, related.whole);
        for (at, period) in line.periods.iter().enumerate() {
            let share = related.at(line, at);
            let mut entry = section.entry(&name, period);
            let wilson = share.clone().map(|share| share.with_interval(Proportion::wilson, level));
            entry.push(pattern!("share"), Scale::Percent, wilson);
            for (measure, interval) in ALTERNATIVES {
                let value = share.clone().map(|share| share.with_interval(interval, level));
                entry.push_alternative(measure, Scale::Percent, value);
            }
        }
        let (periods, known): (Vec<usize>, Vec<f64>) = (0..line.periods.len())
            .filter_map(|at| Some((at, percent(related.at(line, at).ok()?.estimate()))))
            .unzip();
        let mut entry = section.entry(&name, line.all());
        let swung = if known.is_empty() { Err(Reason::OnePeriod) } else { Ok(width(&known)) };
        entry.push(pattern!("swing"), Scale::Points, swung.clone().map(Value::number));
        let turned = swung.map(|_| turns_with_note(line, &periods, &phases(&known)));
        entry.push(pattern!("turns"), Scale::Count, turned);
    }
    section
}

/// A share or ratio in one period as a multiple of the same in another.
fn relative(
    line: &Timeline<'_>,
    related: Related,
    from: usize,
    to: usize,
) -> Result<Rational, Reason> {
    related.at(line, to)?.relative_to(related.at(line, from)?)
}

fn in_hundredths(number: &Rational) -> f64 {
    (&Rational::from(100) * number).to_f64()
}

fn indexed(
    line: &Timeline<'_>,
    kind: &'static str,
    title: &Phrase,
    shares: &[Related],
    options: &Options,
) -> Section {
    let (base, last) = (line.base(options), line.periods.len() - 1);
    let mut section = Section::new(
        kind,
        &line.series.id,
        say!("{}, index, {} = 100", title, &line.periods[base]),
        INDEX,
    )
    .grid();
    for related in shares {
        let name = line.share_name(related.part, related.whole);
        for (at, period) in line.periods.iter().enumerate() {
            let value = relative(line, *related, base, at)
                .map(|ratio| Value::number(in_hundredths(&ratio)));
            section.estimates.push(Estimate::new(
                &name,
                pattern!("index"),
                period,
                Scale::Number,
                value,
            ));
        }
        let ratio = relative(line, *related, 0, last);
        let mut entry = section.entry(&name, line.span(0, last));
        entry.push(
            pattern!("change"),
            Scale::Change,
            ratio.clone().map(|ratio| Value::number(in_hundredths(&(ratio - Rational::from(1))))),
        );
        entry.push(
            pattern!("growth"),
            Scale::PercentPerPeriod,
            ratio.and_then(|ratio| compounded(ratio.to_f64(), line.times[last])).map(Value::number),
        );
    }
    section
}

fn steps(
    line: &Timeline<'_>,
    kind: &'static str,
    title: Phrase,
    shares: &[Related],
    options: &Options,
) -> Section {
    let mut section = Section::new(kind, &line.series.id, title, STEPS);
    for related in shares {
        let name = line.share_name(related.part, related.whole);
        let measure = if related.disjoint { pattern!("change") } else { pattern!("difference") };
        for (from, to) in line.steps() {
            let pair = related.at(line, from).and_then(|first| Ok((first, related.at(line, to)?)));
            let mut entry = section.entry(&name, line.span(from, to));
            let changed = pair.clone().and_then(|(from, to)| to.changed_from(from, options.level));
            entry.push(measure, scale(related.disjoint), changed);
            for (measure, ratio) in [
                (pattern!("risk ratio"), risk_ratio as fn(_, _, _) -> _),
                (pattern!("odds ratio"), odds_ratio),
            ] {
                let effect = pair
                    .clone()
                    .and_then(|(from, to)| ratio(from.share(), to.share(), options.level));
                let value = effect.map(|effect| Value::effect(effect, |ratio| ratio));
                entry.push_alternative(measure, Scale::Number, value);
            }
        }
    }
    section.adjusted()
}

fn trends(
    line: &Timeline<'_>,
    kind: &'static str,
    title: Phrase,
    shares: &[Related],
    options: &Options,
) -> Section {
    let mut section = Section::new(kind, &line.series.id, title, TRENDS);
    for related in shares.iter().filter(|related| !related.disjoint) {
        let (known, times): (Vec<Proportion>, Vec<f64>) = (0..line.periods.len())
            .filter_map(|at| Some((related.at(line, at).ok()?.share(), line.times[at])))
            .unzip();
        let trend = share_trend(&known, &times, options.level).map(|trend| {
            if trend.departure.is_some_and(|test| test.rejects(options.level)) {
                return Value::number(percent(trend.slope)).note(say!("not on a line"));
            }
            Value {
                test: Some(trend.test),
                ..Value::interval(trend.slope, trend.interval, percent)
            }
        });
        section.estimates.push(Estimate::new(
            line.share_name(related.part, related.whole),
            pattern!("slope"),
            line.all(),
            Scale::PointsPerPeriod,
            trend,
        ));
    }
    section.adjusted()
}
