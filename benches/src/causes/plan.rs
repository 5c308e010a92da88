//! What a generated study publishes: a table of counts, shares, rates and changes over years, and
//! claims about it, with the way each figure is computed.

use crossfoot_core::{Rounding, Unit};

use crate::random::Random;

/// A published figure, by its place in [`Plan::quantities`].
pub(super) type Slot = usize;

/// The table's name in formulas.
pub(super) const TABLE: &str = "releases";

/// Names of categories.
const CATEGORIES: [&str; 7] =
    ["collection", "preservation", "export", "research", "clinical", "transport", "other"];
/// How many times smaller than the largest category the others are.
const SMALLER: [u64; 10] = [1, 1, 2, 2, 3, 5, 8, 20, 60, 200];
/// How often shares have 0, 1, 2 or 3 decimals.
const DECIMALS: [u64; 4] = [1, 3, 6, 1];
/// How often a study has shares of its categories.
const SHARES: (u64, u64) = (9, 10);
/// How often it has revocations, with their rate and the applications processed.
const REVOCATIONS: (u64, u64) = (1, 2);
/// How often the total has its change from the year before.
const CHANGE_OF_TOTAL: (u64, u64) = (1, 2);
/// How often a category has it.
const CHANGE_OF_CATEGORY: (u64, u64) = (1, 8);
/// How often it is said that the shares make up the whole.
const CONDITION: (u64, u64) = (1, 3);
/// How often one column is cut off where the others are rounded.
const TRUNCATED: (u64, u64) = (1, 10);
/// How often the rounding is stated.
const STATED: (u64, u64) = (1, 5);
/// A study makes fewer claims than this.
const CLAIMS: u64 = 7;

/// Between thousands. It looks like the space between two figures of a cell.
const THIN_SPACE: &str = "\u{202F}";

/// How a figure comes about.
#[derive(Debug)]
pub(super) enum Recipe {
    /// Counted.
    Given(i64),
    /// Others added, and those marked subtracted.
    Sum(Vec<(bool, Slot)>),
    /// 100 × part ÷ whole.
    Share { part: Slot, whole: Slot },
    /// 100 × (to ÷ from − 1).
    Change { from: Slot, to: Slot },
    /// Printed again.
    Copy(Slot),
}

/// One published figure.
#[derive(Debug)]
pub(super) struct Quantity {
    pub(super) recipe: Recipe,
    pub(super) decimals: i8,
    pub(super) rounding: Rounding,
}

/// A column of the table.
#[derive(Debug)]
pub(super) struct ColumnPlan {
    pub(super) name: String,
    pub(super) unit: Unit,
    /// One per row; `None` without an earlier row to compare with.
    pub(super) slots: Vec<Option<Slot>>,
    /// Its rule, if it is computed.
    pub(super) formula: Option<String>,
}

/// A statement of the text.
#[derive(Debug)]
pub(super) struct ClaimPlan {
    pub(super) slot: Slot,
    pub(super) unit: Unit,
    pub(super) statement: String,
    pub(super) formula: String,
}

/// How the study writes numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub(super) thousands: &'static str,
    pub(super) point: char,
    pub(super) percent_sign: bool,
    /// A count and its share are in one cell.
    pub(super) paired: bool,
}

/// The figures of a table that claims are about: per category and row, and per row. There may be no
/// shares.
struct Counts {
    parts: Vec<Vec<Slot>>,
    totals: Vec<Slot>,
    shares: Vec<Vec<Slot>>,
}

/// A study before anything is printed.
#[derive(Debug)]
pub(super) struct Plan {
    /// Every figure; one that is computed comes after its inputs.
    pub(super) quantities: Vec<Quantity>,
    pub(super) columns: Vec<ColumnPlan>,
    pub(super) claims: Vec<ClaimPlan>,
    /// What must hold in every row.
    pub(super) condition: Option<String>,
    /// Rules about single cells: target and formula.
    pub(super) rules: Vec<(String, String)>,
    /// Names of the rows; years where there are none.
    pub(super) names: Vec<String>,
    pub(super) first_year: usize,
    pub(super) rows: usize,
    pub(super) style: Style,
    pub(super) stated: Option<Rounding>,
}

impl Quantity {
    /// The figures it is computed from.
    pub(super) fn inputs(&self) -> Vec<Slot> {
        match &self.recipe {
            Recipe::Given(_) => Vec::new(),
            Recipe::Sum(terms) => terms.iter().map(|(_, slot)| *slot).collect(),
            Recipe::Share { part, whole } => vec![*part, *whole],
            Recipe::Change { from, to } => vec![*from, *to],
            Recipe::Copy(slot) => vec![*slot],
        }
    }
}

