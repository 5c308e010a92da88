//! Places in an order: `the second largest`, `ranks third with 12.4%`, `in fourth place`.

use super::super::clues::Direction;
use super::grid::Grid;
use super::{Order, Place, Told};

/// Words for places, from the second on.
const PLACES: [&str; 5] = ["second", "third", "fourth", "fifth", "sixth"];
/// The same in Chinese.
const IN_CHINESE: [&str; 5] = ["第二", "第三", "第四", "第五", "第六"];
/// What follows a place in Chinese, which may also be a name: `第二产业`.
const BEHIND_IN_CHINESE: [char; 5] = ['位', '名', '大', '高', '多'];
/// Stems of words before a place that has no superlative.
const BEFORE: [&str; 3] = ["rank", "came", "come"];

/// The place that a word says, from 1 for the second on.
pub(super) fn place(told: &Told<'_>, position: usize) -> Option<usize> {
    let stem = told.stem(position);
    let all = [PLACES, IN_CHINESE];
    all.iter().find_map(|words| words.iter().position(|word| *word == stem)).map(|at| at + 1)
}

/// The place that a word says by itself: not `the second quarter`.
pub(super) fn cue(told: &Told<'_>, position: usize) -> Option<usize> {
    let place = place(told, position)?;
    let behind = &told.text[told.sentence.words[position].range.end..];
    let in_chinese =
        behind.starts_with(BEHIND_IN_CHINESE) && IN_CHINESE.contains(&told.stem(position));
    let before = position.checked_sub(1).is_some_and(|at| BEFORE.contains(&told.stem(at)));
    let named = behind.trim_start().to_lowercase();
    (in_chinese || before || named.starts_with("place") && !named.starts_with("placebo"))
        .then_some(place)
}

/// What a cell at this place among others is compared with: those behind it, or, where it is before
/// its place, those before it.
pub(super) fn order(
    grid: Grid<'_>,
    greater: usize,
    direction: Direction,
    (cell, mut others): (Place, Vec<Place>),
) -> Option<(Order, Direction)> {
    if greater == 0 {
        return Some((Order::Extreme(cell, others), direction));
    }
    if others.len() <= greater {
        return None;
    }
    others.sort_by_key(|other| grid.value(*other));
    if direction == Direction::Up {
        others.reverse();
    }
    let behind = others.split_off(greater);
    let own = grid.value(cell);
    let first = own.cmp(&grid.value(*others.last()?));
    let is_before = match direction {
        Direction::Up => first.is_gt(),
        Direction::Down => first.is_lt(),
    };
    let (others, direction) =
        if is_before { (others, direction.opposite()) } else { (behind, direction) };
    Some((Order::Extreme(cell, in_their_order(others)), direction))
}

/// Cells in the order of their table.
fn in_their_order(mut places: Vec<Place>) -> Vec<Place> {
    places.sort_unstable();
    places
}
