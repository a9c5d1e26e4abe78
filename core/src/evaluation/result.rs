//! The result of a survey: everything the counts say, as one audience may see it.
//!
//! Plain values in, plain values out; `report` puts them into words and pictures.

use std::collections::BTreeMap;

use super::adjusted::{self, Adjusted, Weighted};
use super::agreed::Agreed;
use super::coverage::{self, Coverage};
use super::criterion::{Counted, Criterion};
use super::cube::{Count, Cube};
use super::disclosure::{Audience, Disclosure, People};
use super::figure::{Figure, Picture};
use super::fold::{self, Fold};
use super::hide;
use super::population::Population;
use super::quadrant::Quadrant;
use super::rates::{Doors, Participation};
use super::released::{self, Before, Family, Holding, Ledger, Record};
use super::rules::{Label, Rules};
use super::series::{Catalogue, Role, Series};
use super::slice::{Slice, Who};
use super::tally::Tally;
use super::together::Joined;
use super::weighting::{Adjustment, Weighting};
use crate::form::model::Measure;
use crate::ids::{BlobHash, DocId};

/// What a result is made from.
#[derive(Debug, Clone, Copy)]
pub struct Collected<'a> {
    /// The counts.
    pub tally: &'a Tally,
    /// The form versions that they were counted by.
    pub forms: &'a BTreeMap<BlobHash, Rules>,
    /// The project's areas and their names.
    pub areas: &'a BTreeMap<DocId, String>,
    /// The project's rounds and their names.
    pub rounds: &'a BTreeMap<DocId, String>,
    /// The rounds by when they started, the earliest first.
    pub in_order: &'a [DocId],
    /// What happened at the doors, by the outcome's name: how many knocks.
    pub knocks: &'a BTreeMap<String, u64>,
    /// What the doors came to that were knocked at, round by round.
    pub doors: &'a BTreeMap<Option<DocId>, Doors>,
    /// Who lives here.
    pub population: &'a Population,
    /// What was agreed on criteria, by code.
    pub agreed: &'a BTreeMap<String, Agreed>,
}

/// The result of a survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// Who it is for, and what is too few for them.
    pub disclosure: Disclosure,
    /// How many interviews it is made from.
    pub interviews: i64,
    /// How many people took their answers back.
    pub taken_back: People,
    /// How many answers wait for a decision between two.
    pub being_checked: i64,
    /// Interviews whose form version is not here yet; they are counted nowhere else.
    pub unread: i64,
    /// The areas' names; joined areas stand under the first one's id with all their names.
    pub areas: BTreeMap<DocId, String>,
    /// Areas that are shown together, because one alone has too few interviews.
    pub joined: Vec<Joined>,
    /// The rounds' names.
    pub rounds: BTreeMap<DocId, String>,
    /// The rounds by when they started, the earliest first.
    pub in_order: Vec<DocId>,
    /// How the adjusted figures came about; none if nothing is known of who lives here.
    pub adjustment: Option<Adjustment>,
    /// The perspectives that people could answer as, in the form's order.
    pub perspectives: Vec<(String, Label)>,
    /// The criteria, in the form's order.
    pub criteria: Vec<Criterion>,
    /// What should be put right first; one for each such question.
    pub priorities: Vec<Counted>,
    /// Every other question with choices, in the form's order.
    pub tables: Vec<Counted>,
    /// Who was heard and who was not.
    pub coverage: Coverage,
}

impl Evaluation {
    /// Makes the result that this audience may see.
    pub fn new(collected: &Collected<'_>, disclosure: Disclosure) -> Self {
        Self::made(collected, disclosure, None).0
    }

    /// Makes a result for outsiders that is held against every earlier release, and what is to be remembered of it.
    pub fn released(collected: &Collected<'_>, disclosure: Disclosure, ledger: Ledger<'_>) -> (Self, Record) {
        Self::made(collected, disclosure, Some(ledger))
    }

