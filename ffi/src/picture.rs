//! Making the QR code of a text, for pages. How it is drawn is the core's `report`.

use doorstep_core::report::Picture;
use qrcode::{Color, QrCode};

/// How many empty modules stand around a QR code.
const QUIET: usize = 4;

/// A text as a QR code; none where it is too long for one.
pub(crate) fn qr_code(text: &str) -> Option<Picture> {
    let code = QrCode::new(text).ok()?;
    let width = code.width();
    let dark = code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
    let black = dark.map(|(at, _)| (QUIET + at % width, QUIET + at / width)).collect();
    Some(Picture { width: width + 2 * QUIET, black })
}
