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
use crossfoot_report::{Checked, Language, Palette, markdown, text};
use terminal_size::{Width, terminal_size};

use crate::program::args::{Lang, When};
use crate::program::files::Files;
use crate::program::studies;

/// The width of text that is not written to a terminal.
const PIPED_WIDTH: usize = 120;
/// The least width: columns of narrower text cannot be aligned.
const LEAST_WIDTH: usize = 60;
/// Lines longer than this are hard to read, however wide the terminal.
const MOST_WIDTH: usize = 160;

/// Where a command writes. Text with colours is adapted to the terminal; everything else is written
/// byte for byte.
pub(crate) struct Output {
    target: Target,
    colour: ColorChoice,
    lang: Lang,
    quiet: bool,
}

/// Where the bytes go.
enum Target {
    /// To the streams of the process.
    Streams(io::Stdout, io::Stderr),
    /// Nowhere yet: what was written to stdout, and to stderr.
    Kept(Vec<u8>, Vec<u8>),
}

impl Output {
    /// Writes to the streams of the process.
    pub(crate) fn streams() -> Self {
        let target = Target::Streams(io::stdout(), io::stderr());
        Self { target, colour: ColorChoice::Auto, lang: Lang::En, quiet: false }
    }

    /// Keeps what is written.
    pub(crate) const fn kept() -> Self {
        let target = Target::Kept(Vec::new(), Vec::new());
        Self { target, colour: ColorChoice::Never, lang: Lang::En, quiet: false }
    }

    /// What was written to stdout and to stderr, if it was kept.
    pub(crate) fn into_kept(self) -> (String, String) {
        match self.target {
            Target::Streams(..) => (String::new(), String::new()),
            Target::Kept(output, problems) => (
                String::from_utf8_lossy(&output).into_owned(),
                String::from_utf8_lossy(&problems).into_owned(),
            ),
        }
    }

    /// Says when to use colour, which language documents have, and whether only problems are
    /// written. Text that is kept has no colour.
    pub(crate) fn set(&mut self, when: When, lang: Lang, quiet: bool) {
        (self.lang, self.quiet) = (lang, quiet);
        if matches!(self.target, Target::Streams(..)) {
            self.colour = match when {
                When::Auto => ColorChoice::Auto,
                When::Always => ColorChoice::Always,
                When::Never => ColorChoice::Never,
            };
        }
    }

    /// The language of documents.
    pub(crate) const fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether only problems are written.
    pub(crate) const fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// The language of documents, with what a study says in it.
    pub(crate) fn language(&self, study: &Study) -> Language {
        studies::language(self.lang, study)
    }

    /// Writes a document as terminal text.
    pub(crate) fn text(&mut self, document: &Document) -> io::Result<()> {
        let width = terminal_size().map_or(PIPED_WIDTH, |(Width(width), _)| {
            usize::from(width).clamp(LEAST_WIDTH, MOST_WIDTH)
        });
        let palette = if self.uses_colour() { Palette::Colour } else { Palette::Plain };
        self.styled(&text(document, width, palette))
    }

    /// Whether text on stdout is coloured.
    fn uses_colour(&self) -> bool {
        let choice = match (&self.target, self.colour) {
            (Target::Streams(stdout, _), ColorChoice::Auto) => AutoStream::choice(stdout),
            (_, choice) => choice,
        };
        choice != ColorChoice::Never
    }

    /// Writes text with styles to stdout.
    fn styled(&mut self, text: &str) -> io::Result<()> {
        if self.quiet {
            return Ok(());
        }
        let colour = self.colour;
        unless_closed(match &mut self.target {
            Target::Streams(stdout, _) => {
                let mut stream = AutoStream::new(stdout.lock(), colour);
                stream.write_all(text.as_bytes()).and_then(|()| stream.flush())
            }
            Target::Kept(output, _) => AutoStream::never(output).write_all(text.as_bytes()),
        })
    }

    /// Writes help to stdout, or why arguments were not understood to stderr.
    pub(crate) fn usage(&mut self, usage: &clap::Error) {
        let text = usage.render().ansi().to_string();
        if usage.use_stderr() {
            self.problem(&text);
        } else {
            // There is nowhere to report that this failed.
            let _ = self.styled(&text);
        }
    }

    /// Writes a document as Markdown.
    pub(crate) fn markdown(&mut self, document: &Document) -> io::Result<()> {
        self.raw(&markdown(document))
    }

    /// Writes studies in a format; documents are in a language. Studies that could not be checked are
    /// written only by formats that have a place for them.
    pub(crate) fn studies(&mut self, format: Shown, checked: &Checked) -> anyhow::Result<()> {
        match format {
            Shown::Log(write) => self.raw(&write(checked)?)?,
            _ if checked.audits.is_empty() => {}
            Shown::Text(write) => self.raw(&write(&checked.audits)?)?,
            Shown::Terminal(document) => self.each(checked, document, Self::text)?,
            Shown::Markdown(document) => self.each(checked, document, Self::markdown)?,
        }
        Ok(())
    }

    /// Writes a document per study, with an empty line between.
    fn each(
        &mut self,
        checked: &Checked,
        document: fn(&Study, &Audit) -> Document,
        write: fn(&mut Self, &Document) -> io::Result<()>,
    ) -> io::Result<()> {
        for (at, (study, audit)) in checked.audits.iter().enumerate() {
            if at > 0 {
                self.raw("\n")?;
            }
            let language = self.language(study);
            write(self, &document(study, audit).in_language(&language))?;
        }
        Ok(())
    }

    /// Writes text without colours to stdout.
    pub(crate) fn raw(&mut self, text: &str) -> io::Result<()> {
        self.bytes(text.as_bytes())
    }

    /// Writes bytes as they are to stdout.
    fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.quiet {
            return Ok(());
        }
        unless_closed(match &mut self.target {
            Target::Streams(stdout, _) => {
                let mut stdout = stdout.lock();
                stdout.write_all(bytes).and_then(|()| stdout.flush())
            }
            Target::Kept(output, _) => output.write_all(bytes),
        })
    }

    /// Lists the paths of files that were written to a folder.
    pub(crate) fn written(&mut self, out: &Path, files: &Files) -> io::Result<()> {
        let paths = files.iter().map(|(name, _)| format!("{}\n", out.join(name).display()));
        self.raw(&paths.collect::<String>())
    }

    /// Writes binary data to stdout, unless stdout is a terminal.
    #[cfg(feature = "parquet")]
    pub(crate) fn binary(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        if matches!(&self.target, Target::Streams(stdout, _) if stdout.is_terminal()) {
            anyhow::bail!("Parquet is a binary format; write it to a file with `> name.parquet`")
        }
        Ok(self.bytes(bytes)?)
    }

    /// Writes to stderr; there is nowhere to report that this failed.
    pub(crate) fn problem(&mut self, text: &str) {
        let colour = self.colour;
        let _ = match &mut self.target {
            Target::Streams(_, stderr) => {
                AutoStream::new(stderr.lock(), colour).write_all(text.as_bytes())
            }
            Target::Kept(_, problems) => AutoStream::never(problems).write_all(text.as_bytes()),
        };
    }
}

/// It is not an error that a reader has seen enough (`| head`).
fn unless_closed(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
