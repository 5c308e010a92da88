//! The blast radius of a root cause: the figure that was printed wrong, the cells computed from
//! it, and the statements of the text that rest on these.

use std::collections::BTreeSet;

use crossfoot_audit::root::{Blamed, RootCause};
use crossfoot_core::formula::inputs;
use crossfoot_core::{Decimal, Phrase, Study, Target, Variable, say};

use super::Chart;
use super::context::{Context, stem};
use super::data::Data;
use super::layout::{fit, wrap_to};
use super::page::{Heading, Page};
use super::palette::Role;
use super::scene::{Frame, Paint, Point, Scene};
use crate::view::figure_of;

/// At most so many errors have a chart.
const MOST_CHARTS: usize = 6;

/// A figure on the chart.
struct Node {
    variable: Variable,
    name: String,
    /// What it prints and what it should.
    change: String,
    confirms: bool,
}

/// One chart for each root cause that other figures were computed from; none on the corrected
/// basis.
pub(super) fn charts(context: &Context<'_>) -> Vec<Chart> {
    if context.audit.corrected_from.is_some() {
        return Vec::new();
    }
    let reaching =
        context.audit.roots.telling().into_iter().filter_map(|error| match error.blamed {
            Blamed::Figure(source) if !error.downstream.is_empty() => Some((error, source)),
            _ => None,
        });
    reaching.take(MOST_CHARTS).map(|(error, source)| chart(context, error, source)).collect()
}

fn chart(context: &Context<'_>, error: &RootCause, source: Variable) -> Chart {
    let reached = error.downstream.as_slice();
    let (cells, claims): (Vec<Variable>, Vec<Variable>) =
        reached.iter().copied().partition(|variable| matches!(variable, Variable::Cell(_)));
    let cells: Vec<Node> =
        cells.into_iter().map(|variable| Node::reached(context, variable)).collect();
    let confirming = error.untouched.iter().map(|variable| Node::confirming(context, *variable));
    let last: Vec<Node> = claims
        .into_iter()
        .map(|variable| Node::reached(context, variable))
        .chain(confirming)
        .collect();
    let file = context.study.name(source);
    let (source, title) = misprint(context, error, source);
    let each = cells.iter().chain(&last).map(|node| format!("{} {}", node.name, node.change));
    let alt = say!(
        "{} {}. {}.",
        source.name.as_str(),
        source.change.as_str(),
        each.collect::<Vec<_>>().join("; ")
    );
    let subtitle = say!(
        "What was printed wrong, what was computed from it, and what the text says about it; dashed: computed from the correct figure"
    );
    let method = say!("corrected values behind the arrows");
    let mut page = Page::new(
        context,
        Heading { name: stem("blast-radius", &file), title, subtitle, method, alt },
    );
    let data = data(context, &source, cells.iter().chain(&last));
    draw(context, &mut page.scene, page.body, &source, &[cells, last]);
    page.finish(data)
}

impl Node {
    /// A figure that the error was carried into.
    fn reached(context: &Context<'_>, variable: Variable) -> Self {
        Self {
            variable,
            name: name(context, variable),
            change: change(context, variable),
            confirms: false,
        }
    }

    /// A figure that was computed from the right one.
    fn confirming(context: &Context<'_>, variable: Variable) -> Self {
        Self {
            variable,
            name: name(context, variable),
            change: printed(context, variable),
            confirms: true,
        }
    }
}

/// A wrong figure as a node, with the title.
fn misprint(context: &Context<'_>, error: &RootCause, variable: Variable) -> (Node, Phrase) {
    let right = error.right.map(|right| quantity(context, variable, right)).unwrap_or_default();
    let shown = printed(context, variable);
    let node = Node {
        variable,
        name: name(context, variable),
        change: arrow(&shown, &right),
        confirms: false,
    };
    let title = match error.downstream.len() {
        1 => say!("{} printed for {} was carried into one other figure", shown, right),
        count => say!(
            "{} printed for {} was carried into {} other figures",
            shown,
            right,
            count.to_string()
        ),
    };
    (node, title)
}

/// The figures of the chart, the error first.
fn data<'a>(
    context: &Context<'_>,
    source: &'a Node,
    others: impl Iterator<Item = &'a Node>,
) -> Data {
    let mut data = Data::new(context, [say!("Figure"), say!("Reported → corrected"), say!("Role")]);
    data.push([source.name.clone(), source.change.clone(), context.say(&say!("reported wrong"))]);
    for node in others {
        let role = match node.confirms {
            true => say!("confirms the correct value"),
            false => say!("computed from the wrong value"),
        };
        data.push([node.name.clone(), node.change.clone(), context.say(&role)]);
    }
    data
}

