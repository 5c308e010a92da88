//! Shares in the first and in the last period: a line for each part, with the interval of the
//! estimate at both ends.

use crossfoot_core::{Phrase, Series, say};
use crossfoot_stats::Section;

use super::Chart;
use super::context::{Context, Periods, estimates, percent, stem};
use super::data::{Data, plain};
use super::layout::{LEADING, spread_each, stacked};
use super::page::{Heading, Page};
use super::palette::Role;
use super::plane::Plane;
use super::scene::{Frame, Paint, Scene};
use crate::values::period;

/// A share with its interval, in percent.
#[derive(Clone, Copy)]
struct Share {
    size: f64,
    low: f64,
    high: f64,
}

/// A part of the total.
struct Part {
    name: String,
    from: Share,
    to: Share,
}

impl Part {
    /// By how much its share changed, whichever way.
    fn change(&self) -> f64 {
        (self.to.size - self.from.size).abs()
    }
}

/// One chart per series that has parts and at least two periods.
pub(super) fn charts(context: &Context<'_>) -> Vec<Chart> {
    context.each_series(|series| chart(context, series))
}

fn chart(context: &Context<'_>, series: &Series) -> Option<Chart> {
    let periods = Periods::from_series(context.study, series);
    let (first, last) =
        (periods.names.first()?, periods.names.last().filter(|_| periods.len() > 1)?);
    let parts = parts(context, series, first, last)?;
    let most = parts.iter().max_by(|a, b| a.change().total_cmp(&b.change()))?;
    let mut page = Page::new(context, heading(context, series, &parts, most, (first, last)));
    draw(context, &mut page.scene, page.body, &parts, (first, last));
    Some(page.finish(data(context, &parts, (first, last))))
}

fn heading(
    context: &Context<'_>,
    series: &Series,
    parts: &[Part],
    most: &Part,
    (first, last): (&str, &str),
) -> Heading {
    let ends = [percent(most.from.size), percent(most.to.size)];
    let [from, to] = ends;
    let title = if most.to.size > most.from.size {
        say!("{} rose from {} to {} of the total", most.name.as_str(), from, to)
    } else {
        say!("{} fell from {} to {} of the total", most.name.as_str(), from, to)
    };
    let each = parts.iter().map(|part| {
        let [from, to] = [part.from, part.to].map(|share| percent(share.size));
        context.say(&say!("{} from {} to {}", part.name.as_str(), from, to))
    });
    let level = format!("{:.0}", context.analysis.level.get() * 100.0);
    let alt = say!(
        "Shares in {} and {}: {}.",
        period(first),
        period(last),
        each.collect::<Vec<_>>().join("; ")
    );
    let subtitle = say!(
        "{}: shares in {} and {}; bars are {} % intervals, where they reach beyond the dots",
        Phrase::from(series.label.as_str()),
        period(first),
        period(last),
        level
    );
    let method = say!("shares computed from the counts");
    Heading { name: stem("slope", &series.id), title, subtitle, method, alt }
}

fn parts(context: &Context<'_>, series: &Series, first: &str, last: &str) -> Option<Vec<Part>> {
    let total = &context.study.tables[series.table].columns[series.total?];
    let section = context.section("shares", series)?;
    let parts = series.parts.iter().filter_map(|column| {
        let name = &context.study.tables[series.table].columns[*column].name;
        let subject = format!("{name} / {}", total.name);
        Some(Part {
            name: context.column(series.table, *column),
            from: share(section, &subject, first)?,
            to: share(section, &subject, last)?,
        })
    });
    Some(parts.collect::<Vec<_>>()).filter(|parts| !parts.is_empty())
}

/// The share that was estimated of a subject in a period.
fn share(section: &Section, subject: &str, period: &str) -> Option<Share> {
    let mut found = estimates(section, subject, period).filter(|estimate| !estimate.alternative);
    let value = found.next()?.result.as_ref().ok()?;
    let (low, high) = value.range?.ends();
    Some(Share { size: value.estimate?, low, high })
}

fn data(context: &Context<'_>, parts: &[Part], (first, last): (&str, &str)) -> Data {
    let mut data = Data::new(
        context,
        [say!("Category"), say!("Period"), say!("Share, percent"), say!("Low"), say!("High")],
    );
    for part in parts {
        for (period, share) in [(first, part.from), (last, part.to)] {
            let [size, low, high] = [share.size, share.low, share.high].map(plain);
            data.push([part.name.clone(), period.to_owned(), size, low, high]);
        }
    }
    data
}

