//! What a run says of known findings that it did not find.

use crossfoot_core::{Phrase, say};

/// The note that so many findings of a file of known findings are gone; `None` if none is.
///
/// ```
/// use crossfoot_report::{Language, gone};
/// let note = gone(2, "known.txt").map(|note| Language::english().say(&note));
/// assert!(note.is_some_and(|note| note.contains("2 known findings in known.txt are gone")));
/// assert_eq!(gone(0, "known.txt"), None);
/// ```
pub fn gone(count: usize, file: &str) -> Option<Phrase> {
    match count {
        0 => None,
        1 => Some(say!(
            "note: 1 known finding in {} is gone; write it again with --write-baseline",
            file
        )),
        count => Some(say!(
            "note: {} known findings in {} are gone; write it again with --write-baseline",
            count.to_string(),
            file
        )),
    }
}
