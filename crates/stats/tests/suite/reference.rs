//! Every estimator against R and statsmodels: the values and the commands that gave them stand in
//! `tests/reference/*.csv`, made by the scripts beside them.
#![allow(clippy::float_arithmetic, reason = "statistics are floats")]

use std::fs;
use std::path::Path;

use crossfoot_stats::{
    Bounds, ConfidenceInterval, CountTable, CountTrend, Effect, Level, Link, Proportion, Rate,
    Scatter, ShareList, against_earlier, composition_distance, compound_growth, difference,
    dispersion, divisia, event_study, fisher, holm, mean_revision, negative_binomial_trend,
    odds_ratio, outlook, poisson_trend, quasi_poisson_trend, rate_ratio, risk_ratio, series_trend,
    share_dispersion, share_trend,
};

/// The greatest relative difference from the reference.
const TOLERANCE: f64 = 1e-9;
const LEVEL: Level = Level::CUSTOMARY;

#[test]
fn the_estimators_give_what_r_gives() {
    compare("r.csv", 200);
}

#[test]
fn regressions_of_series_give_what_statsmodels_gives() {
    compare("statsmodels.csv", 60);
}

/// Compares every row of a file, of which there must be so many at least.
fn compare(file: &str, least: usize) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference").join(file);
    let text = fs::read_to_string(&path).expect("the reference is read");
    let rows: Vec<Vec<String>> = text.lines().skip(1).map(fields).collect();
    assert!(rows.len() >= least, "{file} has only {} rows", rows.len());
    let wrong = rows.iter().filter_map(|row| {
        let [statistic, arguments, value, command] = row.as_slice() else {
            panic!("{file}: a row has four fields: {row:?}")
        };
        let expected: f64 = value.parse().expect("a value");
        let found = statistic_of(statistic, arguments);
        let close = found == expected || (found - expected).abs() <= TOLERANCE * expected.abs();
        (!close).then(|| format!("{statistic}({arguments}) = {found}, and {command} = {expected}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{} of {} differ\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// The fields of a CSV line; a doubled quote in a quoted field is one quote.
fn fields(line: &str) -> Vec<String> {
    let (mut fields, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.next_if_eq(&'"').is_some() => field.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            other => field.push(other),
        }
    }
    fields.push(field);
    fields
}

fn numbers<T: std::str::FromStr>(text: &str) -> Vec<T> {
    text.split_whitespace()
        .map(|number| number.parse().ok().unwrap_or_else(|| panic!("a number: {number}")))
        .collect()
}

fn end(interval: ConfidenceInterval, name: &str) -> f64 {
    if name.ends_with(".low") { interval.low } else { interval.high }
}

fn of_trend(trend: CountTrend, name: &str) -> f64 {
    match (name.rsplit('.').next(), trend.scatter) {
        (Some("ratio"), _) => trend.ratio,
        (Some("p"), _) => trend.test.p_value,
        (Some("dispersion"), _) => trend.dispersion,
        (Some("shape"), Scatter::NegativeBinomial(shape)) => shape,
        _ => end(trend.interval, name),
    }
}

fn of_effect(effect: Effect, name: &str) -> f64 {
    match name.rsplit('.').next() {
        Some("p") => effect.test.p_value,
        Some("z2") => effect.test.statistic.expect("a statistic").powi(2),
        Some("low" | "high") => end(effect.interval, name),
        _ => effect.estimate,
    }
}

/// The statistic of that name.
fn statistic_of(name: &str, arguments: &str) -> f64 {
    let family = name.split('.').next().unwrap_or_default();
    match family {
        "wilson" | "wilson_90" | "clopper_pearson" | "jeffreys" | "mid_p" => {
            let counts: Vec<u64> = numbers(arguments);
            let share = Proportion::new(counts[0], counts[1]).expect("a proportion");
            end(
                match family {
                    "wilson" => share.wilson(LEVEL),
                    "wilson_90" => share.wilson(Level::new(0.9).expect("a level")),
                    "clopper_pearson" => share.clopper_pearson(LEVEL),
                    "mid_p" => share.mid_p(LEVEL),
                    _ => share.jeffreys(LEVEL),
                },
                name,
            )
        }
        "newcombe" | "difference" | "risk_ratio" | "odds_ratio" | "fisher" => {
            let counts: Vec<u64> = numbers(arguments);
            let [from, to] =
                [0, 2].map(|at| Proportion::new(counts[at], counts[at + 1]).expect("a proportion"));
            match family {
                "newcombe" | "difference" => of_effect(difference(from, to, LEVEL), name),
                "risk_ratio" => of_effect(risk_ratio(from, to, LEVEL).expect("a ratio"), name),
                "odds_ratio" => of_effect(odds_ratio(from, to, LEVEL).expect("a ratio"), name),
                _ => fisher(from, to),
            }
        }
        "holm" => holm(&numbers(arguments))[name[5..].parse::<usize>().expect("a position") - 1],
        "chi_square" | "g_test" | "cramers_v" | "residual" => of_table(name, family, arguments),
        "trend" => {
            let counts: Vec<u64> = numbers(arguments);
            let shares: Vec<Proportion> = counts
                .chunks(2)
                .map(|pair| Proportion::new(pair[0], pair[1]).expect("a proportion"))
                .collect();
            let years: Vec<f64> = (2021..).take(shares.len()).map(f64::from).collect();
            let trend = share_trend(&shares, &years, LEVEL).expect("a trend");
            match name {
                "trend.z2" => trend.test.statistic.expect("a statistic").powi(2),
                "trend.p" => trend.test.p_value,
                "trend.slope" => trend.slope,
                _ => trend.departure.statistic.expect("a departure"),
            }
        }
        "rate_ratio" | "rate_ratio_times" => {
            let given: Vec<u64> = numbers(arguments);
            let rates = match given.as_slice() {
                [from, to] => [Rate::from_count(*from), Rate::from_count(*to)],
                [from, time_from, to, time_to] => [(from, time_from), (to, time_to)]
                    .map(|(count, time)| Rate { count: *count, time: *time as f64 }),
                _ => panic!("two counts: {arguments}"),
            };
            of_effect(rate_ratio(rates[0], rates[1], LEVEL).expect("a ratio"), name)
        }
        "dispersion" => {
            let found = dispersion(&numbers(arguments)).expect("a dispersion");
            found.test.expect("a test").p_value
        }
        "poisson_trend" | "quasi_poisson_trend" | "negative_binomial_trend" => {
            let counts: Vec<u64> = numbers(arguments);
            let times: Vec<f64> = (1..).take(counts.len()).map(f64::from).collect();
            let fit = match family {
                "poisson_trend" => poisson_trend,
                "quasi_poisson_trend" => quasi_poisson_trend,
                _ => negative_binomial_trend,
            };
            of_trend(fit(&counts, &times, LEVEL).expect("a trend"), name)
        }
        "event_study" => {
            let (before, values) = arguments.split_once(';').expect("a position and values");
            let given: Vec<usize> = numbers(before);
            let study =
                event_study(&numbers(values), given[0], given[1], Link::Identity, "points", LEVEL)
                    .expect("a study");
            match name.split('.').nth(1) {
                Some("slope_before") => of_effect(study.slope_before, name),
                Some("level_change") => of_effect(study.level_change, name),
                _ => of_effect(study.slope_change, name),
            }
        }
        "aitchison" => {
            let (first, second) = arguments.split_once(';').expect("two lists");
            composition_distance(&numbers(first), &numbers(second)).expect("a distance").distance
        }
        "divisia" => {
            let values: Vec<f64> = numbers(arguments);
            let effects = divisia((values[0], values[1]), (values[2], values[3])).expect("effects");
            if name == "divisia.size" { effects.size } else { effects.structure }
        }
        "gini" | "herfindahl" => of_list(name, arguments),
        "compound_growth" => {
            let values: Vec<f64> = numbers(arguments);
            compound_growth(values[0], values[1], values[2]).expect("a growth")
        }
        "share_dispersion" => {
            let counts: Vec<u64> = numbers(arguments);
            let shares = counts.chunks(2).map(|pair| Proportion::new(pair[0], pair[1]));
            let shares: Vec<Proportion> =
                shares.map(|share| share.expect("a proportion")).collect();
            let found = share_dispersion(&shares).expect("a dispersion");
            if name == "share_dispersion.p" {
                found.test.expect("a test").p_value
            } else {
                found.index
            }
        }
        "next_count" | "next_share" | "next_percentage" => {
            let (season, values) = arguments.split_once(';').unwrap_or(("1", arguments));
            let season = season.parse().expect("a season");
            let values: Vec<f64> = numbers(values);
            let link = match family {
                "next_count" => Link::Log,
                "next_share" => Link::Logit,
                _ => Link::Identity,
            };
            let (later, earlier) = values.split_last().expect("values");
            let outlook = outlook(earlier, season, link, LEVEL).expect("an outlook");
            match name.rsplit('.').next() {
                Some("p") => {
                    let found = against_earlier(earlier, *later, season, link, LEVEL);
                    found.expect("an effect").test.p_value
                }
                Some("low" | "high") => end(outlook.interval, name),
                _ => outlook.expected,
            }
        }
        "series_trend" => {
            let (season, values) = arguments.split_once(';').expect("a season and values");
            let season = season.parse().expect("a season");
            let trend = series_trend(&numbers(values), season, Link::Log, LEVEL);
            of_effect(trend.expect("a trend"), name)
        }
        "mean_revision" => {
            of_effect(mean_revision(&numbers(arguments), LEVEL).expect("a mean"), name)
        }
        other => panic!("nothing computes {other}"),
    }
}

fn of_table(name: &str, family: &str, arguments: &str) -> f64 {
    let rows: Vec<Vec<u64>> = arguments.split(';').map(numbers).collect();
    let table = CountTable::new(&rows).expect("a table");
    let found = table.association(LEVEL);
    let residuals = table.adjusted_residuals();
    match (family, name) {
        ("chi_square", "chi_square.p") => found.chi_square.p_value,
        ("chi_square", _) => found.chi_square.statistic.expect("a statistic"),
        ("g_test", "g_test.p") => found.likelihood_ratio.p_value,
        ("g_test", _) => found.likelihood_ratio.statistic.expect("a statistic"),
        (_, "cramers_v") => found.cramers_v,
        (_, "residual.first") => residuals[0],
        (_, "residual.last") => residuals[residuals.len() - 1],
        _ => end(found.interval.expect("an interval"), name),
    }
}

/// Shares in percent: exact shares with unlisted members of at most 1, or a complete list of shares
/// that round to the given ones.
fn of_list(name: &str, arguments: &str) -> f64 {
    let (listed, half) = arguments.split_once(" ± ").unwrap_or((arguments, "0"));
    let half: f64 = half.parse().expect("half a unit");
    let bounds: Vec<Bounds> = numbers::<f64>(listed)
        .iter()
        .map(|share| Bounds { low: share - half, high: share + half })
        .collect();
    let list = ShareList::new(&bounds, 100.0, (half == 0.0).then_some(1.0)).expect("a list");
    let found = if name.starts_with("gini") { list.gini() } else { list.herfindahl() };
    if name.ends_with(".low") { found.low } else { found.high }
}
