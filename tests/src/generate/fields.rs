//! The questions of the invented survey, as a table, and how an answer to each kind is thrown.
//!
//! The form that is made of them is in `survey`.

use std::time::Duration;

use doorstep_core::time::Timestamp;

use super::PER_DEVICE;
use super::dice::Dice;
use super::vocabulary::{FAMILY, GIVEN, STREETS};

/// One question.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// Its name, as in a form.
    pub name: &'static str,
    /// What kind of answer it takes.
    pub kind: Kind,
}

/// What kind of answer a question takes.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// The phone it was collected on.
    Device,
    /// The login of whoever asked.
    Username,
    /// When the interview began.
    Start,
    /// When it ended.
    End,
    /// A street of the estate: text.
    Street,
    /// A place: `lat lon alt acc`.
    Place,
    /// The name of whoever opened the door, or of somebody who mostly has the same family name: text.
    Name,
    /// A phone number: text.
    Phone,
    /// A day some weeks off.
    Day,
    /// A whole number from the first to the second, each as likely.
    Whole(i64, i64),
    /// A whole number up to this, small ones likelier.
    Few(u64),
    /// A number with one digit after the point, up to a tenth of this.
    Tenths(u64),
    /// One of these choices, earlier ones likelier.
    One(&'static [&'static str]),
    /// Any of these choices, each in 15 of 100 interviews.
    Many(&'static [&'static str]),
    /// Free text, blank in so many of 100 interviews.
    Text(u64),
}

impl Kind {
    /// The XLSForm type of such a question, without the name of a choice list.
    pub const fn xlsform_type(self) -> &'static str {
        match self {
            Self::Device => "deviceid",
            Self::Username => "username",
            Self::Start => "start",
            Self::End => "end",
            Self::Place => "geopoint",
            Self::Day => "date",
            Self::Whole(..) | Self::Few(_) => "integer",
            Self::Tenths(_) => "decimal",
            Self::One(_) => "select_one",
            Self::Many(_) => "select_multiple",
            Self::Street | Self::Name | Self::Phone | Self::Text(_) => "text",
        }
    }

    /// The names of its choices; empty where there is nothing to choose from.
    pub const fn choices(self) -> &'static [&'static str] {
        match self {
            Self::One(choices) | Self::Many(choices) => choices,
            Self::Device
            | Self::Username
            | Self::Start
            | Self::End
            | Self::Street
            | Self::Place
            | Self::Name
            | Self::Phone
            | Self::Day
            | Self::Whole(..)
            | Self::Few(_)
            | Self::Tenths(_)
            | Self::Text(_) => &[],
        }
    }
}

const fn field(name: &'static str, kind: Kind) -> Field {
    Field { name, kind }
}

/// The questions asked once.
pub const FIELDS: [Field; 37] = [
    field("deviceid", Kind::Device),
    field("username", Kind::Username),
    field("start", Kind::Start),
    field("end", Kind::End),
    field("street", Kind::Street),
    field("door_no", Kind::Whole(1, 400)),
    field("spot", Kind::Place),
    field("agree", Kind::One(&["yes", "no"])),
    field("who", Kind::Name),
    field("view", Kind::One(&["resident", "carer"])),
    field("years", Kind::Whole(19, 84)),
    field("phone", Kind::Phone),
    field("home", Kind::One(&["council", "private", "owned", "family", "other"])),
    field("heating", Kind::One(&["gas_boiler", "electric", "district", "none", "other"])),
    field("building", Kind::One(&["low_block", "tower", "terrace", "semi_detached", "bungalow", "other"])),
    field("entrance", Kind::One(&["keypad", "key_only", "open", "concierge"])),
    field(
        "way_here",
        Kind::One(&["on_foot", "bus", "own_car", "bicycle", "lift_from_friend", "train", "taxi", "wheelchair"]),
    ),
    field("way_minutes", Kind::Few(90)),
    field("clean", Kind::One(&["mixed", "happy", "unhappy", "very_happy", "very_unhappy"])),
    field("repairs", Kind::One(&["unhappy", "mixed", "very_unhappy", "happy", "very_happy"])),
    field("safe", Kind::One(&["happy", "mixed", "unhappy", "not_sure"])),
    field("rooms", Kind::Whole(0, 5)),
    field("calls_made", Kind::Few(8)),
    field("calls_answered", Kind::Few(4)),
    field("visits", Kind::Few(15)),
    field("hours_a_month", Kind::Tenths(90)),
    field("people_known", Kind::Whole(1, 3)),
    field("told", Kind::One(&["not_true", "a_bit_true", "mostly_true", "very_true"])),
    field("lights_out", Kind::Whole(0, 5)),
    field("nights_out", Kind::Whole(0, 5)),
    field("services", Kind::Many(&["repairs", "parks", "library", "youth_club", "care_at_home", "advice"])),
    field("directions", Kind::Text(5)),
    field("best", Kind::Text(10)),
    field("change", Kind::Text(10)),
    field("why_top", Kind::Text(30)),
    field("remarks", Kind::Text(20)),
    field("come_back", Kind::Day),
];

