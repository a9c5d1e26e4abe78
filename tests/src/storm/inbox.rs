//! What is on its way to somebody: things that arrive at their moment and in their order. When that is, `wire` and `pipe` decide.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use tokio::time::{Instant, Sleep, sleep_until};

/// Things on their way.
#[derive(Debug)]
pub(super) struct Inbox<T> {
    things: VecDeque<(Instant, T)>,
    waker: Option<Waker>,
    timer: Option<Pin<Box<Sleep>>>,
}

impl<T> Default for Inbox<T> {
    fn default() -> Self {
        Self { things: VecDeque::new(), waker: None, timer: None }
    }
}

impl<T> Inbox<T> {
    /// Sends something so that it arrives at a moment, behind everything that was sent before.
    pub(super) fn put(&mut self, due: Instant, thing: T) {
        let due = self.things.back().map_or(due, |(before, _)| due.max(*before));
        self.things.push_back((due, thing));
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    /// The next thing that has arrived.
    pub(super) fn poll_take(&mut self, context: &mut Context<'_>) -> Poll<T> {
        while let Some((due, _)) = self.things.front() {
            if *due <= Instant::now()
                && let Some((_, thing)) = self.things.pop_front()
            {
                return Poll::Ready(thing);
            }
            let Some((due, _)) = self.things.front() else { break };
            let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(*due)));
            if timer.deadline() != *due {
                timer.as_mut().reset(*due);
            }
            if timer.as_mut().poll(context).is_pending() {
                break;
            }
        }
        self.waker = Some(context.waker().clone());
        Poll::Pending
    }

    /// The first thing that has arrived, without taking it.
    pub(super) fn arrived(&mut self) -> Option<&mut T> {
        self.things.front_mut().filter(|(due, _)| *due <= Instant::now()).map(|(_, thing)| thing)
    }
}
