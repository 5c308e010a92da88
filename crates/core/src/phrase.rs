//! Text for people that can be said in more than one language: the program's own sentences, and the
//! data that fill their gaps.

use std::fmt;

/// Something to say. English is what it displays as; a catalogue that knows the pattern may say it
/// otherwise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phrase {
    /// Data as they are: names, numbers, what a publication printed.
    Data(String),
    /// A sentence of the program with what fills its gaps `{}`, in order; [`say!`](crate::say)
    /// makes one.
    Said(&'static str, Vec<Phrase>),
    /// Any number of phrases with a pattern of the program between them.
    Joined(&'static str, Vec<Phrase>),
}

impl Phrase {
    /// A sentence without gaps that is known by its [`pattern!`](crate::pattern).
    pub const fn from_pattern(pattern: &'static str) -> Self {
        Self::Said(pattern, Vec::new())
    }

    /// Phrases with a [`pattern!`](crate::pattern) between them.
    pub fn joined<T: Into<Self>>(
        between: &'static str,
        parts: impl IntoIterator<Item = T>,
    ) -> Self {
        Self::Joined(between, parts.into_iter().map(Into::into).collect())
    }

    /// `a, b, c`.
    pub fn list<T: Into<Self>>(parts: impl IntoIterator<Item = T>) -> Self {
        Self::joined(crate::pattern!(", "), parts)
    }

    /// One after the other, with nothing between.
    pub fn run<T: Into<Self>>(parts: impl IntoIterator<Item = T>) -> Self {
        Self::joined("", parts)
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Data(text) => text.is_empty(),
            Self::Said(pattern, _) => pattern.is_empty(),
            Self::Joined(_, parts) => parts.iter().all(Self::is_empty),
        }
    }

    /// Says it with the patterns that `pattern` knows and the data that `data` knows; the rest
    /// stays English or as it is.
    ///
    /// The gaps of a pattern are `{}`, filled in order, or `{0}`, `{1}`, … where a language wants
    /// another order.
    pub fn translate<'a>(
        &self,
        pattern: &impl Fn(&str) -> Option<&'a str>,
        data: &impl Fn(&str) -> Option<&'a str>,
    ) -> String {
        match self {
            Self::Data(text) => data(text).unwrap_or(text).to_owned(),
            Self::Said(english, gaps) => {
                let gaps: Vec<String> =
                    gaps.iter().map(|gap| gap.translate(pattern, data)).collect();
                fill(pattern(english).unwrap_or(english), &gaps)
            }
            Self::Joined(english, parts) => {
                let parts: Vec<String> =
                    parts.iter().map(|part| part.translate(pattern, data)).collect();
                parts.join(pattern(english).unwrap_or(english))
            }
        }
    }
}

/// Puts texts into the gaps of a pattern. Braces that hold no number are no gap.
fn fill(pattern: &str, gaps: &[String]) -> String {
    let mut out =
        String::with_capacity(pattern.len() + gaps.iter().map(String::len).sum::<usize>());
    let (mut rest, mut next) = (pattern, 0);
    while let Some((before, behind)) = rest.split_once('{') {
        out.push_str(before);
        let inside = behind.split_once('}').and_then(|(inside, tail)| {
            Some((if inside.is_empty() { next } else { inside.parse().ok()? }, tail))
        });
        let Some((at, tail)) = inside else {
            out.push('{');
            rest = behind;
            continue;
        };
        next += 1;
        out.push_str(gaps.get(at).map_or("", String::as_str));
        rest = tail;
    }
    out + rest
}

impl fmt::Display for Phrase {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.translate(&|_| None, &|_| None))
    }
}

impl From<String> for Phrase {
    fn from(text: String) -> Self {
        Self::Data(text)
    }
}

impl From<&str> for Phrase {
    fn from(text: &str) -> Self {
        Self::Data(text.to_owned())
    }
}

impl From<&String> for Phrase {
    fn from(text: &String) -> Self {
        Self::Data(text.clone())
    }
}

impl From<&Self> for Phrase {
    fn from(phrase: &Self) -> Self {
        phrase.clone()
    }
}

/// Whether it is this in English.
impl PartialEq<str> for Phrase {
    fn eq(&self, english: &str) -> bool {
        self.translate(&|_| None, &|_| None) == english
    }
}

/// Whether it is this in English.
impl PartialEq<&str> for Phrase {
    fn eq(&self, english: &&str) -> bool {
        *self == **english
    }
}

impl Default for Phrase {
    fn default() -> Self {
        Self::Data(String::new())
    }
}

/// A [`Phrase`] of the program: an English pattern, which is also its name in a catalogue, and what
/// fills its gaps.
///
/// ```
/// use crossfoot_core::say;
///
/// let phrase = say!("{} was printed {}", "5,382", "5,328");
/// assert_eq!(phrase.to_string(), "5,382 was printed 5,328");
/// let chinese = [("{} was printed {}", "印成 {1}，应为 {0}")];
/// let said = phrase.translate(
///     &|english| chinese.iter().find(|(known, _)| *known == english).map(|(_, text)| *text),
///     &|_| None,
/// );
/// assert_eq!(said, "印成 5,328，应为 5,382");
/// ```
#[macro_export]
macro_rules! say {
    ($english:literal $(, $gap:expr)* $(,)?) => {
        $crate::Phrase::Said($english, vec![$($crate::Phrase::from($gap)),*])
    };
}

/// An English pattern as it is, marked as one that catalogues must know. For names that are
/// constants, or a choice of two.
#[macro_export]
macro_rules! pattern {
    ($english:literal) => {
        $english
    };
}

#[cfg(test)]
mod tests {
    use super::Phrase;

    #[test]
    fn gaps_are_filled_in_order_by_number_and_within_each_other() {
        assert_eq!(say!("{} of {}", "1", "2").to_string(), "1 of 2");
        assert_eq!(say!("{}: {}", say!("in {}", "a"), "b").to_string(), "in a: b");
        assert_eq!(say!("a set {x} and {} open {", "1").to_string(), "a set {x} and 1 open {");
        assert_eq!(Phrase::from("{}").to_string(), "{}");
    }

    #[test]
    fn lists_have_the_comma_of_their_language() {
        let list = Phrase::list(["a", "b"]);
        assert_eq!(list.to_string(), "a, b");
        assert_eq!(list.translate(&|english| (english == ", ").then_some("、"), &|_| None), "a、b");
        assert!(Phrase::list([""; 0]).is_empty() && !list.is_empty());
    }

    #[test]
    fn data_may_be_known_too() {
        let place = say!("in {}", "Beijing");
        let translated = place.translate(&|_| None, &|text| (text == "Beijing").then_some("北京"));
        assert_eq!(translated, "in 北京");
    }
}