/// The questions asked about each person of the household.
pub const PERSON: [Field; 6] = [
    field("name", Kind::Name),
    field("age", Kind::Whole(0, 80)),
    field("view", Kind::One(&["r", "c"])),
    field("relation", Kind::One(&["child", "partner", "parent", "grandchild", "sibling", "other"])),
    field("school", Kind::One(&["primary", "none", "secondary", "nursery", "college"])),
    field("cared_for", Kind::One(&["no", "yes"])),
];

/// Who called at which door, and when: what the answers of one interview share.
pub(super) struct Call {
    device: u64,
    street: usize,
    start: Timestamp,
    end: Timestamp,
    family: &'static str,
}

impl Call {
    pub(super) fn new(number: u64, dice: &mut Dice) -> Self {
        /// 9 November 2026, seven in the morning UTC.
        const FIRST_KNOCK: Timestamp = Timestamp(1_794_207_600_000);
        const DEVICES_A_DAY: u64 = 50;
        let (device, turn) = (number / PER_DEVICE, number % PER_DEVICE);
        let day = Duration::from_hours(24 * (device / DEVICES_A_DAY));
        let waited = Duration::from_millis(turn * 13 * 60_000 + dice.below(7 * 60_000));
        let start = FIRST_KNOCK.after(day).after(waited);
        let streets = STREETS.len() as u64;
        Self {
            device,
            street: usize::try_from((device * 7 + turn / 14) % streets).unwrap_or(0),
            start,
            end: start.after(Duration::from_millis(420_000 + dice.below(1_080_000))),
            family: dice.any(&FAMILY),
        }
    }

    /// Every street has its own middle, and the door is somewhere about it.
    fn place(&self, dice: &mut Dice) -> String {
        let nth = i64::try_from(self.street).unwrap_or(0);
        let lat = 534_012_345 + nth * 41_237 + dice.around_zero(100_000);
        let lon = 14_709_871 + nth * 67_411 + dice.around_zero(100_000);
        let (alt, acc) = (600 + dice.around_zero(250), 150 + dice.below(1_200));
        format!(
            "{}.{:07} -{}.{:07} {}.{} {}.{:02}",
            lat / 10_000_000,
            lat % 10_000_000,
            lon / 10_000_000,
            lon % 10_000_000,
            alt / 10,
            alt % 10,
            acc / 100,
            acc % 100
        )
    }

    fn day_weeks_off(&self, dice: &mut Dice) -> String {
        let day = self.start.after(Duration::from_hours(24 * (20 + dice.below(100))));
        day.to_string().chars().take("2026-11-09".len()).collect()
    }

    fn name(&self, dice: &mut Dice) -> String {
        let family = if dice.percent(75) { self.family } else { dice.any(&FAMILY) };
        format!("{} {family}", dice.any(&GIVEN))
    }
}

impl Field {
    pub(super) fn answer(&self, call: &Call, dice: &mut Dice) -> String {
        match self.kind {
            Kind::Device => format!("collect-{:04}", call.device),
            Kind::Username => format!("walker{:04}", call.device),
            Kind::Start => call.start.to_string(),
            Kind::End => call.end.to_string(),
            Kind::Street => STREETS[call.street].to_owned(),
            Kind::Place => call.place(dice),
            Kind::Name => call.name(dice),
            Kind::Phone => format!("+9997{:08}", dice.below(100_000_000)),
            Kind::Day => call.day_weeks_off(dice),
            Kind::Whole(low, high) => dice.between(low, high).to_string(),
            Kind::Few(high) => dice.mostly_small(high).to_string(),
            Kind::Tenths(high) => {
                let tenths = dice.mostly_small(high);
                format!("{}.{}", tenths / 10, tenths % 10)
            }
            Kind::One(choices) => dice.ranked(choices).to_owned(),
            Kind::Many(choices) => {
                let chosen: Vec<&str> = choices.iter().copied().filter(|_| dice.percent(15)).collect();
                chosen.join(" ")
            }
            Kind::Text(blank) => dice.text(blank),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::Generator;

    #[test]
    fn every_answer_has_the_form_that_its_type_asks_for() {
        for number in 0..300 {
            let response = Generator::new(9).response(number);
            for field in &FIELDS {
                let answer = response[field.name].as_str();
                let fits = match field.kind.xlsform_type() {
                    "integer" => answer.parse::<i64>().is_ok(),
                    "decimal" => answer.parse::<f64>().is_ok(),
                    "select_one" => field.kind.choices().contains(&answer),
                    "select_multiple" => answer.split_whitespace().all(|name| field.kind.choices().contains(&name)),
                    "geopoint" => answer.split(' ').filter_map(|part| part.parse::<f64>().ok()).count() == 4,
                    "date" => answer.len() == 10 && answer.starts_with("202"),
                    _ => true,
                };
                assert!(fits, "{} is no answer to {}", answer, field.name);
            }
        }
    }
}
