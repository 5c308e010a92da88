//! Things with their number, in the singular and the plural.

use crossfoot_core::{Phrase, say};

use super::thousands;

/// `1 rule`, `2 rules`, in the words of each function.
macro_rules! counted {
    ($($name:ident: $one:expr, $many:expr;)*) => {
        $(pub(in crate::view) fn $name(count: usize) -> Phrase {
            let number = thousands(count);
            if count == 1 { $one(number) } else { $many(number) }
        })*
    };
}

counted! {
    cells: |n| say!("{} cell", n), |n| say!("{} cells", n);
    checks: |n| say!("{} check", n), |n| say!("{} checks", n);
    claims: |n| say!("{} claim", n), |n| say!("{} claims", n);
    counts: |n| say!("{} count", n), |n| say!("{} counts", n);
    figures: |n| say!("{} figure", n), |n| say!("{} figures", n);
    findings: |n| say!("{} finding", n), |n| say!("{} findings", n);
    numerals: |n| say!("{} numeral", n), |n| say!("{} numerals", n);
    columns: |n| say!("{} column", n), |n| say!("{} columns", n);
    conclusions: |n| say!("{} conclusion", n), |n| say!("{} conclusions", n);
    other_findings: |n| say!("{} other finding", n), |n| say!("{} other findings", n);
    rows: |n| say!("{} row", n), |n| say!("{} rows", n);
    rules: |n| say!("{} rule", n), |n| say!("{} rules", n);
    shares: |n| say!("{} share", n), |n| say!("{} shares", n);
    sets: |n| say!("{} set", n), |n| say!("{} sets", n);
    root_causes: |n| say!("{} root cause", n), |n| say!("{} root causes", n);
    tables: |n| say!("{} table", n), |n| say!("{} tables", n);
}
