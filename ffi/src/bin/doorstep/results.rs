//! `results` and `sheet`: the results so far, as text, as a page, as charts or as numbers, and a sheet of them for letterboxes.

use doorstep_ffi::{GroupFigure, GroupsCard, Phone};

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
    if arguments.groups {
        return out.either(&phone.results_by_group()?, |cards| groups(cards));
    }
    if out.json && !arguments.text {
        return out.either(&phone.results()?, |_| Vec::new());
    }
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(COLUMNS);
    out.part(&phone.results_text(columns)?)
}

/// What each group said, question by question.
fn groups(cards: &[GroupsCard]) -> Vec<String> {
    if cards.is_empty() {
        return vec![
            "No questionnaire here marks a question whose groups are compared (evaluation::margin).".to_owned(),
        ];
    }
    let mut lines = Vec::new();
    for card in cards {
        lines.push(card.text.clone());
        for (place, group) in card.groups.iter().enumerate() {
            let heard = group.heard.map_or_else(|| "too few".to_owned(), |heard| heard.to_string());
            lines.push(format!("  {}: {heard} heard", group.text));
            for asked in &card.asked {
                let (mine, all) = (share(&asked.groups[place]), share(&asked.everybody));
                lines.push(format!("    {} – {}: {mine}; everybody {all}", asked.name, asked.measure));
            }
        }
    }
    lines
}

/// The share of the top answers and where the real one may lie, or why it is not shown.
fn share(figure: &GroupFigure) -> String {
    let percent = |basis_points: i32| (basis_points + 50) / 100;
    match (figure.top_basis_points, figure.low_basis_points.zip(figure.high_basis_points)) {
        (Some(top), Some((low, high))) => format!("{} % ({} to {})", percent(top), percent(low), percent(high)),
        (Some(top), None) => format!("{} %", percent(top)),
        (None, _) if figure.hidden.is_empty() => "–".to_owned(),
        (None, _) => figure.hidden.trim_end_matches('.').to_owned(),
    }
}

/// Writes a sheet for letterboxes.
pub(crate) fn sheet(phone: &Phone, out: &Out, arguments: &Sheet) -> Result<(), Failure> {
    let area = pick::optional(phone, arguments.area.as_deref(), pick::area)?;
    let named = phone.areas()?.into_iter().find(|row| Some(&row.id) == area.as_ref()).map(|row| row.name);
    let page = phone.sheet(area, named.unwrap_or_default())?;
    files::write(&arguments.to, page)?;
    out.line(format!("Written to {}: print it on A5.", arguments.to.display()))
}
