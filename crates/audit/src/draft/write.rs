//! Relations of lines → rules as people write them.

use std::collections::BTreeSet;

use crossfoot_core::Unit;

use super::cells::At;
use super::form::{Factor, Form, Formula};
use super::judge::Found;
use super::lattice::{Counts, Lattice, Way};
use super::relation::Work;
use super::rows::only;
use super::select::{Relations, relations};
use super::words;
use super::{DraftRule, Operator, Tried};

/// Rows that are named in a label; of more the first and the last are.
const MOST_NAMED: usize = 4;

/// Drafts the relations of columns, then those of rows.
pub(super) fn draft(work: &mut Work<'_>) {
    let mut rounding = Rounding::default();
    for way in [Way::Across, Way::Down] {
        let lattice = match way {
            Way::Across => Lattice::across(work),
            Way::Down => Lattice::down(work),
        };
        let mut cells = std::mem::take(&mut work.cells);
        let mut differences: BTreeSet<Formula> = BTreeSet::new();
        let Relations { found, near } = relations(&lattice, &mut |formula, places| {
            let gap = difference(&lattice, formula, places);
            let written = gap.is_some_and(|gap| cells.derive(&derivations(&lattice, &gap, places)));
            differences.extend(written.then(|| formula.clone()));
            written || cells.derive(&derivations(&lattice, formula, places))
        });
        work.cells = cells;
        for relation in found {
            let gap = differences
                .contains(&relation.formula)
                .then(|| difference(&lattice, &relation.formula, &relation.places))
                .flatten();
            let rule = Writing { work, lattice: &lattice }.rule(&relation, gap.as_ref());
            note(work, &lattice, &relation, gap.as_ref());
            rounding.add(&lattice, &relation);
            work.rules.push(rule);
        }
        for relation in near.iter().filter(|_| way == Way::Across) {
            let rule = Writing { work, lattice: &lattice }.rule(relation, None);
            let name = work.name(lattice.lines[relation.formula.target].at);
            work.weigh(format!("{name} = {}", rule.formula), &rule.evidence);
        }
    }
    work.unclear.extend(rounding.columns());
}

/// Sums of counts that do not hold exactly. If most of them would if the counts had been rounded,
/// the counts of the table were, and none of these sums is wrong.
#[derive(Default)]
struct Rounding {
    /// Cells that are sums within rounding.
    near: BTreeSet<At>,
    /// Cells that are not.
    far: BTreeSet<At>,
    /// The columns of all these sums.
    columns: BTreeSet<usize>,
}

impl Rounding {
    fn add(&mut self, lattice: &Lattice, found: &Found) {
        if found.formula.form != Form::Sum || lattice.base > 0 {
            return;
        }
        let exceptions = found.evidence.slips.iter().chain(&found.evidence.fails);
        for place in exceptions {
            let cell = lattice.cell(found.formula.target, *place);
            let near = found.formula.holds(lattice, *place, Counts::Rounded) == Some(true);
            if near { &mut self.near } else { &mut self.far }.insert(cell);
        }
        self.columns.extend(columns(lattice, found));
    }

    /// The columns whose counts were rounded.
    fn columns(self) -> BTreeSet<usize> {
        let several = self.near.len() > 1 && self.near.len() > self.far.len();
        if several { self.columns } else { BTreeSet::new() }
    }
}

/// The cells that a formula derives in some places, each with those that it is derived from.
fn derivations(lattice: &Lattice, formula: &Formula, places: &[usize]) -> Vec<(At, Vec<At>)> {
    let derivations = places.iter().map(|place| {
        let inputs = formula.inputs.iter().map(|line| lattice.cell(*line, *place));
        (lattice.cell(formula.target, *place), inputs.collect())
    });
    derivations.collect()
}

/// Notes what other drafts build on.
fn note(work: &mut Work<'_>, lattice: &Lattice, found: &Found, difference: Option<&Formula>) {
    let target = lattice.lines[found.formula.target].at;
    let inputs: Vec<usize> =
        found.formula.inputs.iter().map(|line| lattice.lines[*line].at).collect();
    if lattice.way == Way::Across {
        match (found.formula.form, &inputs[..]) {
            (Form::Sum, _) => work.sums.push((target, inputs)),
            (Form::Quotient(Factor::Hundred), [part, whole]) => {
                work.shares.push((target, *part, *whole));
            }
            _ => {}
        }
        let written = difference.unwrap_or(&found.formula);
        let from = written.inputs.iter().map(|line| lattice.lines[*line].at).collect();
        work.note_derived(lattice.lines[written.target].at, from);
    }
    let unclear = match found.rounded && lattice.base == 0 && !is_measured(work, lattice, found) {
        true => columns(lattice, found),
        false => unclear(work, lattice, found, difference.is_some()),
    };
    work.unclear.extend(unclear);
}

