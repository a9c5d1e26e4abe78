//! What the invented people say in their own words, and how a coordinator releases it: names taken out.
//!
//! Every sentence is made up. Who says which is drawn in `respondent`.

/// A sentence as it was said, and as it may be read by others where that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Saying {
    pub(super) said: &'static str,
    released: Option<&'static str>,
}

const fn plain(said: &'static str) -> Saying {
    Saying { said, released: None }
}

const fn named(said: &'static str, released: &'static str) -> Saying {
    Saying { said, released: Some(released) }
}

/// What makes this a good place.
pub(super) const BEST: [Saying; 14] = [
    plain("The cherry trees along the path. People stop and talk under them."),
    plain("You can leave your door open on the landing and somebody says hello."),
    named(
        "Mr Adeyemi waters everybody's tomatoes when we are away.",
        "A neighbour waters everybody's tomatoes when we are away.",
    ),
    plain("The number 9 bus, when it comes."),
    plain("It is quiet at night on our side."),
    plain("My sister lives two floors down."),
    plain("The library van on Thursdays."),
    plain("Children play football behind Finch Court until the lamps go on."),
    plain("The view from the top floor. You can see the hills."),
    plain("Everybody knows which shop gives credit until Friday."),
    plain("The choir in the laundry room."),
    plain("That people here share what they have, even when it is little."),
    plain("The benches by the pond, now that they have backs."),
    plain("My neighbours."),
];

/// What residents would change.
pub(super) const CHANGE: [Saying; 20] = [
    plain("A lift that works for more than a week."),
    plain("Somebody who writes back when you report a leak."),
    plain("Lamps between the bins and the back door. I carry a torch."),
    plain("A room where teenagers can be in winter."),
    plain("The bins. They overflow every Monday."),
    plain("Mould in the bathroom. They painted over it twice."),
    named(
        "Let Rita at the office decide small things herself.",
        "Let the people at the office decide small things themselves.",
    ),
    plain("A crossing by the school."),
    plain("One telephone number that a person answers."),
    plain("Windows that close. I tape them every November."),
    plain("A bench half-way up the hill."),
    plain("Tell us what happens with the money for the playground."),
    plain("More visits for my mother. Ten minutes is not enough to eat in."),
    plain("The front door. It has not locked since the spring."),
    plain("Something for people who are alone on Sundays."),
    plain("Repair it once, properly, instead of four times."),
    plain("A noticeboard that is true."),
    plain("The stairs smell. Nobody says whose job it is."),
    plain("Let us see the list of repairs and where ours is on it."),
    plain("A place to lock bicycles where they are still there in the morning."),
];

/// What people who work here would change.
pub(super) const CHANGE_AT_WORK: [Saying; 8] = [
    plain("We close a job when the visit is booked, not when the thing works. That should change."),
    plain("Give us the parts. I have gone up there three times to look at the same pump."),
    plain("Let me tell people the truth about how long it takes."),
    plain("One list for all of us. Repairs does not see what care sees."),
    plain("Time to sit down with people. We are measured by calls, not by answers."),
    plain("Somebody on the estate every day, not a van from across the city."),
    plain("Ask residents before the contract is written, not after."),
    named(
        "Karim has done this for nine years and nobody asks him.",
        "A colleague has done this for nine years and nobody asks him.",
    ),
];

/// One time that shows why.
pub(super) const WHY: [Saying; 10] = [
    plain("I reported the leak in March, in May and in July. In August the ceiling came down."),
    plain("They came on a day I had said I would be at the clinic, left a card and closed the job."),
    plain("My boy waited for the lift with his wheelchair for two hours."),
    plain("I rang four numbers and the fourth was the first again."),
    plain("When the lamp was out somebody fell on the steps. The lamp is still out."),
    plain("The youth club shut at Easter and nobody told the children."),
    plain("We got a letter saying that it was repaired. It was not."),
    plain("A man came to measure the window. That was two winters ago."),
    named(
        "Mrs Kowal fell and lay there until the evening visit.",
        "A neighbour fell and lay there until the evening visit.",
    ),
    plain("They mended it the same day when I was in the newspaper."),
];

/// What people offer.
pub(super) const OFFERS: [Saying; 8] = [
    plain("I can mend bicycles on Saturdays."),
    plain("Reading letters with people who see badly."),
    plain("A sewing machine, and I can show how."),
    plain("I speak Tigrinya and Arabic."),
    plain("Two hours a week to sit with somebody."),
    plain("My garage for the tools of the garden group."),
    plain("Cooking for many, I did it for a living."),
    plain("I know people at the allotments who give plants away."),
];

/// What they would like in return.
pub(super) const IN_RETURN: [Saying; 5] = [
    plain("Somebody to carry shopping up."),
    plain("Help with a form now and then."),
    plain("Nothing. Good company."),
    plain("A key to the laundry room."),
    plain("Practice in English."),
];

/// Answers to a question that the demo knows nothing about.
pub(super) const ANYTHING: [&str; 14] = [
    "Lark House",
    "Finch Court",
    "Wren Terrace",
    "By the back stairs",
    "Mostly in winter",
    "Since last spring",
    "The same as before",
    "Near the shop",
    "Two neighbours told us",
    "Nothing to add",
    "It depends on the day",
    "On the second floor",
    "Better than last year",
    "Worse after rain",
];

/// What the one person said who can be followed through the demo.
pub(super) const STORY: Saying = named(
    "The lift. It was broken for three weeks, and Dilys from number 45 carried my shopping up seven floors.",
    "The lift. It was broken for three weeks, and a neighbour carried my shopping up seven floors.",
);

/// The sentence as a coordinator releases it: whoever is named stays out of it.
pub(super) fn released(said: &str) -> &str {
    let all = [&BEST[..], &CHANGE, &CHANGE_AT_WORK, &WHY, &OFFERS, &IN_RETURN, &[STORY]];
    let known = all.iter().flat_map(|sayings| sayings.iter()).find(|saying| saying.said == said);
    known.and_then(|saying| saying.released).unwrap_or(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_out_and_other_words_stay_as_they_were_said() {
        assert!(STORY.said.contains("Dilys") && !released(STORY.said).contains("Dilys"));
        assert_eq!(released(BEST[0].said), BEST[0].said);
        assert_eq!(released("not one of ours"), "not one of ours");
    }
}