    fn made(collected: &Collected<'_>, disclosure: Disclosure, ledger: Option<Ledger<'_>>) -> (Self, Record) {
        let catalogue = Catalogue::new(collected.forms);
        let alone_from = (disclosure.audience == Audience::Outside).then(|| disclosure.fewest_in_an_area());
        let cube = Cube::new(collected.tally, collected.forms, &catalogue, alone_from);
        let perspectives = perspectives(&catalogue, &cube);
        let views = views(&perspectives);
        let first_view = views.first().cloned().unwrap_or(Who::Everyone);
        let weighting = Weighting::new(collected.tally, collected.forms, collected.population, &first_view);
        let weighted = adjusted::weighted(collected.tally, &catalogue, &weighting);
        let published = |family: Family| {
            let in_table = |slice: &&Slice| published(&views, family, slice);
            cube.slices.keys().filter(in_table).cloned().collect()
        };
        let holding = ledger.map(|ledger| Holding::new(ledger, &cube.joined, disclosure.fewest, &published));
        let maker = Maker {
            catalogue: &catalogue,
            cube: &cube,
            disclosure,
            views: &views,
            weighted: &weighted,
            population: collected.population,
            agreed: collected.agreed,
            holding: holding.as_ref(),
        };
        let areas = area_names(collected.areas, &cube.joined);
        let everyone = Slice::of(Who::Everyone);
        let totals = cube.slices.get(&everyone);
        let being_checked = totals.map_or(0, |totals| totals.series.iter().map(|count| count.being_checked).sum());
        let mut result = Self {
            disclosure,
            interviews: cube.interviews(&everyone),
            taken_back: disclosure.beside(totals.map_or(0, |totals| totals.withdrawn)),
            being_checked,
            unread: cube.unread,
            joined: cube.joined.clone(),
            rounds: collected.rounds.clone(),
            in_order: collected.in_order.to_vec(),
            adjustment: weighting.adjustment,
            criteria: maker.criteria(),
            priorities: maker.counted(|role| role == Role::Priority),
            tables: maker.counted(|role| role == Role::Plain),
            coverage: Coverage {
                perspectives: coverage::perspectives(&cube, &perspectives, &disclosure),
                areas: coverage::areas(&cube, &areas, &disclosure),
                margins: maker.margins(),
                knocks: collected.knocks.clone(),
                participation: participation(collected.doors, &disclosure),
            },
            perspectives,
            areas,
        };
        if holding.as_ref().is_some_and(|holding| holding.heard_is_held) {
            result.coverage.hold();
        }
        (result, holding.map(Holding::into_record).unwrap_or_default())
    }

    /// Whose answers stand beside each other: the two sides and a project's own perspectives, as far as the form offers
    /// them; everybody in one if it asks for no perspective.
    pub fn beside_each_other(&self) -> Vec<Who> {
        views(&self.perspectives)
    }

    /// Whose view comes first: the residents' if the form asks for it, else the first there is.
    pub fn first_view(&self) -> Who {
        self.beside_each_other().into_iter().next().unwrap_or(Who::Everyone)
    }

    /// The criterion with this key.
    pub fn criterion(&self, key: &str) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| criterion.key == key)
    }

    /// How the criteria stand against each other in this slice.
    pub fn quadrant(&self, slice: &Slice) -> Option<Quadrant> {
        Quadrant::new(&self.criteria, slice)
    }
}

struct Maker<'a> {
    catalogue: &'a Catalogue,
    cube: &'a Cube,
    disclosure: Disclosure,
    views: &'a [Who],
    weighted: &'a BTreeMap<usize, Weighted>,
    population: &'a Population,
    agreed: &'a BTreeMap<String, Agreed>,
    holding: Option<&'a Holding<'a>>,
}

