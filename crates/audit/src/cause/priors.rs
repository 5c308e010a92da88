//! How often each kind of slip is behind a fault, before the numbers are looked at. The one place
//! where these are stated.
//!
//! Typing errors: Scholtus (2009), "Automatic correction of simple typing errors in numerical data
//! with balance edits", Statistics Netherlands, counts 152 single-digit slips in a business survey:
//! 112 digits replaced, 15 omitted, 14 interchanged, 11 added. They share three tenths of all
//! faults. Interchanged digits are mostly neighbours; of digits added, about half repeat the digit
//! before.
//!
//! The other kinds have no published counts. They are ordered by how often re-analyses name them
//! (statcheck, GRIM and the errata of statistical offices), and only their order of magnitude
//! matters: most probabilities come from `ways`.

/// All typing errors together.
const TYPING: f64 = 0.3;
/// Slips counted by Scholtus.
const COUNTED: f64 = 152.0;
/// A fault that none of the kinds explains: an arbitrary value.
///
/// ```
/// use crossfoot_audit::cause::priors::{DIGIT_SWAP, UNEXPLAINED};
/// assert!(DIGIT_SWAP < UNEXPLAINED);
/// ```
pub const UNEXPLAINED: f64 = 0.1;

/// Two neighbouring digits changed places.
pub const ADJACENT_TRANSPOSITION: f64 = TYPING * 11.0 / COUNTED;
/// Two digits that are not neighbours changed places.
pub const DIGIT_SWAP: f64 = TYPING * 3.0 / COUNTED;
/// One digit is another.
pub const DIGIT_REPLACED: f64 = TYPING * 112.0 / COUNTED;
/// A digit is missing.
pub const DIGIT_OMITTED: f64 = TYPING * 15.0 / COUNTED;
/// A digit too many.
pub const DIGIT_ADDED: f64 = TYPING * 6.0 / COUNTED;
/// A digit stands twice.
pub const DIGIT_REPEATED: f64 = TYPING * 5.0 / COUNTED;
/// The decimal point, or a unit of thousands, is off.
pub const DECIMAL_SHIFT: f64 = 0.05;
/// Plus for minus.
pub const SIGN: f64 = 0.01;
/// Digits cut off. Tried only where that gives the printed value, so it is nearly sure.
pub const TRUNCATION: f64 = 0.5;
/// Rounded to more decimals first. Tried only where that gives the printed value and rounding once
/// does not, where one in twenty figures is at risk.
pub const ROUNDED_TWICE: f64 = 0.1;
/// A share changed so that the shares add up. Tried only where they do and would not otherwise.
pub const FORCED_SUM: f64 = 0.2;
/// Another total.
pub const OTHER_DENOMINATOR: f64 = 0.04;
/// Another year to compare with.
pub const OTHER_BASE_YEAR: f64 = 0.03;
/// Numerator and denominator exchanged.
pub const INVERTED_RATIO: f64 = 0.01;
/// Percent for percentage points, or the other way round.
pub const PERCENT_FOR_POINTS: f64 = 0.1;
/// The statement is true of the share, or of the count, that belongs to it.
pub const SHARE_FOR_COUNT: f64 = 0.1;
/// A condition of the statement was not applied.
pub const FILTER_DROPPED: f64 = 0.2;
/// Another quantity of the study.
pub const OTHER_QUANTITY: f64 = 0.08;
/// The fault is in an input that is itself known to be at fault. Tried only then.
pub const FAULTY_INPUT: f64 = 0.3;
/// A figure that a condition reads has a typing error.
pub const MISPRINTED_INPUT: f64 = TYPING;
/// Another rule confirms the printed value. Tried only then.
pub const CONFLICTING_SOURCES: f64 = 0.05;
/// The figure of the row before.
pub const STALE_FIGURE: f64 = 0.03;
/// The figure of the cell beside it.
pub const NEIGHBOUR_REPEATED: f64 = 0.02;
/// Two cells hold each other's figures.
pub const CELLS_SWAPPED: f64 = 0.02;
/// Figures one row off. Tried only where a neighbouring row is off in the same way, so it is
/// likelier than a figure left standing.
pub const ROW_SHIFTED: f64 = 0.1;
/// A running total.
pub const RUNNING_TOTAL: f64 = 0.02;
/// Computed with a figure that a later release revised. Tried only where one was, and offices
/// seldom compute all changes again.
pub const EARLIER_VINTAGE: f64 = 0.3;

/// Typing errors grow with the number of digits typed; Scholtus' amounts have about this many.
pub const TYPICAL_DIGITS: f64 = 4.0;

// Root causes: hypotheses over the whole study.

/// A printed figure is wrong. Of the cells of audited spreadsheets 1 to 5 % are (Panko 2008,
/// Journal of Organizational and End User Computing 10(2):15); of results recomputed in articles of
/// psychology some 10 % (Nuijten et al. 2016, Behavior Research Methods 48:1205). Typing alone is
/// at the lower end. Only the order of magnitude matters.
pub const FAULT: f64 = 0.01;
/// As many figures as the one above is worth beside those of the study: where many are wrong,
/// another wrong one is more likely.
pub const FAULT_WORTH: f64 = 100.0;
/// A slip was made before other figures were computed from the cell; else when the finished table
/// was printed. No published counts: even odds.
pub const EARLY: f64 = 0.5;
/// After such a slip, a figure that is computed from the cell used the misprint. Not always: texts
/// are written from older drafts.
pub const CARRIED: f64 = 0.75;
/// A figure that is computed from a misprint is itself used as printed: its right value was printed
/// nowhere, except perhaps in an older draft.
pub const DERIVED_CARRIED: f64 = 0.999;
/// An arbitrary figure has more or fewer digits than the right one.
pub const OTHER_LENGTH: f64 = 0.05;
/// A single figure is cut off where others of its column are rounded. Of the last digits that are one
/// too low, more are cut off than typed wrong: a digit replaced by a certain other one has a
/// probability of 0.006.
pub const CUT_OFF_ALONE: f64 = 0.05;
/// All figures of a column are cut off.
pub const COLUMN_CUT_OFF: f64 = 0.05;
/// The decimal point of all figures of a column is off, or percentages are printed as fractions.
pub const COLUMN_SHIFTED: f64 = 0.005;
/// A rule of the manifest is not one that the publication follows.
pub const RULE_WRONG: f64 = 0.003;
/// A wrong rule holds on a row by chance.
pub const RULE_WRONG_HOLDS: f64 = 0.01;
/// A statement in words, or a condition, is not true of the right figures.
pub const FALSE_STATEMENT: f64 = 0.02;
/// All hypotheses that were looked at, where a search ends early. Of the answers that would have had
/// a probability of at least 0.95 then, two thirds were right in generated studies with five
/// misprints and in two-way tables with ten and more.
pub const SEEN: f64 = 0.7;
/// What is printed follows from nothing known: the floor below which no explanation of a single
/// figure falls.
pub const NOTHING_FITS: f64 = 1e-7;
