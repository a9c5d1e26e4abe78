//! Who lives behind the invented doors, and what they answer to the questionnaire that Doorstep ships.
//!
//! What people say in words of their own, and who they are, stands in the core's words under `practice-`.

use doorstep_core::words::Words;

use crate::PlacePoint;

/// How many doors there are, counted from 1.
pub(super) const DOORS: u64 = 10;

/// What somebody says to a question.
#[derive(Debug, Clone, Copy)]
pub(super) enum Said {
    /// Names of choices, with spaces between, or a number.
    Plain(&'static str),
    /// Words of their own, by their key.
    Words(&'static str),
}

use Said::{Plain, Words as Own};

type Answers = &'static [(&'static str, Said)];

impl Said {
    /// The answer in these words.
    pub(super) fn in_words(self, words: &Words) -> String {
        match self {
            Self::Plain(text) => text.to_owned(),
            Self::Words(key) => words.say(key, &[]),
        }
    }
}

/// Where a door is: five on each side of a street that is nowhere, in the Gulf of Guinea.
pub(super) fn place(number: u64) -> Option<PlacePoint> {
    let along = i32::try_from(number / 2).ok()?;
    let is_odd = number % 2 == 1;
    Some(PlacePoint {
        latitude_millionths: if is_odd { 1_120 } else { 880 } + along * 17,
        longitude_millionths: 1_000 + along * 190 + if is_odd { 95 } else { 0 },
    })
}

/// What is answered at a door by its number; empty where nobody answers, none behind the last door.
pub(super) fn answers(number: u64) -> Option<Answers> {
    match number {
        1 => Some(GRACE),
        3 => Some(OMAR),
        4 => Some(LUCIA),
        6 => Some(MEI),
        8 => Some(TOM),
        10 => Some(NOVAK),
        2 | 5 | 7 | 9 => Some(&[]),
        _ => None,
    }
}

const GRACE: Answers = &[
    ("age_ok", Plain("yes")),
    ("agree", Plain("yes")),
    ("mode", Plain("door")),
    ("helped", Plain("no")),
    ("view", Plain("resident")),
    ("spare", Plain("short")),
    ("best", Own("practice-1-best")),
    ("change", Own("practice-1-change")),
    ("pair_clean/imp_clean", Plain("a_lot")),
    ("pair_clean/sat_clean", Plain("mixed")),
    ("pair_repairs/imp_repairs", Plain("most")),
    ("pair_repairs/sat_repairs", Plain("very_unhappy")),
    ("pair_safe/imp_safe", Plain("a_lot")),
    ("pair_safe/sat_safe", Plain("unhappy")),
    ("pair_places/imp_places", Plain("quite")),
    ("pair_places/sat_places", Plain("happy")),
    ("pair_support/imp_support", Plain("a_lot")),
    ("pair_support/sat_support", Plain("no_experience")),
    ("pair_contact/imp_contact", Plain("quite")),
    ("pair_contact/sat_contact", Plain("unhappy")),
    ("top3", Plain("repairs safe")),
    ("offer_any", Plain("no")),
    ("age", Plain("65_79")),
    ("home", Plain("council")),
    ("ok_quote", Plain("yes")),
    ("ok_share", Plain("yes")),
    ("ok_contact", Plain("no")),
];

const OMAR: Answers = &[
    ("age_ok", Plain("yes")),
    ("agree", Plain("yes")),
    ("mode", Plain("door")),
    ("helped", Plain("no")),
    ("view", Plain("resident")),
    ("hats", Plain("carer")),
    ("spare", Plain("long")),
    ("best", Own("practice-3-best")),
    ("change", Own("practice-3-change")),
    ("pair_clean/imp_clean", Plain("quite")),
    ("pair_clean/sat_clean", Plain("happy")),
    ("pair_repairs/imp_repairs", Plain("a_lot")),
    ("pair_repairs/sat_repairs", Plain("mixed")),
    ("pair_safe/imp_safe", Plain("most")),
    ("pair_safe/sat_safe", Plain("unhappy")),
    ("pair_places/imp_places", Plain("most")),
    ("pair_places/sat_places", Plain("very_unhappy")),
    ("pair_support/imp_support", Plain("a_lot")),
    ("pair_support/sat_support", Plain("mixed")),
    ("pair_contact/imp_contact", Plain("a_lot")),
    ("pair_contact/sat_contact", Plain("unhappy")),
    ("top3", Plain("places safe contact")),
    ("why_top", Own("practice-3-why")),
    ("told", Plain("not_true")),
    ("equal", Plain("bit_true")),
    ("left_to_us", Plain("very_true")),
    ("doer", Plain("both")),
    ("part", Plain("planning doing")),
    ("home_size", Plain("2")),
    ("person/p_age", Plain("25_44")),
    ("person/p_used", Plain("library parks")),
    ("offer_any", Plain("not_now")),
    ("age", Plain("25_44")),
    ("home", Plain("private")),
    ("ok_quote", Plain("yes")),
    ("ok_share", Plain("no")),
    ("ok_contact", Plain("no")),
];

