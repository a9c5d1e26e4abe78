//! Work on many things at once, each by itself, shared out to all processors.

use std::num::NonZero;
use std::thread;

/// How many entries one more thread is worth: their signatures take it a millisecond or two, starting it a fiftieth of that.
const WORTH_A_THREAD: usize = 32;

/// Does the same with each, on all processors where there is enough to do for it to be worth a thread, and gives what came of them in
/// their order.
pub(super) fn shared_out<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let shares = thread::available_parallelism().map_or(1, NonZero::get).min(items.len() / WORTH_A_THREAD);
    if shares < 2 {
        return items.into_iter().map(work).collect();
    }
    let mut rest = items;
    let work = &work;
    thread::scope(|scope| {
        let others: Vec<_> = (1..shares)
            .map(|share| {
                let last = rest.split_off(rest.len() - rest.len() / (shares - share + 1));
                scope.spawn(move || last.into_iter().map(work).collect::<Vec<R>>())
            })
            .collect();
        let mut done: Vec<R> = rest.into_iter().map(work).collect();
        for other in others.into_iter().rev() {
            done.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_done_once_and_stays_in_its_order() {
        for many in [0, 1, 31, 32, 63, 64, 65, 100, 1_000, 4_097] {
            let doubled = shared_out((0..many).collect(), |number| 2 * number);
            assert_eq!(doubled, (0..many).map(|number| 2 * number).collect::<Vec<_>>(), "of {many}");
        }
    }

    #[test]
    #[should_panic(expected = "the last but one")]
    fn a_panic_beside_is_a_panic_here() {
        shared_out((0..1_000).collect(), |number| assert!(number != 998, "the last but one"));
    }
}
