//! What stands out in a result, as whole sentences.
//!
//! Shared by page and terminal, so that both say the same.

use super::voice::Voice;
use super::{Report, adjusting};
use crate::evaluation::{
    Audience, Counted, Criterion, Evaluation, Figure, Gap, Mean, Measure, Participation, People, Rate, Slice, Who,
};

/// The sentences that a reader in a hurry needs.
pub(super) fn in_short(voice: &Voice<'_>, report: &Report<'_>) -> Vec<String> {
    let evaluation = report.evaluation;
    let mut said = vec![voice.say("short-heard", &[("count", evaluation.interviews.into())])];
    if report.gone > 0 {
        said.push(gone(voice, report));
    }
    said.extend(sides(voice, evaluation));
    said.extend(priority(voice, evaluation));
    said.extend(largest_gap(voice, evaluation));
    said.extend(furthest_apart(voice, evaluation));
    said.push(voice.say("short-checking", &[("count", evaluation.being_checked.into())]));
    if let Some(count @ 1..) = evaluation.kept_out.shown() {
        said.push(voice.say("short-kept-out", &[("count", count.into())]));
    }
    if evaluation.unread > 0 {
        said.push(voice.say("short-unread", &[("count", evaluation.unread.into())]));
    }
    said
}

/// Why there is nothing to show.
pub(super) fn nothing(voice: &Voice<'_>, report: &Report<'_>) -> String {
    if report.gone > 0 { gone(voice, report) } else { voice.say("result-empty", &[]) }
}

fn gone(voice: &Voice<'_>, report: &Report<'_>) -> String {
    voice.say("short-gone", &[("count", report.gone.into())])
}

/// How many of a round's doors led to an interview, or why that is not said.
pub(super) fn took_part(voice: &Voice<'_>, of: &Participation) -> String {
    let doors = voice.people(of.doors);
    match (of.rate(Rate::Rr1), of.doors) {
        (Some(share), _) => {
            let share = voice.percent(share);
            voice.say("rates-said", &[("doors", (&doors).into()), ("share", (&share).into())])
        }
        (None, People::Shown(_)) => voice.say("rates-no-home", &[]),
        (None, People::FewerThan(_) | People::Covering) => voice.say("rates-few", &[("doors", (&doors).into())]),
    }
}

/// What a round is called; without rounds, that it is the whole project.
pub(super) fn round_name(voice: &Voice<'_>, evaluation: &Evaluation, of: &Participation) -> String {
    let name = of.round.and_then(|round| evaluation.rounds.get(&round));
    name.cloned().unwrap_or_else(|| voice.say("rates-no-round", &[]))
}

/// How many interviews came from each side, where both may be told.
fn sides(voice: &Voice<'_>, evaluation: &Evaluation) -> Option<String> {
    let heard = &evaluation.coverage.perspectives.heard;
    let count = |side: Who| {
        let people = heard.iter().filter(|group| Who::side_of_key(&group.key).as_ref() == Some(&side));
        people.map(|group| group.people.shown()).sum::<Option<i64>>()
    };
    let (residents, team) = (voice.count(count(Who::Residents)?), voice.count(count(Who::Team)?));
    if evaluation.beside_each_other().len() < 2 {
        return None;
    }
    Some(voice.say("short-sides", &[("residents", (&residents).into()), ("team", (&team).into())]))
}

fn priority(voice: &Voice<'_>, evaluation: &Evaluation) -> Option<String> {
    let who = evaluation.first_view();
    let slice = Slice::of(who.clone());
    let (answer, _, share) =
        evaluation.priorities.iter().find_map(|counted| counted.ranked(&slice).into_iter().next())?;
    let share = voice.percent(share?);
    let values = [("name", voice.label(&answer.label, &answer.name).into()), ("share", (&share).into())];
    Some(match who {
        Who::Residents => voice.say("short-priority", &values),
        Who::Everyone | Who::Team | Who::Perspective(_) => voice.say("short-priority-everyone", &values),
    })
}

