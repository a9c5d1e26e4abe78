//! The second way: the same bytes in a WebSocket over TLS on TCP, for networks that let no UDP through.
//!
//! TLS proves the same raw keys as QUIC does; the WebSocket marks off what a QUIC stream has of itself: an end for each
//! direction (an empty message) and a code to hang up with (4000 and a refusal's number). When this way is taken is
//! `dial`'s decision; the loop over either way is `drive`'s.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use rustls::pki_types::ServerName;
use rustls::{AlertDescription, CertificateError, ClientConfig, Error as TlsError};
use tokio_rustls::{TlsAcceptor, TlsConnector};
use tokio_tungstenite::tungstenite::error::{CapacityError, Error as WebError, ProtocolError};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Bytes, Message};
use tokio_tungstenite::{WebSocketStream, accept_async_with_config, client_async_with_config};

use super::{ALPN, Carrier, DialError, DriveError, tls};
use crate::entry::Refusal;
use crate::ids::DeviceId;
use crate::sync::SessionError;

/// A WebSocket to somebody whose key is proven.
pub(super) struct Web(WebSocketStream<Box<dyn Carrier>>);

impl std::fmt::Debug for Web {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Web(..)")
    }
}

/// The name in the upgrade's request; nobody looks it up.
const REQUEST: &str = "ws://doorstep.invalid/";
/// What a message may have: ours are half as long.
const MAX_MESSAGE_BYTES: usize = 128 << 10;
/// About how many bytes go into one message.
const MESSAGE_BYTES: usize = 64 << 10;
/// What close codes begin at; those below are the WebSocket's own.
const OWN_CODES: u16 = 4_000;

fn config() -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(16 << 10)
        .write_buffer_size(0)
        .max_message_size(Some(MAX_MESSAGE_BYTES))
        .max_frame_size(Some(MAX_MESSAGE_BYTES))
}

/// Calls over a connection of TCP and proves the server's key.
pub(super) async fn call(
    config_of_tls: Arc<ClientConfig>,
    stream: Box<dyn Carrier>,
    address: SocketAddr,
) -> Result<Web, DialError> {
    let lost = |source| DialError::Tcp { address, source };
    let name = ServerName::from(address.ip());
    let secured =
        TlsConnector::from(config_of_tls).connect(name, stream).await.map_err(|error| judge(error, address))?;
    if secured.get_ref().1.alpn_protocol() != Some(ALPN) {
        return Err(DialError::Intercepted { address });
    }
    let carrier: Box<dyn Carrier> = Box::new(secured);
    let upgraded = client_async_with_config(REQUEST, carrier, Some(config())).await;
    let (web, _) = upgraded.map_err(|error| lost(io::Error::other(error)))?;
    Ok(Web(web))
}

/// What a TLS handshake that failed says about whoever answered.
///
/// A server of ours always shows a raw key and always speaks TLS 1.3. Whoever shows a certificate, speaks another protocol or
/// can't go on without a name is something else: most likely a filter that opens encrypted connections, or a sign-in page.
fn judge(error: io::Error, address: SocketAddr) -> DialError {
    let Some(cause) = error.get_ref().and_then(|cause| cause.downcast_ref::<TlsError>()) else {
        return DialError::Tcp { address, source: error };
    };
    if *cause == TlsError::InvalidCertificate(CertificateError::UnknownIssuer) {
        DialError::WrongKey { address }
    } else if *cause == TlsError::AlertReceived(AlertDescription::NoApplicationProtocol) {
        DialError::Version { address }
    } else {
        DialError::Intercepted { address }
    }
}

/// Answers somebody who called over TCP.
pub(super) async fn answer(acceptor: TlsAcceptor, stream: Box<dyn Carrier>) -> io::Result<(Web, Option<DeviceId>)> {
    let secured = acceptor.accept(stream).await?;
    let peer = secured.get_ref().1.peer_certificates().and_then(|keys| keys.first()).and_then(tls::device_of);
    let carrier: Box<dyn Carrier> = Box::new(secured);
    let web = accept_async_with_config(carrier, Some(config())).await.map_err(io::Error::other)?;
    Ok((Web(web), peer))
}