const LUCIA: Answers = &[
    ("age_ok", Plain("yes")),
    ("agree", Plain("yes")),
    ("mode", Plain("door")),
    ("helped", Plain("no")),
    ("view", Plain("service_user")),
    ("spare", Plain("short")),
    ("best", Own("practice-4-best")),
    ("change", Own("practice-4-change")),
    ("pair_clean/imp_clean", Plain("a_little")),
    ("pair_clean/sat_clean", Plain("very_happy")),
    ("pair_repairs/imp_repairs", Plain("quite")),
    ("pair_repairs/sat_repairs", Plain("happy")),
    ("pair_safe/imp_safe", Plain("quite")),
    ("pair_safe/sat_safe", Plain("happy")),
    ("pair_places/imp_places", Plain("a_lot")),
    ("pair_places/sat_places", Plain("mixed")),
    ("pair_support/imp_support", Plain("most")),
    ("pair_support/sat_support", Plain("mixed")),
    ("pair_contact/imp_contact", Plain("most")),
    ("pair_contact/sat_contact", Plain("very_unhappy")),
    ("top3", Plain("contact")),
    ("offer_any", Plain("no")),
    ("age", Plain("45_64")),
    ("home", Plain("private")),
    ("ok_quote", Plain("no")),
    ("ok_share", Plain("yes")),
    ("ok_contact", Plain("no")),
];

const MEI: Answers = &[
    ("age_ok", Plain("yes")),
    ("agree", Plain("yes")),
    ("mode", Plain("door")),
    ("helped", Plain("no")),
    ("view", Plain("carer")),
    ("hats", Plain("resident")),
    ("spare", Plain("short")),
    ("best", Own("practice-6-best")),
    ("change", Own("practice-6-change")),
    ("pair_clean/imp_clean", Plain("rather_not")),
    ("pair_clean/sat_clean", Plain("rather_not")),
    ("pair_repairs/imp_repairs", Plain("quite")),
    ("pair_repairs/sat_repairs", Plain("mixed")),
    ("pair_safe/imp_safe", Plain("a_lot")),
    ("pair_safe/sat_safe", Plain("happy")),
    ("pair_places/imp_places", Plain("a_little")),
    ("pair_places/sat_places", Plain("no_experience")),
    ("pair_support/imp_support", Plain("most")),
    ("pair_support/sat_support", Plain("very_unhappy")),
    ("pair_contact/imp_contact", Plain("a_lot")),
    ("pair_contact/sat_contact", Plain("very_unhappy")),
    ("top3", Plain("support contact")),
    ("offer_any", Plain("yes")),
    ("offer_kind", Plain("time language")),
    ("offer_what", Own("practice-6-offer")),
    ("offer_hours", Plain("4")),
    ("in_return", Own("practice-6-return")),
    ("age", Plain("45_64")),
    ("home", Plain("owned")),
    ("ok_quote", Plain("yes")),
    ("ok_share", Plain("yes")),
    ("ok_contact", Plain("yes")),
    ("name", Plain("Mei")),
    ("contact", Plain("mei@practice.example")),
];

const TOM: Answers = &[
    ("age_ok", Plain("yes")),
    ("agree", Plain("yes")),
    ("mode", Plain("door")),
    ("helped", Plain("no")),
    ("view", Plain("staff")),
    ("spare", Plain("short")),
    ("best", Own("practice-8-best")),
    ("change", Own("practice-8-change")),
    ("pair_clean/imp_clean", Plain("quite")),
    ("pair_clean/sat_clean", Plain("happy")),
    ("pair_repairs/imp_repairs", Plain("a_lot")),
    ("pair_repairs/sat_repairs", Plain("happy")),
    ("pair_safe/imp_safe", Plain("quite")),
    ("pair_safe/sat_safe", Plain("happy")),
    ("pair_places/imp_places", Plain("most")),
    ("pair_places/sat_places", Plain("unhappy")),
    ("pair_support/imp_support", Plain("not_sure")),
    ("pair_support/sat_support", Plain("no_experience")),
    ("pair_contact/imp_contact", Plain("quite")),
    ("pair_contact/sat_contact", Plain("very_happy")),
    ("top3", Plain("places")),
    ("offer_any", Plain("not_now")),
    ("age", Plain("16_24")),
    ("ok_quote", Plain("yes")),
    ("ok_share", Plain("yes")),
    ("ok_contact", Plain("no")),
];

const NOVAK: Answers = &[
    ("age_ok", Plain("yes")),
    ("agree", Plain("yes")),
    ("mode", Plain("door")),
    ("helped", Plain("answering")),
    ("view", Plain("service_user")),
    ("spare", Plain("short")),
    ("best", Own("practice-10-best")),
    ("change", Own("practice-10-change")),
    ("pair_clean/imp_clean", Plain("not_sure")),
    ("pair_clean/sat_clean", Plain("happy")),
    ("pair_repairs/imp_repairs", Plain("a_lot")),
    ("pair_repairs/sat_repairs", Plain("mixed")),
    ("pair_safe/imp_safe", Plain("quite")),
    ("pair_safe/sat_safe", Plain("no_experience")),
    ("pair_places/imp_places", Plain("not_at_all")),
    ("pair_places/sat_places", Plain("no_experience")),
    ("pair_support/imp_support", Plain("most")),
    ("pair_support/sat_support", Plain("very_happy")),
    ("pair_contact/imp_contact", Plain("a_lot")),
    ("pair_contact/sat_contact", Plain("rather_not")),
    ("top3", Plain("support")),
    ("offer_any", Plain("no")),
    ("age", Plain("80_up")),
    ("home", Plain("rather_not")),
    ("ok_quote", Plain("no")),
    ("ok_share", Plain("no")),
    ("ok_contact", Plain("no")),
];