impl Maker<'_> {
    fn series(&self) -> impl Iterator<Item = (usize, &Series)> {
        self.catalogue.series.iter().enumerate()
    }

    fn visible(&self, series: &Series) -> bool {
        self.disclosure.audience == Audience::Inside || !series.sensitive
    }

    fn counted(&self, wanted: impl Fn(Role) -> bool) -> Vec<Counted> {
        let visible = self.series().filter(|(_, series)| wanted(series.role) && self.visible(series));
        visible.map(|(number, series)| self.count(number, series)).collect()
    }

    fn count(&self, number: usize, series: &Series) -> Counted {
        let counts = self.counts(number, series);
        let fold = Fold::of(&series.offered)
            .filter(|fold| self.needs_merging(series, &counts) || self.was_merged(series, fold));
        let offered = fold.as_ref().map_or(&series.offered, |fold| &fold.offered);
        let picture = Picture { offered, scale: &series.offered, fold: fold.as_ref(), several: series.several };
        let figures: BTreeMap<Slice, Figure> = match self.disclosure.audience {
            Audience::Outside => {
                let before = self.holding.map_or_else(Before::default, |holding| holding.before(series));
                let (figures, pattern) = hide::figures(&counts, &picture, &self.disclosure, &before);
                if let Some(holding) = self.holding {
                    holding.note(series, &figures, pattern);
                }
                figures
            }
            Audience::Inside => {
                counts.iter().map(|(slice, count)| (slice.clone(), picture.whole(count, &self.disclosure))).collect()
            }
        };
        let first = Slice::of(self.views.first().cloned().unwrap_or(Who::Everyone));
        let about_services = matches!(series.role, Role::Scale(_) | Role::Priority);
        let weighted = self.weighted.get(&number).filter(|_| about_services);
        let adjusted = weighted.and_then(|one| Adjusted::new(one, &picture, figures.get(&first), &self.disclosure));
        Counted {
            adjusted,
            path: series.path.clone(),
            question: series.label.clone(),
            offered: offered.clone(),
            scale: series.offered.iter().filter_map(|answer| answer.points).collect(),
            several: series.several,
            repeated: series.repeated,
            theme: series.theme.clone(),
            figures,
        }
    }

    /// The counts of every slice that this audience gets.
    fn counts(&self, number: usize, series: &Series) -> BTreeMap<Slice, Count> {
        let outside = self.disclosure.audience == Audience::Outside;
        let slices = self
            .cube
            .slices
            .keys()
            .filter(|slice| !outside || published(self.views, released::family(series.role), slice));
        let counted = slices.filter_map(|slice| Some((slice.clone(), self.cube.count(slice, number)?.clone())));
        counted.filter(|(_, count)| *count != Count::default()).collect()
    }

    /// Whether a scale's answers are merged: if one of them would have to be hidden from a view that is shown.
    fn needs_merging(&self, series: &Series, counts: &BTreeMap<Slice, Count>) -> bool {
        let scale = matches!(series.role, Role::Scale(_)) && self.disclosure.audience == Audience::Outside;
        let rare = |who: &Who| {
            let count = counts.get(&Slice::of(who.clone()));
            count.is_some_and(|count| {
                !self.disclosure.hides(count.given.iter().sum()) && fold::has_rare_answer(count, &self.disclosure)
            })
        };
        scale && self.views.iter().any(rare)
    }

    fn was_merged(&self, series: &Series, fold: &Fold) -> bool {
        let merged: Vec<String> = fold.offered.iter().map(|answer| answer.name.clone()).collect();
        self.holding.is_some_and(|holding| holding.was_merged(series, &merged))
    }

    fn criteria(&self) -> Vec<Criterion> {
        let mut criteria: Vec<Criterion> = Vec::new();
        for (number, series) in self.series() {
            let (Role::Scale(measure), Some(key)) = (series.role, &series.criterion) else { continue };
            if !self.visible(series) {
                continue;
            }
            let counted = self.count(number, series);
            let criterion = match criteria.iter_mut().find(|criterion| criterion.key == *key) {
                Some(known) => known,
                None => {
                    criteria.push(self.criterion(key, series));
                    let Some(new) = criteria.last_mut() else { continue };
                    new
                }
            };
            criterion.scales.push((measure, counted));
            for stage in &series.stages {
                if !criterion.stages.contains(stage) {
                    criterion.stages.push(*stage);
                }
            }
        }
        for criterion in &mut criteria {
            criterion.scales.sort_by_key(|(measure, _)| *measure);
        }
        criteria
    }

    /// A criterion is called what the priority question calls it; else what a question about it says.
    fn criterion(&self, key: &str, series: &Series) -> Criterion {
        let priorities = self.series().filter(|(_, series)| series.role == Role::Priority);
        let called = priorities.flat_map(|(_, series)| &series.offered).find(|answer| answer.name == key);
        let statement = matches!(series.role, Role::Scale(Measure::Agreement));
        let name = match called {
            Some(answer) => answer.label.clone(),
            None if statement => series.label.clone(),
            None => Label::plain(&key.replace(['_', '-'], " ")),
        };
        Criterion {
            key: key.to_owned(),
            name,
            theme: series.theme.clone(),
            stages: Vec::new(),
            agreed: self.agreed.get(key).cloned(),
            scales: Vec::new(),
        }
    }

    fn margins(&self) -> Vec<coverage::Groups> {
        let everyone = Slice::of(Who::Everyone);
        let margins = self.series().filter(|(_, series)| series.role == Role::Margin && self.visible(series));
        let groups = margins.map(|(number, series)| {
            let exact = self.cube.count(&everyone, number).map_or(&[][..], |count| &count.given);
            let lives = self.population.0.iter().find(|(question, _)| Population::names(question, &series.path));
            let lives = lives.map(|(_, groups)| groups);
            coverage::margin(series, exact, self.cube.interviews(&everyone), lives, &self.disclosure)
        });
        groups.collect()
    }
}

