//! A QUIC endpoint on a socket, and how a server that was started again says that it no longer knows a connection.
//!
//! What is said on connections is settled in `transport` and `tls`.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use quinn::crypto::{CryptoError, HmacKey};
use quinn::{
    AsyncUdpSocket, ConnectionId, ConnectionIdGenerator, Endpoint, EndpointConfig, ServerConfig, TokioRuntime,
};
use rustls::crypto::SecureRandom;

use crate::ids::hash;
use crate::member::Keypair;

/// An endpoint that calls.
pub(super) fn calling(socket: Arc<dyn AsyncUdpSocket>, seed: Option<[u8; 32]>) -> io::Result<Endpoint> {
    let mut config = EndpointConfig::default();
    config.rng_seed(seed);
    Endpoint::new_with_abstract_socket(config, None, socket, Arc::new(TokioRuntime))
}

/// An endpoint that answers under a key.
///
/// What it resets forgotten connections with follows from the key, so that the callers of a server that was killed and is back
/// hear at once that their connection is gone, instead of waiting until it has been silent for too long.
pub(super) fn answering(
    socket: Arc<dyn AsyncUdpSocket>,
    server: ServerConfig,
    keypair: &Keypair,
    seed: Option<[u8; 32]>,
) -> io::Result<Endpoint> {
    let mut config = EndpointConfig::new(Arc::new(ResetKey(hash("reset key", &[&keypair.seed()]))));
    config.cid_generator(|| Box::new(RandomIds(rustls::crypto::ring::default_provider().secure_random)));
    config.rng_seed(seed);
    Endpoint::new_with_abstract_socket(config, Some(server), socket, Arc::new(TokioRuntime))
}

/// Signs what resets a connection (RFC 9000, section 10.3.2).
struct ResetKey([u8; 32]);

impl HmacKey for ResetKey {
    fn sign(&self, data: &[u8], signature_out: &mut [u8]) {
        signature_out.copy_from_slice(blake3::keyed_hash(&self.0, data).as_bytes());
    }

    fn signature_len(&self) -> usize {
        blake3::OUT_LEN
    }

    fn verify(&self, data: &[u8], signature: &[u8]) -> Result<(), CryptoError> {
        // Compared in constant time.
        let signature: [u8; blake3::OUT_LEN] = signature.try_into().map_err(|_| CryptoError)?;
        if blake3::keyed_hash(&self.0, data) == signature { Ok(()) } else { Err(CryptoError) }
    }
}

/// Names connections at random. Unlike quinn's own names these do not tell which start of the server gave them, so that it
/// answers for those of the start before.
struct RandomIds(&'static dyn SecureRandom);

impl ConnectionIdGenerator for RandomIds {
    fn generate_cid(&mut self) -> ConnectionId {
        let mut name = [0; ID_BYTES];
        self.0.fill(&mut name).expect("a system that gave the keys of a handshake gives eight bytes");
        ConnectionId::new(&name)
    }

    fn cid_len(&self) -> usize {
        ID_BYTES
    }

    fn cid_lifetime(&self) -> Option<Duration> {
        None
    }
}

/// As long as quinn's own.
const ID_BYTES: usize = 8;
