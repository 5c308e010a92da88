//! Finds elements with very many attributes before `html5gum` reads them: it needs a frame of the
//! stack for each attribute in double quotes that follows another one.

use std::sync::Arc;

use crossfoot_core::{LoadError, Source, Span};
use memchr::memchr;

use crate::bounds::ATTRIBUTES;
use crate::refuse;

/// Refuses a page with more attributes in a row than its elements may have.
pub(crate) fn check(source: &Arc<Source>) -> Result<(), LoadError> {
    match row(source.text().as_bytes(), ATTRIBUTES) {
        None => Ok(()),
        Some(at) => Err(refuse::stretch(
            source,
            Span::new(at, at + 1),
            format!("this element has more than {ATTRIBUTES} attributes"),
            "save the page again in a browser, or keep only the tables",
        )),
    }
}

/// The first value in double quotes that has `most` others directly before it, with only names in
/// between.
fn row(text: &[u8], most: usize) -> Option<usize> {
    let (mut at, mut count) = (0, 0);
    while let Some(quote) = memchr(b'"', &text[at..]).map(|found| at + found) {
        let between = &text[at..quote];
        let goes_on = if count > 0 { is_name(between) } else { ends_name(between) };
        count = if goes_on { count + 1 } else { 0 };
        if count > most {
            return Some(quote);
        }
        // A value ends at the next quote; a quote elsewhere has no meaning.
        at = match count {
            0 => quote + 1,
            _ => quote + 1 + memchr(b'"', &text[quote + 1..])? + 1,
        };
    }
    None
}

/// Whether the text between two values closes no element and ends as a name does.
fn is_name(between: &[u8]) -> bool {
    ends_name(between) && memchr(b'>', between).is_none()
}

fn ends_name(between: &[u8]) -> bool {
    between.trim_ascii_end().ends_with(b"=")
}

#[cfg(test)]
mod tests {
    use super::row;

    #[test]
    fn attributes_of_one_element_are_counted_and_no_others() {
        for count in [10, 100, 1_000] {
            let own = format!("<td{}>", " a=\"x > y\"".repeat(count));
            assert!(
                row(own.as_bytes(), count - 1).is_some() && row(own.as_bytes(), count).is_none()
            );
            let several = "<td a=\"1\" b=\"2\">x</td>".repeat(count);
            assert_eq!(row(several.as_bytes(), 2), None);
            let text = "say \"yes\" or \"no\" ".repeat(count);
            assert_eq!(row(text.as_bytes(), 2), None);
        }
    }

    #[test]
    fn a_quote_that_opens_nothing_hides_no_row() {
        let page = format!("it is 5\" wide <td{}>", "\na=\n\"\"".repeat(50));
        assert!(row(page.as_bytes(), 20).is_some());
    }
}
