//! Finding what somebody means: by name, by a part of it, or by the first digits of its id.

use doorstep_ffi::{FormRow, OpenInviteRow, Phone};

use crate::failure::Failure;

/// The fewest digits of an id that are taken for one.
const FEWEST_DIGITS: usize = 4;

/// What is looked for, for the sentence when it is not found.
#[derive(Clone, Copy)]
struct Kind {
    what: &'static str,
    many: &'static str,
    list: &'static str,
}

/// A way of meaning something, the surest first.
#[derive(Clone, Copy)]
enum Way {
    /// The whole id or name.
    Whole,
    /// The first digits of the id.
    Digits,
    /// A part of the name.
    Part,
}

/// The id of an area.
pub(crate) fn area(phone: &Phone, meant: &str) -> Result<String, Failure> {
    let areas = phone.areas()?.into_iter().map(|area| (area.id, area.name));
    pick(areas, meant, Kind { what: "area", many: "areas", list: "area list" })
}

/// The id of a round.
pub(crate) fn round(phone: &Phone, meant: &str) -> Result<String, Failure> {
    let rounds = phone.rounds()?.into_iter().map(|round| (round.id, round.name));
    pick(rounds, meant, Kind { what: "round", many: "rounds", list: "round list" })
}

/// The id of a door.
pub(crate) fn door(phone: &Phone, meant: &str) -> Result<String, Failure> {
    let doors = phone.doors()?.into_iter().map(|door| (door.id, door.address));
    pick(doors, meant, Kind { what: "door", many: "doors", list: "door list" })
}

/// The id of an open invite.
pub(crate) fn invite(open: &[OpenInviteRow], meant: &str) -> Result<String, Failure> {
    let invites = open.iter().map(|row| (row.invite.clone(), String::new()));
    pick(invites, meant, Kind { what: "invite", many: "invites", list: "invites" })
}

/// The version of a questionnaire; of several of one author's id, the latest unless its digits are given.
pub(crate) fn form(phone: &Phone, meant: &str) -> Result<String, Failure> {
    let kind = Kind { what: "questionnaire", many: "questionnaires", list: "form list" };
    let forms = phone.forms()?;
    let by_version = forms.iter().map(|form| (form.version.clone(), String::new()));
    if let Ok(version) = pick(by_version, meant, kind) {
        return Ok(version);
    }
    let mut latest: Vec<FormRow> = Vec::new();
    for form in forms {
        latest.retain(|known| known.id != form.id);
        latest.push(form);
    }
    let by_id = pick(latest.iter().map(|form| (form.version.clone(), form.id.clone())), meant, kind);
    by_id.or_else(|_| pick(latest.iter().map(|form| (form.version.clone(), form.title.clone())), meant, kind))
}

/// The id of a finished interview.
pub(crate) fn response(phone: &Phone, meant: &str) -> Result<String, Failure> {
    let responses = phone.responses()?.into_iter().map(|response| (response.id, String::new()));
    pick(responses, meant, Kind { what: "finished interview", many: "finished interviews", list: "responses" })
}

/// The id of something that somebody asked for.
pub(crate) fn help_slip(phone: &Phone, meant: &str) -> Result<String, Failure> {
    let slips = phone.help_slips()?.into_iter().map(|row| (row.id, String::new()));
    pick(slips, meant, Kind { what: "slip", many: "slips", list: "help-slips" })
}

/// The id of a slip that was written down on this phone.
pub(crate) fn own_slip(phone: &Phone, meant: &str) -> Result<String, Failure> {
    let slips = phone.own_help_slips()?.into_iter().map(|row| (row.id, String::new()));
    pick(slips, meant, Kind { what: "slip", many: "slips", list: "help-slips own" })
}

/// The id of a member.
pub(crate) fn member(phone: &Phone, meant: &str) -> Result<String, Failure> {
    let mut members: Vec<String> = phone.members()?.into_iter().map(|row| row.member).collect();
    members.sort();
    members.dedup();
    let kind = Kind { what: "member", many: "members", list: "members" };
    pick(members.into_iter().map(|member| (member, String::new())), meant, kind)
}

/// The id of somebody's phone.
pub(crate) fn phone(phone: &Phone, meant: &str) -> Result<String, Failure> {
    let phones = phone.members()?.into_iter().map(|row| (row.device, String::new()));
    pick(phones, meant, Kind { what: "phone", many: "phones", list: "members" })
}

