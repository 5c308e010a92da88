//! The kinds of causes: one row each, with its name, page, class, prior, finder and a plain sentence.
//! The page is `cause/<name>.md`, with underscores for hyphens.

use std::fmt;

use crossfoot_core::pattern;

use super::case::{Case, Explanation};
use super::{
    cells_swapped, conflicting_sources, decimal_shift, digits, earlier_vintage, faulty_input,
    filter_dropped, forced_sum, inverted_ratio, misprinted_input, neighbour_repeated,
    other_base_year, other_denominator, other_quantity, percent_for_points, priors, rounded_twice,
    row_shifted, running_total, share_for_count, sign, stale_figure, truncation,
};
use crate::slip::Slip;

/// What a kind of cause blames.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum CauseClass {
    /// The right figure was printed wrong.
    Misprint,
    /// The right figure was cut off, or rounded by another convention.
    Rounding,
    /// Something else was computed, or computed otherwise.
    WrongFormula,
    /// Another figure is at fault, not this one.
    Elsewhere,
}

/// How a kind looks for explanations.
enum Finder {
    /// It is a slip on the digits.
    Slip(Slip),
    /// It has a module of its own.
    Own(fn(&Case<'_>) -> Vec<Explanation>),
}

/// What is known of a kind.
struct Definition {
    name: &'static str,
    sentence: &'static str,
    page: &'static str,
    class: CauseClass,
    prior: f64,
    finder: Finder,
}

macro_rules! kinds {
    ($(
        $(#[$doc:meta])*
        $kind:ident, $name:literal, $page:literal, $class:ident, $prior:ident, $finder:expr,
        $sentence:expr;
    )*) => {
        /// A kind of cause.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum CauseKind {
            $($(#[$doc])* $kind,)*
        }

        impl CauseKind {
            /// Every kind, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            const fn definition(self) -> &'static Definition {
                match self {
                    $(Self::$kind => const {
                        &Definition {
                            name: $name,
                            sentence: $sentence,
                            page: include_str!($page),
                            class: CauseClass::$class,
                            prior: priors::$prior,
                            finder: $finder,
                        }
                    },)*
                }
            }
        }
    };
}

use Finder::{Own, Slip as Digits};

kinds! {
    /// Two neighbouring digits changed places.
    AdjacentTransposition, "adjacent-transposition", "adjacent_transposition.md",
        Misprint, ADJACENT_TRANSPOSITION, Digits(Slip::AdjacentTransposition),
        pattern!("two neighbouring digits changed places");
    /// Two digits that are not neighbours changed places.
    DigitSwap, "digit-swap", "digit_swap.md", Misprint, DIGIT_SWAP, Digits(Slip::DigitSwap),
        pattern!("two digits changed places");
    /// One digit is another.
    DigitReplaced, "digit-replaced", "digit_replaced.md",
        Misprint, DIGIT_REPLACED, Digits(Slip::DigitReplaced),
        pattern!("one digit is wrong");
    /// A digit is missing.
    DigitOmitted, "digit-omitted", "digit_omitted.md",
        Misprint, DIGIT_OMITTED, Digits(Slip::DigitOmitted),
        pattern!("a digit is missing");
    /// There is a digit too many, unlike its neighbours.
    DigitAdded, "digit-added", "digit_added.md", Misprint, DIGIT_ADDED, Digits(Slip::DigitAdded),
        pattern!("there is a digit too many");
    /// A digit was typed twice.
    DigitRepeated, "digit-repeated", "digit_repeated.md",
        Misprint, DIGIT_REPEATED, Digits(Slip::DigitRepeated),
        pattern!("a digit was typed twice");
    /// The decimal point, or a unit of thousands, is off.
    DecimalShift, "decimal-shift", "decimal_shift.md",
        Misprint, DECIMAL_SHIFT, Own(decimal_shift::find),
        pattern!("the decimal point is in the wrong place");
    /// Plus for minus, or minus for plus.
    Sign, "sign", "sign.md", Misprint, SIGN, Own(sign::find),
        pattern!("the sign is wrong");
    /// The digits were cut off instead of rounded.
    Truncation, "truncation", "truncation.md", Rounding, TRUNCATION, Own(truncation::find),
        pattern!("the digits were cut off instead of rounded");
    /// It was rounded to more decimals first.
    RoundedTwice, "rounded-twice", "rounded_twice.md",
        Rounding, ROUNDED_TWICE, Own(rounded_twice::find),
        pattern!("the value was rounded twice");
    /// A share was changed so that the shares add up to 100.
    ForcedSum, "forced-sum", "forced_sum.md", Rounding, FORCED_SUM, Own(forced_sum::find),
        pattern!("a share was changed so that the shares add up to 100");
    /// Another total was divided by.
    OtherDenominator, "other-denominator", "other_denominator.md",
        WrongFormula, OTHER_DENOMINATOR, Own(other_denominator::find),
        pattern!("the share was computed from another total");
    /// Another year was compared with.
    OtherBaseYear, "other-base-year", "other_base_year.md",
        WrongFormula, OTHER_BASE_YEAR, Own(other_base_year::find),
        pattern!("the change was computed from another period");
    /// Numerator and denominator were exchanged.
    InvertedRatio, "inverted-ratio", "inverted_ratio.md",
        WrongFormula, INVERTED_RATIO, Own(inverted_ratio::find),
        pattern!("numerator and denominator were exchanged");
    /// Percent for percentage points, or the other way round.
    PercentForPoints, "percent-for-points", "percent_for_points.md",
        WrongFormula, PERCENT_FOR_POINTS, Own(percent_for_points::find),
        pattern!("percent and percentage points were confused");
    /// The statement is true of the share, or of the count, that belongs to it.
    ShareForCount, "share-for-count", "share_for_count.md",
        WrongFormula, SHARE_FOR_COUNT, Own(share_for_count::find),
        pattern!("count and share were confused");
    /// A condition of the statement was not applied.
    FilterDropped, "filter-dropped", "filter_dropped.md",
        WrongFormula, FILTER_DROPPED, Own(filter_dropped::find),
        pattern!("a condition of the statement was not applied");
    /// Another quantity of the study is printed.
    OtherQuantity, "other-quantity", "other_quantity.md",
        WrongFormula, OTHER_QUANTITY, Own(other_quantity::find),
        pattern!("another quantity is printed");
    /// An input is itself at fault.
    FaultyInput, "faulty-input", "faulty_input.md",
        Elsewhere, FAULTY_INPUT, Own(faulty_input::find),
        pattern!("the value is right, and a figure that it is computed from is wrong");
    /// A figure that a condition reads is misprinted.
    MisprintedInput, "misprinted-input", "misprinted_input.md",
        Elsewhere, MISPRINTED_INPUT, Own(misprinted_input::find),
        pattern!("one of the figures is printed wrong");
    /// Another rule confirms the printed value.
    ConflictingSources, "conflicting-sources", "conflicting_sources.md",
        Elsewhere, CONFLICTING_SOURCES, Own(conflicting_sources::find),
        pattern!("two places of the publication contradict each other");
    /// The figure of the row before is printed.
    StaleFigure, "stale-figure", "stale_figure.md", Misprint, STALE_FIGURE, Own(stale_figure::find),
        pattern!("the figure of the row before was not updated");
    /// The figure of the cell beside it is printed.
    NeighbourRepeated, "neighbour-repeated", "neighbour_repeated.md",
        Misprint, NEIGHBOUR_REPEATED, Own(neighbour_repeated::find),
        pattern!("the figure of the neighbouring cell was printed again");
    /// Two cells hold each other's figures.
    CellsSwapped, "cells-swapped", "cells_swapped.md",
        Misprint, CELLS_SWAPPED, Own(cells_swapped::find),
        pattern!("two figures changed places");
    /// The figures of the column are one row off.
    RowShifted, "row-shifted", "row_shifted.md", WrongFormula, ROW_SHIFTED, Own(row_shifted::find),
        pattern!("the figures of the column are one row off");
    /// A running total is printed instead of the item.
    RunningTotal, "running-total", "running_total.md",
        WrongFormula, RUNNING_TOTAL, Own(running_total::find),
        pattern!("a running total was printed instead of the single value");
    /// A figure that a later release revised was used.
    EarlierVintage, "earlier-vintage", "earlier_vintage.md",
        WrongFormula, EARLIER_VINTAGE, Own(earlier_vintage::find),
        pattern!("the value was computed from a figure that was revised later");
}

impl CauseKind {
    /// The kind that names a quantity without saying why it is printed.
    pub(crate) const LEAST_SPECIFIC: Self = Self::OtherQuantity;

    /// The name in every output.
    pub const fn name(self) -> &'static str {
        self.definition().name
    }

    /// What happened, in plain words without names and numbers: a pattern of the catalogues.
    pub const fn sentence(self) -> &'static str {
        self.definition().sentence
    }

    /// The page that explains it, in Markdown.
    pub const fn page(self) -> &'static str {
        self.definition().page
    }

