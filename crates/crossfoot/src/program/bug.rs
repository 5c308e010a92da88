//! Panics are bugs. They print nothing themselves: each becomes an error like others.

use std::any::Any;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::Mutex;

use anyhow::anyhow;

/// Where the last panic was.
static LAST: Mutex<Option<String>> = Mutex::new(None);

/// Keeps panics from printing; [`guarded`] reports those that it catches.
pub(crate) fn silence() {
    panic::set_hook(Box::new(remember));
}

fn remember(info: &PanicHookInfo<'_>) {
    let place = info.location().map(|place| format!("{}:{}", place.file(), place.line()));
    *LAST.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = place;
}

/// Does the work; a panic in it is an error like others.
pub(crate) fn guarded<T>(work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| Err(report(panic.as_ref())))
}

fn report(panic: &(dyn Any + Send)) -> anyhow::Error {
    let text = match (panic.downcast_ref::<&str>(), panic.downcast_ref::<String>()) {
        (Some(text), _) => text,
        (_, Some(text)) => text.as_str(),
        (None, None) => "no message",
    };
    let place = LAST.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).take();
    let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
    anyhow!("this is a bug in crossfoot, please report it: {text}{place}")
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_panic_is_an_error() {
        let error = guarded::<()>(|| panic!("cell {} is gone", 7)).expect_err("it failed");
        let text = error.to_string();
        let wanted = "this is a bug in crossfoot, please report it: cell 7 is gone";
        assert!(text.starts_with(wanted), "{text}");
    }
}
