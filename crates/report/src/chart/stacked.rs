//! Parts of a total by period, one on the other, with printed totals that differ from their sum.

use std::cmp::Ordering;

use crossfoot_core::{Phrase, Series, say};

use super::Chart;
use super::context::{Context, Periods, count, percent};
use super::page::{Heading, Page};
use super::palette::Role;
use super::stack::{Part, Stack, parts, total};

/// What one chart of this kind shows.
struct Spec {
    id: String,
    label: String,
    periods: Vec<String>,
    parts: Vec<Part>,
    /// Printed totals that are not the sum of the parts, by period.
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
        let printed =
            printed.into_iter().enumerate().filter_map(|(at, printed)| Some((at, printed?)));
        let differing = printed.filter(|(at, printed)| *printed != total(&parts, *at)).collect();
        Some(Self {
            id: series.id.clone(),
            label: context.data(&series.label),
            periods: periods.names,
            parts,
            differing,
        })
    }

    fn title(&self) -> Phrase {
        let last = self.periods.len() - 1;
        let label = self.label.as_str();
        let (before, now) = (total(&self.parts, last.saturating_sub(1)), total(&self.parts, last));
        if last == 0 || before == 0.0 {
            return say!("{}: {} in {}", label, count(now), &self.periods[last]);
        }
        let (from, to) = (self.periods[last - 1].as_str(), self.periods[last].as_str());
        let change = percent(100.0 * (now - before) / before);
        match now.total_cmp(&before) {
            Ordering::Less => say!("{} fell {} from {} to {}", label, change, from, to),
            Ordering::Equal => say!("{} did not change from {} to {}", label, from, to),
            Ordering::Greater => say!("{} rose {} from {} to {}", label, change, from, to),
        }
    }

    fn subtitle(&self) -> Phrase {
        match self.differing.as_slice() {
            [] => say!("By category; the printed totals are the sums of the parts"),
            [(at, printed)] => {
                let sum = count(total(&self.parts, *at));
                say!(
                    "By category; the parts of {} add up to {}, and {} is printed (line across the bar)",
                    &self.periods[*at],
                    sum,
                    count(*printed)
                )
            }
            several => say!(
                "By category; {} printed totals (lines across the bars) are not the sums of their parts",
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

    fn draw(&self, context: &Context<'_>) -> Chart {
        let name = format!("stacked-{}", self.id);
        let mut page = Page::new(
            context,
            Heading { name, title: self.title(), subtitle: self.subtitle(), alt: self.alt() },
        );
        let totals = (0..self.periods.len()).map(|at| total(&self.parts, at));
        let top =
            totals.chain(self.differing.iter().map(|(_, printed)| *printed)).fold(0.0, f64::max);
        let above = (0..self.periods.len()).map(|at| {
            let printed = self.differing.iter().find(|(differing, _)| *differing == at);
            let printed = printed.map(|(_, printed)| {
                (context.say(&say!("{} printed", count(*printed))), Role::Alarm)
            });
            [(count(total(&self.parts, at)), Role::Ink)].into_iter().chain(printed).collect()
        });
        let stack = Stack {
            periods: &self.periods,
            parts: &self.parts,
            top,
            say: count,
            say_tick: count,
            above: above.collect(),
            marks: &self.differing,
        };
        stack.draw(context.size, &mut page);
        page.finish()
    }
}
