//! Problems on stderr: the message, the place, the text around it and the way out.

use std::borrow::Cow;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use crossfoot_core::{Diagnostic, Whereabouts, is_control, on_one_line, visible};
use crossfoot_load::LoadError;

use crate::program::output::Output;

/// At most this many problems are shown: a file of the wrong format has one on every line.
const MOST_SHOWN: usize = 40;

/// Shows an error: each problem of a study with its place, anything else with its causes.
/// `unchecked` is what could not be done for it.
pub(crate) fn report(error: &anyhow::Error, unchecked: &str, output: &mut Output) {
    match error.downcast_ref::<LoadError>() {
        Some(load) => {
            let shown: Vec<String> = load
                .problems
                .iter()
                .take(MOST_SHOWN)
                .map(|problem| render(problem, &Renderer::styled()) + "\n")
                .collect();
            output.problem(&shown.join("\n"));
            let shown = if load.problems.len() > MOST_SHOWN {
                format!(", the first {MOST_SHOWN} shown")
            } else {
                String::new()
            };
            if load.problems.len() > 1 {
                output
                    .problem(&format!("\n{} problems{shown}; {unchecked}\n", load.problems.len()));
            }
        }
        None => output.problem(&format!(
            "{}\n",
            Renderer::styled().render(&[Group::with_title(
                Level::ERROR.primary_title(visible(&format!("{error:#}")).into_owned())
            )])
        )),
    }
}

/// The whole error for a file: without colour, and nothing left out.
pub(crate) fn plain(error: &anyhow::Error) -> String {
    match error.downcast_ref::<LoadError>() {
        Some(load) => load
            .problems
            .iter()
            .map(|problem| render(problem, &Renderer::plain()) + "\n")
            .collect::<Vec<_>>()
            .join("\n"),
        None => format!("error: {}\n", visible(&format!("{error:#}"))),
    }
}

/// The first problem in one line, and how many more there are.
pub(crate) fn first_line(error: &anyhow::Error) -> String {
    let text = match error.downcast_ref::<LoadError>() {
        Some(load) => {
            let more = load.problems.len().saturating_sub(1);
            let first = load.problems.first().map(ToString::to_string).unwrap_or_default();
            let first = first.lines().next().unwrap_or_default().to_owned();
            if more > 0 { format!("{first} (and {more} more)") } else { first }
        }
        None => format!("{error:#}"),
    };
    visible(text.lines().next().unwrap_or_default()).into_owned()
}

fn render(problem: &Diagnostic, renderer: &Renderer) -> String {
    let sentence = problem.sentence();
    let title = Level::ERROR.primary_title(visible(&sentence));
    let help = problem.help.as_deref().map(|help| Level::HELP.message(visible(help)));
    let renderer = renderer.clone().decor_style(DecorStyle::Ascii);
    match problem.whereabouts() {
        Whereabouts::Text(source, span) => {
            let file = source.file(span);
            let mark =
                AnnotationKind::Primary.span(file.span.range()).label(visible(&problem.label));
            let snippet =
                Snippet::source(shown(file.text)).path(on_one_line(file.name)).annotation(mark);
            let group = title.element(snippet);
            renderer.render(&[match help {
                Some(help) => group.element(help),
                None => group,
            }])
        }
        Whereabouts::Place(_) | Whereabouts::Nowhere => match help {
            Some(help) => renderer.render(&[title.element(help)]),
            None => renderer.render(&[Group::with_title(title)]),
        },
    }
}

/// The text of a file in which control characters beyond ASCII are replaced by others of the same
/// length, so that marks below the text stay at their place. The renderer makes those of ASCII
/// visible.
fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains(acts_beyond_ascii) {
        return text.into();
    }
    let characters = text.chars().map(|c| match c.len_utf8() {
        2 if acts_beyond_ascii(c) => '·',
        _ if acts_beyond_ascii(c) => '\u{fffd}',
        _ => c,
    });
    characters.collect()
}

const fn acts_beyond_ascii(c: char) -> bool {
    is_control(c) && !c.is_ascii()
}
