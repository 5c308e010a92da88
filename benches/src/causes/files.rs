//! A generated study as the files that a person would have written: manifest, table, claims.

use std::fmt::Write;
use std::fs;
use std::io;
use std::path::Path;

use crossfoot_core::{Decimal, Unit};

use super::plan::{ColumnPlan, Plan, Slot, Style, TABLE};
use super::release::Computed;

/// The files of a study.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    /// `study.toml`.
    pub manifest: String,
    /// The only table.
    pub table: String,
    /// `claims.csv`, where the text claims anything.
    pub claims: Option<String>,
}

impl Files {
    /// The study with these figures.
    pub(super) fn from_plan(plan: &Plan, figures: &[Computed]) -> Self {
        let writer = Writer { plan, figures };
        Self {
            manifest: manifest(plan),
            table: writer.table(),
            claims: (!plan.claims.is_empty()).then(|| writer.claims()),
        }
    }

    /// Writes them into a folder, and replaces the files of another study.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        fs::write(folder.join("study.toml"), &self.manifest)?;
        fs::write(folder.join("releases.csv"), &self.table)?;
        let claims = folder.join("claims.csv");
        match &self.claims {
            Some(text) => fs::write(claims, text),
            None if claims.exists() => fs::remove_file(claims),
            None => Ok(()),
        }
    }
}

/// A column of the file: the columns of the plan whose figures it prints.
fn printed_columns(plan: &Plan) -> Vec<Vec<usize>> {
    let mut printed: Vec<Vec<usize>> = Vec::new();
    for (at, column) in plan.columns.iter().enumerate() {
        match printed.last_mut() {
            Some(last) if plan.style.paired && is_share_of(plan, column, last) => last.push(at),
            _ => printed.push(vec![at]),
        }
    }
    printed
}

/// Whether a column has the shares of the only column that a printed one holds so far.
fn is_share_of(plan: &Plan, column: &ColumnPlan, printed: &[usize]) -> bool {
    match printed {
        [count] => column.name == format!("{}_pct", plan.columns[*count].name),
        _ => false,
    }
}

fn manifest(plan: &Plan) -> String {
    let mut out = String::from("[study]\nid = \"generated\"\ntitle = \"Licences by category\"\n");
    let language = if plan.style.point == ',' { "de" } else { "en" };
    out += &format!("language = \"{language}\"\n");
    if let Some(rounding) = plan.stated {
        out += &format!("rounding = \"{}\"\n", rounding.name());
    }
    let column = "\n  [[table.column]]\n";
    out += &format!(
        "\n[[table]]\nid = \"{TABLE}\"\nfile = \"releases.csv\"\nkey = \"year\"\ndecimal = \"{}\"\n",
        plan.style.point
    );
    let key = if plan.names.is_empty() { "date" } else { "text" };
    out += &format!("{column}  header = \"year\"\n  name = \"year\"\n  unit = \"{key}\"\n");
    for group in printed_columns(plan) {
        let parts: Vec<(&str, &str)> = group
            .iter()
            .map(|at| (plan.columns[*at].name.as_str(), plan.columns[*at].unit.name()))
            .collect();
        out += &format!("{column}  header = \"{}\"\n", parts[0].0);
        if let [(name, unit)] = parts[..] {
            out += &format!("  name = \"{name}\"\n  unit = \"{unit}\"\n");
        } else {
            let parts: Vec<String> = parts
                .iter()
                .map(|(name, unit)| format!("{{ name = \"{name}\", unit = \"{unit}\" }}"))
                .collect();
            out += &format!("  parts = [{}]\n", parts.join(", "));
        }
    }
    for column in &plan.columns {
        if let Some(formula) = &column.formula {
            out += &format!(
                "\n[[rule]]\nid = \"{0}\"\ntarget = \"{TABLE}.{0}\"\nformula = \"{formula}\"\n",
                column.name
            );
        }
    }
    for (at, (target, formula)) in plan.rules.iter().enumerate() {
        out += &format!(
            "\n[[rule]]\nid = \"cell-{at}\"\ntarget = \"{target}\"\nformula = \"{formula}\"\n"
        );
    }
    if let Some(condition) = &plan.condition {
        out += &format!(
            "\n[[rule]]\nid = \"shares-sum\"\nrows = \"{TABLE}\"\ncondition = \"{condition}\"\n"
        );
    }
    out
}

/// Writes the figures of a plan.
struct Writer<'a> {
    plan: &'a Plan,
    figures: &'a [Computed],
}

impl Writer<'_> {
    fn figure(&self, slot: Slot, unit: &Unit) -> String {
        number(self.figures[slot].printed, unit, self.plan.style)
    }

    fn table(&self) -> String {
        let groups = printed_columns(self.plan);
        let mut out = String::from("year");
        for group in &groups {
            out += &format!(",{}", self.plan.columns[group[0]].name);
        }
        for row in 0..self.plan.rows {
            let _ = match self.plan.names.get(row) {
                Some(name) => write!(out, "\n{name}"),
                None => write!(out, "\n{}", self.plan.first_year + row),
            };
            for group in &groups {
                let figures = group.iter().map(|at| &self.plan.columns[*at]).map(|column| {
                    column.slots[row]
                        .map_or("–".to_owned(), |slot| self.figure(slot, &column.unit))
                });
                out += &format!(",{}", quoted(&figures.collect::<Vec<_>>().join(" ")));
            }
        }
        out + "\n"
    }

    fn claims(&self) -> String {
        let mut out = String::from("id,where,statement,published,unit,formula,approx\n");
        for (at, claim) in self.plan.claims.iter().enumerate() {
            let unit = claim.unit.name();
            let printed = quoted(&self.figure(claim.slot, &claim.unit));
            out += &format!(
                "claim-{},results,{},{printed},{unit},{},\n",
                at + 1,
                claim.statement,
                quoted(&claim.formula)
            );
        }
        out
    }
}

fn quoted(field: &str) -> String {
    if field.contains(',') { format!("\"{field}\"") } else { field.to_owned() }
}

/// A number as the study writes it.
fn number(value: Decimal, unit: &Unit, style: Style) -> String {
    let english = value.to_string();
    let (whole, decimals) = english
        .split_once('.')
        .map_or((english.as_str(), None), |(whole, decimals)| (whole, Some(decimals)));
    let mut out = whole.replace(',', style.thousands);
    if let Some(decimals) = decimals {
        out.push(style.point);
        out += decimals;
    }
    if *unit == Unit::Percent && style.percent_sign {
        out.push('%');
    }
    out
}
