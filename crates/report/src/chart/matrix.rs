//! The audit matrix: a printed table as a heat map of verdicts, each cell with what was published
//! and what was recomputed.

use std::collections::{BTreeMap, BTreeSet};

use crossfoot_audit::{Audit, CheckId, Record, table_name};
use crossfoot_core::{
    CellId, ColumnId, Phrase, Rounding, Study, Table, Unit, Variable, Verdict, say,
};

use super::Chart;
use super::context::{Context, stem};
use super::data::Data;
use super::layout::{fit, wrap_to};
use super::page::{Heading, Page};
use super::palette::Role;
use super::scene::{Frame, Paint, Scene, Words};
use crate::{values, view};

/// Most lines of the matrix, and of a small one. If there are more, those with faults are kept.
const MOST_LINES: usize = 18;
const FEW_LINES: usize = 6;
/// Columns of the matrix.
const MOST_COLUMNS: usize = 8;

/// What is known of a cell that was checked: its worst verdict, and the check that gave it.
type Checked = BTreeMap<CellId, (Verdict, CheckId)>;

/// One chart per table with cells that were checked.
pub(super) fn charts(context: &Context<'_>) -> Vec<Chart> {
    let checked = checked(context.study, context.audit);
    (0..context.study.published().len())
        .filter_map(|table| chart(context, table, &checked))
        .collect()
}

/// The cells that rules are about, each with its worst verdict.
fn checked(study: &Study, audit: &Audit) -> Checked {
    let mut checked = Checked::new();
    for (id, verdict) in audit.checks() {
        let Some(Variable::Cell(cell)) = study.rules[id.rule].variable(id.row) else { continue };
        let known = checked.entry(cell).or_insert((verdict, id));
        if severity(verdict) > severity(known.0) {
            *known = (verdict, id);
        }
    }
    checked
}

/// Which verdict a cell shows that has several.
const fn severity(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Inconsistent | Verdict::Infeasible => 4,
        Verdict::Truncated => 3,
        Verdict::Compatible | Verdict::Feasible => 2,
        Verdict::Exact | Verdict::Rounded => 1,
        Verdict::Unverifiable => 0,
    }
}

/// The lines and columns of a matrix: rows of the table, or its columns where there are more of
/// these.
struct Grid {
    lines: Vec<(String, usize)>,
    columns: Vec<(String, usize)>,
    turned: bool,
    hidden: usize,
}

impl Grid {
    fn cell(&self, table: usize, line: usize, column: usize) -> CellId {
        let (row, column) = if self.turned { (column, line) } else { (line, column) };
        CellId { column: ColumnId { table, column }, row }
    }
}

fn chart(context: &Context<'_>, index: usize, checked: &Checked) -> Option<Chart> {
    let table = &context.study.tables[index];
    let of_table: Vec<(&CellId, Verdict)> = checked
        .iter()
        .filter(|(cell, _)| cell.column.table == index)
        .map(|(cell, (verdict, _))| (cell, *verdict))
        .collect();
    let faulty: Vec<&CellId> =
        of_table.iter().filter(|(_, verdict)| verdict.disagrees()).map(|(cell, _)| *cell).collect();
    // If all figures agree, a chart shows no more than a sentence.
    if faulty.is_empty() {
        return None;
    }
    let decided = of_table
        .iter()
        .filter(|(_, verdict)| !matches!(verdict, Verdict::Unverifiable | Verdict::Feasible))
        .count();
    let whole = context.data(&table.title);
    let title = say!(
        "{} of {} figures that were checked disagree: {}",
        faulty.len().to_string(),
        decided.to_string(),
        table_name(&whole)
    );
    let subtitle = say!(
        "{}: each figure as reported; where it disagrees, what is recomputed stands behind ≠, or behind ↓ where digits were cut off",
        whole.as_str()
    );
    let grid = grid(context, index, table, &faulty);
    let each = faulty.iter().map(|cell| {
        let record = context.audit.record(context.study, checked[*cell].1);
        let (published, recomputed) = texts(context, &record);
        let name = say!(
            "{}, {}",
            Phrase::from(table.columns[cell.column.column].label.as_str()),
            context.row(index, cell.row)
        );
        context.say(&say!("{}: published {}, recomputed {}", name, published, recomputed))
    });
    let alt = say!("What disagrees: {}.", each.collect::<Vec<_>>().join("; "));
    let method = say!("recomputed from the other figures as reported");
    let mut page = Page::new(
        context,
        Heading { name: stem("audit", &table.id), title, subtitle, method, alt },
    );
    key(context, &mut page, of_table.iter().map(|(_, verdict)| role(*verdict)).collect());
    draw(context, &mut page.scene, page.body, index, &grid, checked);
    Some(page.finish(data(context, index, &grid, checked)))
}

