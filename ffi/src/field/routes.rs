//! Which page answers which address.

use super::answer::Answer;
use super::desk::{Ask, Desk};
#[cfg(feature = "export")]
use super::exporting;
use super::{
    by_group, call_back, card, change, check, check_in, closing, compare, criteria, decide, door, doors, files, help,
    help_ask, help_slip, hours, interview, interviews, join, layout, map, margins, my_name, not_safe, one_door, packs,
    paper, pin, practice, releases, results, review, risk, same_door, send, settings, sheet, stages, thresholds, today,
    turns,
};
use crate::PhoneError;

/// Answers a request; what fails becomes a page that says why.
pub(super) fn answer(desk: &Desk, ask: &Ask) -> Answer {
    let steps: Vec<&str> = ask.path.iter().map(String::as_str).collect();
    match found(desk, ask, &steps) {
        Ok(answer) => answer,
        Err(PhoneError::NotNow { code, .. }) if code == "no-project" => Answer::see("/join"),
        Err(error @ PhoneError::Absent { .. }) => Answer::Absent(layout::failed(desk, &error)),
        Err(error) => Answer::Mend(layout::failed(desk, &error)),
    }
}

fn found(desk: &Desk, ask: &Ask, steps: &[&str]) -> Result<Answer, PhoneError> {
    match (ask.posted, steps) {
        (false, ["join"]) => join::page(desk, &[]),
        (true, ["join"]) => join::join(desk, ask),
        (true, ["language"]) => Ok(settings::speak(desk, ask)),
        (false, ["settings"]) => settings::page(desk),
        (true, ["settings", "text"]) => Ok(Answer::Text { is_large: ask.fields.one("text") == "large" }),
        (true, ["settings", "files"]) => settings::send_files(desk, ask),
        (false, ["pin"]) => pin::page(desk, None),
        (true, ["pin"]) => pin::set(desk, ask),
        (true, ["pin", "remove"]) => pin::remove(desk, ask),
        (true, ["pin", "lock"]) => pin::lock(desk),
        (_, ["pin", ..]) => Ok(Answer::see("/")),
        (false, ["check-in"]) => check_in::page(desk),
        (true, ["check-in"]) => check_in::begin(desk, ask),
        (true, ["check-in", "fine"]) => check_in::fine(desk),
        (true, ["practice"]) => practice::enter(desk),
        (false, ["practice", "leave"]) => Ok(practice::leaving(desk)),
        (true, ["practice", "leave"]) => Ok(practice::leave(desk, ask)),
        (true, ["practice", "throw-away"]) => practice::throw_away(desk),
        _ => {
            desk.phone().project()?;
            inside(desk, ask, steps)
        }
    }
}