fn draw(
    context: &Context<'_>,
    scene: &mut Scene,
    body: Frame,
    parts: &[Part],
    (first, last): (&str, &str),
) {
    let label = scene.label();
    // Names stand on the right only; on the left a number tells which line is which.
    let left = label.width("100.0 %") + scene.px(18.0);
    let names = (body.width() * 0.36).max(scene.px(150.0));
    let inner = Frame::new(
        body.left + left,
        body.top + label.size * 2.0,
        body.right - names,
        body.bottom - scene.px(10.0),
    );
    let highest = parts.iter().flat_map(|part| [part.from.high, part.to.high]).fold(0.0, f64::max);
    let plane = Plane::new(inner, 0.0..1.0, 0.0..highest.max(1.0));
    for (x, name, words) in
        [(inner.left, first, label.bold().middle()), (inner.right, last, label.bold().middle())]
    {
        scene.line([(x, inner.top), (x, inner.bottom)], Paint::line(Role::Grid, 1.0));
        scene.text((x, inner.top - label.size * 0.9), name, words);
    }
    let ends: [fn(&Part) -> Share; 2] = [|part| part.from, |part| part.to];
    let radius = scene.px(4.0).max(2.5);
    for (at, part) in parts.iter().enumerate() {
        let (role, [one, other]) = (Role::series(at), ends.map(|end| end(part)));
        let (from, to) = (plane.at(0.0, one.size), plane.at(1.0, other.size));
        scene.line([from, to], Paint::line(role, scene.px(2.5).max(1.5)));
        for ((x, y), share) in [(from, one), (to, other)] {
            scene.circle((x, y), radius, Paint::fill(role).outlined(Role::Paper, 1.0));
            scene.hint(format!(
                "{}: {} ({}–{})",
                part.name,
                context.percent(share.size),
                context.percent(share.low),
                context.percent(share.high)
            ));
            let (low, high, cap) = (plane.y(share.low), plane.y(share.high), scene.px(9.0));
            // An interval narrower than the dot would only blur it.
            if low - high < 2.0 * radius + 3.0 {
                continue;
            }
            scene.line([(x, low), (x, high)], Paint::line(role, 1.2));
            [low, high].into_iter().for_each(|end| {
                scene.line([(x - cap, end), (x + cap, end)], Paint::line(role, 1.5))
            });
        }
    }
    let gap = scene.px(14.0);
    let numbers = parts.iter().map(|part| label.bold().width(&context.percent(part.to.size)));
    let numbers = numbers.fold(0.0, f64::max) + scene.px(8.0);
    let room = names - gap - numbers;
    let labels: Vec<_> = parts.iter().map(|part| (part.name.as_str(), label)).collect();
    let span = (inner.top - label.size, body.bottom);
    let (wrapped, heights) = stacked(&labels, room, span.1 - span.0);
    for (side, end) in ends.iter().enumerate() {
        let middles: Vec<f64> = parts.iter().map(|part| plane.y(end(part).size)).collect();
        let heights =
            if side == 0 { vec![label.size * 1.35; parts.len()] } else { heights.clone() };
        let places = spread_each(&middles, &heights, span.0, span.1);
        for (((part, y), middle), name) in parts.iter().zip(places).zip(middles).zip(&wrapped) {
            let size = context.percent(end(part).size);
            if side == 0 {
                scene.text((inner.left - gap, y), size, label.end().centred());
                continue;
            }
            let x = inner.right + gap;
            if (y - middle).abs() > label.size * 0.5 {
                scene.line(
                    [(inner.right + gap * 0.5, middle), (x - 2.0, y)],
                    Paint::line(Role::Axis, 0.8),
                );
            }
            scene.text((x, y), size, label.bold().centred());
            scene.lines((x + numbers, y), name, LEADING, label);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::Shape;
    use super::super::tests::paper_of;

    #[test]
    fn ends_lie_as_high_as_shares() {
        let chart = paper_of("slope").remove(0);
        let points = chart.scene.items.iter().filter_map(|(_, shape)| {
            if let Shape::Circle(centre, ..) = shape { Some(centre.1) } else { None }
        });
        let heights: Vec<f64> = points.collect();
        let shares = [
            1966.0 / 56.90,
            251.0 / 22.14,
            63.0 / 56.90,
            82.0 / 22.14,
            0.0,
            10.0 / 22.14,
            3661.0 / 56.90,
            1871.0 / 22.14,
        ];
        assert_eq!(heights.len(), shares.len());
        let unit = (heights[0] - heights[1]) / (shares[0] - shares[1]);
        for (height, share) in heights.iter().zip(shares) {
            assert!(
                (height - heights[0] - unit * (share - shares[0])).abs() < 0.3,
                "{height} for {share}"
            );
        }
    }
}
