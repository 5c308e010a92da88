//! How this program is started again: a batch hands its studies to processes of the same program.

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::Command;

/// What runs this program.
///
/// ```
/// use crossfoot::program::Launcher;
///
/// let python = Launcher::Host {
///     command: ["python3", "-m", "crossfoot"].map(Into::into).to_vec(),
///     file: "crossfoot/_native.abi3.so".into(),
/// };
/// # let _ = python;
/// ```
#[derive(Clone, Debug)]
pub enum Launcher {
    /// A file of its own.
    Own,
    /// Another program, such as Python, which has it as a library.
    Host {
        /// The command that starts it, before its arguments.
        command: Vec<OsString>,
        /// The file of the library.
        file: PathBuf,
    },
}

impl Launcher {
    /// The command that starts this program again.
    pub(crate) fn command(&self) -> io::Result<Command> {
        match self {
            Self::Host { command, .. } => match command.split_first() {
                Some((program, first)) => {
                    let mut command = Command::new(program);
                    command.args(first);
                    Ok(command)
                }
                None => Err(io::Error::other("no command starts this program")),
            },
            Self::Own => Ok(Command::new(std::env::current_exe()?)),
        }
    }

    /// The file that has the code of this program.
    pub(crate) fn file(&self) -> io::Result<PathBuf> {
        match self {
            Self::Own => std::env::current_exe(),
            Self::Host { file, .. } => Ok(file.clone()),
        }
    }
}