/// What is there for the members of a project.
fn inside(desk: &Desk, ask: &Ask, steps: &[&str]) -> Result<Answer, PhoneError> {
    match (ask.posted, steps) {
        (false, []) => today::page(desk),
        (false, ["doors"]) => doors::page(desk),
        (false, ["doors", "new"]) => doors::new(desk, ask, &[]),
        (true, ["doors", "new"]) => doors::add(desk, ask),
        (false, ["doors", "map"]) => map::page(desk, ask),
        (false, ["doors", "same"]) => same_door::page(desk),
        (true, ["doors", "same"]) => same_door::said(desk, ask),
        (false, ["doors", "take"]) => turns::page(desk, ask, &[]),
        (true, ["doors", "take"]) => turns::take(desk, ask),
        (true, ["doors", "give-back"]) => turns::give_all_back(desk),
        (false, ["door", id, "again", knock]) => call_back::page(desk, id, knock),
        (true, ["door", id, "again", knock]) => call_back::keep(desk, id, knock, ask),
        (true, ["door", id, "undo", knock]) => call_back::undo(desk, id, knock),
        (true, ["door", id, "unsafe"]) => not_safe::mark(desk, id, ask),
        (true, ["door", id, "safe"]) => not_safe::safe(desk, id),
        (false, ["door", id, "help"]) => help_ask::page(desk, id, ask),
        (true, ["door", id, "help"]) => help_ask::keep(desk, id, ask),
        (true, ["door", id, "turn"]) => turns::turn(desk, id, ask),
        (false, ["door", id]) => door::page(desk, id),
        (true, ["door", id, "knock"]) => door::knock(desk, id, ask),
        (false, ["door", id, "paper"]) => paper::which(desk, id, None),
        (true, ["door", id, "paper"]) => paper::begin(desk, id, ask),
        (false, ["interview", id, "paper"]) => paper::page(desk, id, ask),
        (true, ["interview", id, "paper"]) => paper::save(desk, id, ask),
        (true, ["door", id, "begin"]) => door::begin(desk, id, ask),
        (false, ["interview", id]) => interview::page(desk, id),
        (true, ["interview", id]) => interview::act(desk, id, ask),
        (false, ["interview", id, "file"]) => files::attached_to(desk, id, ask),
        (false, ["interview", id, "left"]) => interview::left(desk, id),
        (true, ["interview", id, "go"]) => review::go(desk, id, ask),
        (true, ["interview", id, "finish"]) => review::finish(desk, id, ask),
        (true, ["interview", id, "discard"]) => review::discard(desk, id),
        (false, ["interviews"]) => interviews::list(desk),
        (false, ["interviews", id]) => interviews::page(desk, id),
        (false, ["interviews", id, "files", name]) => files::content(desk, id, name),
        (false, ["interviews", id, "card"]) => card::page(desk, id),
        (true, ["interviews", id, "card"]) => Ok(card::done(desk, id)),
        (false, ["interviews", id, "change"]) => change::page(desk, id, ask, None),
        (true, ["interviews", id, "change"]) => change::change(desk, id, ask),
        (false, ["decide"]) => decide::list(desk),
        (false, ["decide", id]) => decide::page(desk, id, ask, None),
        (true, ["decide", id]) => decide::decide(desk, id, ask),
        (true, ["decide", id, "undo"]) => decide::undo(desk, id, ask),
        (_, ["send"]) if desk.phone().is_practice() => Ok(practice::sending(desk)),
        (false, ["send"]) => send::page(desk, None),
        (true, ["send"]) => send::send(desk, ask),
        (false, ["risk"]) => risk::page(desk, ask),
        (true, ["risk"]) => risk::keep(desk, ask),
        (false, ["help"]) => help::page(desk),
        (true, ["help"]) => help::keep(desk, ask),
        (true, ["help", id, "take-back"]) => help::take_back(desk, id),
        (false, ["help", id]) => help_slip::page(desk, id),
        (true, ["help", id]) => help_slip::end(desk, id, ask),
        (true, ["help", id, "erase"]) => help_slip::erase(desk, id),
        (false, ["my-name"]) => my_name::page(desk, None, None),
        (true, ["my-name"]) => my_name::keep(desk, ask),
        (true, ["my-name", "take-back"]) => my_name::take_back(desk),
        (false, ["closing"]) => closing::page(desk),
        (true, ["closing"]) => closing::now(desk),
        (false, ["check"]) => check::page(desk),
        (false, ["one-door"]) => one_door::page(desk),
        (true, ["one-door"]) => one_door::set(desk, ask),
        (false, ["one-door", one, other]) => one_door::beside(desk, one, other),
        (true, ["one-door", one, other]) => one_door::leave(desk, one, other, ask),
        (false, ["criteria"]) => criteria::page(desk, None),
        (true, ["criteria"]) => criteria::write(desk, ask),
        (false, ["margins"]) => margins::page(desk, None, ""),
        (true, ["margins"]) => margins::set(desk, ask),
        (true, ["margins", "none"]) => margins::remove(desk),
        (false, ["compare"]) => compare::page(desk, None),
        (true, ["compare"]) => compare::show(desk, ask),
        (true, ["compare", "file"]) => compare::file(desk),
        (false, ["hours"]) => hours::page(desk, None),
        (true, ["hours"]) => hours::keep(desk, ask),
        (true, ["hours", id, "back"]) => hours::take_back(desk, id),
        (false, ["packs"]) => packs::page(desk, ask, None),
        (true, ["packs"]) => packs::look(desk, ask),
        (false, ["packs", "look"]) => packs::shown(desk),
        (true, ["packs", "take"]) => packs::take(desk),
        (true, ["packs", "draft"]) => packs::draft(desk, ask),
        (true, ["packs", "make"]) => packs::make(desk, ask),
        (false, ["releases"]) => releases::page(desk, None),
        (true, ["releases"]) => releases::ask(desk, ask),
        (false, ["releases", "look"]) => releases::look(desk),
        (false, ["releases", number]) => releases::whole(desk, number),
        (true, ["releases", number]) => releases::reply(desk, number, ask),
        (false, ["results"]) if desk.phone().sees_releases_alone() => releases::page(desk, None),
        (false, ["stages"]) => stages::page(desk),
        (true, ["stages"]) => stages::write(desk, ask),
        (false, ["thresholds"]) => thresholds::page(desk, None),
        (true, ["thresholds"]) => thresholds::set(desk, ask),
        (false, ["print", "doors"]) => Ok(Answer::Report(desk.phone().door_list(None)?)),
        (false, ["print", "guide"]) => Ok(Answer::Report(desk.phone().volunteer_guide()?)),
        (false, ["results"]) => results::page(desk, None),
        (false, ["results", "groups"]) => by_group::page(desk),
        (false, ["results", "all"]) => results::whole(desk),
        #[cfg(feature = "export")]
        (false, ["results", "export"]) => exporting::page(desk, ask, &[]),
        #[cfg(feature = "export")]
        (true, ["results", "export"]) => exporting::file(desk, ask),
        (false, ["results", "sheet"]) => sheet::page(desk),
        (true, ["results", "sheet"]) => sheet::make(desk, ask),
        (true, ["results", "file"]) => results::file(desk, ask),
        _ => Ok(Answer::Absent(layout::nothing_here(desk))),
    }
}