/// The columns that a relation reads: of columns, the inputs and then the target.
fn columns(lattice: &Lattice, found: &Found) -> Vec<usize> {
    let Found { formula, places, .. } = found;
    match lattice.way {
        Way::Across => {
            let lines = formula.inputs.iter().chain([&formula.target]);
            lines.map(|line| lattice.lines[*line].at).collect()
        }
        Way::Down => places.iter().map(|place| lattice.places[*place].at).collect(),
    }
}

/// How many columns hold percentage points.
fn units_of_points(work: &Work<'_>, columns: &[usize]) -> usize {
    columns.iter().filter(|column| *work.unit(**column) == Unit::Points).count()
}

/// The columns whose units do not allow a relation: all of a sum of different things, and the target
/// of a quotient that is called something else.
fn unclear(work: &Work<'_>, lattice: &Lattice, found: &Found, difference: bool) -> Vec<usize> {
    let columns = columns(lattice, found);
    let across = lattice.way == Way::Across;
    let allowed = match found.formula.form {
        Form::Sum | Form::Balance(_) | Form::Mean => {
            let units: BTreeSet<&str> =
                columns.iter().map(|column| work.unit(*column).name()).collect();
            // A difference of percentages is one of points.
            if difference && units.contains(Unit::Percent.name()) {
                let mut units = columns.iter().map(|column| work.unit(*column));
                units.all(|unit| matches!(unit, Unit::Percent | Unit::Points))
                    && units_of_points(work, &columns) == 1
            } else {
                units.len() == 1 || !across
            }
        }
        Form::Quotient(_) => across && may_be_divided(work, &columns),
        Form::Change(_) => across && of_one_unit(work, &columns),
    };
    let Some(target) = columns.last().copied().filter(|_| across) else {
        return if allowed { Vec::new() } else { columns };
    };
    let named = match found.formula.form {
        Form::Quotient(Factor::Hundred) | Form::Change(Factor::Hundred) => {
            *work.unit(target) == Unit::Percent && of_one_unit(work, &columns)
        }
        Form::Quotient(_) | Form::Change(_) => {
            *work.unit(target) == Unit::Ratio && of_one_unit(work, &columns)
        }
        Form::Sum | Form::Balance(_) | Form::Mean => true,
    };
    match allowed {
        true if named || *work.unit(target) == Unit::Number => Vec::new(),
        true => vec![target],
        false => columns,
    }
}

/// Whether the language divides numbers of the units of two columns by each other.
fn may_be_divided(work: &Work<'_>, columns: &[usize]) -> bool {
    let mixed = columns[..2]
        .iter()
        .all(|column| matches!(work.unit(*column), Unit::Measure(_) | Unit::Count | Unit::Number));
    mixed || of_one_unit(work, columns)
}

/// Whether an input of a quotient is no count, so that it is rounded and no count need be.
fn is_measured(work: &Work<'_>, lattice: &Lattice, found: &Found) -> bool {
    let inputs = columns(lattice, found).into_iter().take(found.formula.inputs.len());
    let mut units = inputs.map(|column| work.unit(column));
    lattice.way == Way::Across
        && matches!(found.formula.form, Form::Quotient(_))
        && units.any(|unit| *unit != Unit::Count)
}

/// Whether both inputs of a quotient or change have one unit.
fn of_one_unit(work: &Work<'_>, columns: &[usize]) -> bool {
    columns[..2].iter().all(|column| work.unit(*column) == work.unit(columns[0]))
}

/// A sum of two lines as the difference that it is called or looks like: `balance = income −
/// expenditure` rather than `income = balance + expenditure`.
fn difference(lattice: &Lattice, formula: &Formula, places: &[usize]) -> Option<Formula> {
    let [first, second] = formula.inputs[..] else { return None };
    if formula.form != Form::Sum {
        return None;
    }
    let is_total = lattice.lines[formula.target].total.is_some();
    let (gap, other) = [(first, second), (second, first)].into_iter().find(|(gap, _)| {
        let gap = &lattice.lines[*gap];
        !is_total && gap.difference.is_some() || gap.is_negative(places)
    })?;
    Some(Formula { form: Form::Sum, target: gap, inputs: vec![formula.target, other] })
}

const fn operator(formula: &Formula, difference: bool) -> Operator {
    match formula.form {
        Form::Sum if difference => Operator::Difference,
        Form::Sum => Operator::Sum,
        Form::Balance(_) => Operator::Difference,
        Form::Mean => Operator::Average,
        Form::Quotient(Factor::Hundred) => Operator::Share,
        Form::Quotient(Factor::One) => Operator::Quotient,
        Form::Quotient(Factor::Per(_)) => Operator::Rate,
        Form::Change(_) => Operator::Change,
    }
}