/// The id of something that is held back.
pub(crate) fn held_back(phone: &Phone, meant: &str) -> Result<String, Failure> {
    let mut held: Vec<String> = phone.held_back()?.into_iter().map(|row| row.id).collect();
    held.sort();
    held.dedup();
    let kind = Kind { what: "held-back record", many: "held-back records", list: "quarantine list" };
    pick(held.into_iter().map(|id| (id, String::new())), meant, kind)
}

/// The id of hours that this person wrote down.
pub(crate) fn hours(phone: &Phone, meant: &str) -> Result<String, Failure> {
    let mine = phone.hours()?.mine.into_iter().map(|row| (row.id, String::new()));
    pick(mine, meant, Kind { what: "entry of your hours", many: "entries of your hours", list: "hours" })
}

/// The id of an interview under way.
pub(crate) fn unfinished(phone: &Phone, meant: &str) -> Result<String, Failure> {
    let unfinished = phone.unfinished()?.into_iter().map(|row| (row.id, String::new()));
    pick(unfinished, meant, Kind { what: "interview under way", many: "interviews under way", list: "status" })
}

/// The first way of meaning something that finds anything decides.
fn pick(things: impl Iterator<Item = (String, String)>, meant: &str, kind: Kind) -> Result<String, Failure> {
    let things: Vec<(String, String)> = things.collect();
    let wanted = plain(meant);
    let digits = meant.trim().to_lowercase();
    for way in [Way::Whole, Way::Digits, Way::Part] {
        let found: Vec<&String> = things
            .iter()
            .filter(|(id, name)| match way {
                Way::Whole => *id == digits || (!wanted.is_empty() && plain(name) == wanted),
                Way::Digits => digits.len() >= FEWEST_DIGITS && id.starts_with(&digits),
                Way::Part => !wanted.is_empty() && plain(name).contains(&wanted),
            })
            .map(|(id, _)| id)
            .collect();
        match found.as_slice() {
            [] => {}
            [one] => return Ok((*one).clone()),
            several => return Err(Failure::Ambiguous { count: several.len(), many: kind.many, list: kind.list }),
        }
    }
    Err(Failure::NotFound { what: kind.what, list: kind.list })
}

fn plain(name: &str) -> String {
    doorstep_core::place::normalised(name)
}

/// Turns `None` into nothing and looks the rest up.
pub(crate) fn optional(
    phone: &Phone,
    meant: Option<&str>,
    pick: fn(&Phone, &str) -> Result<String, Failure>,
) -> Result<Option<String>, Failure> {
    meant.map(|meant| pick(phone, meant)).transpose()
}

/// The answer with this number among several, counted from 1.
pub(crate) fn numbered<T>(things: Vec<T>, number: usize) -> Result<T, Failure> {
    number.checked_sub(1).and_then(|place| things.into_iter().nth(place)).ok_or(Failure::NoSuchAnswer)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOORS: Kind = Kind { what: "door", many: "doors", list: "door list" };

    fn doors() -> impl Iterator<Item = (String, String)> {
        let doors = [("aaaa1111", "1 Larch Road"), ("aaaa2222", "11 Larch Road"), ("bbbb3333", "2 Elm Court")];
        doors.into_iter().map(|(id, name)| (id.to_owned(), name.to_owned()))
    }

    #[test]
    fn a_whole_name_wins_over_a_longer_one_that_contains_it() {
        assert_eq!(pick(doors(), "1 larch road.", DOORS).unwrap(), "aaaa1111");
    }

    #[test]
    fn digits_of_an_id_and_parts_of_a_name_find_one() {
        assert_eq!(pick(doors(), "BBBB", DOORS).unwrap(), "bbbb3333");
        assert_eq!(pick(doors(), "elm", DOORS).unwrap(), "bbbb3333");
    }

    #[test]
    fn what_means_several_or_none_is_refused() {
        assert!(matches!(pick(doors(), "larch", DOORS), Err(Failure::Ambiguous { count: 2, .. })));
        assert!(matches!(pick(doors(), "oak", DOORS), Err(Failure::NotFound { .. })));
        assert!(matches!(pick(doors(), "aaa", DOORS), Err(Failure::NotFound { .. })));
    }
}