impl Plan {
    /// A study of so many rows and categories, without faults. Counts are drawn separately, so that
    /// the columns do not depend on the number of rows.
    pub(super) fn draw(
        random: &mut Random,
        counted: &mut Random,
        rows: usize,
        categories: usize,
    ) -> Self {
        let first_year = 2025 - rows.min(90) - random.index(8);
        let style = style(random);
        let stated = random.chance(STATED).then_some(Rounding::HalfUp);
        let mut plan = Self { first_year, style, stated, ..Self::empty(rows) };
        let decimals = random.weighted(&DECIMALS) as i8;
        let names = &CATEGORIES[..categories.min(CATEGORIES.len())];
        let parts = plan.categories(random, counted, names);
        let totals = (0..rows)
            .map(|row| plan.sum(parts.iter().map(|part| (false, part[row])).collect()))
            .collect();
        let mut counts = Counts { parts, totals, shares: Vec::new() };
        let total_first = random.chance((1, 2));
        if total_first {
            plan.column("total", &counts.totals, Some(names.join(" + ")));
        }
        let shares = random.chance(SHARES);
        for (name, part) in names.iter().zip(&counts.parts) {
            plan.column(name, part, None);
            if shares {
                let slots: Vec<Slot> = part
                    .iter()
                    .zip(&counts.totals)
                    .map(|(part, whole)| plan.share(*part, *whole, decimals))
                    .collect();
                plan.column(&format!("{name}_pct"), &slots, Some(format!("share({name}, total)")));
                counts.shares.push(slots);
            }
        }
        if !total_first {
            plan.column("total", &counts.totals, Some(names.join(" + ")));
        }
        if random.chance(REVOCATIONS) {
            plan.revocations(random, counted, &counts.totals, decimals);
        }
        if !shares || random.chance(CHANGE_OF_TOTAL) {
            plan.changes("total", &counts.totals, decimals);
        }
        for (name, part) in names.iter().zip(&counts.parts) {
            if random.chance(CHANGE_OF_CATEGORY) {
                plan.changes(name, part, decimals);
            }
        }
        if shares && random.chance(CONDITION) {
            plan.condition = Some(format!("{}_pct = 100", names.join("_pct + ")));
        } else if plan.stated.is_none() && random.chance(TRUNCATED) {
            plan.truncate_one(random);
        }
        (0..random.below(CLAIMS)).for_each(|_| plan.claim(random, names, &counts, decimals));
        plan
    }

    /// A plan of so many rows without figures, in the plainest style.
    pub(super) const fn empty(rows: usize) -> Self {
        Self {
            quantities: Vec::new(),
            columns: Vec::new(),
            claims: Vec::new(),
            condition: None,
            rules: Vec::new(),
            names: Vec::new(),
            first_year: 2000,
            rows,
            style: Style { thousands: "", point: '.', percent_sign: false, paired: false },
            stated: None,
        }
    }

    /// The figures that are computed from each.
    pub(super) fn readers(&self, slot: Slot) -> Vec<Slot> {
        (0..self.quantities.len())
            .filter(|reader| self.quantities[*reader].inputs().contains(&slot))
            .collect()
    }

    fn categories(
        &mut self,
        random: &mut Random,
        counted: &mut Random,
        names: &[&str],
    ) -> Vec<Vec<Slot>> {
        let largest = (random.below(9) + 1) * 10_u64.pow(random.below(3) as u32 + 2);
        let mut sizes: Vec<u64> = (0..names.len())
            .map(|at| if at == 0 { largest } else { largest / random.pick(&SMALLER) })
            .collect();
        // The largest is not always the first.
        sizes.rotate_left(random.index(names.len()));
        let mut parts = Vec::with_capacity(sizes.len());
        for size in sizes {
            // From 0.6 to 1.5 times its size, and some more.
            let slots = (0..self.rows)
                .map(|_| self.given(size * 6 / 10 + counted.below(size * 9 / 10 + 9)));
            parts.push(slots.collect());
        }
        parts
    }

    fn revocations(
        &mut self,
        random: &mut Random,
        counted: &mut Random,
        totals: &[Slot],
        decimals: i8,
    ) {
        let most = random.pick(&[20, 50, 200, 1_000]);
        let revoked: Vec<Slot> =
            totals.iter().map(|_| self.given(1 + counted.below(most))).collect();
        let pairs = revoked.iter().zip(totals);
        let rates: Vec<Slot> =
            pairs.clone().map(|(part, whole)| self.share(*part, *whole, decimals)).collect();
        let processed: Vec<Slot> = pairs
            .map(|(revoked, total)| self.sum(vec![(false, *total), (false, *revoked)]))
            .collect();
        self.column("revocations", &revoked, None);
        self.column("revocation_pct", &rates, Some("share(revocations, total)".to_owned()));
        self.column("processed", &processed, Some("total + revocations".to_owned()));
    }

    /// The change from the year before, unless there was nothing then.
    fn changes(&mut self, name: &str, slots: &[Slot], decimals: i8) {
        if slots.iter().any(|slot| matches!(self.quantities[*slot].recipe, Recipe::Given(0))) {
            return;
        }
        let changes = slots
            .windows(2)
            .map(|pair| Some(self.push(Recipe::Change { from: pair[0], to: pair[1] }, decimals)));
        let slots = std::iter::once(None).chain(changes).collect();
        self.columns.push(ColumnPlan {
            name: format!("{name}_change"),
            unit: Unit::Percent,
            slots,
            formula: Some(format!("change(prev({name}), {name})")),
        });
    }

