//! The longest common subsequence of two lists of numerals.

use super::atoms::Atom;

/// What a pair is worth; more than all that decides between equally many pairs.
const PAIR: u32 = 1 << 10;
/// What it is worth that the text has a numeral there, not only digits.
const COUNTS: u32 = 2;
/// What it is worth that both stand in sections of one name.
const SECTION: u32 = 1;

/// How the best pairing of two beginnings ends.
#[derive(Clone, Copy)]
enum Last {
    Pair,
    SkipListed,
    SkipPrinted,
}

/// As many pairs of equal numerals as can be, in the order of both lists.
pub(super) fn align(listed: &[Atom<'_>], printed: &[Atom<'_>]) -> Vec<(usize, usize)> {
    // Most of a list is as the text has it.
    let same =
        listed.iter().zip(printed).take_while(|(a, b)| worth(a, b) == PAIR + COUNTS + SECTION);
    let start = same.count();
    let (listed, printed) = (&listed[start..], &printed[start..]);
    let width = printed.len();
    let mut last = vec![Last::SkipListed; listed.len() * width];
    let mut above = vec![0_u32; width + 1];
    for (row, a) in listed.iter().enumerate() {
        let mut current = vec![0_u32; width + 1];
        for (column, b) in printed.iter().enumerate() {
            let paired = match worth(a, b) {
                0 => 0,
                worth => above[column] + worth,
            };
            let (up, left) = (above[column + 1], current[column]);
            let best = paired.max(up).max(left);
            current[column + 1] = best;
            last[row * width + column] = match () {
                () if best == paired && paired > 0 => Last::Pair,
                () if best == up => Last::SkipListed,
                () => Last::SkipPrinted,
            };
        }
        above = current;
    }
    let mut pairs: Vec<(usize, usize)> = (0..start).map(|at| (at, at)).collect();
    let (mut row, mut column) = (listed.len(), width);
    while row > 0 && column > 0 {
        match last[(row - 1) * width + column - 1] {
            Last::Pair => {
                (row, column) = (row - 1, column - 1);
                pairs.push((start + row, start + column));
            }
            Last::SkipListed => row -= 1,
            Last::SkipPrinted => column -= 1,
        }
    }
    pairs[start..].reverse();
    pairs
}

/// So many things that stand elsewhere are looked for: tables, their notes, boxes.
const MOST_MOVED: usize = 16;

/// Pairs of what is left over in both, such as the notes of a table that stands elsewhere.
pub(super) fn moved(
    listed: &[Atom<'_>],
    printed: &[Atom<'_>],
    pairs: &[(usize, usize)],
) -> Vec<(usize, usize)> {
    let (mut lists, mut texts) = (vec![false; listed.len()], vec![false; printed.len()]);
    pairs.iter().for_each(|(list, text)| (lists[*list], texts[*text]) = (true, true));
    let mut moved = Vec::new();
    for _ in 0..MOST_MOVED {
        let left: Vec<usize> = (0..listed.len()).filter(|at| !lists[*at]).collect();
        let found: Vec<usize> =
            (0..printed.len()).filter(|at| !texts[*at] && printed[*at].counts).collect();
        let atoms: Vec<Atom<'_>> = left.iter().map(|at| listed[*at].clone()).collect();
        let others: Vec<Atom<'_>> = found.iter().map(|at| printed[*at].clone()).collect();
        let pairs = align(&atoms, &others);
        if pairs.is_empty() {
            break;
        }
        for (list, text) in pairs {
            let (list, text) = (left[list], found[text]);
            (lists[list], texts[text]) = (true, true);
            moved.push((list, text));
        }
    }
    moved
}

/// What a pair is worth; nothing if the numerals differ.
fn worth(listed: &Atom<'_>, printed: &Atom<'_>) -> u32 {
    if !listed.is_same(printed) {
        return 0;
    }
    let counts = if printed.counts { COUNTS } else { 0 };
    let section = if listed.section == printed.section { SECTION } else { 0 };
    PAIR + counts + section
}
