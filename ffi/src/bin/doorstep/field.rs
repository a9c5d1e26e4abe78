//! `field`: the field app for a browser on this machine.
//!
//! The pages are the library's; here is only where they are and until when.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use doorstep_ffi::{FieldApp, Phone};
use serde_json::json;

use crate::failure::Failure;
use crate::out::Out;

/// Prints the address to open, and serves until it is interrupted.
pub(crate) fn field(phone: Arc<Phone>, out: &Out, port: u16, lock_after: Duration) -> Result<(), Failure> {
    let app = FieldApp::bind(phone, SocketAddr::from((Ipv4Addr::LOCALHOST, port)), lock_after)?;
    out.either(&json!({ "url": app.url() }), |_| {
        vec!["Open this address in a browser on this machine; it is for you alone:".to_owned(), app.url()]
    })?;
    Ok(app.serve()?)
}
