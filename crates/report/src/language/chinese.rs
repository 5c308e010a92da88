//! Chinese, in simplified characters: English patterns and what they are in Chinese.

mod causes;
mod figures;
mod statistics;
mod views;

/// Every pattern once, in one of the tables.
pub(super) static TABLES: [&[(&str, &str)]; 4] = [causes::PATTERNS, figures::PATTERNS, statistics::PATTERNS, views::PATTERNS];