    /// What it blames.
    pub const fn class(self) -> CauseClass {
        self.definition().class
    }

    /// Whether the number is right and the words are wrong.
    pub(crate) const fn keeps_number(self) -> bool {
        matches!(self, Self::ShareForCount | Self::PercentForPoints)
    }

    /// How often this kind of slip is behind a fault.
    pub const fn prior(self) -> f64 {
        self.definition().prior
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }

    /// The slip on the digits that it is, if it is one.
    pub(crate) const fn slip(self) -> Option<Slip> {
        match self.definition().finder {
            Finder::Slip(slip) => Some(slip),
            Finder::Own(_) => None,
        }
    }

    /// The explanations of this kind that fit a finding.
    pub(super) fn explanations(self, case: &Case<'_>) -> Vec<Explanation> {
        match self.definition().finder {
            Finder::Slip(slip) => digits::find(case, slip),
            Finder::Own(find) => find(case),
        }
    }
}

impl fmt::Display for CauseKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_named_once_and_documented() {
        for (at, kind) in CauseKind::ALL.iter().enumerate() {
            let name = kind.name();
            assert!(
                CauseKind::ALL[..at].iter().all(|other| other.name() != name),
                "{name} is there twice"
            );
            assert!(
                name.chars().all(|c| c.is_ascii_lowercase() || c == '-'),
                "{name} is not kebab-case"
            );
            assert!(
                kind.page().starts_with(&format!("# {name}\n")),
                "the page of {name} starts with its name"
            );
        }
    }

    #[test]
    fn every_slip_is_one_kind() {
        for slip in Slip::ALL {
            assert_eq!(slip.kind().slip(), Some(slip));
        }
        let slips = CauseKind::ALL.iter().filter(|kind| kind.slip().is_some());
        assert_eq!(slips.count(), Slip::ALL.len());
    }
}
