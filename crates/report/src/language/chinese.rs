//! Chinese, in simplified characters: English patterns and what they are in Chinese.

mod causes;
mod charts;
mod figures;
mod latex;
mod reports;
mod statistics;
mod views;

/// Every pattern once, in one of the tables.
pub(super) static TABLES: [&[(&str, &str)]; 7] =
    [causes::PATTERNS, charts::PATTERNS, figures::PATTERNS, latex::PATTERNS, reports::PATTERNS, statistics::PATTERNS, views::PATTERNS];
