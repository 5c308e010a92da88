//! Where the composition differs between periods: adjusted residuals as a heat map, each with its
//! number.

use crossfoot_core::{Phrase, Series, say};

use super::Chart;
use super::context::{Context, Periods, estimates, stem};
use super::layout::{keep, wrap_to};
use super::page::{Heading, Page};
use super::palette::Role;
use super::scene::{Frame, Paint, Scene};

/// Residuals beyond these stand out a little, clearly, and very much; 2 is customary for the first
/// that counts.
const STEPS: [f64; 3] = [2.0, 5.0, 10.0];

/// A part and its residuals, one per period.
struct Row {
    name: String,
    residuals: Vec<Option<f64>>,
}

/// One chart per series whose composition was compared.
pub(super) fn charts(context: &Context<'_>) -> Vec<Chart> {
    context.each_series(|series| chart(context, series))
}

fn chart(context: &Context<'_>, series: &Series) -> Option<Chart> {
    let periods = Periods::from_series(context.study, series);
    let section = context.section("residuals", series)?;
    let rows = series.parts.iter().map(|column| {
        let subject = &context.study.tables[series.table].columns[*column].name;
        let residuals = periods.names.iter().map(|period| {
            estimates(section, subject, period).next()?.result.as_ref().ok()?.estimate
        });
        Row { name: context.column(series.table, *column), residuals: residuals.collect() }
    });
    let rows: Vec<Row> = rows.filter(|row| row.residuals.iter().any(Option::is_some)).collect();
    let all = rows.iter().flat_map(|row| {
        row.residuals
            .iter()
            .zip(&periods.names)
            .filter_map(move |(residual, period)| Some((row, period, (*residual)?)))
    });
    let (row, period, most) = all.clone().max_by(|a, b| a.2.abs().total_cmp(&b.2.abs()))?;
    let size = format!("{:.1}", most.abs());
    let title = if most > 0.0 {
        say!(
            "{} in {}: {} standard errors more than in the mix of all periods",
            row.name.as_str(),
            period,
            size
        )
    } else {
        say!(
            "{} in {}: {} standard errors fewer than in the mix of all periods",
            row.name.as_str(),
            period,
            size
        )
    };
    let each =
        all.map(|(row, period, residual)| format!("{} {period} {}", row.name, signed(residual)));
    let alt = say!("Adjusted residuals: {}.", each.collect::<Vec<_>>().join("; "));
    let subtitle = say!(
        "{}: adjusted residuals, in standard errors from the same mix in all periods; beyond ±2 they are unusual",
        Phrase::from(series.label.as_str())
    );
    let mut page =
        Page::new(context, Heading { name: stem("residuals", &series.id), title, subtitle, alt });
    draw(&mut page.scene, page.body, &rows, &periods.names);
    Some(page.finish())
}

fn signed(residual: f64) -> String {
    let sign = if residual < 0.0 { "−" } else { "+" };
    format!("{sign}{:.1}", residual.abs())
}

/// The colour of a residual.
fn role(residual: f64) -> Role {
    let step = STEPS.iter().filter(|step| residual.abs() >= **step).count();
    match (residual < 0.0, step) {
        (_, 0) => Role::Paper,
        (true, 1) => Role::Low1,
        (true, 2) => Role::Low2,
        (true, _) => Role::Low3,
        (false, 1) => Role::High1,
        (false, 2) => Role::High2,
        (false, _) => Role::High3,
    }
}

fn draw(scene: &mut Scene, body: Frame, rows: &[Row], periods: &[String]) {
    let label = scene.label();
    let widest = rows.iter().map(|row| label.width(&row.name)).fold(0.0, f64::max);
    let names = widest.min(body.width() * 0.3) + scene.px(10.0);
    let inner = Frame::new(body.left + names, body.top + label.size * 1.6, body.right, body.bottom);
    let (wide, high) =
        (inner.width() / periods.len().max(1) as f64, inner.height() / rows.len().max(1) as f64);
    let longest = periods.iter().map(|period| label.bold().width(period)).fold(0.0, f64::max) * 1.5
        + scene.px(6.0);
    let kept = keep(longest, wide, periods.len());
    for (at, period) in periods.iter().enumerate().filter(|(at, _)| kept[*at]) {
        // The last may reach beyond its column, but not beyond the page.
        let x = (inner.left + wide * (at as f64 + 0.5))
            .min(body.right - label.bold().width(period) / 2.0);
        scene.text((x, inner.top - label.size * 0.6), period.as_str(), label.bold().middle());
    }
    let named = keep(label.size * 1.3, high, rows.len());
    for (line, row) in rows.iter().enumerate() {
        let top = inner.top + high * line as f64;
        let most = if high > label.size * 3.0 { 2 } else { 1 };
        let lines = if named[line] {
            wrap_to(&row.name, label, names - scene.px(10.0), most)
        } else {
            Vec::new()
        };
        for (at, text) in lines.iter().enumerate() {
            let y = top
                + high / 2.0
                + (at as f64 - (lines.len() as f64 - 1.0) / 2.0) * label.size * 1.25;
            scene.text((inner.left - scene.px(10.0), y), text.as_str(), label.end().centred());
        }
        for (at, residual) in row.residuals.iter().enumerate() {
            let cell = Frame::new(
                inner.left + wide * at as f64,
                top,
                inner.left + wide * (at + 1) as f64,
                top + high,
            )
            .shrink(1.0, 1.0, 1.0, 1.0);
            let middle = ((cell.left + cell.right) / 2.0, (cell.top + cell.bottom) / 2.0);
            let Some(residual) = residual else {
                scene.rect(cell, Paint::fill(Role::Unverifiable));
                continue;
            };
            let role = role(*residual);
            scene.rect(cell, Paint::fill(role).outlined(Role::Grid, 1.0));
            let words = if residual.abs() >= STEPS[0] { label.bold() } else { label };
            let number = signed(*residual);
            // Where columns are narrow, their colours must do.
            if words.width(&number) <= cell.width() && words.size <= cell.height() {
                scene.text(middle, number, words.role(role.text_on()).middle().centred());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::Shape;
    use super::super::tests::paper_of;
    use super::*;

    #[test]
    fn cells_darken_with_the_size_of_their_residual() {
        assert_eq!(
            [-18.9, -5.0, -2.0, 1.9, 2.0, 5.4, 12.1].map(role),
            [
                Role::Low3,
                Role::Low2,
                Role::Low1,
                Role::Paper,
                Role::High1,
                Role::High2,
                Role::High3
            ]
        );
        let chart = paper_of("residuals").remove(0);
        let cells = chart.scene.items.iter().filter(|(_, shape)| matches!(shape, Shape::Rect(frame, _) if *frame != chart.scene.frame())).count();
        assert_eq!(cells, 16, "four parts in four years");
    }
}
