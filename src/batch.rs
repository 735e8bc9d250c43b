//! Many at once: in order, on all cores, in bounded memory.

use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Items handed to the threads at once, for each thread: few at first, so that the first results come soon, then twice as many
/// each time, for a thread that is started anew knows nothing of the words that those before it met.
const FIRST_CHUNK: usize = 256;
const LARGEST_CHUNK: usize = 8192;

/// Applies `work` to every item on so many threads and yields the results in the order of the items.
///
/// Items are taken from the iterator some hundreds at a time, later some thousands, so an endless one is fine. The results do
/// not depend on the number of threads.
///
/// ```
/// use std::num::NonZeroUsize;
/// use sanctions_screen::batch::in_order;
/// let doubled: Vec<u32> = in_order(1..=1000, NonZeroUsize::new(2).unwrap(), |n| n * 2).collect();
/// assert_eq!(doubled[999], 2000);
/// ```
pub fn in_order<I, R, F>(items: I, threads: NonZeroUsize, work: F) -> impl Iterator<Item = R>
where
    I: IntoIterator,
    I::Item: Send,
    R: Send,
    F: Fn(I::Item) -> R + Sync,
{
    let mut items = items.into_iter();
    let mut size = FIRST_CHUNK;
    std::iter::from_fn(move || {
        let chunk: Vec<I::Item> = items.by_ref().take(size * threads.get()).collect();
        size = (2 * size).min(LARGEST_CHUNK);
        if chunk.is_empty() { None } else { Some(run(chunk, threads, &work)) }
    })
    .flatten()
}

/// The number of threads that the machine runs at once, or one.
pub fn all_cores() -> NonZeroUsize {
    std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}

fn run<T: Send, R: Send>(chunk: Vec<T>, threads: NonZeroUsize, work: &(impl Fn(T) -> R + Sync)) -> Vec<R> {
    if threads.get() == 1 || chunk.len() < 2 {
        return chunk.into_iter().map(work).collect();
    }
    // A cell for each item, and one for its result; threads take the next free cell.
    let cells: Vec<Mutex<(Option<T>, Option<R>)>> =
        chunk.into_iter().map(|item| Mutex::new((Some(item), None))).collect();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads.get().min(cells.len()) {
            scope.spawn(|| {
                while let Some(cell) = cells.get(next.fetch_add(1, Ordering::Relaxed)) {
                    // Each cell is locked by one thread only, once: no lock is ever waited for or poisoned.
                    let Ok(mut cell) = cell.lock() else { continue };
                    if let Some(item) = cell.0.take() {
                        cell.1 = Some(work(item));
                    }
                }
            });
        }
    });
    cells.into_iter().filter_map(|cell| cell.into_inner().ok()?.1).collect()
}
