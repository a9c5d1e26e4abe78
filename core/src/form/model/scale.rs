//! The scale of a range question.

use super::{Question, QuestionKind};

/// From where to where, and in which steps. `start` may be the larger one: the scale then runs downwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// The value at the beginning.
    pub start: f64,
    /// The value at the end.
    pub end: f64,
    /// The distance between two values; never negative.
    pub step: f64,
    /// Whether all values are whole numbers.
    pub whole: bool,
}

impl Scale {
    /// Reads `start`, `end` and `step`, which are 1, 10 and 1 unless given.
    pub fn of(question: &Question) -> Option<Self> {
        if question.kind != QuestionKind::Range {
            return None;
        }
        let text = |key: &str, fallback: &'static str| -> String {
            question.parameters.get(key).map_or_else(|| fallback.to_owned(), Clone::clone)
        };
        let texts = [text("start", "1"), text("end", "10"), text("step", "1")];
        let whole = texts.iter().all(|text| !text.contains('.'));
        let number = |index: usize| texts[index].parse::<f64>().ok().filter(|number| number.is_finite());
        Some(Self { start: number(0)?, end: number(1)?, step: number(2)?.abs(), whole })
    }

    /// Whether the value lies between start and end.
    pub fn contains(&self, value: f64) -> bool {
        self.start.min(self.end) <= value && value <= self.start.max(self.end)
    }

    /// Whether the distance is a whole number of steps; a billionth of a step counts as none.
    pub fn is_steps(&self, distance: f64) -> bool {
        let steps = distance / self.step;
        (steps - steps.round()).abs() < 1e-9
    }
}