fn largest_gap(voice: &Voice<'_>, evaluation: &Evaluation) -> Option<String> {
    let who = evaluation.first_view();
    let slice = Slice::of(who.clone());
    let gaps = evaluation.criteria.iter().filter_map(|criterion| Some((criterion, criterion.gap(&slice)?)));
    // Of equal ones the first of the form.
    let (criterion, gap) = gaps.rev().max_by_key(|(_, gap)| gap.missing())?;
    if gap.missing() <= Mean(0) {
        return None;
    }
    let (importance, satisfaction) = (voice.mean(gap.importance), voice.mean(gap.satisfaction));
    let values = [
        ("name", called(voice, criterion).into()),
        ("importance", (&importance).into()),
        ("satisfaction", (&satisfaction).into()),
        ("most", most(criterion).into()),
    ];
    Some(match who {
        Who::Residents => voice.say("short-gap", &values),
        Who::Everyone | Who::Team | Who::Perspective(_) => voice.say("short-gap-everyone", &values),
    })
}

fn furthest_apart(voice: &Voice<'_>, evaluation: &Evaluation) -> Option<String> {
    let scales = evaluation.criteria.iter().flat_map(|criterion| {
        let importance_apart = criterion.scales.iter().filter(|(measure, _)| *measure != Measure::Importance);
        importance_apart.map(move |(_, counted)| (criterion, counted))
    });
    let apart =
        scales.filter_map(|(criterion, counted)| Some((criterion, counted, counted.between_sides(None, None)?)));
    let apart: Vec<_> = apart.filter(|(_, _, distance)| distance.is_clear()).collect();
    let (criterion, counted, distance) = apart.iter().rev().max_by_key(|(_, _, distance)| distance.top.0.abs())?;
    if distance.top.percent() == 0 {
        return None;
    }
    let top = |who| Some(voice.percent(counted.spread(&Slice::of(who))?.top?));
    let (residents, team) = (top(Who::Residents)?, top(Who::Team)?);
    Some(voice.say(
        "short-apart",
        &[("name", called(voice, criterion).into()), ("residents", (&residents).into()), ("team", (&team).into())],
    ))
}

/// What the tables of all remaining questions are called: where nothing is assessed, they are all there is.
pub(super) fn tables_title(evaluation: &Evaluation) -> &'static str {
    if assesses(evaluation) { "tables-title" } else { "tables-all" }
}

/// Whether anything is shown besides plain tables.
pub(super) fn assesses(evaluation: &Evaluation) -> bool {
    !(evaluation.criteria.is_empty() && evaluation.priorities.is_empty())
}

/// A criterion's name inside a sentence: one that is a sentence itself loses its full stop.
fn called<'a>(voice: &Voice<'_>, criterion: &'a Criterion) -> &'a str {
    voice.label(&criterion.name, &criterion.key).trim_end_matches('.')
}

/// The highest point of the scale that a criterion's importance and satisfaction share.
fn most(criterion: &Criterion) -> i64 {
    criterion.shared_scale().and_then(|scale| scale.last().copied()).map_or(0, i64::from)
}

/// How much something matters beside how it goes, as a sentence.
pub(super) fn gap(voice: &Voice<'_>, criterion: &Criterion, who: &Who, gap: &Gap) -> String {
    let (importance, satisfaction) = (voice.mean(gap.importance), voice.mean(gap.satisfaction));
    // The difference of what is shown: 2.7 and 1.8 leave 0.9, whatever the hundredths say.
    let shown = Mean(10 * (gap.importance.tenths() - gap.satisfaction.tenths()));
    let (missing, who) = (voice.mean(shown), voice.who(who));
    let values = [
        ("who", (&who).into()),
        ("importance", (&importance).into()),
        ("satisfaction", (&satisfaction).into()),
        ("most", most(criterion).into()),
        ("missing", (&missing).into()),
    ];
    if shown.0 > 0 { voice.say("gap-missing", &values) } else { voice.say("gap-kept", &values[..4]) }
}

/// Which side gave more of the top answers, and by how much; none unless both sides are shown.
pub(super) fn apart(voice: &Voice<'_>, counted: &Counted) -> Option<String> {
    let top = |who| Some(counted.spread(&Slice::of(who))?.top?.percent());
    let points = top(Who::Residents)? - top(Who::Team)?;
    let values = [("points", points.abs().into())];
    let said = match points {
        0 => return Some(voice.say("apart-same", &[])),
        1.. => voice.say("apart-more", &values),
        ..=-1 => voice.say("apart-less", &values),
    };
    let distance = counted.between_sides(None, None)?;
    Some(format!("{said} {}", adjusting::clear_or_not(voice, distance.interval, points < 0)))
}

