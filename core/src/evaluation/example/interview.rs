//! The invented interviews: each follows from its number alone.

use std::collections::BTreeMap;

use super::{CRITERIA, area, happy, matter, response, truth};
use crate::evaluation::Choice;
use crate::response::{Answer, Cell, Response};

/// How much each criterion matters and how it goes, on average, in the order of the criteria.
const LEANS: [(usize, usize); 6] = [(3, 2), (4, 1), (4, 2), (2, 1), (3, 3), (2, 2)];

/// The interview with this number: the same one every time.
pub(crate) fn interview(number: u64) -> Response {
    let dice = Dice { number };
    let view = match dice.roll("view", 100) {
        0..62 => "resident",
        62..77 => "service_user",
        77..85 => "carer",
        85..97 => "staff",
        _ => "manager",
    };
    let team = matches!(view, "staff" | "manager");
    let mut answers = BTreeMap::from([("view".to_owned(), view.to_owned())]);
    answers.extend(dice.ratings(team));
    answers.extend(dice.statements(team));
    answers.extend(dice.about(team));
    let pairs: Vec<(&str, &str)> = answers.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let mut response = response(number, &pairs);
    response.area = Some(area(u8::try_from(1 + dice.roll("area", 11) / 2).unwrap()));
    if dice.roll("two answers", 20) == 0 {
        let two = ["unhappy", "happy"].map(|name| Answer::Given(name.to_owned())).to_vec();
        response.answers.insert("sat_repairs".to_owned(), Cell::Several(two));
    }
    response
}

struct Dice {
    number: u64,
}

impl Dice {
    fn roll(&self, what: &str, sides: usize) -> usize {
        let hash = crate::ids::hash("test roll", &[what.as_bytes(), &self.number.to_be_bytes()]);
        usize::from(u16::from_be_bytes([hash[0], hash[1]])) % sides
    }

    fn one_of(&self, what: &str, of: &[&str]) -> String {
        of[self.roll(what, of.len())].to_owned()
    }

    fn ratings(&self, team: bool) -> Vec<(String, String)> {
        let mut said = Vec::new();
        for ((key, _, _), (matters, goes)) in CRITERIA.iter().zip(LEANS) {
            said.push((format!("imp_{key}"), self.rating(&matter(), matters, &format!("imp {key}"))));
            let unknown = *key == "support" && self.roll("support", 3) == 0;
            let rating = self.rating(&happy(), goes + usize::from(team), &format!("sat {key}"));
            said.push((format!("sat_{key}"), if unknown { "none".to_owned() } else { rating }));
        }
        said
    }

    fn rating(&self, choices: &[Choice], lean: usize, what: &str) -> String {
        let spread = (self.roll(what, 5) + self.roll(&format!("{what} again"), 5)) / 2;
        choices[(lean + spread).saturating_sub(2).min(4)].name.clone()
    }

    fn statements(&self, team: bool) -> Vec<(String, String)> {
        let truths = truth(false);
        let place = |path: &str| self.roll(path, 4).max(usize::from(team));
        ["told", "equal", "left_to_us"].map(|path| (path.to_owned(), truths[place(path)].name.clone())).to_vec()
    }

    fn about(&self, team: bool) -> Vec<(String, String)> {
        let first = self.one_of("first", &["repairs", "repairs", "repairs", "safe", "clean", "contact", "places"]);
        let second = self.one_of("second", &["support", "safe", "clean", "contact", "places"]);
        let mut said = vec![
            ("top3", format!("{first} {second}")),
            ("doer", self.one_of("doer", &["people", "services", "both", "both", "unsure"])),
            ("age", self.one_of("age", &["young", "middle", "middle", "middle", "old", "old", "no"])),
        ];
        if !team {
            said.push(("home", self.one_of("home", &["rented", "rented", "rented", "private", "owned"])));
            said.push(("person[a1]/used", self.one_of("used", &["library", "parks", "library parks", "none"])));
        }
        said.into_iter().map(|(path, text)| (path.to_owned(), text)).collect()
    }
}
