//! Somebody who answers: an invented person with a side, a home, a mood and an opinion.
//!
//! How they see things on average is in `opinions`; answers to questions without an opinion are in `answers`.

use doorstep_core::form::interview::QuestionView;
use doorstep_core::form::model::{Form, Measure, Question, QuestionKind};
use doorstep_core::time::Timestamp;

use super::plan::{Meeting, View};
use super::{answers, opinions, sayings, story};
use crate::generate::dice::Dice;

/// An invented person.
pub(super) struct Respondent {
    view: View,
    area: usize,
    /// In hundredths of a point: some people are happier with everything.
    mood: i64,
    is_story: bool,
    dice: Dice,
}

/// Of a hundred questions that may stay empty, how many do.
const LEFT_EMPTY: u64 = 5;
/// The same for questions that ask for words.
const WORDLESS: u64 = 38;

impl Respondent {
    /// Whoever is met there. Later tries are other people of the same side: some questionnaires can't be answered to
    /// the end after what the first one said.
    pub(super) fn at(meeting: &Meeting, seed: u64, attempt: u64) -> Self {
        let mut dice = Dice::new(seed, meeting.number as u64 + attempt * 10_000_000);
        let mood = dice.around_zero(130);
        Self { view: meeting.view, area: meeting.area, mood, is_story: meeting.number == 0, dice }
    }

    /// What they answer; `None` leaves the question empty. Later attempts are for answers that the form did not take.
    pub(super) fn answer(
        &mut self,
        form: &Form,
        question: &Question,
        view: &QuestionView,
        attempt: usize,
        now: Timestamp,
    ) -> Option<String> {
        if attempt == 0 {
            if self.is_story
                && let Some(laid_down) = story::answer(&question.name)
            {
                return (!laid_down.is_empty()).then(|| laid_down.to_owned());
            }
            if let Some(meant) = self.opinion(form, question, view).or_else(|| self.habit(question, view)) {
                return (!meant.is_empty()).then_some(meant);
            }
            let wordless = if view.kind == QuestionKind::Text { WORDLESS } else { LEFT_EMPTY };
            if !view.is_required && self.dice.percent(wordless) {
                return None;
            }
        }
        answers::candidate(question, view, attempt, now, &mut self.dice)
    }

    /// Whether there is one more of what a repeat asks for.
    pub(super) fn has_another(&mut self, listed: usize) -> bool {
        listed < 3 && self.dice.percent(55)
    }

    /// What questions that are tied to the evaluation get.
    fn opinion(&mut self, form: &Form, question: &Question, view: &QuestionView) -> Option<String> {
        let columns = &question.evaluation;
        if columns.perspective {
            return offered(view, self.view.name());
        }
        let criterion = columns.criterion.as_deref().unwrap_or_default();
        let points = match columns.measure? {
            Measure::Importance => opinions::importance(criterion, self.view, &mut self.dice) + self.mood / 3,
            Measure::Satisfaction | Measure::Score => {
                if opinions::is_untried(criterion, self.view, &mut self.dice) {
                    return without_opinion(view);
                }
                opinions::satisfaction(criterion, self.view, self.area, &mut self.dice) + self.mood
            }
            Measure::Agreement => opinions::agreement(criterion, self.view, &mut self.dice) + self.mood,
            Measure::Priority => return Some(self.most_urgent(view)),
        };
        if self.dice.percent(2) {
            return without_opinion(view);
        }
        nearest(form, question, view, points)
    }

    /// Up to three of what is offered, the most urgent ones.
    fn most_urgent(&mut self, view: &QuestionView) -> String {
        let mut urgent: Vec<(i64, &str)> = Vec::new();
        for choice in &view.choices {
            let urgency = opinions::urgency(&choice.name, self.view, self.area, &mut self.dice);
            urgent.push((-urgency, &choice.name));
        }
        urgent.sort_unstable();
        let many = 1 + usize::try_from(self.dice.below(3)).unwrap_or(0);
        urgent.into_iter().take(many).map(|(_, name)| name).collect::<Vec<_>>().join(" ")
    }

