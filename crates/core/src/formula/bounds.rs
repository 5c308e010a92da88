//! How long and how deep a formula may be, so that no text can exhaust the stack.

use super::FormulaError;
use crate::Span;

/// Bytes in one formula. The longest of a real study is about 200.
const MAX_LENGTH: usize = 10_000;
/// Parentheses, calls and signs inside one another. Real formulas reach 5.
const MAX_DEPTH: usize = 40;

/// Signs of multiplication and division in one formula. Each factor adds digits to an exact fraction.
/// Real formulas reach 6.
const MAX_FACTORS: usize = 200;

pub(super) fn check(text: &str) -> Result<(), FormulaError> {
    if text.len() > MAX_LENGTH {
        return Err(FormulaError::new(
            Span::new(0, 1),
            format!("a formula has at most {MAX_LENGTH} bytes, and this one has {}", text.len()),
        ));
    }
    let mut factors = text.match_indices(['*', '/', '×', '÷']);
    if let Some((at, _)) = factors.nth(MAX_FACTORS) {
        return Err(FormulaError::new(
            Span::new(at, at + 1),
            format!("a formula multiplies and divides at most {MAX_FACTORS} times"),
        ));
    }
    let (mut depth, mut signs) = (0_usize, 0_usize);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        signs = if c == '-' {
            signs + 1
        } else if c.is_whitespace() {
            signs
        } else {
            0
        };
        if depth + signs > MAX_DEPTH {
            return Err(FormulaError::new(
                Span::new(at, at + 1),
                format!("a formula nests at most {MAX_DEPTH} deep"),
            ));
        }
    }
    Ok(())
}
