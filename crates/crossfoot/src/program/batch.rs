//! Many studies: found, built side by side, and summed up.

pub(crate) mod discovery;
pub(crate) mod progress;
pub(crate) mod run;
pub(crate) mod state;
pub(crate) mod summary;
pub(crate) mod worker;
