//! Writes JSON in lines. Characters that act instead of being shown are escaped, so that a log or a
//! terminal can show them.

use std::fmt::Write;

use crossfoot_core::is_control;
use serde::Serialize;

/// A value as JSON, with the end of its last line.
pub(crate) fn pretty(value: &impl Serialize) -> serde_json::Result<String> {
    Ok(escaped(serde_json::to_string_pretty(value)?) + "\n")
}

/// Such characters occur only in texts, where JSON allows any character to be escaped. Line ends
/// between values are not among them.
fn escaped(json: String) -> String {
    if !json.chars().any(is_control) {
        return json;
    }
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_control(c) {
            // Writing to a text cannot fail.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::pretty;

    #[test]
    fn what_acts_is_escaped_and_reads_back_the_same() {
        let text = "a\u{1b}]0;\u{7}\u{9b}\u{7f}\u{202e}\u{2028}\nÜ";
        let json = pretty(&text).unwrap();
        assert_eq!(json, "\"a\\u001b]0;\\u0007\\u009b\\u007f\\u202e\\u2028\\nÜ\"\n");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
