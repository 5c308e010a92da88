//! Chinese, in simplified characters: English patterns and what they are in Chinese.

mod batch;
mod causes;
mod charts;
mod drafts;
mod figures;
mod latex;
mod reports;
mod statistics;
mod views;

/// Every pattern once, in one of the tables.
pub(super) static TABLES: [&[(&str, &str)]; 9] = [
    batch::PATTERNS,
    causes::PATTERNS,
    charts::PATTERNS,
    drafts::PATTERNS,
    figures::PATTERNS,
    latex::PATTERNS,
    reports::PATTERNS,
    statistics::PATTERNS,
    views::PATTERNS,
];
