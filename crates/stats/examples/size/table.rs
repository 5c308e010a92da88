//! Tables of shares, and which of them lie outside what they should be.

use std::io::{Result, Write, stdout};
use std::sync::{Mutex, OnceLock};

/// What a share should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nominal {
    /// A test at 5 %: 4 to 6 %.
    Size,
    /// An exact test at 5 %: at most 6 %.
    AtMost,
    /// An interval at 95 %: 94 to 96 %.
    Covered,
    /// An exact or mid-p interval at 95 %: at least 94 %.
    AtLeast,
    /// How often a test finds an effect that is there: any share.
    Power,
}

impl Nominal {
    fn holds(self, percent: f64) -> bool {
        match self {
            Self::Size => (4.0..=6.0).contains(&percent),
            Self::AtMost => percent <= 6.0,
            Self::Covered => (94.0..=96.0).contains(&percent),
            Self::AtLeast => percent >= 94.0,
            Self::Power => true,
        }
    }

    const fn bounds(self) -> &'static str {
        match self {
            Self::Size => "not 4 to 6 %",
            Self::AtMost => "above 6 %",
            Self::Covered => "not 94 to 96 %",
            Self::AtLeast => "below 94 %",
            Self::Power => "",
        }
    }
}

/// A share of runs; `None` where it seldom is offered.
pub(crate) type Share = Option<f64>;

/// Cells outside their bounds, in the order in which they were printed.
static OUTSIDE: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// What the names of the designs to simulate contain.
static WANTED: OnceLock<String> = OnceLock::new();

/// Simulates only designs whose names contain a text.
pub(crate) fn want(part: String) {
    WANTED.get_or_init(|| part);
}

/// Whether a design is simulated.
pub(crate) fn is_wanted(name: &str) -> bool {
    WANTED.get().is_none_or(|part| name.contains(part))
}

/// Prints the head of a table.
pub(crate) fn head(names: &[&str]) -> Result<()> {
    writeln!(stdout(), "\n| {} |\n|---|{}", names.join(" | "), "---:|".repeat(names.len() - 1))
}

/// Prints a row: a name, and how often something holds; in bold what lies outside its bounds.
pub(crate) fn row(name: &str, cells: &[(Nominal, Share)]) -> Result<()> {
    let mut texts = Vec::new();
    for (nominal, share) in cells {
        let Some(share) = share else {
            texts.push("–".to_owned());
            continue;
        };
        // As it is printed, so that 6.04 is 6.0.
        let percent = (1_000.0 * share).round() / 10.0;
        if nominal.holds(percent) {
            texts.push(format!("{percent:.1} %"));
        } else {
            texts.push(format!("**{percent:.1} %**"));
            let line = format!("{name}: {percent:.1} %, {}", nominal.bounds());
            OUTSIDE.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(line);
        }
    }
    writeln!(stdout(), "| {name} | {} |", texts.join(" | "))
}

/// Prints what lay outside its bounds.
pub(crate) fn outside() -> Result<()> {
    let lines = OUTSIDE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    writeln!(stdout(), "\nOutside its bounds (bold above): {}", lines.len())?;
    lines.iter().try_for_each(|line| writeln!(stdout(), "- {line}"))
}
