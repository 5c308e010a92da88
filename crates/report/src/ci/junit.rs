//! JUnit XML, which every server for continuous integration shows: a suite per study, a case per
//! check.

use crossfoot_audit::{Audit, Finding, Record};
use crossfoot_core::{Place, Study, Verdict, on_one_line, visible};
use quick_junit::{NonSuccessKind, Report, SerializeError, TestCase, TestCaseStatus, TestSuite};

use super::{Checked, Failure, accepted, message, relative, sources};
use crate::values;

/// All checks of all studies, and the studies that could not be checked. It holds neither times nor
/// a random id, so that the same studies give the same bytes.
///
/// # Errors
/// None in practice: the text is written to memory.
pub fn render(checked: &Checked) -> Result<String, SerializeError> {
    let mut report = Report::new("crossfoot");
    report.add_test_suites(checked.audits.iter().map(|(study, audit)| suite(study, audit)));
    report.add_test_suites(checked.failures.iter().map(problems));
    report.to_string()
}

/// A case per check, then one per finding that is about no check.
fn suite(study: &Study, audit: &Audit) -> TestSuite {
    let mut suite = TestSuite::new(&*on_one_line(&study.id));
    for record in audit.records(study) {
        let status = match record.finding {
            Some(finding) => found(study, audit, finding),
            None => unfound(&record),
        };
        add_case(&mut suite, &record.name, Some(&record.place()), status);
    }
    for finding in audit.findings.iter().filter(|finding| finding.check_id().is_none()) {
        let status = found(study, audit, finding);
        add_case(&mut suite, &finding.id, Some(&finding.place), status);
    }
    suite
}

fn add_case(suite: &mut TestSuite, name: &str, place: Option<&Place>, status: TestCaseStatus) {
    let mut case = TestCase::new(&*on_one_line(name), status);
    case.set_classname(suite.name.clone());
    if let Some(place) = place {
        case.extra.insert("file".into(), on_one_line(&relative(&place.file)).into_owned().into());
        case.extra.insert("line".into(), place.line().to_string().into());
    }
    suite.add_test_case(case);
}

fn found(study: &Study, audit: &Audit, finding: &Finding) -> TestCaseStatus {
    let message = message(study, audit, finding);
    if let Some(reason) = accepted(study, finding) {
        return skipped(&format!("accepted: {reason}; {message}"));
    }
    let sources = sources(study, audit, finding).into_iter().map(|(text, _)| text);
    let text: Vec<String> = [message.clone()]
        .into_iter()
        .chain(sources)
        .chain([format!("{}, {}", finding.id, finding.place)])
        .map(|line| on_one_line(&line).into_owned())
        .collect();
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status
        .set_message(&*visible(&message))
        .set_type(finding.code.name())
        .set_description(text.join("\n"));
    status
}

fn unfound(record: &Record<'_>) -> TestCaseStatus {
    match record.verdict {
        Verdict::Feasible | Verdict::Unverifiable => {
            skipped(&format!("{}: {}", record.verdict.name(), values::recomputed(record)))
        }
        _ => TestCaseStatus::success(),
    }
}

fn skipped(why: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(&*visible(why));
    status
}

/// A study that could not be checked: an error per problem.
fn problems(failure: &Failure) -> TestSuite {
    let mut suite = TestSuite::new(&*on_one_line(&failure.folder));
    for (at, problem) in failure.problems.iter().enumerate() {
        let place = problem.place.as_ref().map(|(source, span)| source.place(*span));
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_message(&*visible(&problem.message));
        add_case(&mut suite, &format!("problem {}", at + 1), place.as_ref(), status);
    }
    suite
}
