//! What named entities of HTML stand for. `html5gum` has the list, but only as a part of reading.

use html5gum::{DefaultEmitter, Token, Tokenizer};

/// The text that an entity such as `nbsp` stands for.
pub(crate) fn resolve(name: &str) -> Option<String> {
    let written = format!("&{name};");
    let mut text = String::new();
    // With places, as pages are read: without them the program would hold the list twice.
    for token in Tokenizer::new_with_emitter(&written, DefaultEmitter::<usize>::new_with_span()) {
        match token {
            Ok(Token::String(part)) => text.push_str(&String::from_utf8_lossy(&part.value)),
            // A name that is unknown, or known only without what follows.
            _ => return None,
        }
    }
    (text != written).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_resolved_as_a_whole() {
        for (name, text) in
            [("amp", "&"), ("nbsp", "\u{A0}"), ("NotEqualTilde", "≂̸"), ("semi", ";")]
        {
            assert_eq!(resolve(name).as_deref(), Some(text), "{name}");
        }
        for name in ["", "notit", "Amp", "#65x", "a b", "permits"] {
            assert_eq!(resolve(name), None, "{name}");
        }
    }
}
