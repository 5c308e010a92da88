//! Makes characters visible that control a terminal or reverse a line: a title with an escape
//! sequence must not hide the text after it.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character acts instead of being shown: a control character, a separator of lines or
/// paragraphs, or one that changes the direction of text. Tabs and line ends of plain text are not
/// included.
pub const fn is_control(c: char) -> bool {
    matches!(
        c,
        '\0'..='\x08' | '\x0B'..='\x0C' | '\x0E'..='\x1F' | '\x7F'..='\u{9F}'
            | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
    )
}

/// A text with every such character made visible. Lines stay lines.
///
/// ```
/// use crossfoot_core::visible;
/// assert_eq!(visible("Patients\u{1b}]0;\n"), "Patients[U+001B]]0;\n");
/// assert_eq!(visible("all\rnone\r\n"), "all[U+000D]none\r\n", "an overwritten line");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    if !may_hold_control(text) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let overwrites = c == '\r' && text.as_bytes().get(at + 1) != Some(&b'\n');
        if is_control(c) || overwrites { mark(&mut out, c) } else { out.push(c) }
    }
    out.into()
}

/// A text as a part of one line: like [`visible`], and line ends and tabs become spaces.
///
/// ```
/// use crossfoot_core::on_one_line;
/// assert_eq!(on_one_line("Total\npermits\u{202e}"), "Total permits[U+202E]");
/// ```
pub fn on_one_line(text: &str) -> Cow<'_, str> {
    if !may_hold_control(text) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            c if is_control(c) => mark(&mut out, c),
            c => out.push(c),
        }
    }
    out.into()
}

/// Whether every character must be checked. The bytes rule this out for most texts: in UTF-8 the
/// control characters of Latin-1 start with 0xC2, and the others beyond ASCII with 0xE2.
fn may_hold_control(text: &str) -> bool {
    text.bytes().any(|byte| byte < b' ' || matches!(byte, 0x7F | 0xC2 | 0xE2))
}

fn mark(out: &mut String, c: char) {
    // Writing to a text cannot fail.
    let _ = write!(out, "[U+{:04X}]", u32::from(c));
}

#[cfg(test)]
mod tests {
    use super::{is_control, on_one_line, visible};

    #[test]
    fn no_control_character_is_left_and_nothing_else_changes() {
        let all = (0..0x3000).filter_map(char::from_u32);
        for c in all {
            let text = format!("a{c}b");
            let (shown, line) = (visible(&text), on_one_line(&text));
            assert!(!shown.chars().any(is_control) && !line.chars().any(is_control), "{c:?}");
            assert!(!line.contains(['\n', '\r', '\t']), "{c:?}");
            let changes = is_control(c) || c == '\r';
            assert_eq!(shown != text, changes, "{c:?}");
        }
    }
}
