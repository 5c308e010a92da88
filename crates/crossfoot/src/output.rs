//! The two streams: results to stdout, problems to stderr, coloured only on a terminal.

#[cfg(feature = "parquet")]
use std::io::IsTerminal;
use std::io::{self, Write};
use std::path::Path;

use anstream::{AutoStream, ColorChoice};
use crossfoot_audit::Audit;
use crossfoot_core::Study;
use crossfoot_report::document::Document;
use crossfoot_report::formats::Shown;
use crossfoot_report::{Checked, Palette, markdown, text};
use terminal_size::{Width, terminal_size};

use crate::args::{Lang, When};
use crate::files::Files;
use crate::studies;

/// Width where there is no terminal to ask.
const PIPED_WIDTH: usize = 120;
/// Narrower than this nothing can be aligned.
const LEAST_WIDTH: usize = 60;
/// Lines longer than this are hard to read, however wide the terminal.
const MOST_WIDTH: usize = 160;

/// Where a command writes. Text with colours goes through streams that adapt it to the terminal;
/// everything else is written byte for byte.
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

    /// Writes studies in a format; documents are in a language. Studies that could not be checked are
    /// written only by formats that have a place for them.
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

    /// Writes text without colours to stdout.
    pub(crate) fn raw(&mut self, text: &str) -> io::Result<()> {
        let mut stdout = io::stdout().lock();
        unless_closed(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
    }

    /// Lists the paths of files that were written to a folder.
    pub(crate) fn written(&mut self, out: &Path, files: &Files) -> io::Result<()> {
        let paths = files.iter().map(|(name, _)| format!("{}\n", out.join(name).display()));
        self.raw(&paths.collect::<String>())
    }

    /// Writes binary data to stdout, unless stdout is a terminal.
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

/// It is not an error that a reader has seen enough (`| head`).
fn unless_closed(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
