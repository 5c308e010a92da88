//! Many independent items on all cores, each timed as if it were alone.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use anyhow::{Context, Result};
use rayon::ThreadPoolBuilder;

/// Does the work for every item; the results are in the order of the items.
///
/// Every worker has a pool of one thread, so that no item waits for a part of another and its time
/// is its own.
///
/// # Errors
/// If the threads cannot be started.
pub(crate) fn each<'a, T: Sync, R: Send>(
    items: &'a [T],
    work: impl Fn(&'a T) -> R + Sync,
) -> Result<Vec<R>> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get).min(items.len());
    let pools = (0..workers)
        .map(|_| ThreadPoolBuilder::new().num_threads(1).build())
        .collect::<Result<Vec<_>, _>>()
        .context("cannot start the threads")?;
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(items.len())));
    thread::scope(|scope| {
        for pool in &pools {
            scope.spawn(|| {
                pool.install(|| {
                    while let Some((at, item)) = take(items, &next) {
                        let result = work(item);
                        done.lock().unwrap_or_else(PoisonError::into_inner).push((at, result));
                    }
                });
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}

/// The next item that nobody has taken.
fn take<'a, T>(items: &'a [T], next: &AtomicUsize) -> Option<(usize, &'a T)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    items.get(at).map(|item| (at, item))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..100).collect();
        let doubled = each(&items, |item| item * 2).unwrap();
        assert_eq!(doubled, items.iter().map(|item| item * 2).collect::<Vec<_>>());
    }
}