/// The sentences on how the numbers came about and what was hidden.
pub(super) fn method(voice: &Voice<'_>, report: &Report<'_>) -> Vec<String> {
    let evaluation = report.evaluation;
    let disclosure = evaluation.disclosure;
    let hidden = match disclosure.audience {
        Audience::Inside => voice.say("method-hidden-inside", &[("fewest", disclosure.fewest.into())]),
        Audience::Outside => voice.say(
            "method-hidden-outside",
            &[("fewest", disclosure.fewest.into()), ("step", disclosure.round_to.into())],
        ),
    };
    let mut said = merged(voice, report);
    said.push(hidden);
    if evaluation.blurred {
        said.push(voice.say("method-blurred", &[]));
    }
    said.push(voice.say("method-hidden-count", &[("count", hidden_figures(evaluation).into())]));
    let left_out = report.quotes.iter().filter(|quote| !voice.may_quote(quote)).count();
    if left_out > 0 {
        said.push(voice.say("method-quotes-held", &[("count", left_out.into())]));
    }
    said.extend(["method-aside", "method-scales", "method-bounds"].map(|key| voice.say(key, &[])));
    said.extend(adjusting::method(voice, evaluation));
    said.push(voice.say("method-same", &[]));
    said
}

/// What was put together so that less had to be hidden.
fn merged(voice: &Voice<'_>, report: &Report<'_>) -> Vec<String> {
    let evaluation = report.evaluation;
    let fewest = ("fewest", evaluation.disclosure.fewest.into());
    let scales = evaluation.criteria.iter().flat_map(|criterion| &criterion.scales);
    let (all, merged) =
        scales.fold((0, 0), |(all, merged), (_, counted)| (all + 1, merged + usize::from(counted.merged())));
    let mut said = Vec::new();
    if merged > 0 {
        said.push(voice.say("method-merged", &[("count", merged.into()), ("all", all.into()), fewest]));
    }
    for joined in &evaluation.joined {
        let names = evaluation.areas.get(&joined.under).map_or("", String::as_str);
        said.push(voice.say("method-joined", &[("names", names.into())]));
    }
    for side in [Who::Residents, Who::Team] {
        let key = side.key().unwrap_or_default();
        if evaluation.coverage.perspectives.heard.iter().any(|group| group.key == key) {
            let of_side = evaluation.perspectives.iter().filter(|(name, _)| Who::side(name).as_ref() == Some(&side));
            let names: Vec<String> = of_side.map(|(name, _)| voice.perspective(name)).collect();
            let (names, side) = (names.join(", "), voice.who(&side));
            let values = [("names", (&names).into()), ("side", (&side).into()), fewest];
            said.push(voice.say("method-side", &values));
        }
    }
    said
}

/// How many of the numbers that a report shows are hidden.
fn hidden_figures(evaluation: &Evaluation) -> usize {
    let views = evaluation.beside_each_other();
    let scales = evaluation.criteria.iter().flat_map(|criterion| criterion.scales.iter().map(|(_, counted)| counted));
    let figures = scales.chain(&evaluation.priorities).flat_map(|counted| {
        let sides = views.iter().map(move |who| counted.figure(&Slice::of(who.clone())));
        sides.flatten()
    });
    let tables = evaluation.tables.iter().filter_map(|counted| counted.figure(&Slice::of(Who::Everyone)));
    let hidden = |figure: &Figure| match figure {
        Figure::Nobody(_) => 0,
        Figure::TooFew { .. } | Figure::Covering | Figure::Held | Figure::Alike | Figure::Dominated => 1,
        Figure::Shown(spread) => spread.counts.iter().filter(|count| count.shown().is_none()).count(),
    };
    let coverage = &evaluation.coverage;
    let groups = [&coverage.perspectives, &coverage.areas].into_iter().chain(&coverage.margins);
    let people = groups.flat_map(|groups| groups.heard.iter().map(|group| group.people).chain([groups.unsaid]));
    figures.chain(tables).map(hidden).sum::<usize>() + people.filter(|people| people.shown().is_none()).count()
}
