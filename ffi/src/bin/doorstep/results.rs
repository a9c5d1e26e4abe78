//! `results` and `sheet`: the results so far, as text, as a page, as charts or as numbers, and a sheet of them for letterboxes.

use doorstep_ffi::Phone;

use crate::arguments::{Results, Sheet};
use crate::failure::Failure;
use crate::files;
use crate::out::{Out, counted};
use crate::pick;

/// How wide text is where the terminal does not say.
const COLUMNS: u32 = 80;

/// Shows the results so far.
pub(crate) fn results(phone: &Phone, out: &Out, arguments: &Results) -> Result<(), Failure> {
    if let Some(path) = &arguments.html {
        let page = phone.results_page(arguments.purpose.clone().unwrap_or_default())?;
        std::fs::write(path, page).map_err(|source| Failure::File { path: path.clone(), done: "written", source })?;
        return out.line(format!("Written to {}. It shows what insiders may see: do not publish it.", path.display()));
    }
    if let Some(folder) = &arguments.charts {
        let charts = phone.charts(arguments.purpose.clone().unwrap_or_default())?;
        let unmade = |source| Failure::File { path: folder.clone(), done: "made", source };
        std::fs::create_dir_all(folder).map_err(unmade)?;
        for chart in &charts {
            files::write(&folder.join(&chart.name), &chart.svg)?;
        }
        let charts = counted(charts.len() as u64, "chart", "charts");
        return out.line(format!("Written to {}: {charts}, as outsiders may see them.", folder.display()));
    }
    if phone.sees_releases_alone() {
        return crate::releases::show(phone, out, None);
    }
    if out.json && !arguments.text {
        return out.either(&phone.results()?, |_| Vec::new());
    }
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(COLUMNS);
    out.part(&phone.results_text(columns)?)
}

/// Writes a sheet for letterboxes.
pub(crate) fn sheet(phone: &Phone, out: &Out, arguments: &Sheet) -> Result<(), Failure> {
    let area = pick::optional(phone, arguments.area.as_deref(), pick::area)?;
    let named = phone.areas()?.into_iter().find(|row| Some(&row.id) == area.as_ref()).map(|row| row.name);
    let page = phone.sheet(area, named.unwrap_or_default())?;
    files::write(&arguments.to, page)?;
    out.line(format!("Written to {}: print it on A5.", arguments.to.display()))
}