/// A cell by its label and row, a statement by what it says.
fn name(context: &Context<'_>, variable: Variable) -> String {
    match variable {
        Variable::Cell(cell) => {
            let row = context.row(cell.column.table, cell.row);
            context.say(&say!(
                "{}, {}",
                context.whole_label(cell.column.table, cell.column.column),
                row
            ))
        }
        Variable::Claim(claim) => {
            let claim = &context.study.claims[claim];
            context.say(&say!(
                "{}: {}",
                claim.section.as_str(),
                Phrase::from(claim.statement.as_str())
            ))
        }
    }
}

/// A value with the unit of a figure.
fn quantity(context: &Context<'_>, variable: Variable, value: Decimal) -> String {
    context.say(&figure_of(context.study, variable, value))
}

fn printed(context: &Context<'_>, variable: Variable) -> String {
    let figure = context.study.printed(variable).figure();
    figure.map(|figure| quantity(context, variable, figure.value())).unwrap_or_default()
}

/// What it prints, and what it should.
fn change(context: &Context<'_>, variable: Variable) -> String {
    let printed = printed(context, variable);
    match context.audit.roots.correction(variable) {
        Some(correction) => arrow(&printed, &quantity(context, variable, correction.corrected)),
        None => printed,
    }
}

fn arrow(from: &str, to: &str) -> String {
    if to.is_empty() || from == to { from.to_owned() } else { format!("{from} → {to}") }
}

/// Where boxes stand: columns of one width with gaps between them.
struct Columns {
    body: Frame,
    gap: f64,
    width: f64,
    /// The least height of a box with its share of the space around it.
    least: f64,
}

impl Columns {
    fn new(body: Frame, count: usize, least: f64) -> Self {
        let gap = body.width() * if count > 2 { 0.07 } else { 0.12 };
        let width = (body.width() - gap * (count as f64 - 1.0)) / count as f64;
        Self { body, gap, width, least }
    }

    /// The box at a place of so many in a column; none is higher than three lines of text need.
    fn place(&self, at: usize, of: usize, column: usize) -> Frame {
        let step = self.body.height() / of.max(1) as f64;
        let high = (step * 0.86).min(self.least * 1.5);
        let middle = self.body.top + step * (at as f64 + 0.5);
        let left = self.body.left + (self.width + self.gap) * column as f64;
        Frame::new(left, middle - high / 2.0, left + self.width, middle + high / 2.0)
    }
}

/// Three columns: the error, the cells, the statements; the middle one is left out where it is
/// empty.
fn draw(
    context: &Context<'_>,
    scene: &mut Scene,
    body: Frame,
    source: &Node,
    columns: &[Vec<Node>; 2],
) {
    let shown: Vec<&Vec<Node>> = columns.iter().filter(|nodes| !nodes.is_empty()).collect();
    let least = scene.small().size * 3.6;
    let places = Columns::new(body, shown.len() + 1, least);
    let root = places.place(0, 1, 0);
    let mut drawn: Vec<(Variable, Frame)> = vec![(source.variable, root)];
    let mut boxes: Vec<(&Node, Frame)> = Vec::new();
    for (at, nodes) in shown.iter().enumerate() {
        let most = ((body.height() / least) as usize).max(1);
        let visible = nodes.len().min(most);
        // Between the boxes of the column before there is room for lines that pass it.
        let before = if at > 0 { shown[at - 1].len() } else { 0 };
        let slots = if visible < before { before - 1 } else { visible };
        for (line, node) in nodes.iter().take(visible).enumerate() {
            let mut frame = places.place(line + (slots - visible) / 2, slots, at + 1);
            if slots != visible || visible < before {
                let step = body.height() / before as f64;
                let middle = body.top + step * (line + (slots - visible) / 2 + 1) as f64;
                let half = frame.height().min(step * 0.86) / 2.0;
                frame = Frame { top: middle - half, bottom: middle + half, ..frame };
            }
            for from in origins(context.study, node, &drawn) {
                edge(
                    scene,
                    from.right,
                    (from.top + from.bottom) / 2.0,
                    (frame.left, (frame.top + frame.bottom) / 2.0),
                    places.gap,
                    node.confirms,
                );
            }
            boxes.push((node, frame));
        }
        drawn.extend(
            boxes
                .iter()
                .filter(|(node, _)| !node.confirms)
                .map(|(node, frame)| (node.variable, *frame)),
        );
        if nodes.len() > visible {
            let words = scene.small().role(Role::Muted).end();
            scene.text(
                (body.right, body.bottom),
                context.say(&say!("and {} more", (nodes.len() - visible).to_string())),
                words,
            );
        }
    }
    draw_node(scene, root, source, Role::AlarmWash, (Role::Alarm, 2.0));
    for (node, frame) in boxes {
        let (fill, line) = if node.confirms {
            (Role::Sound, (Role::Axis, 1.0))
        } else {
            (Role::Truncated, (Role::Axis, 1.0))
        };
        draw_node(scene, frame, node, fill, line);
    }
}

