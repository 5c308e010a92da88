//! Diagnostics: why something could not be read or understood, where, and what to do.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::{Source, Span, Whereabouts, on_one_line};

/// One problem in one file. Data faults are findings, never diagnostics.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where: the file and the stretch of it. Absent when the file itself could not be read.
    pub place: Option<(Arc<Source>, Span)>,
    /// What was expected there, shown next to the mark.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A problem at a stretch of a file. A stretch that cuts a character or lies outside, as
    /// parsers report them at times, is moved to whole characters inside.
    pub fn at(source: &Arc<Source>, span: Span, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            place: Some((Arc::clone(source), source.whole_characters(span))),
            label: String::new(),
            help: None,
        }
    }

    /// A problem with no text to show.
    pub fn bare(message: impl Into<String>) -> Self {
        Self { message: message.into(), place: None, label: String::new(), help: None }
    }

    /// Adds what was expected at the marked place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Where the problem is shown to people: in the text, or where that was received if it was
    /// written for what another file holds.
    pub fn whereabouts(&self) -> Whereabouts<'_> {
        match &self.place {
            Some((source, span)) => source.whereabouts(*span),
            None => Whereabouts::Nowhere,
        }
    }

    /// The message as it is told without the text around it; where no text can be shown beside it,
    /// with the place and what was expected.
    pub fn sentence(&self) -> Cow<'_, str> {
        let expected = match self.label.as_str() {
            "" => String::new(),
            label => format!(" ({label})"),
        };
        match self.whereabouts() {
            Whereabouts::Place(place) => format!("{place}: {}{expected}", self.message).into(),
            Whereabouts::Nowhere if self.place.is_some() => {
                format!("{}{expected}", self.message).into()
            }
            Whereabouts::Text(..) | Whereabouts::Nowhere => self.message.as_str().into(),
        }
    }
}

/// Why files could not be read or understood: every problem that was found, in the order of the
/// files.
#[derive(Debug, thiserror::Error)]
#[error("{}", .problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct LoadError {
    /// The problems, at least one.
    pub problems: Vec<Diagnostic>,
}

/// `file:line:column: message`, for logs and tests; the binary shows the text around it too.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Whereabouts::Text(source, span) = self.whereabouts() {
            write!(f, "{}: ", source.place(span))?;
        }
        f.write_str(&self.sentence())
    }
}

/// A printed text as messages quote it: on one line, and cut off if it is too long.
pub fn quoted(text: &str) -> Cow<'_, str> {
    /// Characters that are shown.
    const MOST: usize = 60;
    let text = on_one_line(text);
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text,
    }
}

/// The name among `known` that was probably meant, as a label; empty where none is near.
pub fn did_you_mean<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    suggestion(wrong, known).map(|name| format!("did you mean `{name}`?")).unwrap_or_default()
}

/// The name among `known` that was probably meant. Numbers get no suggestion.
pub fn suggestion<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// Below this Jaro–Winkler similarity (1 is equal) a suggestion confuses more than it helps.
    const ALIKE: f64 = 0.8;
    if wrong.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    known
        .into_iter()
        .map(|name| (similarity(wrong, name), name))
        .filter(|(alike, _)| *alike >= ALIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// How alike two names are, from 0 to 1. One slip, as from `sum` to `smu`, makes short names less
/// alike than it should, and so counts as 1. Among names of one or two characters every name is one
/// slip from every other.
fn similarity(wrong: &str, name: &str) -> f64 {
    if wrong.chars().count() > 2 && strsim::osa_distance(wrong, name) == 1 {
        1.0
    } else {
        strsim::jaro_winkler(wrong, name)
    }
}
