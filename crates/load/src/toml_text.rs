//! Texts as TOML writes them.

use std::fmt::Write as _;

/// A text in quotes: in single ones where it holds double ones and nothing that these could not
/// hold.
pub(crate) fn quoted(text: &str) -> String {
    if text.contains('"') && !text.contains('\'') && !text.contains(char::is_control) {
        return format!("'{text}'");
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn every_text_is_read_as_it_was() {
        for text in ["plain", "2\"5", "it's \"so\"", "a\\b", "two\nlines\u{1}", "占比"] {
            let read = toml_span::parse(&format!("x = {}", quoted(text)))
                .map(|value| value.pointer("/x").and_then(|x| x.as_str().map(str::to_owned)));
            assert_eq!(read.ok().flatten().as_deref(), Some(text));
        }
    }
}
