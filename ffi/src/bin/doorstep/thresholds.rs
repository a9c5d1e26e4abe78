//! `thresholds`: from how many answers on figures are shown, inside the project and outside.

use doorstep_ffi::{Phone, ThresholdsCard};

use crate::arguments::{OnOff, Thresholds};
use crate::failure::Failure;
use crate::out::Out;

/// Shows or sets them.
pub(crate) fn thresholds(phone: &Phone, out: &Out, arguments: &Thresholds) -> Result<(), Failure> {
    let mut card = phone.thresholds()?;
    if arguments.inside.is_some() || arguments.outside.is_some() {
        let (inside, outside) = (arguments.inside.unwrap_or(card.inside), arguments.outside.unwrap_or(card.outside));
        card = phone.set_thresholds(inside, outside)?;
    }
    if let Some(blur) = arguments.blur {
        phone.set_blurred(blur == OnOff::On)?;
    }
    let blurred = phone.is_blurred()?;
    out.either(&card, |card: &ThresholdsCard| {
        let mut lines = vec![
            format!("Inside the project figures are shown from {} answers on.", card.inside),
            format!("Outside the project figures are shown from {} answers on.", card.outside),
        ];
        lines.extend(blurred.then(|| "Outside the project figures are blurred by cell keys.".to_owned()));
        lines
    })
}
