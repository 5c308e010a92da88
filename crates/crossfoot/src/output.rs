//! The two streams: results to stdout, problems to stderr, coloured only on a terminal.

#[cfg(feature = "parquet")]
use std::io::IsTerminal;
use std::io::{self, Write};

use anstream::{AutoStream, ColorChoice};
use crossfoot_audit::Audit;
use crossfoot_core::Study;
use crossfoot_report::document::Document;
use crossfoot_report::formats::Shown;
use crossfoot_report::{Checked, Palette, markdown, text};
use terminal_size::{Width, terminal_size};

use crate::args::{Lang, When};
use crate::studies;

/// Width where there is no terminal to ask.
const PIPED_WIDTH: usize = 120;
/// Narrower than this nothing can be aligned.
const LEAST_WIDTH: usize = 60;
/// Lines longer than this are hard to read, however wide the terminal.
const MOST_WIDTH: usize = 160;

/// Where a command writes. Only colours go through the streams that adapt them to a terminal: what
/// is for programs is written byte for byte.
pub(crate) struct Output {
    stdout: AutoStream<io::Stdout>,
    stderr: AutoStream<io::Stderr>,
}

impl Output {
    pub(crate) fn new(color: When) -> Self {
        let choice = match color {
            When::Auto => ColorChoice::Auto,
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        };
        Self {
            stdout: AutoStream::new(io::stdout(), choice),
            stderr: AutoStream::new(io::stderr(), choice),
        }
    }

    /// Writes a document as terminal text.
    pub(crate) fn text(&mut self, document: &Document) -> io::Result<()> {
        let width = terminal_size().map_or(PIPED_WIDTH, |(Width(width), _)| {
            usize::from(width).clamp(LEAST_WIDTH, MOST_WIDTH)
        });
        let palette = if self.stdout.current_choice() == ColorChoice::Never {
            Palette::Plain
        } else {
            Palette::Colour
        };
        let text = text(document, width, palette);
        unless_closed(self.stdout.write_all(text.as_bytes()).and_then(|()| self.stdout.flush()))
    }

    /// Writes a document as Markdown.
    pub(crate) fn markdown(&mut self, document: &Document) -> io::Result<()> {
        self.raw(&markdown(document))
    }

    /// Writes studies in a format, documents in a language; of those that could not be checked
    /// nothing, unless the format has a place for them.
    pub(crate) fn studies(
        &mut self,
        format: Shown,
        checked: &Checked,
        lang: Lang,
    ) -> anyhow::Result<()> {
        match format {
            Shown::Log(write) => self.raw(&write(checked)?)?,
            _ if checked.audits.is_empty() => {}
            Shown::Text(write) => self.raw(&write(&checked.audits)?)?,
            Shown::Terminal(document) => self.each(checked, lang, document, Self::text)?,
            Shown::Markdown(document) => self.each(checked, lang, document, Self::markdown)?,
        }
        Ok(())
    }

    /// Writes a document per study, with an empty line between.
    fn each(
        &mut self,
        checked: &Checked,
        lang: Lang,
        document: fn(&Study, &Audit) -> Document,
        write: fn(&mut Self, &Document) -> io::Result<()>,
    ) -> io::Result<()> {
        for (at, (study, audit)) in checked.audits.iter().enumerate() {
            if at > 0 {
                self.raw("\n")?;
            }
            let language = studies::language(lang, study);
            write(self, &document(study, audit).in_language(&language))?;
        }
        Ok(())
    }

    /// Writes to stdout what has no colours.
    pub(crate) fn raw(&mut self, text: &str) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        unless_closed(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
    }

    /// Writes to stdout what is no text, unless a terminal would show it.
    #[cfg(feature = "parquet")]
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        let stdout = io::stdout();
        if stdout.is_terminal() {
            anyhow::bail!("Parquet is a binary format; write it to a file with `> name.parquet`")
        }
        Ok(unless_closed(stdout.lock().write_all(bytes))?)
    }

    /// Writes to stderr; there is nowhere to report that this failed.
    pub(crate) fn problem(&mut self, text: &str) {
        let _ = self.stderr.write_all(text.as_bytes());
    }
}

/// A reader that has seen enough (`| head`) is no error.
fn unless_closed(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
