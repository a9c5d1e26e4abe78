//! TLS 1.3 with raw Ed25519 keys both ways (RFC 7250): who the other side is, and nothing about what it may do.
//!
//! The caller pins the server's key. The answerer takes any Ed25519 key: the session looks it up in the membership, so that a
//! stranger gets a clear refusal and a new phone can join. Sockets and limits are `transport`'s and `listen`'s business.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{AlwaysResolvesClientRawPublicKeys, Resumption};
use rustls::crypto::{CryptoProvider, ring, verify_tls13_signature_with_raw_key};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer, ServerName, SubjectPublicKeyInfoDer, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::server::{AlwaysResolvesServerRawPublicKeys, NoServerSessionStorage};
use rustls::sign::CertifiedKey;
use rustls::version::TLS13;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, DistinguishedName, Error, PeerIncompatible, ServerConfig,
    SignatureScheme,
};

use crate::ids::DeviceId;
use crate::member::Keypair;

/// The protocol's name in the handshake; the digit is the major version.
pub const ALPN: &[u8] = b"doorstep/1";

/// The client's TLS settings for a server of which only the key is known.
pub(super) fn client(keypair: &Keypair, pin: DeviceId, alpn: &[u8]) -> Result<ClientConfig, Error> {
    let provider = Arc::new(ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(&[&TLS13])?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(PinnedServer { pin, provider }))
        .with_client_cert_resolver(Arc::new(AlwaysResolvesClientRawPublicKeys::new(raw_key(keypair)?)));
    config.alpn_protocols = vec![alpn.to_vec()];
    config.enable_sni = false;
    config.resumption = Resumption::disabled();
    Ok(config)
}

/// The same over TCP. A second protocol is offered, as every web server speaks it: whoever is not a server of ours then goes on
/// far enough to show that it isn't.
pub(super) fn client_over_tcp(keypair: &Keypair, pin: DeviceId, alpn: &[u8]) -> Result<ClientConfig, Error> {
    let mut config = client(keypair, pin, alpn)?;
    config.alpn_protocols.push(b"http/1.1".to_vec());
    Ok(config)
}

/// The server's TLS settings: its own key, and any Ed25519 key on the other side.
pub(super) fn server(keypair: &Keypair) -> Result<ServerConfig, Error> {
    let provider = Arc::new(ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(&[&TLS13])?
        .with_client_cert_verifier(Arc::new(AnyDevice { provider }))
        .with_cert_resolver(Arc::new(AlwaysResolvesServerRawPublicKeys::new(raw_key(keypair)?)));
    config.alpn_protocols = vec![ALPN.to_vec()];
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(config)
}

/// The device that a raw public key names; `None` when it is not an Ed25519 key.
pub(super) fn device_of(key: &CertificateDer<'_>) -> Option<DeviceId> {
    let public = key.as_ref().strip_prefix(PUBLIC_KEY_PREFIX)?;
    DeviceId::try_from(public).ok()
}

/// DER of an Ed25519 public key before its 32 bytes (RFC 8410, section 4).
const PUBLIC_KEY_PREFIX: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
/// DER of an Ed25519 private key before its 32 bytes (RFC 8410, section 7).
const PRIVATE_KEY_PREFIX: &[u8] =
    &[0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

fn raw_key(keypair: &Keypair) -> Result<Arc<CertifiedKey>, Error> {
    let private = PrivatePkcs8KeyDer::from([PRIVATE_KEY_PREFIX, &keypair.seed()].concat());
    let public = [PUBLIC_KEY_PREFIX, keypair.public().as_bytes()].concat();
    let signing = ring::sign::any_eddsa_type(&private)?;
    Ok(Arc::new(CertifiedKey::new(vec![CertificateDer::from(public)], signing)))
}

/// Takes one server key.
#[derive(Debug)]
struct PinnedServer {
    pin: DeviceId,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for PinnedServer {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        match device_of(end_entity) {
            Some(device) if device == self.pin => Ok(ServerCertVerified::assertion()),
            _ => Err(Error::InvalidCertificate(CertificateError::UnknownIssuer)),
        }
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(PeerIncompatible::Tls12NotOffered.into())
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_signature(&self.provider, message, cert, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ED25519]
    }

    fn requires_raw_public_keys(&self) -> bool {
        true
    }
}

/// Takes any device's key.
#[derive(Debug)]
struct AnyDevice {
    provider: Arc<CryptoProvider>,
}

impl ClientCertVerifier for AnyDevice {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        match device_of(end_entity) {
            Some(_) => Ok(ClientCertVerified::assertion()),
            None => Err(Error::InvalidCertificate(CertificateError::BadEncoding)),
        }
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(PeerIncompatible::Tls12NotOffered.into())
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_signature(&self.provider, message, cert, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ED25519]
    }

    fn requires_raw_public_keys(&self) -> bool {
        true
    }
}

fn verify_signature(
    provider: &CryptoProvider,
    message: &[u8],
    cert: &CertificateDer<'_>,
    signature: &DigitallySignedStruct,
) -> Result<HandshakeSignatureValid, Error> {
    let key = SubjectPublicKeyInfoDer::from(cert.as_ref());
    verify_tls13_signature_with_raw_key(message, &key, signature, &provider.signature_verification_algorithms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raw_key_names_the_device_it_was_made_from() {
        let alice = Keypair::from_seed([2; 32]);
        let key = raw_key(&alice).expect("a seed gives a key");
        assert_eq!(device_of(&key.cert[0]), Some(alice.public()));
    }

    #[test]
    fn a_key_of_another_kind_or_length_names_nobody() {
        let short = [PUBLIC_KEY_PREFIX, &[7; 31]].concat();
        assert_eq!(device_of(&CertificateDer::from(short)), None);
        assert_eq!(device_of(&CertificateDer::from(vec![0x30; 44])), None);
    }

    #[test]
    fn nothing_is_taken_before_the_handshake_has_ended() {
        let config = server(&Keypair::from_seed([3; 32])).expect("a key is enough");
        assert_eq!((config.max_early_data_size, config.send_tls13_tickets), (0, 0));
    }
}
