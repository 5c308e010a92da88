//! What a total is made of in each period, at 100 %.

use crossfoot_core::{Phrase, Series, say};

use super::Chart;
use super::context::{Context, Periods, count, percent};
use super::data::{Data, plain};
use super::page::{Heading, Page};
use super::palette::Role;
use super::stack::{Part, Stack, parts, total};
use crate::values::period;

/// What one chart of this kind shows.
struct Spec {
    id: String,
    label: String,
    periods: Vec<String>,
    /// Shares in percent.
    shares: Vec<Part>,
    /// What is 100 % in each period.
    totals: Vec<f64>,
}

pub(super) fn charts(context: &Context<'_>) -> Vec<Chart> {
    context.each_series(|series| Some(Spec::from_series(context, series)?.draw(context)))
}

/// The part with its shares in percent instead of its counts.
fn share(part: Part, totals: &[f64]) -> Part {
    let shares = part.values.iter().zip(totals).map(|(value, total)| 100.0 * value / total);
    Part { values: shares.collect(), ..part }
}

/// By how much a part changed from the first period to the last, whichever way.
fn change(part: &Part) -> f64 {
    (part.values[part.values.len() - 1] - part.values[0]).abs()
}

impl Spec {
    /// A period without anything has no composition.
    fn from_series(context: &Context<'_>, series: &Series) -> Option<Self> {
        let periods = Periods::from_series(context.study, series);
        let parts = parts(context, series, &periods)?;
        let totals: Vec<f64> = (0..periods.len()).map(|at| total(&parts, at)).collect();
        if totals.contains(&0.0) {
            return None;
        }
        Some(Self {
            id: series.id.clone(),
            label: context.data(&series.label),
            periods: periods.names,
            shares: parts.into_iter().map(|part| share(part, &totals)).collect(),
            totals,
        })
    }

    fn title(&self) -> Phrase {
        let last = self.periods.len() - 1;
        let most = self.shares.iter().max_by(|a, b| change(a).total_cmp(&change(b)));
        let Some(part) = most.filter(|part| last > 0 && change(part) > 0.0) else {
            return say!("{} by category in {}", &self.label, period(&self.periods[last]));
        };
        let (from, to) = (percent(part.values[0]), percent(part.values[last]));
        let (first, last_name) = (period(&self.periods[0]), period(&self.periods[last]));
        if part.values[last] > part.values[0] {
            say!("{}: share up from {} in {} to {} in {}", &part.name, from, first, to, last_name)
        } else {
            say!("{}: share down from {} in {} to {} in {}", &part.name, from, first, to, last_name)
        }
    }

    fn alt(&self) -> Phrase {
        let last = self.periods.len() - 1;
        let parts = self.shares.iter().map(|part| {
            let [from, to] = [part.values[0], part.values[last]].map(percent);
            Phrase::joined(" ", [part.name.as_str().into(), from, "→".into(), to])
        });
        say!(
            "Bars of 100 % by category, {} to {}: {}.",
            period(&self.periods[0]),
            period(&self.periods[last]),
            Phrase::list(parts)
        )
    }

    fn data(&self, context: &Context<'_>) -> Data {
        let header = [say!("Period"), say!("Category"), say!("Share of the sum, percent")];
        let mut data = Data::new(context, header);
        for (at, period) in self.periods.iter().enumerate() {
            for part in &self.shares {
                data.push([period.clone(), part.name.clone(), plain(part.values[at])]);
            }
        }
        data
    }

    fn draw(&self, context: &Context<'_>) -> Chart {
        let heading = Heading {
            name: format!("composition-{}", self.id),
            title: self.title(),
            subtitle: say!(
                "{}: share of each category in the sum of the categories, which stands above the bar",
                &self.label
            ),
            method: say!("shares computed from the counts"),
            alt: self.alt(),
        };
        let mut page = Page::new(context, heading);
        let above = self.totals.iter().map(|total| vec![(count(*total), Role::Muted)]).collect();
        let stack = Stack {
            periods: &self.periods,
            parts: &self.shares,
            top: 100.0,
            say: &|share| context.percent(share),
            say_tick: &|value| context.say(&say!("{} %", value.to_string())),
            above,
            marks: &[],
            hint: &|at, part| {
                format!("{}, {}: {}", self.periods[at], part.name, context.percent(part.values[at]))
            },
            unlabelled: context.say(&say!("Shares too small for their place have no label")),
        };
        stack.draw(&mut page);
        page.finish(self.data(context))
    }
}
