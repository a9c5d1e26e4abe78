//! What was agreed on what is assessed, and the place where a coordinator writes it down.

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Ask, Desk, sentence};
use super::layout::{Fault, Place, Screen, page as lay_out};
use crate::{CriterionCard, CriterionWish, PhoneError};

/// The texts of a criterion, with the words for each.
const TEXTS: [(&str, &str); 5] = [
    ("name", "criterion-name"),
    ("good", "criterion-good"),
    ("agreed_by", "criterion-agreed-by"),
    ("owner", "criterion-owner"),
    ("own_figure", "criterion-own-figure"),
];

/// Lists the criteria.
pub(super) fn page(desk: &Desk, fault: Option<Fault>) -> Result<Answer, PhoneError> {
    let cards = desk.phone().criteria()?;
    let faults: Vec<Fault> = fault.into_iter().collect();
    let body = html! {
        p { (desk.say("criterion-what")) }
        @if cards.is_empty() { p { (desk.say("criterion-none")) } }
        @for card in &cards { (shown(desk, card)) }
        @if desk.phone().may_set_up() { (writing(desk, &faults)) }
    };
    let screen = Screen {
        faults: &faults,
        back: Some("/results".to_owned()),
        ..Screen::new(desk.say("criterion-title"), Place::Today, body)
    };
    let laid_out = lay_out(desk, &screen);
    Ok(if faults.is_empty() { Answer::Page(laid_out) } else { Answer::Mend(laid_out) })
}

fn shown(desk: &Desk, card: &CriterionCard) -> Markup {
    let points = |points: &[i64]| points.iter().map(i64::to_string).collect::<Vec<String>>();
    let rows = [
        ("criterion-good", card.good.clone()),
        ("criterion-agreed-by", card.agreed_by.clone()),
        ("criterion-agreed-on", card.agreed_on.clone()),
        ("criterion-owner", card.owner.clone()),
        ("criterion-own-figure", card.own_figure.clone()),
        ("criterion-team-importance", points(&card.team_importance)),
        ("criterion-team-satisfaction", points(&card.team_satisfaction)),
    ];
    html! {
        section { h2 { @if let Some(name) = card.name.first() { (name) " " } code { (card.code) } }
            dl.figures {
                @for (key, versions) in rows.iter().filter(|(_, versions)| !versions.is_empty()) {
                    div { dt { (desk.say(key)) } dd {
                        (versions.join(" / "))
                        @if versions.len() > 1 { " " span.tag { (desk.say("criterion-two")) } }
                    } }
                }
            }
        }
    }
}

fn writing(desk: &Desk, faults: &[Fault]) -> Markup {
    html! {
        section { h2 { (desk.say("criterion-write")) }
            p { (desk.say("criterion-write-what")) }
            form method="post" action="/criteria" {
                div class=(if faults.is_empty() { "question" } else { "question wrong" }) {
                    label.asked for="code" { (desk.say("criterion-code")) }
                    @for fault in faults { p.fault { (fault.text) } }
                    input #code name="code" type="text" maxlength="60" autocomplete="off" aria-invalid=[(!faults.is_empty()).then_some("true")];
                }
                @for (name, key) in TEXTS {
                    div.question { label.asked for=(name) { (desk.say(key)) }
                        textarea id=(name) name=(name) rows="2" {} }
                }
                @for (name, key) in [("team_importance", "criterion-team-importance"), ("team_satisfaction", "criterion-team-satisfaction")] {
                    div.question { label.asked for=(name) { (desk.say(key)) }
                        input id=(name) name=(name) type="text" inputmode="numeric" maxlength="3" autocomplete="off"; }
                }
                button.button.second { (desk.say("criterion-keep")) }
            }
        }
    }
}

/// Writes down what was typed; what was left empty stays as it is.
pub(super) fn write(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let text = |name: &str| Some(ask.fields.one(name).trim().to_owned()).filter(|text| !text.is_empty());
    let [name, good, agreed_by, owner, own_figure] = TEXTS.map(|(name, _)| text(name));
    let points = |name: &str| text(name).map(|typed| typed.parse::<i64>()).transpose();
    let (Ok(team_importance), Ok(team_satisfaction)) = (points("team_importance"), points("team_satisfaction")) else {
        return page(
            desk,
            Some(Fault { anchor: "team_importance".to_owned(), text: desk.say("criterion-bad-points") }),
        );
    };
    let agreed_ms = agreed_by.is_some().then(|| crate::machine::now().0);
    let wish =
        CriterionWish { name, good, agreed_by, agreed_ms, owner, own_figure, team_importance, team_satisfaction };
    match desk.phone().set_criterion(ask.fields.one("code").to_owned(), wish) {
        Ok(()) => {
            desk.app.notify(desk.say("criterion-kept"));
            Ok(Answer::see("/criteria"))
        }
        Err(PhoneError::Input { reason, .. }) => {
            page(desk, Some(Fault { anchor: "code".to_owned(), text: sentence(&reason) }))
        }
        Err(other) => Err(other),
    }
}
