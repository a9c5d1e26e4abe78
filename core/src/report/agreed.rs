//! What was agreed on a criterion, as whole sentences; and a service's own answer, which is never counted among people's.
//!
//! Shared by page and terminal.

use super::voice::Voice;
use crate::evaluation::{Agreed, Criterion, Measure};

/// What is said of a criterion before the answers.
pub(super) fn sentences(voice: &Voice<'_>, criterion: &Criterion) -> Vec<String> {
    let Some(agreed) = &criterion.agreed else { return Vec::new() };
    let mut said = Vec::new();
    if let Some(good) = told(voice, &agreed.good) {
        said.push(voice.say("agreed-good", &[("text", (&good).into())]));
    }
    said.extend(by_and_on(voice, agreed));
    if let Some(owner) = told(voice, &agreed.owner) {
        said.push(voice.say("agreed-owner", &[("name", (&owner).into())]));
    }
    if let Some(figure) = told(voice, &agreed.own_figure) {
        said.push(voice.say("agreed-own-figure", &[("text", (&figure).into())]));
    }
    let team = [(Measure::Importance, &agreed.team_importance), (Measure::Satisfaction, &agreed.team_satisfaction)];
    for (measure, points) in team {
        let texts: Vec<String> = points.iter().map(i64::to_string).collect();
        let Some(points) = told(voice, &texts) else { continue };
        let most = criterion.measured(measure).next().and_then(|counted| counted.scale.last().copied());
        let measure = voice.measure(measure);
        let values =
            [("measure", (&measure).into()), ("points", (&points).into()), ("most", most.map_or(0, i64::from).into())];
        said.push(voice.say(if most.is_some() { "agreed-team" } else { "agreed-team-plain" }, &values));
    }
    said
}

fn by_and_on(voice: &Voice<'_>, agreed: &Agreed) -> Option<String> {
    match (told(voice, &agreed.agreed_by), told(voice, &agreed.agreed_on)) {
        (Some(by), Some(on)) => Some(voice.say("agreed-by-on", &[("name", (&by).into()), ("day", (&on).into())])),
        (Some(by), None) => Some(voice.say("agreed-by", &[("name", (&by).into())])),
        (None, Some(on)) => Some(voice.say("agreed-on", &[("day", (&on).into())])),
        (None, None) => None,
    }
}

/// What stands there; of two versions both, and that nobody has decided.
fn told(voice: &Voice<'_>, versions: &[String]) -> Option<String> {
    match versions {
        [] => None,
        [one] => Some(one.clone()),
        several => {
            let all = several.join(" / ");
            Some(voice.say("agreed-two", &[("texts", (&all).into())]))
        }
    }
}