/// Every perspective that a form offers, in order, and any that somebody answered as besides.
fn perspectives(catalogue: &Catalogue, cube: &Cube) -> Vec<(String, Label)> {
    let mut known: Vec<(String, Label)> = Vec::new();
    let asked = catalogue.series.iter().filter(|series| series.role == Role::Perspective);
    for answer in asked.flat_map(|series| &series.offered) {
        if !known.iter().any(|(name, _)| *name == answer.name) {
            known.push((answer.name.clone(), answer.label.clone()));
        }
    }
    for name in cube.perspectives() {
        if !known.iter().any(|(other, _)| other == name) {
            known.push((name.to_owned(), Label::default()));
        }
    }
    known
}

/// Outsiders get a fixed set of tables, so that no two of them can be set against each other: whose answers for the whole
/// project, the first view by area, and the views by round. Questions about people themselves they get for everybody in one:
/// small area by trait points at people.
fn published(views: &[Who], family: Family, slice: &Slice) -> bool {
    if family == Family::People {
        return slice.who == Who::Everyone && slice.area.is_none();
    }
    match (slice.area, slice.round) {
        (None, None) => slice.who != Who::Everyone || views.contains(&Who::Everyone),
        (Some(_), None) => views.first() == Some(&slice.who),
        (None, Some(_)) => views.contains(&slice.who),
        (Some(_), Some(_)) => false,
    }
}

fn participation(doors: &BTreeMap<Option<DocId>, Doors>, disclosure: &Disclosure) -> Vec<Participation> {
    doors.iter().map(|(round, doors)| Participation::new(*round, doors, disclosure)).collect()
}

fn views(perspectives: &[(String, Label)]) -> Vec<Who> {
    let mut whos = Vec::new();
    for (name, _) in perspectives {
        let who = Who::side(name).unwrap_or_else(|| Who::Perspective(name.clone()));
        if !whos.contains(&who) {
            whos.push(who);
        }
    }
    if whos.is_empty() {
        whos.push(Who::Everyone);
    }
    whos
}

