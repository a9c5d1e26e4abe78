//! What is said of the adjustment to who lives here, of bounds, and of change, as whole sentences.
//!
//! Shared by page, terminal and the page where margins are set, so that all say the same.

use super::voice::Voice;
use crate::evaluation::{Adjustment, Counted, Evaluation, Interval, Population, Remark, Share};
use crate::words::Words;

/// Why something could not be adjusted, or not well, and what to do.
pub fn remark(remark: &Remark, words: &Words) -> String {
    let question = ("question", remark.question().unwrap_or_default().into());
    let choice = ("choice", remark.choice().unwrap_or_default().into());
    match remark {
        Remark::UnknownQuestion { .. } => words.say("remark-unknown-question", &[question]),
        Remark::NotCompared { .. } => words.say("remark-not-compared", &[question]),
        Remark::UnknownChoice { .. } => words.say("remark-unknown-choice", &[question, choice]),
        Remark::NobodyHeard { .. } => words.say("remark-nobody-heard", &[question, choice]),
        Remark::FewHeard { .. } => words.say("remark-few-heard", &[question, choice]),
        Remark::NotMet => words.say("remark-not-met", &[]),
        Remark::TooFew { fewest } => words.say("remark-too-few", &[("fewest", (*fewest).into())]),
    }
}

/// How the adjusted figures came about, and what could not be adjusted.
pub(super) fn method(voice: &Voice<'_>, evaluation: &Evaluation) -> Vec<String> {
    let Some(Adjustment { interviews, worth, matched, remarks }) = &evaluation.adjustment else {
        return vec![voice.say("method-weights", &[])];
    };
    let mut said = if worth.people() > 0 {
        let questions: Vec<&str> = matched.iter().map(|path| question(voice, evaluation, path)).collect();
        let (questions, worth) = (questions.join(", "), evaluation.disclosure.round(worth.people()));
        let interviews = evaluation.disclosure.round(*interviews);
        let values = [("questions", (&questions).into()), ("interviews", interviews.into()), ("worth", worth.into())];
        vec![voice.say("method-adjusted", &values)]
    } else {
        vec![voice.say("method-not-adjusted", &[])]
    };
    said.extend(remarks.iter().map(|one| remark(one, voice.words())));
    said
}

fn question<'v>(voice: &'v Voice<'_>, evaluation: &'v Evaluation, path: &'v str) -> &'v str {
    let groups = evaluation.coverage.margins.iter().find(|groups| Population::names(path, &groups.path));
    groups.map_or(path, |groups| voice.label(&groups.question, path))
}

/// The adjusted share of the top answers, with its bounds.
pub(super) fn adjusted(voice: &Voice<'_>, counted: &Counted) -> Option<String> {
    let adjusted = counted.adjusted.as_ref()?;
    let share = voice.percent(adjusted.top?);
    let [low, high] = bounds(voice, adjusted.interval?);
    let values = [
        ("share", (&share).into()),
        ("low", (&low).into()),
        ("high", (&high).into()),
        ("worth", adjusted.worth.people().into()),
    ];
    Some(voice.say("adjusted-line", &values))
}

/// Between which shares the real one lies.
pub(super) fn between(voice: &Voice<'_>, interval: Interval) -> String {
    let [low, high] = bounds(voice, interval);
    voice.say("between-shares", &[("low", (&low).into()), ("high", (&high).into())])
}

fn bounds(voice: &Voice<'_>, interval: Interval) -> [String; 2] {
    [interval.low, interval.high].map(|bound| voice.percent(bound))
}

/// A difference in percentage points, its sign in front.
fn points(share: Share) -> String {
    let sign = if share.percent() < 0 { "−" } else { "" };
    format!("{sign}{}", share.percent().abs())
}

/// That a difference is less than chance may make, or between which points the real one lies. `turned` counts it the other way round.
pub(super) fn clear_or_not(voice: &Voice<'_>, interval: Interval, turned: bool) -> String {
    let (low, high) =
        if turned { (Share(-interval.high.0), Share(-interval.low.0)) } else { (interval.low, interval.high) };
    let (low, high) = (points(low), points(high));
    let values = [("low", (&low).into()), ("high", (&high).into())];
    if interval.holds_nothing() {
        voice.say("difference-unclear", &values)
    } else {
        voice.say("difference-clear", &values)
    }
}

/// How the first view's top answers changed since the round before; none unless both rounds are shown.
pub(super) fn changed(voice: &Voice<'_>, evaluation: &Evaluation, counted: &Counted) -> Option<String> {
    let who = evaluation.first_view();
    let (later, earlier) = counted.last_two(&who, &evaluation.in_order)?;
    let distance = counted.between_rounds(&who, later, earlier)?;
    let round = evaluation.rounds.get(&earlier).map_or("–", String::as_str);
    let (who, points) = (voice.who(&who), distance.top.percent());
    let values = [("who", (&who).into()), ("round", round.into()), ("points", points.abs().into())];
    let said = match points {
        0 => return Some(voice.say("change-same", &values[..2])),
        1.. => voice.say("change-more", &values),
        ..=-1 => voice.say("change-less", &values),
    };
    Some(format!("{said} {}", clear_or_not(voice, distance.interval, points < 0)))
}