impl Web {
    pub(super) fn split(self) -> (WebSending, WebReceiving) {
        let (sink, stream) = self.0.split();
        (WebSending { sink, queued: 0 }, WebReceiving { stream, ended: false })
    }
}

/// The direction away from this side.
pub(super) struct WebSending {
    sink: SplitSink<WebSocketStream<Box<dyn Carrier>>, Message>,
    /// Bytes of the message that is on its way and not yet reported as written.
    queued: usize,
}

impl WebSending {
    /// Writes some of the bytes and says how many. Whoever stops waiting goes on with the same bytes the next time.
    pub(super) async fn write(&mut self, bytes: &[u8]) -> Result<usize, DriveError> {
        if self.queued == 0 {
            let part = &bytes[..bytes.len().min(MESSAGE_BYTES)];
            futures_util::future::poll_fn(|context| self.sink.poll_ready_unpin(context)).await?;
            self.sink.start_send_unpin(Message::Binary(Bytes::copy_from_slice(part)))?;
            self.queued = part.len();
        }
        self.sink.flush().await?;
        Ok(std::mem::take(&mut self.queued))
    }

    /// Ends this direction; the other one goes on.
    pub(super) async fn finish(&mut self) -> Result<(), DriveError> {
        Ok(self.sink.send(Message::Binary(Bytes::new())).await?)
    }

    /// Hangs up with a code.
    pub(super) async fn close(&mut self, code: u16) -> Result<(), DriveError> {
        let frame = CloseFrame { code: CloseCode::from(OWN_CODES.saturating_add(code)), reason: "".into() };
        Ok(self.sink.send(Message::Close(Some(frame))).await?)
    }
}

/// The direction towards this side.
pub(super) struct WebReceiving {
    stream: SplitStream<WebSocketStream<Box<dyn Carrier>>>,
    ended: bool,
}

impl WebReceiving {
    /// The next bytes; `None` once the other side has ended its direction.
    pub(super) async fn read(&mut self) -> Result<Option<Bytes>, DriveError> {
        while !self.ended {
            match self.stream.next().await {
                Some(Ok(Message::Binary(bytes))) if bytes.is_empty() => self.ended = true,
                Some(Ok(Message::Binary(bytes))) => return Ok(Some(bytes)),
                Some(Ok(Message::Close(frame))) => {
                    let code = frame.map_or(0, |frame| u16::from(frame.code).saturating_sub(OWN_CODES));
                    return Err(DriveError::closed(code.into()));
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Text(_) | Message::Frame(_))) => {
                    return Err(SessionError::Violation { refusal: Refusal::BadFrame }.into());
                }
                Some(Err(error)) => return Err(error.into()),
                None => return Err(DriveError::Lost),
            }
        }
        Ok(None)
    }

    /// Resolves when the other side has hung up.
    pub(super) async fn closed(&mut self) {
        while let Some(Ok(message)) = self.stream.next().await {
            if message.is_close() {
                return;
            }
        }
    }
}

impl From<WebError> for DriveError {
    fn from(error: WebError) -> Self {
        match error {
            WebError::Capacity(CapacityError::MessageTooLong { .. }) => {
                Self::Session(SessionError::Violation { refusal: Refusal::FrameTooLong })
            }
            WebError::Protocol(ProtocolError::ResetWithoutClosingHandshake) => Self::Lost,
            WebError::Protocol(_) | WebError::Utf8(_) | WebError::Capacity(_) => {
                Self::Session(SessionError::Violation { refusal: Refusal::BadFrame })
            }
            WebError::ConnectionClosed
            | WebError::AlreadyClosed
            | WebError::Io(_)
            | WebError::Tls(_)
            | WebError::WriteBufferFull(_)
            | WebError::AttackAttempt
            | WebError::Url(_)
            | WebError::Http(_)
            | WebError::HttpFormat(_) => Self::Lost,
        }
    }
}
