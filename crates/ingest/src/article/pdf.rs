//! PDF → text, by `pdftotext` of Poppler where it is installed, then read as plain text is.
//!
//! The program is asked twice: for the text in reading order, whose prose is taken, and for the
//! text as it is laid out, whose captioned tables are taken.

mod pages;

use std::io::{ErrorKind, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use crossfoot_core::{LoadError, Source};

use crate::article::plain;
use crate::bounds::FILE_BYTES;
use crate::refuse;
use crate::table::raw::Found;

const PROGRAM: &str = "pdftotext";

/// Reads the prose and the tables of a PDF.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<(Arc<Source>, Found), LoadError> {
    let version = version(name)?;
    let prose = run(name, bytes, &[])?;
    let layout = run(name, bytes, &["-layout"])?;
    let text = pages::compose(&prose, &layout);
    if text.split_whitespace().next().is_none() {
        let help = "look for another version of it, or recognise its text first (OCR)";
        return Err(refuse::file(name, "this PDF has no text; it may be scanned", help));
    }
    let source = Source::new(name, text).ok_or_else(|| refuse::too_large(name))?;
    let mut found = plain::read(&source);
    let lost = "formulas, pictures, and tables without a caption above them are not in it";
    let note = format!("text taken out of the PDF by {PROGRAM} {version}; {lost}");
    found.notes.insert(0, note);
    Ok((source, found))
}

/// The version of the program, or what is needed.
fn version(name: &str) -> Result<String, LoadError> {
    let output = Command::new(PROGRAM).arg("-v").output().map_err(|error| missing(name, &error))?;
    let text = String::from_utf8_lossy(&output.stderr);
    let version = text.lines().next().and_then(|line| line.split(' ').next_back());
    Ok(version.unwrap_or_default().to_owned())
}

fn missing(name: &str, error: &std::io::Error) -> LoadError {
    let message = match error.kind() {
        ErrorKind::NotFound => format!("reading a PDF needs `{PROGRAM}`, which is not installed"),
        _ => format!("cannot run `{PROGRAM}`: {error}"),
    };
    let help = "install Poppler (`poppler-utils`), or use the HTML, XML or DOCX of the article, or \
                paste its text into a text file";
    refuse::file(name, message, help)
}

/// The text of a PDF.
fn run(name: &str, bytes: &[u8], options: &[&str]) -> Result<String, LoadError> {
    let mut child = Command::new(PROGRAM)
        .args(options)
        .args(["-enc", "UTF-8", "-eol", "unix", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| missing(name, &error))?;
    let read = exchange(&mut child, bytes);
    // One that writes without end is not waited for.
    let too_large = read.as_ref().is_ok_and(|(text, _)| text.len() as u64 > FILE_BYTES);
    if too_large {
        let _ = child.kill();
    }
    let status = child.wait();
    match (read, status) {
        (Ok(_), _) if too_large => Err(refuse::file(
            name,
            format!("the text of this PDF is larger than {} MiB", refuse::mebibytes(FILE_BYTES)),
            "split it",
        )),
        (Ok((text, _)), Ok(status)) if status.success() => {
            Ok(String::from_utf8_lossy(&text).replace('\0', "\u{FFFD}"))
        }
        (Ok((_, problem)), _) => {
            let why = String::from_utf8_lossy(&problem);
            let why = why.lines().next().unwrap_or("it gave no reason").to_owned();
            let help = "the file is damaged or protected; get it again, or remove the password";
            Err(refuse::file(name, format!("{PROGRAM} cannot read this PDF: {why}"), help))
        }
        (Err(error), _) => Err(missing(name, &error)),
    }
}

/// Gives the file to the program while its output is taken.
fn exchange(child: &mut Child, bytes: &[u8]) -> std::io::Result<(Vec<u8>, Vec<u8>)> {
    let (input, output, problems) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    std::thread::scope(|scope| {
        // A program that refuses the file does not read it to its end.
        scope.spawn(move || input.map(|mut input| input.write_all(bytes)));
        let problems = scope.spawn(move || all_of(problems));
        let text = all_of(output)?;
        let problems = problems.join().unwrap_or_else(|_| Ok(Vec::new()))?;
        Ok((text, problems))
    })
}

fn all_of(stream: Option<impl Read>) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if let Some(stream) = stream {
        stream.take(FILE_BYTES + 1).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