/// A formula on its way to a rule.
struct Writing<'w, 'a> {
    work: &'w Work<'a>,
    lattice: &'w Lattice,
}

impl Writing<'_, '_> {
    fn rule(&self, found: &Found, difference: Option<&Formula>) -> DraftRule {
        let formula = difference.unwrap_or(&found.formula);
        let operator = operator(formula, difference.is_some());
        let mut evidence = found.evidence.clone();
        for rows in [&mut evidence.holds, &mut evidence.slips, &mut evidence.fails] {
            rows.iter_mut().for_each(|place| *place = self.lattice.places[*place].at);
        }
        let (targets, tried_on) = match self.lattice.way {
            Way::Across => {
                let column = self.lattice.lines[formula.target].at;
                let name = self.work.name(column);
                (vec![format!("{}.{name}", self.work.printed.id)], Tried::Rows)
            }
            Way::Down => (self.cells(formula.target, &found.places), Tried::Columns),
        };
        let text = match operator {
            Operator::Difference if difference.is_some() => self.joined(formula, " - "),
            _ => self.text(formula, &found.places),
        };
        let words = self.words(formula, operator);
        DraftRule {
            table: self.work.table,
            id: self.work.id(&self.id(formula)),
            label: words,
            operator,
            targets,
            formula: text,
            rows: self.rows(found),
            evidence,
            tried_on,
        }
    }

    /// The targets of a row in some columns.
    fn cells(&self, line: usize, places: &[usize]) -> Vec<String> {
        let row = self.lattice.lines[line].at;
        let key = self.work.row_key(row);
        let printed =
            places.iter().filter(|place| self.lattice.at(line, **place, Counts::Exact).is_some());
        printed
            .map(|place| {
                let name = self.work.name(self.lattice.places[*place].at);
                format!("{}.{name}[{key}]", self.work.printed.id)
            })
            .collect()
    }

    /// The rows that the rule of a column governs, where these are not all.
    fn rows(&self, found: &Found) -> Option<String> {
        let all = self.lattice.places.len();
        if self.lattice.way == Way::Down || found.places.len() == all {
            return None;
        }
        let rows: Vec<usize> =
            found.places.iter().map(|place| self.lattice.places[*place].at).collect();
        Some(only(self.work, &rows))
    }

    /// The formula as it is written.
    fn text(&self, formula: &Formula, places: &[usize]) -> String {
        match formula.form {
            Form::Sum => self.added(formula, places),
            Form::Balance(_) => self.balanced(formula),
            Form::Mean => format!("mean({})", self.listed(formula)),
            Form::Quotient(Factor::Hundred) if self.is_of_one_unit(formula) => {
                format!("share({})", self.joined(formula, ", "))
            }
            Form::Quotient(Factor::Hundred) => format!("100 * {}", self.joined(formula, " / ")),
            Form::Quotient(Factor::One) => self.joined(formula, " / "),
            Form::Quotient(Factor::Per(rate)) => {
                format!("{rate} * {}", self.joined(formula, " / "))
            }
            Form::Change(Factor::Hundred) => format!("change({})", self.joined(formula, ", ")),
            Form::Change(Factor::One | Factor::Per(_)) => {
                let [from, to] = [0, 1].map(|at| self.term(formula.inputs[at]));
                format!("{to} / {from} - 1")
            }
        }
    }

    /// Whether the inputs of a quotient have one unit.
    fn is_of_one_unit(&self, formula: &Formula) -> bool {
        let columns: Vec<usize> =
            formula.inputs.iter().map(|line| self.lattice.lines[*line].at).collect();
        self.lattice.way == Way::Down || of_one_unit(self.work, &columns)
    }

    fn term(&self, line: usize) -> String {
        let at = self.lattice.lines[line].at;
        match self.lattice.way {
            Way::Across => self.work.name(at).to_owned(),
            Way::Down => format!("self[{}]", self.work.row_key(at)),
        }
    }

    /// The inputs of a balance with their signs.
    fn balanced(&self, formula: &Formula) -> String {
        let mut text = String::new();
        for (at, line) in formula.inputs.iter().enumerate() {
            if at > 0 {
                text.push_str(if formula.subtracts(at) { " - " } else { " + " });
            }
            text.push_str(&self.term(*line));
        }
        text
    }

    fn joined(&self, formula: &Formula, by: &str) -> String {
        formula.inputs.iter().map(|line| self.term(*line)).collect::<Vec<_>>().join(by)
    }

    /// The inputs of a sum: a run of rows as a range, and as a list where some report nothing.
    fn added(&self, formula: &Formula, places: &[usize]) -> String {
        match self.range(formula) {
            Some(range) => format!("sum({range})"),
            None if self.leaves_out(formula, places) => {
                format!("sum({})", self.joined(formula, ", "))
            }
            None => self.joined(formula, " + "),
        }
    }

