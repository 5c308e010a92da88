//! Text within HTML, and names that links lead to.

/// The text with marks of HTML made plain characters.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
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
pub(super) fn slug(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let parts: Vec<&str> = plain.split('-').filter(|part| !part.is_empty()).collect();
    parts.join("-")
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
        assert_eq!(slug("sum-mismatch:total[2023]"), "sum-mismatch-total-2023");
        assert_eq!(slug("占比[申办方, 上海市]"), "占比-申办方-上海市");
    }
}
