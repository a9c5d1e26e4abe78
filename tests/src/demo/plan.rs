//! Who is met where, by whom, and on which day: the whole fieldwork, drawn from the seed before anybody sets out.
//!
//! The volunteers' days that follow this plan are in `fieldwork`.

use super::estate::PLACES;
use crate::generate::dice::Dice;

/// From which side somebody answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum View {
    Resident,
    ServiceUser,
    Carer,
    Staff,
    Manager,
}

/// Of a hundred interviews, how many come from each side.
const SHARES: [(View, usize); 5] =
    [(View::Resident, 62), (View::ServiceUser, 15), (View::Carer, 8), (View::Staff, 12), (View::Manager, 3)];

impl View {
    /// The name of its choice in a questionnaire.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::ServiceUser => "service_user",
            Self::Carer => "carer",
            Self::Staff => "staff",
            Self::Manager => "manager",
        }
    }

    /// Whether they run a service rather than live with it.
    pub(super) const fn is_team(self) -> bool {
        matches!(self, Self::Staff | Self::Manager)
    }
}

/// An interview to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meeting {
    /// Its place in the plan; who is met follows from it.
    pub(super) number: usize,
    pub(super) view: View,
    /// The part of the estate.
    pub(super) area: usize,
    /// The door, by its place in the walk; people who work here are met where they work.
    pub(super) door: Option<usize>,
    /// Whose phone.
    pub(super) phone: usize,
    /// The first day or the second.
    pub(super) day: usize,
}

/// A plan for the whole fieldwork.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) meetings: Vec<Meeting>,
}

/// Of a hundred interviews at doors, how many are at a door where another phone has one as well.
const SHARED_DOORS: u64 = 16;
/// Of a hundred interviews, how many are of the first day.
const FIRST_DAY: usize = 60;

impl Plan {
    /// Draws a plan. The first meeting is the one that can be followed: see `story`.
    pub(super) fn draw(interviews: usize, phones: usize, story_door: usize, seed: u64) -> Self {
        let mut dice = Dice::new(seed, 1_000_000);
        let mut views = views(interviews);
        shuffle(&mut views, &mut dice);
        if let Some(resident) = views.iter().position(|view| *view == View::Resident) {
            views.swap(0, resident);
        }
        let pace: Vec<u64> = (0..phones).map(|_| 9 + dice.below(7)).collect();
        let mut walks = Walks::new(story_door);
        let mut meetings = Vec::with_capacity(interviews);
        for (number, view) in views.into_iter().enumerate() {
            let phone = if number < phones { number } else { weighted(&pace, &mut dice) };
            let shares = PLACES.map(|place| if view.is_team() { place.team } else { place.residents });
            let area = if number == 0 { 0 } else { weighted(&shares, &mut dice) };
            let door = if view.is_team() { None } else { walks.next_door(number, area, phone, &mut dice) };
            let day = if number * 100 < interviews * FIRST_DAY { 1 } else { 2 };
            meetings.push(Meeting { number, view, area, door, phone, day });
        }
        Self { meetings }
    }

    /// One phone's interviews of one day, in order.
    pub(super) fn of(&self, phone: usize, day: usize) -> Vec<Meeting> {
        self.meetings.iter().copied().filter(|meeting| meeting.phone == phone && meeting.day == day).collect()
    }

    /// How many doors have interviews on more than one phone.
    pub(super) fn shared_doors(&self) -> usize {
        let mut seen = std::collections::BTreeMap::<(usize, usize), std::collections::BTreeSet<usize>>::new();
        for meeting in &self.meetings {
            if let Some(door) = meeting.door {
                seen.entry((meeting.area, door)).or_default().insert(meeting.phone);
            }
        }
        seen.values().filter(|phones| phones.len() > 1).count()
    }
}

/// So many of each side as its share asks, largest remainders first.
fn views(interviews: usize) -> Vec<View> {
    let mut counts: Vec<(View, usize, usize)> =
        SHARES.iter().map(|(view, share)| (*view, interviews * share / 100, interviews * share % 100)).collect();
    let given: usize = counts.iter().map(|(_, whole, _)| whole).sum();
    counts.sort_by_key(|(view, _, rest)| (std::cmp::Reverse(*rest), *view));
    for (_, whole, _) in counts.iter_mut().take(interviews - given) {
        *whole += 1;
    }
    counts.sort_by_key(|(view, ..)| *view);
    counts.into_iter().flat_map(|(view, count, _)| std::iter::repeat_n(view, count)).collect()
}

/// Which doors have been called at.
struct Walks {
    next: [usize; PLACES.len()],
    done: Vec<(usize, usize, usize)>,
    story_door: usize,
}

impl Walks {
    fn new(story_door: usize) -> Self {
        Self { next: [0; PLACES.len()], done: Vec::new(), story_door }
    }

    /// A new door, or one where another phone has been already.
    fn next_door(&mut self, number: usize, area: usize, phone: usize, dice: &mut Dice) -> Option<usize> {
        let doors = PLACES[area].doors().len();
        let others: Vec<usize> =
            self.done.iter().filter(|(at, _, by)| *at == area && *by != phone).map(|(_, door, _)| *door).collect();
        let again = !others.is_empty() && (dice.percent(SHARED_DOORS) || self.next[area] >= doors);
        let door = if number == 0 {
            self.story_door
        } else if again {
            others[usize::try_from(dice.below(others.len() as u64)).unwrap_or(0)]
        } else {
            let stride = self.next[area] % doors;
            self.next[area] += 1;
            stride
        };
        self.done.push((area, door, phone));
        Some(door)
    }
}

fn shuffle<T>(items: &mut [T], dice: &mut Dice) {
    for last in (1..items.len()).rev() {
        items.swap(last, usize::try_from(dice.below(last as u64 + 1)).unwrap_or(0));
    }
}

/// A place among weights, each as likely as it weighs.
fn weighted(weights: &[u64], dice: &mut Dice) -> usize {
    let mut left = dice.below(weights.iter().sum());
    for (place, weight) in weights.iter().enumerate() {
        match left.checked_sub(*weight) {
            Some(rest) => left = rest,
            None => return place,
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_side_has_its_share_of_any_number() {
        for interviews in [1, 12, 183, 1_000] {
            assert_eq!(views(interviews).len(), interviews);
        }
        let count = |view| views(183).into_iter().filter(|other| *other == view).count();
        assert_eq!(SHARES.map(|(view, _)| count(view)), [113, 27, 15, 22, 6]);
    }

    #[test]
    fn every_phone_has_interviews_on_both_days_and_some_doors_are_shared() {
        let plan = Plan::draw(183, 6, 46, 7);
        for phone in 0..6 {
            assert!(!plan.of(phone, 1).is_empty() && !plan.of(phone, 2).is_empty());
        }
        assert!(plan.shared_doors() >= 5);
        assert_eq!((plan.meetings[0].view, plan.meetings[0].phone), (View::Resident, 0));
        assert_eq!(Plan::draw(183, 6, 46, 7).meetings, plan.meetings);
        assert_ne!(Plan::draw(183, 6, 46, 8).meetings, plan.meetings);
    }
}