    /// Whether some inputs report nothing where the target does.
    fn leaves_out(&self, formula: &Formula, places: &[usize]) -> bool {
        let mut reported =
            places.iter().filter(|place| self.lattice.prints(formula.target, **place));
        reported.any(|place| formula.inputs.iter().any(|line| !self.lattice.prints(*line, *place)))
    }

    fn listed(&self, formula: &Formula) -> String {
        self.range(formula).unwrap_or_else(|| self.joined(formula, ", "))
    }

    /// The rows of a run without a row of numbers between that is not one of them.
    fn range(&self, formula: &Formula) -> Option<String> {
        let inputs = &formula.inputs;
        let run = inputs.windows(2).all(|pair| pair[1] == pair[0] + 1);
        if self.lattice.way == Way::Across || inputs.len() < 3 || !run {
            return None;
        }
        let [first, last] =
            [inputs.first()?, inputs.last()?].map(|line| self.lattice.lines[*line].at);
        let [from, to] = [first, last].map(|row| self.work.row_key(row));
        if self.work.printed.key.len() == 1 {
            return Some(format!("self[{from}..{to}]"));
        }
        let lines = &self.work.printed.lines;
        Some(format!("self[#{}..#{}]", lines[first], lines[last]))
    }

    fn id(&self, formula: &Formula) -> String {
        match (self.lattice.way, formula.form) {
            (Way::Across, _) => {
                let column = self.lattice.lines[formula.target].at;
                self.work.name(column).replace('_', "-")
            }
            (Way::Down, Form::Sum) => "row-sum".to_owned(),
            (Way::Down, Form::Balance(_)) => "row-balance".to_owned(),
            (Way::Down, Form::Mean) => "row-mean".to_owned(),
            (Way::Down, Form::Quotient(_)) => "row-quotient".to_owned(),
            (Way::Down, Form::Change(_)) => "row-change".to_owned(),
        }
    }

    /// What people call a line.
    fn name(&self, line: usize) -> String {
        let at = self.lattice.lines[line].at;
        match self.lattice.way {
            Way::Across => self.work.label(at).to_owned(),
            Way::Down => self.work.row_name(at),
        }
    }

    /// The rule in words.
    fn words(&self, formula: &Formula, operator: Operator) -> String {
        let target = self.name(formula.target);
        let names: Vec<String> = formula.inputs.iter().map(|line| self.name(*line)).collect();
        let chinese = self.work.chinese() || words::is_chinese(&target);
        let all = list(&names, chinese);
        if let Form::Balance(_) = formula.form {
            let (less, plus): (Vec<_>, Vec<_>) =
                names.into_iter().enumerate().partition(|(at, _)| formula.subtracts(*at));
            let [plus, less] = [plus, less]
                .map(|some| some.into_iter().map(|(_, name)| name).collect::<Vec<String>>())
                .map(|names| list(&names, chinese));
            return match chinese {
                true => format!("{target}等于{plus}之和减去{less}"),
                false => format!("{target} is {plus} less {less}"),
            };
        }
        match (operator, names.as_slice(), chinese) {
            (Operator::Difference, [whole, part], false) => {
                format!("{target} is {whole} less {part}")
            }
            (Operator::Difference, [whole, part], true) => format!("{target}等于{whole}减去{part}"),
            (Operator::Share, [part, whole], false) => format!("{part} in percent of {whole}"),
            (Operator::Share, [part, whole], true) => format!("{part}占{whole}的百分比"),
            (Operator::Quotient, [part, whole], false) => format!("{part} divided by {whole}"),
            (Operator::Quotient, [part, whole], true) => format!("{part}除以{whole}"),
            (Operator::Rate, [part, whole], false) => {
                format!("{target} is {part} divided by {whole}")
            }
            (Operator::Rate, [part, whole], true) => format!("{target}等于{part}除以{whole}"),
            (Operator::Change, [from, to], false) => format!("change from {from} to {to}"),
            (Operator::Change, [from, to], true) => format!("从{from}到{to}的变化率"),
            (Operator::Average, _, false) => format!("{target} is the mean of {all}"),
            (Operator::Average, _, true) => format!("{target}是{all}的平均值"),
            (_, _, false) => format!("{all} add up to {target}"),
            (_, _, true) => format!("{all}之和等于{target}"),
        }
    }
}

/// Names as a list; of many the first and the last.
fn list(names: &[String], chinese: bool) -> String {
    match (names, chinese) {
        ([first, .., last], true) if names.len() > MOST_NAMED => format!("{first}至{last}"),
        ([first, .., last], false) if names.len() > MOST_NAMED => format!("{first} to {last}"),
        _ => words::list(names, chinese),
    }
}