/// The names of the areas as they are shown.
fn area_names(areas: &BTreeMap<DocId, String>, joined: &[Joined]) -> BTreeMap<DocId, String> {
    let mut names = areas.clone();
    for heap in joined {
        let of_heap: Vec<String> = heap.areas.iter().filter_map(|area| names.remove(area)).collect();
        names.insert(heap.under, of_heap.join(" + "));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::super::contribution::Contribution;
    use super::super::example;
    use super::super::number::{Mean, Share};
    use super::super::quadrant::Corner;
    use super::*;
    use crate::response::{Answer, Cell, Missing, Response};

    fn result(responses: &[Response], disclosure: Disclosure) -> Evaluation {
        let rules = example::rules();
        let contributions: Vec<_> = responses.iter().map(|response| Contribution::new(&rules, response)).collect();
        example::result(&rules, &contributions, disclosure)
    }

    /// `many` people of one perspective who all answer alike.
    fn people(first: u64, many: u64, view: &str, answers: &[(&str, &str)]) -> Vec<Response> {
        let answers = [&[("view", view)], answers].concat();
        (first..first + many).map(|number| example::response(number, &answers)).collect()
    }

    #[test]
    fn residents_stand_beside_the_team_and_the_distance_is_told() {
        let mut all = people(0, 12, "resident", &[("imp_clean", "lot"), ("sat_clean", "unhappy")]);
        all.extend(people(20, 8, "carer", &[("imp_clean", "most"), ("sat_clean", "happy")]));
        all.extend(people(40, 10, "staff", &[("imp_clean", "lot"), ("sat_clean", "happy")]));
        let result = result(&all, Disclosure::INSIDE);
        assert_eq!(result.beside_each_other(), [Who::Residents, Who::Team]);
        let clean = result.criterion("clean").unwrap();
        let satisfaction = clean.measured(Measure::Satisfaction).next().unwrap();
        let residents = satisfaction.spread(&Slice::of(Who::Residents)).unwrap();
        assert_eq!((residents.n, residents.top, residents.mean), (20, Some(Share(4_000)), Some(Mean(280))));
        let distance = satisfaction.between_sides(None, None).unwrap();
        assert_eq!((distance.top, distance.mean), (Share(-6_000), Some(Mean(-120))));
        let gap = clean.gap(&Slice::of(Who::Residents)).unwrap();
        assert_eq!((gap.importance, gap.missing()), (Mean(440), Mean(160)));
    }

    #[test]
    fn no_experience_and_two_answers_are_counted_but_not_among_the_answers() {
        let mut all = people(0, 10, "resident", &[("sat_support", "happy")]);
        all.extend(people(10, 6, "resident", &[("sat_support", "none")]));
        let two = ["happy", "unhappy"].map(|name| Answer::Given(name.to_owned())).to_vec();
        all[0].answers.insert("sat_support".to_owned(), Cell::Several(two));
        let result = result(&all, Disclosure::INSIDE);
        let support = result.criterion("support").unwrap().measured(Measure::Satisfaction).next().unwrap();
        let spread = support.spread(&Slice::of(Who::Residents)).unwrap();
        assert_eq!((spread.n, spread.aside.being_checked), (9, People::Shown(1)));
        assert_eq!(spread.aside.missing[&Missing::NoExperience], People::Shown(6));
        assert_eq!(result.being_checked, 1);
    }

    #[test]
    fn an_area_and_a_round_have_figures_of_their_own() {
        let mut all = people(0, 30, "resident", &[("sat_clean", "happy")]);
        all[..10].iter_mut().for_each(|response| response.area = Some(example::area(2)));
        all[..15].iter_mut().for_each(|response| response.round = Some(example::round(2)));
        let result = result(&all, Disclosure::INSIDE);
        let clean = result.criterion("clean").unwrap().measured(Measure::Satisfaction).next().unwrap();
        let n = |area, round| clean.spread(&Slice { who: Who::Residents, area, round }).map(|spread| spread.n);
        assert_eq!(n(None, None), Some(30));
        assert_eq!(n(Some(example::area(2)), None), Some(10));
        assert_eq!(n(Some(example::area(1)), Some(example::round(2))), Some(5));
        assert_eq!(n(Some(example::area(3)), None), None);
    }

    #[test]
    fn answers_taken_back_are_in_no_figure() {
        let mut all = people(0, 12, "resident", &[("sat_clean", "happy")]);
        all[3].withdrawn = true;
        let result = result(&all, Disclosure::INSIDE);
        assert_eq!((result.interviews, result.taken_back), (11, People::Shown(1)));
    }

    #[test]
    fn what_to_put_right_first_is_ranked_by_people() {
        let mut all = people(0, 12, "resident", &[("top3", "safe clean")]);
        all.extend(people(20, 6, "resident", &[("top3", "clean")]));
        let result = result(&all, Disclosure::INSIDE);
        let ranked = result.priorities[0].ranked(&Slice::of(Who::Residents));
        let names: Vec<_> =
            ranked.iter().map(|(answer, count, share)| (answer.name.as_str(), *count, *share)).collect();
        assert_eq!(
            names[..2],
            [("clean", People::Shown(18), Some(Share(10_000))), ("safe", People::Shown(12), Some(Share(6_667)))]
        );
    }

    #[test]
    fn the_quadrant_is_drawn_at_the_medians() {
        let quadrant = example::evaluation(183, Disclosure::INSIDE).quadrant(&Slice::of(Who::Residents)).unwrap();
        let below = quadrant.placed.iter().filter(|placed| placed.importance < quadrant.importance).count();
        assert_eq!((quadrant.placed.len(), below), (6, 3));
        let repairs = quadrant.placed.iter().find(|placed| placed.criterion == "repairs").unwrap();
        assert_eq!(repairs.corner, Corner::Mend);
    }

    #[test]
    fn a_criterion_asked_on_two_scales_keeps_them_apart() {
        let old = example::rules();
        let mut questions = old.questions().to_vec();
        let number = usize::from(old.number("sat_clean").unwrap());
        questions[number].choices.remove(4);
        let new = Rules::new(BlobHash([0xf1; 32]), questions);
        let mut tally = Tally::default();
        for response in people(0, 10, "resident", &[("sat_clean", "happy"), ("doer", "both")]) {
            tally.add(&Contribution::new(&old, &response));
            tally.add(&Contribution::new(&new, &response));
        }
        let forms = BTreeMap::from([(old.form(), old), (new.form(), new)]);
        let (names, knocks, doors) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let collected = Collected {
            tally: &tally,
            forms: &forms,
            areas: &names,
            rounds: &names,
            in_order: &[],
            knocks: &knocks,
            doors: &doors,
            population: &Population::default(),
            agreed: &BTreeMap::new(),
        };
        let result = Evaluation::new(&collected, Disclosure::INSIDE);
        let scales: Vec<_> = result.criterion("clean").unwrap().measured(Measure::Satisfaction).collect();
        let shown = |counted: &&Counted| (counted.offered.len(), counted.spread(&Slice::of(Who::Everyone)).unwrap().n);
        assert_eq!(scales.iter().map(shown).collect::<Vec<_>>(), [(5, 10), (4, 10)]);
        let doer = result.tables.iter().find(|table| table.path == "doer").unwrap();
        assert_eq!(doer.spread(&Slice::of(Who::Everyone)).unwrap().n, 20);
    }

    #[test]
    fn interviews_of_an_unknown_form_version_are_told_and_counted_nowhere() {
        let mut contribution = example::contribution(1);
        contribution.group.form = BlobHash([9; 32]);
        let result = example::result(&example::rules(), &[contribution], Disclosure::INSIDE);
        assert_eq!((result.interviews, result.unread), (0, 1));
    }

    #[test]
    fn outsiders_never_see_a_perspective_of_fewer_than_ten() {
        let result = example::evaluation(183, Disclosure::OUTSIDE);
        let managers = Slice::of(Who::Perspective("manager".to_owned()));
        for (_, counted) in result.criteria.iter().flat_map(|criterion| &criterion.scales) {
            assert_eq!(counted.spread(&managers), None);
            assert!(counted.spread(&Slice::of(Who::Residents)).is_some());
            assert!(counted.figures.values().filter_map(Figure::spread).all(|spread| spread.n >= 10));
        }
    }

    #[test]
    fn who_was_heard_least_comes_first_with_those_nobody_asked() {
        let result = result(&people(0, 12, "resident", &[("age", "old")]), Disclosure::OUTSIDE);
        let first = &result.coverage.areas.heard[0];
        assert_eq!((first.label.text("en"), first.people), (Some("Mill Row"), People::Shown(0)));
        assert_eq!(result.coverage.areas.heard.last().unwrap().people, People::Shown(10));
        assert_eq!(result.coverage.margins[0].heard.last().unwrap().key, "old");
        assert_eq!(result.coverage.margins[1].unsaid, People::Shown(10));
    }

    #[test]
    fn the_order_of_arrival_does_not_show() {
        let rules = example::rules();
        let mut contributions: Vec<_> = (0..60).map(example::contribution).collect();
        let forwards = example::result(&rules, &contributions, Disclosure::OUTSIDE);
        contributions.reverse();
        assert_eq!(example::result(&rules, &contributions, Disclosure::OUTSIDE), forwards);
    }
}
