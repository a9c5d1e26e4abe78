//! `results`: the results so far, as text, as a page, or as numbers.

use doorstep_ffi::Phone;

use crate::arguments::Results;
use crate::failure::Failure;
use crate::out::Out;

/// How wide text is where the terminal does not say.
const COLUMNS: u32 = 80;

/// Shows the results so far.
pub(crate) fn results(phone: &Phone, out: &Out, arguments: &Results) -> Result<(), Failure> {
    if let Some(path) = &arguments.html {
        let page = phone.results_page(arguments.purpose.clone().unwrap_or_default())?;
        std::fs::write(path, page).map_err(|source| Failure::File { path: path.clone(), done: "written", source })?;
        return out.line(format!("Written to {}. It shows what insiders may see: do not publish it.", path.display()));
    }
    if out.json && !arguments.text {
        return out.either(&phone.results()?, |_| Vec::new());
    }
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(COLUMNS);
    out.part(&phone.results_text(columns)?)
}
