//! How the invented people see things: what matters to them, how it goes where they live, and how far sides differ.
//!
//! All in hundredths of a point on a scale from one to five, so that every machine draws the same.

use super::plan::View;
use crate::generate::dice::Dice;

/// What one criterion looks like from Larkfield's three parts.
struct Standing {
    criterion: &'static str,
    importance: i64,
    satisfaction: [i64; 3],
    /// By how much people who run services see it rosier.
    team: i64,
    /// Of a hundred residents, how many have no experience of it.
    untried: u64,
}

const STANDINGS: [Standing; 6] = [
    Standing { criterion: "clean", importance: 385, satisfaction: [255, 335, 395], team: 20, untried: 1 },
    Standing { criterion: "repairs", importance: 450, satisfaction: [195, 270, 350], team: 105, untried: 3 },
    Standing { criterion: "safe", importance: 440, satisfaction: [265, 315, 405], team: 25, untried: 2 },
    Standing { criterion: "places", importance: 345, satisfaction: [215, 265, 300], team: -10, untried: 4 },
    Standing { criterion: "support", importance: 400, satisfaction: [310, 320, 315], team: -60, untried: 34 },
    Standing { criterion: "contact", importance: 390, satisfaction: [205, 255, 285], team: 130, untried: 12 },
];

const LEAST: i64 = 100;
const MOST: i64 = 500;

/// How happy somebody is with something, as a draw.
pub(super) fn satisfaction(criterion: &str, view: View, area: usize, dice: &mut Dice) -> i64 {
    let standing = standing(criterion);
    let here = standing.satisfaction.get(area).copied().unwrap_or(300);
    let side = if view.is_team() { standing.team } else { closeness(criterion, view) };
    (here + side + dice.around_zero(370)).clamp(LEAST, MOST)
}

/// How much something matters to somebody, as a draw.
pub(super) fn importance(criterion: &str, view: View, dice: &mut Dice) -> i64 {
    let side = match (view, criterion) {
        (View::Carer | View::ServiceUser, "support") => 60,
        (View::Staff | View::Manager, "contact" | "repairs") => -45,
        (View::Staff | View::Manager, "support") => 35,
        _ => 0,
    };
    (standing(criterion).importance + side + dice.around_zero(300)).clamp(LEAST, MOST)
}

/// Whether somebody has no experience of something.
pub(super) fn is_untried(criterion: &str, view: View, dice: &mut Dice) -> bool {
    let percent = match view {
        View::Resident => standing(criterion).untried,
        View::ServiceUser | View::Carer => standing(criterion).untried / 5,
        View::Staff | View::Manager => standing(criterion).untried / 3,
    };
    dice.percent(percent)
}

/// How far a statement about how people get on is true, as a draw; `points` are high where it is good.
pub(super) fn agreement(criterion: &str, view: View, dice: &mut Dice) -> i64 {
    let (residents, team) = match criterion {
        "feedback" => (175, 310),
        "respect" => (245, 345),
        "load" => (205, 220),
        _ => (270, 290),
    };
    let middle = if view.is_team() { team } else { residents };
    (middle + dice.around_zero(290)).clamp(LEAST, MOST)
}

/// How urgently something should be put right, for choosing among several.
pub(super) fn urgency(criterion: &str, view: View, area: usize, dice: &mut Dice) -> i64 {
    importance(criterion, view, dice) - satisfaction(criterion, view, area, dice)
}

/// Those who need a service know it better, and see more of what is wrong.
fn closeness(criterion: &str, view: View) -> i64 {
    match (view, criterion) {
        (View::Carer, "support") => -95,
        (View::ServiceUser, "support") => -45,
        (View::Carer | View::ServiceUser, "contact") => -40,
        _ => 0,
    }
}

/// A criterion of somebody else's questionnaire stands where its name puts it: anywhere, but always at the same place.
fn standing(criterion: &str) -> Standing {
    let known = STANDINGS.into_iter().find(|standing| standing.criterion == criterion);
    known.unwrap_or_else(|| {
        let mark = criterion.bytes().fold(0_i64, |mark, byte| (mark * 31 + i64::from(byte)) % 150);
        let middle = 225 + mark;
        Standing {
            criterion: "",
            importance: 320 + mark,
            satisfaction: [middle - 35, middle + 10, middle + 45],
            team: mark - 60,
            untried: 5,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(view: View, area: usize) -> i64 {
        let mut dice = Dice::new(1, 1);
        (0..400).map(|_| satisfaction("repairs", view, area, &mut dice)).sum::<i64>() / 400
    }

    #[test]
    fn satisfaction_differs_by_part_and_by_side() {
        assert!(mean(View::Resident, 0) + 100 < mean(View::Resident, 2));
        assert!(mean(View::Resident, 0) + 60 < mean(View::Staff, 0));
    }
}