    /// What questions of our own questionnaire get that have names we know; an empty text leaves one empty.
    fn habit(&mut self, question: &Question, view: &QuestionView) -> Option<String> {
        let weights: &[(&str, u64)] = match question.name.as_str() {
            "age_ok" | "agree" => &[("yes", 1)],
            "mode" if self.view.is_team() => &[("event", 6), ("phone", 3), ("self", 1)],
            "mode" => &[("door", 88), ("event", 6), ("phone", 4), ("paper", 2)],
            "helped" => &[("no", 91), ("translating", 6), ("answering", 3)],
            "spare" => &[("short", 45), ("long", 55)],
            "doer" => &[("both", 46), ("services", 37), ("people", 9), ("not_sure", 8)],
            "part" => &[("none", 40), ("checking", 20), ("choosing", 18), ("choosing planning", 12), ("doing", 10)],
            "offer_any" => &[("no", 46), ("not_now", 29), ("yes", 25)],
            "ok_quote" => &[("yes", 70), ("no", 30)],
            "ok_share" => &[("yes", 80), ("no", 20)],
            "ok_contact" => &[("no", 74), ("yes", 26)],
            "home_size" => &[("1", 33), ("2", 31), ("3", 16), ("4", 13), ("5", 6), ("7", 1)],
            "age" => self.ages(),
            "home" => self.homes(),
            "hats" if self.dice.percent(75) => &[("", 1)],
            name => return self.words(name),
        };
        let drawn = self.draw(weights);
        let fits =
            drawn.is_empty() || view.choices.is_empty() || drawn.split(' ').all(|name| offered(view, name).is_some());
        fits.then(|| drawn.to_owned())
    }

    fn ages(&self) -> &'static [(&'static str, u64)] {
        match (self.view.is_team(), self.area) {
            (true, _) => &[("25_44", 55), ("45_64", 43), ("rather_not", 2)],
            (false, 2) => &[("25_44", 20), ("45_64", 38), ("65_79", 30), ("80_up", 12)],
            (false, _) => &[("16_24", 5), ("25_44", 29), ("45_64", 36), ("65_79", 22), ("80_up", 6), ("rather_not", 2)],
        }
    }

    fn homes(&self) -> &'static [(&'static str, u64)] {
        match self.area {
            2 => &[("owned", 62), ("council", 18), ("private", 17), ("rather_not", 3)],
            _ => &[("council", 74), ("private", 14), ("owned", 9), ("rather_not", 3)],
        }
    }

    fn words(&mut self, name: &str) -> Option<String> {
        let sayings: &[sayings::Saying] = match name {
            "best" => &sayings::BEST,
            "change" if self.view.is_team() => &sayings::CHANGE_AT_WORK,
            "change" => &sayings::CHANGE,
            "why_top" => &sayings::WHY,
            "offer_what" => &sayings::OFFERS,
            "in_return" => &sayings::IN_RETURN,
            "contact" => return Some(format!("01632 960{:03}", self.dice.below(1_000))),
            _ => return None,
        };
        if self.dice.percent(WORDLESS) {
            return Some(String::new());
        }
        let place = usize::try_from(self.dice.below(sayings.len() as u64)).unwrap_or(0);
        sayings.get(place).map(|saying| saying.said.to_owned())
    }

    fn draw(&mut self, weights: &[(&'static str, u64)]) -> &'static str {
        let mut left = self.dice.below(weights.iter().map(|(_, weight)| weight).sum());
        for (name, weight) in weights {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return name,
            }
        }
        ""
    }
}

fn offered(view: &QuestionView, name: &str) -> Option<String> {
    view.choices.iter().find(|choice| choice.name == name).map(|choice| choice.name.clone())
}

/// The first choice that stands for having no answer; where there is none, the question stays empty.
fn without_opinion(view: &QuestionView) -> Option<String> {
    let reason = view.choices.iter().find(|choice| choice.missing.is_some());
    Some(reason.map(|choice| choice.name.clone()).unwrap_or_default())
}

/// The choice whose points lie nearest to a draw between one and five, in hundredths; scales of any length are spread
/// over the same range.
fn nearest(form: &Form, question: &Question, view: &QuestionView, drawn: i64) -> Option<String> {
    let list = form.list_of(question)?;
    let points = |name: &str| list.named(name).and_then(|choice| choice.points).map(i64::from);
    let scale: Vec<(i64, &str)> =
        view.choices.iter().filter_map(|choice| Some((points(&choice.name)?, choice.name.as_str()))).collect();
    let (least, most) = (scale.iter().min()?.0, scale.iter().max()?.0);
    let place = |points: i64| 100 + 400 * (points - least) / (most - least).max(1);
    scale.iter().min_by_key(|(points, _)| (place(*points) - drawn).abs()).map(|(_, name)| (*name).to_owned())
}
