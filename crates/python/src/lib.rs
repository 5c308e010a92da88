//! The module `crossfoot._native` of Python: results as JSON and HTML, and the command line. The
//! Python next to it makes objects of them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crossfoot::ingest::{Options, ReceivedArticle, read_article, read_article_bytes};
use crossfoot::program::{self, Launcher};
use crossfoot::report::document::Document;
use crossfoot::report::{Language, html_fragment};
use crossfoot::{audit_article, study_name};
use pyo3::exceptions::PyException;
use pyo3::prelude::*;

pyo3::create_exception!(
    crossfoot,
    Error,
    PyException,
    "A file could not be read or understood; the message has the places."
);

/// What a call found: JSON and HTML.
type Found = (String, String);

/// Checks the study in a folder, with its root causes corrected if that is asked for.
#[pyfunction]
fn check(py: Python<'_>, folder: PathBuf, corrected: bool) -> PyResult<Found> {
    py.detach(|| {
        let published = crossfoot::open(folder).map_err(raised)?;
        let audited = if corrected { published.corrected() } else { published };
        Ok((audited.json().map_err(raised)?, html(&audited.document())))
    })
}

/// Audits a file: an article or a table.
#[pyfunction]
fn audit(py: Python<'_>, file: PathBuf) -> PyResult<Found> {
    py.detach(|| audited(&file, read_article(&file, Options::default()).map_err(raised)?))
}

/// Audits the bytes of a file.
#[pyfunction]
fn audit_bytes(py: Python<'_>, bytes: Vec<u8>, name: &str) -> PyResult<Found> {
    py.detach(|| {
        let received = read_article_bytes(name, &bytes, Options::default()).map_err(raised)?;
        audited(name.as_ref(), received)
    })
}

fn audited(file: &Path, received: ReceivedArticle) -> PyResult<Found> {
    let name = study_name(file);
    let audited = audit_article(&name, received, name.as_ref(), None).map_err(raised)?;
    Ok((audited.json().map_err(raised)?, html(&audited.document())))
}

/// A document in English, for a notebook.
fn html(document: &Document) -> String {
    html_fragment(document, &Language::english())
}

/// Runs the command line; gives its exit code and what it wrote to stdout and stderr.
#[pyfunction]
fn run(
    py: Python<'_>,
    arguments: Vec<OsString>,
    command: Vec<OsString>,
    file: PathBuf,
) -> (u8, String, String) {
    let launcher = Launcher::Host { command, file };
    let done = py.detach(|| program::captured(arguments, &launcher));
    (done.code, done.output, done.problems)
}

/// Runs the command line on the streams of the process; gives its exit code.
#[pyfunction]
fn main(py: Python<'_>, arguments: Vec<OsString>, command: Vec<OsString>, file: PathBuf) -> u8 {
    let launcher = Launcher::Host { command, file };
    py.detach(|| program::main(arguments, &launcher))
}

/// An error as Python raises it.
fn raised<E>(error: E) -> PyErr
where
    E: std::error::Error + Send + Sync + 'static,
{
    Error::new_err(program::message(error))
}

#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("Error", module.py().get_type::<Error>())?;
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_function(wrap_pyfunction!(check, module)?)?;
    module.add_function(wrap_pyfunction!(audit, module)?)?;
    module.add_function(wrap_pyfunction!(audit_bytes, module)?)?;
    module.add_function(wrap_pyfunction!(run, module)?)?;
    module.add_function(wrap_pyfunction!(main, module)?)
}
