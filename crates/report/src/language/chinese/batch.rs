//! What the summary of a batch says in Chinese.

/// Sorted by pattern.
pub(super) static PATTERNS: &[(&str, &str)] = &[];