    fn truncate_one(&mut self, random: &mut Random) {
        let computed: Vec<usize> = (0..self.columns.len())
            .filter(|column| self.columns[*column].unit == Unit::Percent)
            .collect();
        let column = random.pick(&computed);
        for slot in self.columns[column].slots.iter().flatten() {
            self.quantities[*slot].rounding = Rounding::Truncate;
        }
    }

    /// A statement about the table, unless it would be about shares and there are none.
    fn claim(&mut self, random: &mut Random, names: &[&str], counts: &Counts, decimals: i8) {
        let (row, category) = (random.index(self.rows), random.index(names.len()));
        let (early, late) = (random.index(self.rows - 1), self.rows - 1);
        let (year, from, to) =
            (self.first_year + row, self.first_year + early, self.first_year + late);
        let fewer = (decimals - i8::from(random.chance((1, 3)))).max(0);
        let (name, part, total) = (names[category], &counts.parts[category], &counts.totals);
        let share = counts.shares.get(category);
        let (unit, slot, statement, formula) = match (random.below(8), share) {
            (0, _) => (
                Unit::Count,
                self.push(Recipe::Copy(total[row]), 0),
                format!("the total of {year}"),
                format!("{TABLE}.total[{year}]"),
            ),
            (1, _) => {
                let slot = self.push(Recipe::Change { from: total[early], to: total[late] }, fewer);
                (
                    Unit::Percent,
                    slot,
                    format!("growth of the total from {from} to {to}"),
                    format!("change({TABLE}.total[{from}], {TABLE}.total[{to}])"),
                )
            }
            (2, _) => {
                let slot = self.sum(vec![(false, total[late]), (true, total[early])]);
                (
                    Unit::Count,
                    slot,
                    format!("how many more in {to} than in {from}"),
                    format!("{TABLE}.total[{to}] - {TABLE}.total[{from}]"),
                )
            }
            (3, _) => {
                let slot = self.share(part[row], total[row], fewer);
                (
                    Unit::Percent,
                    slot,
                    format!("the share of {name} in {year}"),
                    format!("share({TABLE}.{name}[{year}], {TABLE}.total[{year}])"),
                )
            }
            (4, _) => {
                let slot = self.sum(total.iter().map(|total| (false, *total)).collect());
                (
                    Unit::Count,
                    slot,
                    "the total of all years".to_owned(),
                    format!("sum({TABLE}.total)"),
                )
            }
            (5, Some(share)) => {
                let slot = self.push(Recipe::Copy(share[row]), decimals);
                (
                    Unit::Percent,
                    slot,
                    format!("the share of {name} in {year} as tabled"),
                    format!("{TABLE}.{name}_pct[{year}]"),
                )
            }
            (6, Some(share)) => {
                let slot = self
                    .push(Recipe::Sum(vec![(false, share[late]), (true, share[early])]), decimals);
                let formula =
                    format!("points({TABLE}.{name}_pct[{from}], {TABLE}.{name}_pct[{to}])");
                (
                    Unit::Points,
                    slot,
                    format!("how far the share of {name} rose from {from} to {to}"),
                    formula,
                )
            }
            _ => (
                Unit::Count,
                self.push(Recipe::Copy(part[row]), 0),
                format!("{name} in {year}"),
                format!("{TABLE}.{name}[{year}]"),
            ),
        };
        self.claims.push(ClaimPlan { slot, unit, statement, formula });
    }

    /// A column without gaps; counts are what is given, added or printed again.
    pub(super) fn column(&mut self, name: &str, slots: &[Slot], formula: Option<String>) {
        let counted = slots.iter().all(|slot| {
            let recipe = &self.quantities[*slot].recipe;
            matches!(recipe, Recipe::Given(_) | Recipe::Sum(_) | Recipe::Copy(_))
        });
        let unit = if counted { Unit::Count } else { Unit::Percent };
        self.columns.push(ColumnPlan {
            name: name.to_owned(),
            unit,
            slots: slots.iter().map(|slot| Some(*slot)).collect(),
            formula,
        });
    }

    pub(super) fn given(&mut self, count: u64) -> Slot {
        self.push(Recipe::Given(count as i64), 0)
    }

    pub(super) fn sum(&mut self, terms: Vec<(bool, Slot)>) -> Slot {
        self.push(Recipe::Sum(terms), 0)
    }

    pub(super) fn share(&mut self, part: Slot, whole: Slot, decimals: i8) -> Slot {
        self.push(Recipe::Share { part, whole }, decimals)
    }

    pub(super) fn push(&mut self, recipe: Recipe, decimals: i8) -> Slot {
        self.quantities.push(Quantity { recipe, decimals, rounding: Rounding::HalfUp });
        self.quantities.len() - 1
    }
}

fn style(random: &mut Random) -> Style {
    let (thousands, point) =
        random.pick(&[("", '.'), (",", '.'), (",", '.'), (THIN_SPACE, '.'), (".", ','), ("", ',')]);
    let percent_sign = random.chance((1, 2));
    Style {
        thousands,
        point,
        percent_sign,
        paired: percent_sign && thousands != THIN_SPACE && random.chance((1, 2)),
    }
}
