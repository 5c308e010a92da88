//! Chinese, in simplified characters: English patterns and what they are in Chinese.

pub(super) mod charts;

/// Every pattern once.
pub(super) static PATTERNS: &[(&str, &str)] = &[("{} was printed {}", "{0} 印成了 {1}")];
