//! Coming back: asking when after "Come back", saying it, and taking a knock back that was a slip of the finger.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use maud::html;

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Place, Screen, page as lay_out};
use crate::{PhoneError, machine};

/// The hours that can be chosen, with the key of their words: in the morning, in the afternoon, in the evening.
const HOURS: [(i8, &str); 3] = [(10, "app-morning"), (14, "app-afternoon"), (18, "app-evening")];

/// When people are found in, as a list to choose from: today, tomorrow and the next Saturday, as far as it is not over.
fn choices(desk: &Desk) -> Vec<(i64, String)> {
    let zone = &desk.app.phone.zone;
    let now = desk.phone().local(machine::now().0);
    let (today, tomorrow) = (now.date(), now.date().saturating_add(1.day()));
    let saturday = tomorrow.nth_weekday(1, Weekday::Saturday).unwrap_or(tomorrow);
    let mut choices = Vec::new();
    for (day, name) in [(today, "app-today"), (tomorrow, "app-tomorrow"), (saturday, "app-day-6")] {
        let at = |hour: i8| moment(day, hour, zone).filter(|moment| *moment > now.timestamp());
        let said = |words: &str| format!("{}, {}", desk.say(name), desk.say(words));
        choices.extend(HOURS.iter().filter_map(|(hour, words)| Some((at(*hour)?.as_millisecond(), said(words)))));
    }
    choices
}

fn moment(day: Date, hour: i8, zone: &jiff::tz::TimeZone) -> Option<jiff::Timestamp> {
    day.at(hour, 0, 0, 0).to_zoned(zone.clone()).ok().map(|at| at.timestamp())
}

/// When to come back, in words.
pub(super) fn said(desk: &Desk, again_ms: i64) -> String {
    desk.tell("app-come-back-on", &[("when", desk.moment(again_ms).as_str().into())])
}

/// Asks when to come back; the knock is saved already.
pub(super) fn page(desk: &Desk, door: &str, knock: &str) -> Result<Answer, PhoneError> {
    desk.phone().knocks(door.to_owned())?;
    let body = html! {
        form method="post" action=(format!("/door/{door}/again/{knock}")) {
            div.question { fieldset {
                legend.unseen { (desk.say("app-when-again")) }
                @for (ms, words) in choices(desk) {
                    @let id = format!("again-{ms}");
                    label.choice for=(id) { input id=(id) type="radio" name="again" value=(ms); span { (words) } }
                }
                label.choice for="again-never-said" {
                    input #again-never-said type="radio" name="again" value="" checked; span { (desk.say("app-no-time-said")) }
                }
            } }
            button.button { (desk.say("app-keep")) }
        }
    };
    let title = desk.say("app-when-again");
    let screen = Screen { back: Some(format!("/door/{door}")), ..Screen::new(title, Place::Doors, body) };
    Ok(Answer::Page(lay_out(desk, &screen)))
}

/// Keeps when to come back.
pub(super) fn keep(desk: &Desk, door: &str, knock: &str, ask: &Ask) -> Result<Answer, PhoneError> {
    if let Ok(again) = ask.fields.one("again").parse() {
        desk.phone().come_back_at(door.to_owned(), knock.to_owned(), again)?;
        desk.app.notify(said(desk, again));
    }
    Ok(Answer::see(format!("/door/{door}")))
}

/// Takes a knock back.
pub(super) fn undo(desk: &Desk, door: &str, knock: &str) -> Result<Answer, PhoneError> {
    desk.phone().undo_knock(door.to_owned(), knock.to_owned())?;
    desk.app.notify(desk.say("app-knock-undone"));
    Ok(Answer::see(format!("/door/{door}")))
}