/// The meanings of the colours in use, above the table.
fn key(context: &Context<'_>, page: &mut Page, used: BTreeSet<Role>) {
    let known = [
        (Role::Sound, say!("agrees")),
        (Role::Compatible, say!("agrees within rounding")),
        (Role::Truncated, say!("cut off")),
        (Role::AlarmWash, say!("disagrees")),
        (Role::Unverifiable, say!("cannot be checked")),
        (Role::Paper, say!("not computed from others")),
    ];
    let shown = known.into_iter().filter(|(role, _)| *role == Role::Paper || used.contains(role));
    let scene = &mut page.scene;
    scene.group("key");
    let words = scene.small().centred().role(Role::Muted);
    let (side, gap) = (words.size * 0.9, scene.px(6.0));
    let (mut x, mut y) = (page.body.left, page.body.top + side / 2.0);
    for (role, meaning) in shown {
        let meaning = context.say(&meaning);
        if x > page.body.left && x + side + gap + words.width(&meaning) > page.body.right {
            (x, y) = (page.body.left, y + words.size * 1.4);
        }
        let swatch = Frame::new(x, y - side / 2.0, x + side, y + side / 2.0);
        let line = if matches!(role, Role::Truncated | Role::AlarmWash) {
            Role::Alarm
        } else {
            Role::Axis
        };
        scene.rect(swatch, Paint::fill(role).outlined(line, 1.0));
        x = scene.text((x + side + gap, y), meaning, words).right + gap * 3.0;
    }
    page.body.top = y + side / 2.0 + scene.px(10.0);
    scene.group("marks");
}

/// The checked figures of the lines and columns that are shown.
fn data(context: &Context<'_>, table: usize, grid: &Grid, checked: &Checked) -> Data {
    let header =
        [say!("Row"), say!("Column"), say!("As reported"), say!("Recomputed"), say!("Verdict")];
    let mut data = Data::new(context, header);
    for (line_name, line) in &grid.lines {
        for (column_name, column) in &grid.columns {
            let id = grid.cell(table, *line, *column);
            let (row, column) =
                if grid.turned { (column_name, line_name) } else { (line_name, column_name) };
            let Some((verdict, check)) = checked.get(&id) else { continue };
            let record = context.audit.record(context.study, *check);
            let (published, recomputed) = texts(context, &record);
            let verdict = context.say(&verdict.phrase());
            data.push([row.clone(), column.clone(), published, recomputed, verdict]);
        }
    }
    data
}

fn grid(context: &Context<'_>, index: usize, table: &Table, faulty: &[&CellId]) -> Grid {
    let columns: Vec<(String, usize)> = (0..table.columns.len())
        .filter(|column| !table.key.contains(column) && table.columns[*column].unit != Unit::Text)
        .map(|column| (context.whole_label(index, column), column))
        .collect();
    let rows: Vec<(String, usize)> =
        (0..table.rows()).map(|row| (context.row(index, row), row)).collect();
    let turned = columns.len() > rows.len() && rows.len() <= MOST_COLUMNS;
    let (mut lines, mut columns) = if turned { (columns, rows) } else { (rows, columns) };
    let most = if context.is_small() { FEW_LINES } else { MOST_LINES };
    let hidden = lines.len().saturating_sub(most) + columns.len().saturating_sub(MOST_COLUMNS);
    if lines.len() > most {
        let with_fault: Vec<usize> =
            faulty.iter().map(|cell| if turned { cell.column.column } else { cell.row }).collect();
        // The order of the table stays among those with faults and among those without.
        lines.sort_by_key(|(_, line)| (!with_fault.contains(line), *line));
        lines.truncate(most);
        lines.sort_by_key(|(_, line)| *line);
    }
    columns.truncate(MOST_COLUMNS);
    Grid { lines, columns, turned, hidden }
}

