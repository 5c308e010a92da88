//! What the style of an element of HTML says of how it is seen.

/// Whether text is set above the line.
pub(crate) fn raises(style: &str) -> bool {
    says(style, "vertical-align", |value| value == "super")
}

/// Whether nothing of the element is seen.
pub(crate) fn hides(style: &str) -> bool {
    says(style, "display", |value| value == "none")
}

/// Whether the last value that a style gives to a property is as wanted.
fn says(style: &str, property: &str, wanted: impl Fn(&str) -> bool) -> bool {
    let value = style.split(';').rev().find_map(|rule| value(rule, property));
    value.is_some_and(|value| wanted(&value))
}

/// What a rule says of a property, if it is about that.
fn value(rule: &str, property: &str) -> Option<String> {
    let (name, value) = rule.split_once(':')?;
    let value = value.split('!').next().unwrap_or_default();
    name.trim().eq_ignore_ascii_case(property).then(|| value.trim().to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_value_holds() {
        assert!(raises("font-size: 70%; Vertical-Align:super !important"));
        assert!(!raises("vertical-align: super; vertical-align: baseline"));
        assert!(!raises("vertical-align"));
        assert!(hides("color: red; display: none"));
        assert!(!hides("display: block"));
    }
}
