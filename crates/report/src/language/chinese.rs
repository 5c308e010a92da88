//! Chinese, in simplified characters: English patterns and what they are in Chinese.

mod causes;
mod charts;
mod drafts;
mod figures;
mod latex;
mod reports;
mod statistics;
mod views;

/// Every pattern once, in one of the tables.
pub(super) static TABLES: [&[(&str, &str)]; 8] = [
    causes::PATTERNS,
    charts::PATTERNS,
    drafts::PATTERNS,
    figures::PATTERNS,
    latex::PATTERNS,
    reports::PATTERNS,
    statistics::PATTERNS,
    views::PATTERNS,
];
