//! The erratum as a letter to authors: plain text that an e-mail can hold.

use crossfoot_audit::Grade;
use crossfoot_core::{Phrase, Verdict, on_one_line, say};
use textwrap::Options;

use crate::Language;
use crate::erratum::{Entry, Proposed, Statement, by_grade};
use crate::report::Inputs;

/// The width of a line: mail programs quote it without breaking it.
const WIDTH: usize = 72;

/// Renders the entries for the authors of a publication.
pub(crate) fn render(inputs: &Inputs<'_>, entries: &[Entry<'_>], language: &Language) -> String {
    let study = inputs.study;
    let mut text = Text { language, out: String::new() };
    text.paragraph("", say!("Subject: figures to check in “{}”", &study.title));
    text.paragraph("", say!("Dear authors,"));
    let cited = if study.citation.is_empty() { &study.title } else { &study.citation };
    text.paragraph(
        "",
        say!("we recomputed the published figures and statements of this publication:"),
    );
    text.paragraph("  ", cited.as_str().into());
    if let Some(address) = study.address() {
        text.paragraph("  ", address.into());
    }
    match entries.len() {
        0 => text.paragraph("", say!("Nothing to correct was found.")),
        1 => text.paragraph("", say!("One point needs your attention.")),
        many => text.paragraph("", say!("{} points need your attention.", many.to_string())),
    }
    for (grade, entries) in by_grade(entries) {
        let title = match grade {
            Grade::Rounding => say!("Rounding"),
            _ => say!("Substantive"),
        };
        text.paragraph("", title);
        for (number, entry) in entries {
            text.entry(number, entry);
        }
    }
    let counted =
        [Verdict::Feasible, Verdict::Unverifiable].map(|verdict| inputs.audit.count(verdict));
    let undecided: usize = counted.iter().sum();
    if undecided > 0 {
        text.paragraph(
            "",
            say!(
                "Checks that could not be decided: {}, because not every row is published or nothing recomputes them.",
                undecided.to_string()
            ),
        );
    }
    if !entries.is_empty() {
        text.paragraph(
            "",
            say!("Could you tell us whether you agree, and correct the publication where you do?"),
        );
    }
    text.paragraph(
        "",
        say!(
            "The figures were recomputed in exact arithmetic with Crossfoot {} (inputs {}).",
            env!("CARGO_PKG_VERSION"),
            inputs.fingerprint
        ),
    );
    text.out
}

/// A text that is wrapped as it grows.
struct Text<'a> {
    language: &'a Language,
    out: String,
}

impl Text<'_> {
    /// A paragraph and an empty line.
    fn paragraph(&mut self, indent: &str, said: Phrase) {
        self.lines(indent, indent, &said);
        self.out.push('\n');
    }

    fn lines(&mut self, first: &str, rest: &str, said: &Phrase) {
        let options = Options::new(WIDTH).initial_indent(first).subsequent_indent(rest);
        // A number keeps its unit.
        let said = on_one_line(&self.language.say(said)).replace(" %", "\u{a0}%");
        self.out += &textwrap::fill(&said, options);
        self.out.push('\n');
    }

    fn entry(&mut self, number: usize, entry: &Entry<'_>) {
        let head = match entry.reported.is_empty() {
            true => entry.place.clone(),
            false => say!("{}: {}", entry.place.clone(), entry.reported.clone()),
        };
        self.lines(&format!("{number}. "), "   ", &head);
        for said in
            entry.statement.iter().map(Statement::phrase).chain(entry.problem.iter().cloned())
        {
            self.point(said);
        }
        for (at, Proposed { said, is_wording }) in entry.proposals.iter().enumerate() {
            let said = said.clone();
            self.point(match (at, is_wording) {
                (0, true) => say!("Proposed change of words: {}", said),
                (0, false) => say!("Proposed correction: {}", said),
                (_, true) => say!("or this change of words: {}", said),
                (_, false) => say!("or {}", said),
            });
        }
        self.point(say!("Certainty: {}", entry.certainty.clone()));
        for effect in &entry.effect {
            self.point(say!("Does a conclusion change? {}", effect.clone()));
        }
        for change in &entry.follows {
            self.point(say!(
                "This also changes: {}: {} instead of {}",
                change.place.clone(),
                change.corrected.clone(),
                change.reported.clone()
            ));
        }
        self.out.push('\n');
    }

    fn point(&mut self, said: Phrase) {
        self.lines("   - ", "     ", &said);
    }
}
