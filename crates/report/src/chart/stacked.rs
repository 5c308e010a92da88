//! Parts of a total by period, one on the other, with printed totals that differ from their sum.

use std::cmp::Ordering;

use crossfoot_core::{Phrase, Series, say};

use super::Chart;
use super::context::{Context, Periods, count, percent};
use super::data::{Data, plain, plain_or_empty};
use super::page::{Heading, Page};
use super::palette::Role;
use super::stack::{Part, Stack, parts, total};
use crate::values::period;

/// What one chart of this kind shows.
struct Spec {
    id: String,
    label: String,
    periods: Vec<String>,
    parts: Vec<Part>,
    /// Reported totals, by period; none where the series has no total.
    printed: Vec<Option<f64>>,
    /// Those that are not the sum of the parts.
    differing: Vec<(usize, f64)>,
}

pub(super) fn charts(context: &Context<'_>) -> Vec<Chart> {
    context.each_series(|series| Some(Spec::from_series(context, series)?.draw(context)))
}

impl Spec {
    fn from_series(context: &Context<'_>, series: &Series) -> Option<Self> {
        let periods = Periods::from_series(context.study, series);
        let parts = parts(context, series, &periods)?;
        let printed = series
            .total
            .map(|column| periods.values(context.study, series, column))
            .unwrap_or_default();
        let known = printed.iter().enumerate().filter_map(|(at, printed)| Some((at, (*printed)?)));
        let differing = known.filter(|(at, printed)| *printed != total(&parts, *at)).collect();
        Some(Self {
            id: series.id.clone(),
            label: context.data(&series.label),
            periods: periods.names,
            parts,
            printed,
            differing,
        })
    }

    fn title(&self) -> Phrase {
        let last = self.periods.len() - 1;
        let label = self.label.as_str();
        let (before, now) = (total(&self.parts, last.saturating_sub(1)), total(&self.parts, last));
        if last == 0 || before == 0.0 {
            return say!("{}: {} in {}", label, count(now), period(&self.periods[last]));
        }
        let (from, to) = (period(&self.periods[last - 1]), period(&self.periods[last]));
        let change = percent(100.0 * (now - before) / before);
        match now.total_cmp(&before) {
            Ordering::Less => say!("{} fell {} from {} to {}", label, change, from, to),
            Ordering::Equal => say!("{} did not change from {} to {}", label, from, to),
            Ordering::Greater => say!("{} rose {} from {} to {}", label, change, from, to),
        }
    }

    fn subtitle(&self) -> Phrase {
        match self.differing.as_slice() {
            [] => say!("By category; above each bar the sum of its categories"),
            [(at, printed)] => {
                let sum = count(total(&self.parts, *at));
                say!(
                    "By category; above each bar the sum of its categories. {}: {} reported as total, the sum is {}",
                    period(&self.periods[*at]),
                    count(*printed),
                    sum
                )
            }
            several => say!(
                "By category; above each bar the sum of its categories. {} totals are reported otherwise (lines across the bars)",
                several.len().to_string()
            ),
        }
    }

    fn alt(&self) -> Phrase {
        let totals = (0..self.periods.len())
            .map(|at| format!("{} {}", self.periods[at], count(total(&self.parts, at))));
        say!(
            "Stacked bars of {} by period: {}. {}.",
            &self.label,
            totals.collect::<Vec<_>>().join(", "),
            self.subtitle()
        )
    }

    fn data(&self, context: &Context<'_>) -> Data {
        let header = [say!("Period"), say!("Category"), context.figures()];
        let mut data = Data::new(context, header);
        for (at, period) in self.periods.iter().enumerate() {
            for part in &self.parts {
                data.push([period.clone(), part.name.clone(), plain(part.values[at])]);
            }
            let reported = plain_or_empty(self.printed.get(at).copied().flatten());
            data.push([period.clone(), context.say(&say!("Total")), reported]);
        }
        data
    }

    fn draw(&self, context: &Context<'_>) -> Chart {
        let name = format!("stacked-{}", self.id);
        let heading = Heading {
            name,
            title: self.title(),
            subtitle: self.subtitle(),
            method: say!("totals and changes computed from the categories"),
            alt: self.alt(),
        };
        let mut page = Page::new(context, heading);
        let totals = (0..self.periods.len()).map(|at| total(&self.parts, at));
        let top =
            totals.chain(self.differing.iter().map(|(_, printed)| *printed)).fold(0.0, f64::max);
        let above = (0..self.periods.len()).map(|at| {
            let printed = self.differing.iter().find(|(differing, _)| *differing == at);
            let printed = printed.map(|(_, printed)| {
                (context.say(&say!("{} reported", count(*printed))), Role::Alarm)
            });
            [(count(total(&self.parts, at)), Role::Ink)].into_iter().chain(printed).collect()
        });
        let stack = Stack {
            periods: &self.periods,
            parts: &self.parts,
            top,
            say: &count,
            say_tick: &count,
            above: above.collect(),
            marks: &self.differing,
            hint: &|at, part| {
                format!("{}, {}: {}", self.periods[at], part.name, count(part.values[at]))
            },
            unlabelled: context.say(&say!("Counts too small for their place have no label")),
        };
        stack.draw(&mut page);
        page.finish(self.data(context))
    }
}
