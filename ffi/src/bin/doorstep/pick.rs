//! Finding what somebody means: by name, by a part of it, or by the first digits of its id.

use doorstep_ffi::Phone;

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

/// The id of an area.
pub(crate) fn area(phone: &Phone, meant: &str) -> Result<String, Failure> {
    let areas = phone.areas()?.into_iter().map(|area| (area.id, area.name));
    pick(areas, meant, Kind { what: "area", many: "areas", list: "area list" })
}

/// The id of a door.
pub(crate) fn door(phone: &Phone, meant: &str) -> Result<String, Failure> {
    let doors = phone.doors()?.into_iter().map(|door| (door.id, door.address));
    pick(doors, meant, Kind { what: "door", many: "doors", list: "door list" })
}

/// The version of a questionnaire; of several with one title, the latest.
pub(crate) fn form(phone: &Phone, meant: &str) -> Result<String, Failure> {
    let mut forms: Vec<(String, String)> = Vec::new();
    for form in phone.forms()? {
        forms.retain(|(version, title)| *title != form.title || version.starts_with(meant));
        forms.push((form.version, form.title));
    }
    pick(forms.into_iter(), meant, Kind { what: "questionnaire", many: "questionnaires", list: "form list" })
}

/// The id of a finished interview.
pub(crate) fn response(phone: &Phone, meant: &str) -> Result<String, Failure> {
    let responses = phone.responses()?.into_iter().map(|response| (response.id, String::new()));
    pick(responses, meant, Kind { what: "finished interview", many: "finished interviews", list: "responses" })
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
    let ways: [&dyn Fn(&str, &str) -> bool; 3] = [
        &|id, name| id == digits || (!wanted.is_empty() && plain(name) == wanted),
        &|id, _| digits.len() >= FEWEST_DIGITS && id.starts_with(&digits),
        &|_, name| !wanted.is_empty() && plain(name).contains(&wanted),
    ];
    for way in ways {
        let mut found = things.iter().filter(|(id, name)| way(id, name));
        match (found.next(), found.count()) {
            (None, _) => {}
            (Some((id, _)), 0) => return Ok(id.clone()),
            (Some(_), more) => {
                return Err(Failure::Ambiguous { count: more + 1, many: kind.many, list: kind.list });
            }
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