/// What is published and what is recomputed.
fn texts(context: &Context<'_>, record: &Record<'_>) -> (String, String) {
    (context.say(&values::published(record)), context.say(&values::recomputed(record)))
}

/// The reported and the recomputed value, both with the reported decimals and without a unit.
fn bare(record: &Record<'_>) -> Option<[String; 2]> {
    let reported = record.figure()?.value();
    let recomputed = Rounding::HalfUp.apply(record.number()?.as_point()?, reported.decimals())?;
    Some([reported, recomputed].map(|value| value.to_string().replace('-', "−")))
}

/// The sign of a verdict, one that the bundled font has.
const fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Truncated => "↓",
        Verdict::Infeasible => "≠",
        other => view::mark(other),
    }
}

/// How a verdict fills its cell.
const fn role(verdict: Verdict) -> Role {
    match verdict {
        Verdict::Exact | Verdict::Rounded => Role::Sound,
        Verdict::Compatible | Verdict::Feasible => Role::Compatible,
        Verdict::Truncated => Role::Truncated,
        Verdict::Inconsistent | Verdict::Infeasible => Role::AlarmWash,
        Verdict::Unverifiable => Role::Unverifiable,
    }
}

fn draw(
    context: &Context<'_>,
    scene: &mut Scene,
    body: Frame,
    table: usize,
    grid: &Grid,
    checked: &Checked,
) {
    let mut label = scene.label();
    let widest = grid.lines.iter().map(|(name, _)| label.width(name)).fold(0.0, f64::max);
    let share = if context.is_small() { 0.36 } else { 0.45 };
    let names = widest.min(body.width() * share) + scene.px(10.0);
    let remark = if grid.hidden > 0 { scene.small().size * 1.5 } else { 0.0 };
    let head = if grid.columns.iter().any(|(name, _)| {
        label.width(name) > (body.width() - names) / grid.columns.len().max(1) as f64
    }) {
        2
    } else {
        1
    };
    let inner = Frame::new(
        body.left + names,
        body.top + label.size * 1.35 * f64::from(head),
        body.right,
        body.bottom - remark,
    );
    let (wide, high) = (
        inner.width() / grid.columns.len().max(1) as f64,
        inner.height() / grid.lines.len().max(1) as f64,
    );
    label.size = label.size.min(high * 0.62).max(super::LEAST_LETTERS);
    for (at, (name, _)) in grid.columns.iter().enumerate() {
        let x = inner.left + wide * (at as f64 + 0.5);
        let lines = wrap_to(name, label.bold(), wide - scene.px(6.0), head as usize);
        for (line, text) in lines.iter().enumerate() {
            let y = inner.top - label.size * (0.5 + 1.25 * (lines.len() - 1 - line) as f64);
            scene.text((x, y), text.as_str(), label.bold().middle());
        }
    }
    for (at, (name, line)) in grid.lines.iter().enumerate() {
        let top = inner.top + high * at as f64;
        let lines = line_names(name, label, names - scene.px(10.0), high);
        let middle = (inner.left - scene.px(8.0), top + high / 2.0);
        scene.lines(middle, &lines, 1.1, label.end());
        for (place, (_, column)) in grid.columns.iter().enumerate() {
            let left = inner.left + wide * place as f64;
            let frame = Frame::new(left, top, left + wide, top + high).shrink(1.0, 1.0, 1.0, 1.0);
            cell(context, scene, frame, grid.cell(table, *line, *column), checked, label.size);
        }
    }
    if grid.hidden > 0 {
        let words = scene.small().role(Role::Muted).end();
        scene.text(
            (body.right, body.bottom),
            context.say(&say!("{} rows or columns are not shown", grid.hidden.to_string())),
            words,
        );
    }
}

