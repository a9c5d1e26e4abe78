//! A connection over TCP on a simulated wire: nothing of it gets lost, all of it is late, and it ends when either end goes.
//!
//! How TCP repeats what got lost is not played; what is tried is when this way is taken, and that nothing is said twice on it.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Duration, Instant, sleep};

use super::inbox::Inbox;
use super::wire::Wire;

/// What goes one way; an empty piece is its end.
type Course = Arc<Mutex<Inbox<Vec<u8>>>>;

/// One end of a connection.
#[derive(Debug)]
pub(super) struct PipeEnd {
    wire: Arc<Wire>,
    sending: Course,
    receiving: Course,
    /// Whether the other side has ended its direction.
    is_over: bool,
}

/// Calls the server over TCP.
pub(super) async fn call(wire: &Arc<Wire>) -> io::Result<PipeEnd> {
    while wire.weather().is_black {
        sleep(Duration::from_secs(1)).await;
    }
    let delay = wire.weather().delay;
    sleep(2 * delay).await;
    let door = wire.door().ok_or(io::ErrorKind::ConnectionRefused)?;
    let (up, down) = (Course::default(), Course::default());
    let end = |sending: &Course, receiving: &Course| PipeEnd {
        wire: Arc::clone(wire),
        sending: Arc::clone(sending),
        receiving: Arc::clone(receiving),
        is_over: false,
    };
    door.lock().unwrap_or_else(PoisonError::into_inner).put(Instant::now(), end(&down, &up));
    Ok(end(&up, &down))
}

impl PipeEnd {
    fn put(&self, piece: Vec<u8>) {
        let due = Instant::now() + self.wire.weather().delay;
        self.sending.lock().unwrap_or_else(PoisonError::into_inner).put(due, piece);
    }
}

impl Drop for PipeEnd {
    fn drop(&mut self) {
        self.put(Vec::new());
    }
}

impl AsyncRead for PipeEnd {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.is_over {
            return Poll::Ready(Ok(()));
        }
        let receiving = Arc::clone(&self.receiving);
        let mut inbox = receiving.lock().unwrap_or_else(PoisonError::into_inner);
        // A piece that does not fit is read in parts.
        if let Some(piece) = inbox.arrived()
            && piece.len() > into.remaining()
        {
            let rest = piece.split_off(into.remaining());
            into.put_slice(&std::mem::replace(piece, rest));
            return Poll::Ready(Ok(()));
        }
        inbox.poll_take(context).map(|piece| {
            self.is_over = piece.is_empty();
            let fits = piece.len().min(into.remaining());
            into.put_slice(&piece[..fits]);
            Ok(())
        })
    }
}

impl AsyncWrite for PipeEnd {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if !bytes.is_empty() {
            self.put(bytes.to_vec());
        }
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.put(Vec::new());
        Poll::Ready(Ok(()))
    }
}
