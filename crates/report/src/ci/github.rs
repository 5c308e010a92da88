//! Workflow commands, which GitHub shows at the lines of a change.

use crossfoot_core::{on_one_line, visible};

use super::{Checked, Level, Region, accepted, message, sources};

/// One command per finding: errors and warnings, and notices of what is accepted.
pub fn render(checked: &Checked) -> String {
    let mut out = String::new();
    for (study, audit) in &checked.audits {
        for finding in &audit.findings {
            let region = Region::from_finding(study, finding);
            let mut text = on_one_line(&message(study, audit, finding)).into_owned();
            for (source, _) in sources(study, audit, finding) {
                text += &format!("\n{}", on_one_line(&source));
            }
            let kind = match accepted(study, finding) {
                Some(reason) => {
                    text += &format!("\naccepted: {reason}");
                    "notice"
                }
                None => Level::from_code(finding.code).name(),
            };
            out += &command(kind, Some(&region), finding.code.name(), &text);
        }
    }
    for failure in &checked.failures {
        for problem in &failure.problems {
            let region =
                problem.place.as_ref().map(|(source, span)| Region::from_stretch((source, *span)));
            out += &command(
                "error",
                region.as_ref(),
                "not checked",
                &format!("{}: {}", failure.folder, problem.message),
            );
        }
    }
    out
}

fn command(kind: &str, region: Option<&Region>, title: &str, text: &str) -> String {
    let place = region.map_or_else(String::new, |Region { file, start, end }| {
        // GitHub names the last character; columns mean something within one line only.
        let last = end.column().saturating_sub(1).max(start.column());
        let columns = if start.line() == end.line() {
            format!("col={},endColumn={last},", start.column())
        } else {
            String::new()
        };
        format!("file={},line={},endLine={},{columns}", property(file), start.line(), end.line())
    });
    format!("::{kind} {place}title={}::{}\n", property(title), data(text))
}

/// What stands behind the second pair of colons.
fn data(text: &str) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    visible(&text).into_owned()
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn what_commands_are_made_of_is_escaped() {
        assert_eq!(data("34.55 %: a, b\r\n::error::"), "34.55 %25: a, b%0D%0A::error::");
        assert_eq!(data("a\u{1b}]0;\u{9b}"), "a[U+001B]]0;[U+009B]");
        assert_eq!(property("a,b:c%3A\n.csv"), "a%2Cb%3Ac%253A%0A.csv");
    }
}
