//! JUnit XML, which every server for continuous integration shows: a suite per study, a case per
//! check.

use std::io;

use crossfoot_audit::{Audit, CheckId, Finding, Subject, check, check_name, target_place};
use crossfoot_core::{Place, Study, Verdict};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Checked, Failure, accepted, message, relative, sources};
use crate::values;

type Xml = Writer<Vec<u8>>;

/// How a case ended.
enum Outcome {
    Passed,
    /// Nobody accepted it: the code, one sentence, and all there is to say.
    Failed(&'static str, String, String),
    /// Could not be decided, or is accepted.
    Skipped(String),
    /// Could not be run.
    Error(String),
}

struct Case {
    name: String,
    place: Option<Place>,
    outcome: Outcome,
}

/// All checks of all studies, and the studies that could not be checked.
///
/// # Errors
/// None in practice: the text is written to memory.
pub fn render(checked: &Checked) -> io::Result<String> {
    let audited =
        checked.audits.iter().map(|(study, audit)| (study.id.clone(), cases(study, audit)));
    let suites: Vec<(String, Vec<Case>)> = audited
        .chain(checked.failures.iter().map(|failure| (failure.folder.clone(), problems(failure))))
        .collect();
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let total = counts(suites.iter().flat_map(|(_, cases)| cases));
    let all = xml.create_element("testsuites").with_attribute(("name", "crossfoot"));
    all.with_attributes(total.iter().map(|(name, count)| (*name, count.as_str())))
        .write_inner_content(|xml| {
            suites.iter().try_for_each(|(name, cases)| suite(xml, name, cases))
        })?;
    let text = String::from_utf8(xml.into_inner()).map_err(io::Error::other)?;
    Ok(text + "\n")
}

fn suite(xml: &mut Xml, name: &str, cases: &[Case]) -> io::Result<()> {
    let (name, counts) = (legal(name), counts(cases));
    let element = xml.create_element("testsuite").with_attribute(("name", name.as_str()));
    let element =
        element.with_attributes(counts.iter().map(|(name, count)| (*name, count.as_str())));
    element
        .write_inner_content(|xml| cases.iter().try_for_each(|known| case(xml, &name, known)))?;
    Ok(())
}

fn case(xml: &mut Xml, suite: &str, case: &Case) -> io::Result<()> {
    let name = legal(&case.name);
    let mut element = xml
        .create_element("testcase")
        .with_attributes([("classname", suite), ("name", name.as_str())]);
    if let Some(place) = &case.place {
        let (file, line) = (legal(&relative(&place.file)), place.line().to_string());
        element = element.with_attributes([("file", file.as_str()), ("line", line.as_str())]);
    }
    match &case.outcome {
        Outcome::Passed => element.write_empty()?,
        Outcome::Failed(code, message, text) => element.write_inner_content(|xml| {
            let failure = xml
                .create_element("failure")
                .with_attributes([("message", legal(message).as_str()), ("type", *code)]);
            failure.write_text_content(BytesText::new(&legal(text)))?;
            Ok(())
        })?,
        Outcome::Skipped(why) => element.write_inner_content(|xml| said(xml, "skipped", why))?,
        Outcome::Error(why) => element.write_inner_content(|xml| said(xml, "error", why))?,
    };
    Ok(())
}

fn said(xml: &mut Xml, element: &str, message: &str) -> io::Result<()> {
    xml.create_element(element)
        .with_attribute(("message", legal(message).as_str()))
        .write_empty()?;
    Ok(())
}

/// The attributes that count cases.
fn counts<'a>(cases: impl IntoIterator<Item = &'a Case>) -> [(&'static str, String); 4] {
    let (mut tests, mut failures, mut errors, mut skipped) = (0, 0, 0, 0);
    for case in cases {
        tests += 1;
        match case.outcome {
            Outcome::Passed => {}
            Outcome::Failed(..) => failures += 1,
            Outcome::Error(_) => errors += 1,
            Outcome::Skipped(_) => skipped += 1,
        }
    }
    [("tests", tests), ("failures", failures), ("errors", errors), ("skipped", skipped)]
        .map(|(name, count): (_, usize)| (name, count.to_string()))
}

/// A case per check, then one per finding that is about no check.
fn cases(study: &Study, audit: &Audit) -> Vec<Case> {
    let checks = audit.checks().map(|(id, verdict)| Case {
        name: check_name(study, id),
        place: Some(target_place(study, id)),
        outcome: match audit.finding(id) {
            Some(finding) => found(study, audit, finding),
            None => unfound(study, audit, id, verdict),
        },
    });
    let others =
        audit.findings.iter().filter(|finding| !matches!(finding.subject, Subject::Check(_)));
    let others = others.map(|finding| Case {
        name: finding.id.clone(),
        place: Some(finding.place.clone()),
        outcome: found(study, audit, finding),
    });
    checks.chain(others).collect()
}

fn found(study: &Study, audit: &Audit, finding: &Finding) -> Outcome {
    let message = message(study, audit, finding);
    if let Some(reason) = accepted(study, finding) {
        return Outcome::Skipped(format!("accepted: {reason}; {message}"));
    }
    let sources = sources(study, audit, finding).into_iter().map(|(text, _)| text);
    let text: Vec<String> = [message.clone()]
        .into_iter()
        .chain(sources)
        .chain([format!("{}, {}", finding.id, finding.place)])
        .collect();
    Outcome::Failed(finding.code.name(), message, text.join("\n"))
}

fn unfound(study: &Study, audit: &Audit, id: CheckId, verdict: Verdict) -> Outcome {
    match verdict {
        Verdict::Feasible | Verdict::Unverifiable => {
            let why = values::recomputed(study, id, &check(study, &audit.basis, id));
            Outcome::Skipped(format!("{}: {why}", verdict.name()))
        }
        _ => Outcome::Passed,
    }
}

fn problems(failure: &Failure) -> Vec<Case> {
    let cases = failure.problems.iter().enumerate().map(|(at, problem)| Case {
        name: format!("problem {}", at + 1),
        place: problem.place.as_ref().map(|(source, span)| source.place(*span)),
        outcome: Outcome::Error(problem.message.clone()),
    });
    cases.collect()
}

/// Characters that XML 1.0 cannot hold, in no spelling, become the replacement character.
fn legal(text: &str) -> String {
    let illegal = |c: char| {
        c < ' ' && !matches!(c, '\t' | '\n' | '\r') || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    text.replace(illegal, "\u{fffd}")
}

#[cfg(test)]
mod tests {
    use super::{Case, Outcome, case, legal};

    #[test]
    fn marks_of_xml_are_escaped_and_what_it_cannot_hold_is_replaced() {
        let known = Case {
            name: "a < b & \"c\"\u{1}".into(),
            place: None,
            outcome: Outcome::Skipped("x\u{ffff}>".into()),
        };
        let mut xml = quick_xml::Writer::new(Vec::new());
        case(&mut xml, "s", &known).expect("memory");
        let text = String::from_utf8(xml.into_inner()).expect("UTF-8");
        let expected = "<testcase classname=\"s\" name=\"a &lt; b &amp; &quot;c&quot;\u{fffd}\"><skipped message=\"x\u{fffd}&gt;\"/></testcase>";
        assert_eq!(text, expected);
        assert_eq!(legal("tab\t, line\n"), "tab\t, line\n");
    }
}
