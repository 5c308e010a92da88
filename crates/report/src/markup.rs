//! Text within HTML and SVG, and names of their elements.

use crossfoot_core::on_one_line;

/// The text on one line, with the special characters of HTML and XML escaped. Control characters,
/// which XML does not allow, are made visible.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in on_one_line(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// A name as an identifier: letters and digits stay, whatever the language; all else becomes
/// hyphens.
pub(crate) fn identifier(name: &str) -> String {
    hyphenated(name, char::is_alphanumeric)
}

/// The stretches of characters that are kept, with a hyphen between them.
pub(crate) fn hyphenated(name: &str, kept: impl Fn(char) -> bool) -> String {
    let parts: Vec<&str> =
        name.split(|character| !kept(character)).filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

/// A text as part of an address: letters, digits, `-`, `.`, `_` and `~` stay, all other bytes become
/// `%` and their number.
pub(crate) fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_a_mark() {
        assert_eq!(
            escape("<a href='x'>R&D \"n\"</a>"),
            "&lt;a href=&#39;x&#39;&gt;R&amp;D &quot;n&quot;&lt;/a&gt;"
        );
        assert_eq!(escape("a\u{7}b\n"), "a[U+0007]b ", "XML has no bell");
    }

    #[test]
    fn names_keep_letters_of_every_language() {
        assert_eq!(identifier("sum-mismatch:total[2023]"), "sum-mismatch-total-2023");
        assert_eq!(identifier("占比[申办方, 上海市]"), "占比-申办方-上海市");
    }
}