/// The boxes that a figure was computed from: those that its rule reads, else the error itself.
fn origins(study: &Study, node: &Node, drawn: &[(Variable, Frame)]) -> Vec<Frame> {
    let mut read = BTreeSet::new();
    let about = study.rules.iter().filter(|rule| match (node.variable, rule.target) {
        (Variable::Claim(claim), Target::Claim(other)) => claim == other,
        (Variable::Cell(cell), Target::Column(column)) => cell.column == column,
        (Variable::Cell(cell), Target::Cell(other)) => cell == other,
        _ => false,
    });
    for rule in about {
        let row = rule.rows_of().and(match node.variable {
            Variable::Cell(cell) => Some(cell.row),
            Variable::Claim(_) => None,
        });
        if let Some(formula) = rule.formula.as_ref().filter(|_| rule.is_checked_on(row)) {
            inputs(&formula.expr, study, row, &mut |input| {
                read.insert(input);
            });
        }
    }
    let found: Vec<Frame> = drawn
        .iter()
        .filter(|(variable, _)| read.contains(variable))
        .map(|(_, frame)| *frame)
        .collect();
    if found.is_empty() {
        drawn.first().map(|(_, frame)| *frame).into_iter().collect()
    } else {
        found
    }
}

/// A line that leaves and arrives level, and turns within the gap beside the box that it comes
/// from.
fn edge(scene: &mut Scene, x: f64, y: f64, to: Point, gap: f64, dashed: bool) {
    const STEPS: u32 = 16;
    let paint = Paint::line(Role::Axis, scene.px(1.6).max(1.0));
    let bend = (0..=STEPS).map(|step| {
        let share = f64::from(step) / f64::from(STEPS);
        let eased = share * share * (3.0 - 2.0 * share);
        (x + gap * share, y + (to.1 - y) * eased)
    });
    let points: Vec<Point> = bend.chain([to]).collect();
    scene.line(points, if dashed { paint.dashed() } else { paint });
}

fn draw_node(scene: &mut Scene, frame: Frame, node: &Node, fill: Role, (line, width): (Role, f64)) {
    scene.rect(frame, Paint::fill(fill).outlined(line, width));
    scene.hint(format!("{}: {}", node.name, node.change));
    let small = scene.small().role(fill.text_on());
    let inside = frame.width() - scene.px(16.0);
    let left = frame.left + scene.px(8.0);
    let change = if node.change.is_empty() { 0 } else { 1 };
    let room = ((frame.height() - small.size * 0.4) / (small.size * 1.25)) as usize;
    let lines = wrap_to(&node.name, small, inside, room.saturating_sub(change).max(1));
    let all = (lines.len() + change) as f64;
    let mut y = (frame.top + frame.bottom) / 2.0 - (all - 1.0) / 2.0 * small.size * 1.25;
    for text in lines {
        scene.text((left, y), text, small.centred());
        y += small.size * 1.25;
    }
    if change > 0 {
        scene.text((left, y), fit(&node.change, small.bold(), inside), small.bold().centred());
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::Shape;
    use super::super::tests::paper_of;
    use super::*;

    fn count(chart: &Chart, wanted: impl Fn(&Shape) -> bool) -> usize {
        chart.scene.items.iter().filter(|(_, shape)| wanted(shape)).count()
    }

    #[test]
    fn the_misprinted_total_reaches_seven_figures_and_one_confirms_it() {
        let chart = paper_of("blast-radius").remove(0);
        let boxes = [Role::AlarmWash, Role::Truncated, Role::Sound].map(|role| {
            count(
                &chart,
                |shape| matches!(shape, Shape::Rect(_, paint) if paint.fill == Some(role)),
            )
        });
        assert_eq!(boxes, [1, 7, 1]);
        let lines = [false, true].map(|dashed| {
            count(&chart, |shape| match shape {
                Shape::Path(points, paint) => paint.dashed == dashed && points.len() > 2,
                _ => false,
            })
        });
        assert_eq!(lines, [7, 1]);
    }
}
