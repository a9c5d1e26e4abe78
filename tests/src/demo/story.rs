//! The one interview that can be followed from the door to the result: whose it is, and what was said.
//!
//! Nell Abara is invented like everybody here. With another questionnaire she answers like anybody else.

use super::sayings;

/// Her name. It goes into the record that is kept apart from the answers.
pub(super) const NAME: &str = "Nell Abara";
/// Her door in Lark House, by its place in the walk.
pub(super) const DOOR: usize = 46;

/// What she answers to the questions of our own questionnaire, by their names.
const ANSWERS: [(&str, &str); 17] = [
    ("mode", "door"),
    ("helped", "no"),
    ("hats", ""),
    ("spare", "long"),
    ("best", "The cherry trees along the path. People stop and talk under them."),
    ("change", sayings::STORY.said),
    ("imp_repairs", "most"),
    ("sat_repairs", "very_unhappy"),
    ("top3", "repairs contact"),
    ("home_size", "1"),
    ("p_age", "65_79"),
    ("offer_any", "no"),
    ("age", "65_79"),
    ("ok_quote", "yes"),
    ("ok_contact", "yes"),
    ("name", NAME),
    ("contact", "01632 960147"),
];

/// Her answer to the question with this name, if it is laid down.
pub(super) fn answer(question: &str) -> Option<&'static str> {
    ANSWERS.iter().find(|(name, _)| *name == question).map(|(_, answer)| *answer)
}

/// The question of hers that two volunteers correct at the same time, by its name, and what each of them enters and why.
pub(super) const CORRECTED: (&str, [(&str, &str); 2]) = (
    "sat_repairs",
    [
        ("unhappy", "she said unhappy, I touched one line too high"),
        ("mixed", "the lift was mended on Friday, she told me on the stairs"),
    ],
);
