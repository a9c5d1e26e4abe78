//! What each group of people said beside everybody, for an equality assessment: of every question whose groups are compared with the
//! population, how each group answers what is assessed.
//!
//! Everybody's figures are those of the result and stay as they are; what of the groups outsiders may see is `apart`'s matter. Who was
//! heard at all is `coverage`'s.

use std::collections::BTreeMap;

use super::apart;
use super::contribution::Mark;
use super::coverage::Groups;
use super::criterion::Counted;
use super::cube::{Count, Totals, named};
use super::disclosure::{Audience, Disclosure, People};
use super::figure::{Figure, Picture};
use super::fold::Fold;
use super::result::{Collected, Evaluation};
use super::rules::Label;
use super::series::{Catalogue, Role};
use super::slice::{Slice, Who};
use super::tally::{Counts, Traits};
use crate::form::model::Measure;

/// What groups of people said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdown {
    /// Whose answers: those whose view comes first.
    pub who: Who,
    /// What was asked of them, in the result's order.
    pub asked: Vec<Asked>,
    /// The questions that make groups, in the form's order.
    pub questions: Vec<ByQuestion>,
}

/// One measure of one criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The criterion's key.
    pub criterion: String,
    /// What people call it.
    pub name: Label,
    /// What was asked about it.
    pub measure: Measure,
    /// What everybody said.
    pub everybody: Figure,
}

/// The groups that one question makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByQuestion {
    /// The question.
    pub question: Label,
    /// Its path.
    pub path: String,
    /// Its groups, in the form's order.
    pub groups: Vec<OfGroup>,
}

/// What one group said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfGroup {
    /// The choice's name.
    pub key: String,
    /// What people read.
    pub label: Label,
    /// How many interviews came from it, as the result says it.
    pub heard: People,
    /// Its figures, in the order of what was asked.
    pub figures: Vec<Figure>,
}

/// A question that makes groups, and the place of a group among its answers.
type Place = (usize, usize);

impl Breakdown {
    /// Breaks a result down by groups. It must have been made of the same counts.
    pub fn new(collected: &Collected<'_>, evaluation: &Evaluation) -> Self {
        let catalogue = Catalogue::new(collected.forms);
        let who = evaluation.first_view();
        let counting = Counting::new(collected, &catalogue, &who);
        let first = Slice::of(who.clone());
        let counted: Vec<(Asked, &Counted)> = evaluation
            .criteria
            .iter()
            .flat_map(|criterion| {
                let first = &first;
                criterion.scales.iter().filter_map(move |(measure, counted)| {
                    let everybody = counted.figure(first)?.clone();
                    let (key, name) = (criterion.key.clone(), criterion.name.clone());
                    Some((Asked { criterion: key, name, measure: *measure, everybody }, counted))
                })
            })
            .collect();
        let outside = evaluation.disclosure.audience == Audience::Outside;
        let mut questions = Vec::new();
        for (number, series) in catalogue.series.iter().enumerate() {
            if series.role != Role::Margin || (outside && series.sensitive) {
                continue;
            }
            let heard = evaluation.coverage.margins.iter().find(|groups| groups.path == series.path);
            let places: Vec<Place> = (0..series.offered.len()).map(|offered| (number, offered)).collect();
            let by_measure = counted
                .iter()
                .map(|(asked, of)| counting.figures(&catalogue, of, &asked.everybody, &places, &evaluation.disclosure));
            let by_measure: Vec<Vec<Figure>> = by_measure.collect();
            let groups = series.offered.iter().enumerate().map(|(place, answer)| OfGroup {
                key: answer.name.clone(),
                label: answer.label.clone(),
                heard: heard.map_or(People::Covering, |groups| heard_of(groups, &answer.name)),
                figures: by_measure.iter().map(|figures| figures[place].clone()).collect(),
            });
            let groups = groups.collect();
            questions.push(ByQuestion { question: series.label.clone(), path: series.path.clone(), groups });
        }
        Self { who, asked: counted.into_iter().map(|(asked, _)| asked).collect(), questions }
    }
}

fn heard_of(groups: &Groups, key: &str) -> People {
    groups.heard.iter().find(|group| group.key == key).map_or(People::Covering, |group| group.people)
}

/// The counts of those whose view comes first.
struct Counting {
    whole: Totals,
    groups: BTreeMap<Place, Totals>,
}

impl Counting {
    fn new(collected: &Collected<'_>, catalogue: &Catalogue, who: &Who) -> Self {
        let mut counting = Self { whole: Totals::default(), groups: BTreeMap::new() };
        for (traits, counts) in collected.tally.traits() {
            counting.count(collected, catalogue, who, traits, counts);
        }
        counting
    }

