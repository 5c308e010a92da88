//! A paragraph of a Word document: stretches of text with what is said of each.

use std::ops::Range;

use super::events::Event;

/// How a stretch of text is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Setting {
    pub(super) raised: bool,
    pub(super) lowered: bool,
    pub(super) italic: bool,
    pub(super) bold: bool,
    pub(super) formula: bool,
    /// Not seen.
    pub(super) hidden: bool,
}

/// A paragraph that is open.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) style: Option<String>,
    pub(super) level: Option<u8>,
    pub(super) is_item: bool,
    pub(super) runs: Vec<(Range<usize>, Setting)>,
}

impl Paragraph {
    /// Adds a stretch of the text.
    pub(super) fn push(&mut self, range: Range<usize>, setting: Setting) {
        match self.runs.last_mut() {
            Some((last, same)) if *same == setting && last.end == range.start => {
                last.end = range.end;
            }
            _ => self.runs.push((range, setting)),
        }
    }

    /// Whether all of it is bold.
    pub(super) fn is_bold(&self, text: &str) -> bool {
        let mut printed = self.runs.iter().filter(|(range, _)| {
            text.get(range.clone()).is_some_and(|text| !text.trim().is_empty())
        });
        !self.runs.is_empty() && printed.all(|(_, setting)| setting.bold)
    }

    /// Its text.
    pub(super) fn text(&self, text: &str) -> String {
        self.runs.iter().filter_map(|(range, _)| text.get(range.clone())).collect()
    }

    /// Its events, as an element.
    pub(super) fn write(&self, element: &'static str, events: &mut Vec<Event>) {
        let Some((first, _)) = self.runs.first() else { return };
        events.push(Event::Start { element, at: first.start });
        for (range, setting) in &self.runs {
            let marks = [
                (setting.formula, "math"),
                (setting.italic && !setting.formula, "em"),
                (setting.raised, "sup"),
                (setting.lowered, "sub"),
            ];
            let marks: Vec<&'static str> =
                marks.into_iter().filter(|(is_set, _)| *is_set).map(|(_, mark)| mark).collect();
            for mark in &marks {
                events.push(Event::Start { element: mark, at: range.start });
            }
            events.push(Event::Text(range.clone()));
            events.extend(marks.iter().rev().map(|mark| Event::End(mark)));
        }
        events.push(Event::End(element));
    }
}
