//! Two lists of the numerals of one text, row by row: what one list joins (`13 April 2025`) the
//! other may split, so both are compared by their groups of digits and their number words.

use std::cmp::max;

/// Words that are numbers.
const WORDS: [&str; 24] = [
    "first", "second", "third", "half", "one", "two", "three", "four", "five", "six", "seven",
    "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "twenty",
    "thirty", "fifty", "hundred", "thousand",
];
/// Digits above the line.
const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// For each numeral of the first list, that of the second which holds its first part, in the
/// longest common sequence of parts; and once more for those that are left, since a table and its
/// notes may be read before or behind the paragraph that they interrupt.
pub(super) fn align(first: &[&str], second: &[&str]) -> Vec<Option<usize>> {
    let mut aligned = in_order(first, second);
    let rows: Vec<usize> = (0..first.len()).filter(|row| aligned[*row].is_none()).collect();
    let free: Vec<usize> = (0..second.len()).filter(|at| !aligned.contains(&Some(*at))).collect();
    let left = in_order(&picked(first, &rows), &picked(second, &free));
    for (row, at) in rows.into_iter().zip(left) {
        aligned[row] = at.map(|at| free[at]);
    }
    aligned
}

fn picked<'a>(numerals: &[&'a str], places: &[usize]) -> Vec<&'a str> {
    places.iter().map(|at| numerals[*at]).collect()
}

fn in_order(first: &[&str], second: &[&str]) -> Vec<Option<usize>> {
    let (left, right) = (all_parts(first), all_parts(second));
    let width = right.len() + 1;
    // The longest common sequence of what is left of both from a place on.
    let mut longest = vec![0_usize; (left.len() + 1) * width];
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            longest[i * width + j] = if left[i].1 == right[j].1 {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                max(longest[(i + 1) * width + j], longest[i * width + j + 1])
            };
        }
    }
    let mut aligned = vec![None; first.len()];
    let (mut i, mut j) = (0, 0);
    while i < left.len() && j < right.len() {
        if left[i].1 == right[j].1 {
            aligned[left[i].0].get_or_insert(right[j].0);
            (i, j) = (i + 1, j + 1);
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    aligned
}

/// The parts of numerals, each with the place of its numeral.
fn all_parts(numerals: &[&str]) -> Vec<(usize, String)> {
    let numerals = numerals.iter().enumerate();
    numerals.flat_map(|(at, text)| parts(text).into_iter().map(move |part| (at, part))).collect()
}

fn parts(numeral: &str) -> Vec<String> {
    let plain: String = numeral
        .chars()
        .map(|c| match RAISED.iter().position(|raised| *raised == c) {
            Some(digit) => char::from(b'0' + digit as u8),
            None => c,
        })
        .collect();
    plain
        .to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| part.starts_with(|c: char| c.is_ascii_digit()) || WORDS.contains(part))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_and_missing_numerals_find_their_places() {
        let listed = ["13", "2025", "58.4%", "no", "Thirteen", "³"];
        let read = ["13 April 2025", "9", "58.4%", "thirteen", "3"];
        let rows = align(&listed, &read);
        assert_eq!(rows, [Some(0), Some(0), Some(2), None, Some(3), Some(4)]);
    }

    #[test]
    fn what_stands_elsewhere_is_found_once_the_rest_has_its_places() {
        assert_eq!(align(&["1", "2", "3", "9"], &["9", "1", "2", "3"]), [1, 2, 3, 0].map(Some));
    }
}