    fn count(
        &mut self,
        collected: &Collected<'_>,
        catalogue: &Catalogue,
        who: &Who,
        traits: &Traits,
        counts: &Counts,
    ) -> Option<()> {
        let (rules, routes) = (collected.forms.get(&traits.form)?, catalogue.routes.get(&traits.form)?);
        let perspective = named(rules, traits.perspective);
        let belongs = match who {
            Who::Everyone => true,
            Who::Residents | Who::Team => perspective.as_deref().and_then(Who::side).as_ref() == Some(who),
            Who::Perspective(name) => perspective.as_deref() == Some(name),
        };
        if !belongs {
            return None;
        }
        let mut totals = Totals { interviews: counts.interviews(), ..Totals::default() };
        let marks: Vec<(Mark, i64)> = counts.marks().collect();
        totals.mark(marks.into_iter(), routes);
        self.whole.add(&totals);
        for (margin, choice) in rules.margins().iter().zip(&traits.margins) {
            let route = routes.get(usize::from(*margin));
            let offered = route.zip(*choice).and_then(|(route, choice)| {
                let offered = route.choices.get(usize::from(choice)).copied().flatten()?;
                Some((route.series, usize::from(offered)))
            });
            if let Some(place) = offered {
                self.groups.entry(place).or_default().add(&totals);
            }
        }
        Some(())
    }

    /// What each of these groups said to one measure.
    fn figures(
        &self,
        catalogue: &Catalogue,
        counted: &Counted,
        everybody: &Figure,
        places: &[Place],
        disclosure: &Disclosure,
    ) -> Vec<Figure> {
        let none = Count::default();
        let of =
            |totals: Option<&Totals>| totals.and_then(|one| one.series.get(counted.series)).unwrap_or(&none).clone();
        let groups: Vec<Count> = places.iter().map(|place| of(self.groups.get(place))).collect();
        let Some(series) = catalogue.series.get(counted.series) else { return vec![Figure::Covering; groups.len()] };
        let fold = Fold::of(&series.offered).filter(|_| counted.merged());
        let picture =
            Picture { offered: &counted.offered, scale: &series.offered, fold: fold.as_ref(), several: series.several };
        match disclosure.audience {
            Audience::Inside => groups.iter().map(|count| picture.whole(count, disclosure)).collect(),
            Audience::Outside => apart::figures(&of(Some(&self.whole)), everybody, &groups, &picture, disclosure),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::contribution::Contribution;
    use super::super::example;
    use super::super::population::Population;
    use super::super::tally::Tally;
    use super::*;

    fn breakdown(interviews: u64, disclosure: Disclosure) -> (Evaluation, Breakdown) {
        let rules = example::rules();
        let made = (0..interviews).map(|number| Contribution::new(&rules, &example::interview(number)));
        let tally = Tally::from_iter(&made.collect::<Vec<_>>());
        let forms = BTreeMap::from([(rules.form(), Arc::new(rules))]);
        let (none, knocks, doors, agreed) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let collected = Collected {
            tally: &tally,
            forms: &forms,
            areas: &none,
            rounds: &none,
            in_order: &[],
            knocks: &knocks,
            doors: &doors,
            population: &Population::default(),
            agreed: &agreed,
            keys: None,
            kept_out: 0,
        };
        let evaluation = Evaluation::new(&collected, disclosure);
        let breakdown = Breakdown::new(&collected, &evaluation);
        (evaluation, breakdown)
    }

    #[test]
    fn groups_add_up_to_those_of_everybody_who_said_what_they_are() {
        let (_, breakdown) = breakdown(400, Disclosure::INSIDE);
        assert_eq!(breakdown.who, Who::Residents);
        assert!(breakdown.questions.iter().any(|question| question.path == "age"));
        for question in &breakdown.questions {
            for (place, asked) in breakdown.asked.iter().enumerate() {
                let shown = question.groups.iter().filter_map(|group| group.figures[place].spread());
                let all = asked.everybody.spread().map_or(0, |spread| spread.n);
                let of_groups: i64 = shown.map(|spread| spread.n).sum();
                assert!(of_groups <= all && of_groups > 0, "{of_groups} of {all}");
            }
        }
    }

    #[test]
    fn outsiders_see_no_group_of_fewer_than_ten_and_no_group_that_follows_from_the_others() {
        for interviews in [60, 120, 183, 400] {
            let (evaluation, breakdown) = breakdown(interviews, Disclosure::OUTSIDE);
            for question in &breakdown.questions {
                assert_eq!(question.groups[0].figures.len(), breakdown.asked.len());
                for place in 0..breakdown.asked.len() {
                    let figures: Vec<&Figure> = question.groups.iter().map(|group| &group.figures[place]).collect();
                    let shown = figures.iter().filter_map(|figure| figure.spread());
                    assert!(shown.into_iter().all(|spread| spread.n >= 10), "{interviews}");
                }
            }
            assert_eq!(evaluation.first_view(), breakdown.who);
        }
    }
}
