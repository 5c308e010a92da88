//! Where words go: lines that fit a width, labels that make room for each other, ticks that are not
//! crowded.

use super::letters::is_wide;
use super::scene::Words;

/// Breaks a text into lines no wider than `most`; a word that is wider stands alone. Hanzi may be
/// parted anywhere but before a closing mark.
pub(super) fn wrap(text: &str, words: Words, most: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let (mut line, mut width) = (String::new(), 0.0);
    for piece in pieces(text) {
        if !line.is_empty() && width + words.width(piece.trim_end()) > most {
            lines.push(line.trim_end().to_owned());
            line.clear();
            width = 0.0;
        }
        line.push_str(piece);
        width += words.width(piece);
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// Stretches of a text between which a line may end, with the blanks behind them.
fn pieces(text: &str) -> Vec<&str> {
    /// What no line starts with, and what none ends with.
    const CLOSING: &str = "，。、；：！？）》」』】〉”’％…";
    const OPENING: &str = "（《「『【〈“‘";
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, character) in text.char_indices() {
        let may_part = before.is_some_and(|before| {
            // A percent sign stays with its number.
            let blank = before == ' ' && !matches!(character, ' ' | '%');
            let hanzi = (is_wide(before) || is_wide(character))
                && !CLOSING.contains(character)
                && !OPENING.contains(before)
                && character != ' ';
            blank || hanzi
        });
        if may_part {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(character);
    }
    pieces.push(&text[start..]);
    pieces
}

/// At most so many lines; what is left out shows as `…` at the end of the last.
pub(super) fn wrap_to(text: &str, words: Words, most: f64, lines: usize) -> Vec<String> {
    let mut wrapped = wrap(text, words, most);
    if wrapped.len() > lines.max(1) {
        let rest = wrapped.split_off(lines.max(1) - 1).join(" ");
        wrapped.push(fit(&rest, words, most));
    }
    wrapped.iter().map(|line| fit(line, words, most)).collect()
}

/// As [`wrap_to`], with lines of like widths instead of a short last one.
pub(super) fn balance(text: &str, words: Words, most: f64, lines: usize) -> Vec<String> {
    /// Steps in which the lines are narrowed.
    const STEPS: u32 = 24;
    let widest = wrap_to(text, words, most, lines);
    let narrower =
        (1..STEPS).map(|step| wrap(text, words, most * f64::from(step) / f64::from(STEPS)));
    let whole = wrap(text, words, most).len() == widest.len();
    let mut fitting = narrower.filter(|lines| {
        lines.len() == widest.len() && lines.iter().all(|line| words.width(line) <= most)
    });
    fitting.next().filter(|_| whole).unwrap_or(widest)
}

/// The text, cut off with `…` where it is wider than `most`.
pub(super) fn fit(text: &str, words: Words, most: f64) -> String {
    if words.width(text) <= most {
        return text.to_owned();
    }
    // In a text with hanzi the mark is as wide as one of them.
    let mut room =
        most - if text.chars().any(is_wide) { words.advance('…') } else { words.width("…") };
    let kept = text.char_indices().find(|(_, character)| {
        room -= words.advance(*character);
        room < 0.0
    });
    let kept = kept.map_or(text, |(at, _)| &text[..at]);
    kept.trim_end_matches([' ', ',', ';', '，', '、']).to_owned() + "…"
}

/// Of letters, the distance between the lines of a label.
pub(super) const LEADING: f64 = 1.2;

/// Wraps labels that are set one below the other within a height: each on at most two lines, or on
/// one where two are too high for all. Gives their lines and their heights.
pub(super) fn stacked(
    labels: &[(&str, Words)],
    most: f64,
    height: f64,
) -> (Vec<Vec<String>>, Vec<f64>) {
    /// Of letters, the room around a label.
    const AROUND: f64 = 0.12;
    for lines in [2, 1] {
        let texts = labels.iter().map(|(text, words)| wrap_to(text, *words, most, lines));
        let texts: Vec<Vec<String>> = texts.collect();
        let heights = texts.iter().zip(labels);
        let heights =
            heights.map(|(text, (_, words))| words.size * (AROUND + LEADING * text.len() as f64));
        let heights: Vec<f64> = heights.collect();
        if lines == 1 || heights.iter().sum::<f64>() <= height {
            return (texts, heights);
        }
    }
    (Vec::new(), Vec::new())
}

/// Moves labels of one height, given by their middles, as little as possible so that none overlaps
/// another and all are within `low` and `high`; the order stays. Without enough room they are
/// squeezed.
pub(super) fn spread(middles: &[f64], height: f64, low: f64, high: f64) -> Vec<f64> {
    spread_each(middles, &vec![height; middles.len()], low, high)
}

/// The same for labels that each have a height.
pub(super) fn spread_each(middles: &[f64], heights: &[f64], low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..middles.len()).collect();
    order.sort_by(|a, b| middles[*a].total_cmp(&middles[*b]));
    let squeezed = ((high - low) / heights.iter().sum::<f64>()).min(1.0);
    // Labels that touch form a block, whose middle is the average of theirs.
    let mut blocks: Vec<Block> = Vec::new();
    for at in order {
        blocks.push(Block {
            middle: middles[at],
            height: heights[at] * squeezed,
            labels: vec![at],
        });
        while let [.., before, here] = blocks.as_mut_slice() {
            if before.place(low, high).1 <= here.place(low, high).0 {
                break;
            }
            let (one, other) = (before.labels.len() as f64, here.labels.len() as f64);
            before.middle = (before.middle * one + here.middle * other) / (one + other);
            before.height += here.height;
            before.labels.append(&mut here.labels);
            blocks.pop();
        }
    }
    let mut places = vec![0.0; middles.len()];
    for block in blocks {
        let (mut start, _) = block.place(low, high);
        for label in &block.labels {
            let height = heights[*label] * squeezed;
            places[*label] = start + height / 2.0;
            start += height;
        }
    }
    places
}

/// Labels one below the other without a gap.
struct Block {
    middle: f64,
    height: f64,
    labels: Vec<usize>,
}

impl Block {
    /// Where it starts and ends, as near to its middle as `low` and `high` allow.
    fn place(&self, low: f64, high: f64) -> (f64, f64) {
        let half = self.height / 2.0;
        let middle = self.middle.clamp(low + half, (high - half).max(low + half));
        (middle - half, middle + half)
    }
}

/// Which of equally spaced labels to keep so that they stand clear: every one, every other, every
/// third… the last is always kept.
pub(super) fn keep(widest: f64, apart: f64, count: usize) -> Vec<bool> {
    let step =
        (1..count.max(1)).find(|step| widest <= apart * *step as f64).unwrap_or(count.max(1));
    (0..count).map(|at| (count - 1 - at).is_multiple_of(step)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: Words = Words::new(10.0);

    #[test]
    fn lines_fit_and_lose_nothing() {
        let text = "Permits fell 58.5 % from 2023 to 2024 while revocations rose";
        let lines = wrap(text, WORDS, 120.0);
        assert!(
            lines.len() > 2 && lines.iter().all(|line| WORDS.width(line) <= 120.0),
            "{lines:?}"
        );
        assert_eq!(lines.join(" "), text);
        assert!(
            wrap("rose from 3.8 %", WORDS, WORDS.width("rose from 3.8"))
                .iter()
                .all(|line| !line.starts_with('%'))
        );
        let balanced = balance("one two three four", WORDS, WORDS.width("one two three fo"), 2);
        assert_eq!(balanced, ["one two", "three four"]);
        let chinese = "许可从二〇二三年到二〇二四年下降，撤销上升。";
        let lines = wrap(chinese, WORDS, 62.0);
        assert_eq!(lines.concat(), chinese);
        assert!(lines.iter().skip(1).all(|line| !line.starts_with(['，', '。'])), "{lines:?}");
    }

    #[test]
    fn what_does_not_fit_is_cut_with_a_mark() {
        let cut = fit("International collaboration permits", WORDS, 60.0);
        assert!(cut.ends_with('…') && WORDS.width(&cut) <= 60.0, "{cut}");
        assert!(fit("国际合作许可", WORDS, 45.0).ends_with('…'));
        assert_eq!(wrap_to("a b c d e f g h i j k l m n o p", WORDS, 30.0, 2).len(), 2);
    }

    #[test]
    fn labels_make_room_for_each_other_and_stay_in_order() {
        let places = spread(&[50.0, 52.0, 10.0, 51.0], 10.0, 0.0, 100.0);
        assert_eq!(places, [41.0, 61.0, 10.0, 51.0]);
        assert_eq!(spread(&[1.0, 2.0], 10.0, 0.0, 100.0), [5.0, 15.0]);
        assert_eq!(spread(&[99.0, 98.0], 10.0, 0.0, 100.0), [95.0, 85.0]);
        assert_eq!(spread(&[1.0, 1.0, 1.0], 10.0, 0.0, 15.0), [2.5, 7.5, 12.5], "squeezed");
        assert_eq!(
            spread_each(&[5.0, 50.0, 55.0], &[10.0, 20.0, 4.0], 0.0, 60.0),
            [5.0, 46.0, 58.0],
            "the second is higher"
        );
    }

    #[test]
    fn crowded_ticks_are_left_out_but_never_the_last() {
        assert_eq!(keep(30.0, 40.0, 3), [true, true, true]);
        assert_eq!(keep(30.0, 20.0, 4), [false, true, false, true]);
        assert_eq!(keep(900.0, 20.0, 4), [false, false, false, true]);
    }
}