/// The name of a line on one or two lines of text. Where it is cut, its end stays, which tells
/// counts from shares.
fn line_names(name: &str, words: Words, room: f64, high: f64) -> Vec<String> {
    if words.width(name) > room && high > words.size * 2.3 {
        return wrap_to(name, words, room, 2);
    }
    match name.rsplit_once(", ") {
        Some((start, end)) if words.width(name) > room => {
            let end = format!(", {end}");
            vec![fit(start, words, room - words.width(&end)) + &end]
        }
        _ => vec![fit(name, words, room)],
    }
}

/// Fills a cell by its verdict and sets its value; if it disagrees, as much of both values as has
/// room.
fn cell(
    context: &Context<'_>,
    scene: &mut Scene,
    frame: Frame,
    id: CellId,
    checked: &Checked,
    size: f64,
) {
    let mut words = scene.label().middle().centred();
    words.size = size;
    let middle = ((frame.left + frame.right) / 2.0, (frame.top + frame.bottom) / 2.0);
    let room = frame.width() - scene.px(6.0);
    let table = &context.study.tables[id.column.table];
    let Some((verdict, check)) = checked.get(&id) else {
        scene.rect(frame, Paint::fill(Role::Paper).outlined(Role::Grid, 1.0));
        let printed = table.columns[id.column.column].cells[id.row].figure();
        let printed = printed.map_or_else(String::new, |figure| {
            format!("{}{}", figure.value(), table.cell_unit(id.column.column, id.row).unit.suffix())
        });
        scene.text(middle, fit(&printed, words, room), words.role(Role::Muted));
        return;
    };
    let bad = verdict.disagrees();
    let outline = if bad { (Role::Alarm, 1.6) } else { (Role::Grid, 1.0) };
    scene.rect(frame, Paint::fill(role(*verdict)).outlined(outline.0, outline.1));
    let words = if bad { words.bold() } else { words };
    let record = context.audit.record(context.study, *check);
    let ((published, recomputed), mark) = (texts(context, &record), mark(*verdict));
    scene.hint(format!("{published} {mark} {recomputed}"));
    if !bad {
        scene.text(middle, fit(&published, words, room), words);
        return;
    }
    let [bare, other] = bare(&record).unwrap_or_else(|| [published.clone(), recomputed.clone()]);
    let unit = context.study.unit(Variable::Cell(id));
    let with_unit = context.say(&unit.quantity(other.as_str()));
    let forms = [
        format!("{published} {mark} {with_unit}"),
        format!("{bare} {mark} {other}"),
        format!("{bare} {mark}"),
        bare,
    ];
    let chosen = forms.iter().find(|form| words.width(form) <= room).unwrap_or(&forms[3]);
    scene.text(middle, fit(chosen, words, room), words);
}

#[cfg(test)]
mod tests {
    use super::super::scene::Shape;
    use super::super::tests::paper_of;
    use super::*;

    #[test]
    fn cells_are_filled_by_their_verdicts_and_say_both_values() {
        let charts = paper_of("audit");
        let chart =
            charts.iter().find(|chart| chart.name == "audit-licences").expect("the first table");
        let counts = [Role::AlarmWash, Role::Truncated, Role::Sound].map(|role| {
            let shapes = chart.scene.items.iter().map(|(_, shape)| shape);
            shapes
                .filter(|shape| matches!(shape, Shape::Rect(_, paint) if paint.fill == Some(role)))
                .count()
        });
        assert_eq!(counts, [4 + 1, 2 + 1, 22 + 1], "with the swatches of the key");
        assert!(chart.scene.texts().any(|text| text.text == "5,328 ≠ 5,382"), "the total of 2023");
    }
}
