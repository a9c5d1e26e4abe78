//! `criterion`: what was agreed on what is assessed, and the one answer that a service gives.

use doorstep_ffi::{CriterionCard, CriterionWish, Phone};

use crate::arguments::Criterion;
use crate::failure::Failure;
use crate::out::Out;

/// Lists criteria, or writes what was agreed on one.
pub(crate) fn criterion(phone: &Phone, out: &Out, arguments: Criterion) -> Result<(), Failure> {
    let Criterion { code, name, good, agreed_by, agreed_on, owner, own_figure, team_importance, team_satisfaction } =
        arguments;
    if let Some(code) = code {
        let agreed_ms = agreed_on.map(|day| noon(&day)).transpose()?;
        let wish =
            CriterionWish { name, good, agreed_by, agreed_ms, owner, own_figure, team_importance, team_satisfaction };
        phone.set_criterion(code, wish)?;
    }
    out.either(&phone.criteria()?, |cards: &Vec<CriterionCard>| {
        if cards.is_empty() {
            return vec![
                "Nothing was agreed on criteria yet; `doorstep criterion CODE --good TEXT` writes it down.".to_owned(),
            ];
        }
        cards.iter().flat_map(lines).collect()
    })
}

/// Noon of a day in UTC: the same day wherever it is read.
fn noon(day: &str) -> Result<i64, Failure> {
    let date: jiff::civil::Date = day.parse().map_err(|_| Failure::BadDay { day: day.to_owned() })?;
    let noon = date.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC);
    noon.map(|moment| moment.timestamp().as_millisecond()).map_err(|_| Failure::BadDay { day: day.to_owned() })
}

fn lines(card: &CriterionCard) -> Vec<String> {
    let points = |points: &[i64]| points.iter().map(i64::to_string).collect::<Vec<String>>();
    let parts = [
        ("what good looks like", card.good.clone()),
        ("agreed by", card.agreed_by.clone()),
        ("agreed on", card.agreed_on.clone()),
        ("whose it is", card.owner.clone()),
        ("the service's own figure", card.own_figure.clone()),
        ("the service's answer, how much it matters", points(&card.team_importance)),
        ("the service's answer, how it goes", points(&card.team_satisfaction)),
    ];
    let name = if card.name.is_empty() { String::new() } else { format!(": {}", card.name.join(" / ")) };
    let mut lines = vec![format!("{}{name}", card.code)];
    for (what, versions) in parts.iter().filter(|(_, versions)| !versions.is_empty()) {
        let open = if versions.len() > 1 { " (two versions: write one to decide)" } else { "" };
        lines.push(format!("  {what}: {}{open}", versions.join(" / ")));
    }
    lines
}
