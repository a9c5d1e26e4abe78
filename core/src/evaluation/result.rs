//! The result of a survey: everything the counts say, as one audience may see it.
//!
//! Plain values in, plain values out; how it is made stands in `maker`, and `report` puts it into words and pictures.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::agreed::Agreed;
use super::coverage::Coverage;
use super::criterion::{Counted, Criterion};
use super::disclosure::{Disclosure, People};
use super::maker::{Counting, views};
use super::population::Population;
use super::quadrant::Quadrant;
use super::rates::Doors;
use super::released::{Ledger, Record};
use super::rules::{Label, Rules};
use super::slice::{Slice, Who};
use super::tally::Tally;
use super::together::Joined;
use super::weighting::Adjustment;
use crate::ids::{BlobHash, DocId};

/// What a result is made from.
#[derive(Debug, Clone, Copy)]
pub struct Collected<'a> {
    /// The counts.
    pub tally: &'a Tally,
    /// The form versions that they were counted by.
    pub forms: &'a BTreeMap<BlobHash, Arc<Rules>>,
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
    /// The same as the counts, each interview counted as often as its cell key says: where outsiders' figures are blurred.
    pub keys: Option<&'a Tally>,
    /// Interviews that are in none of the counts, for another one at their door counts.
    pub kept_out: i64,
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
    /// Interviews at a door where another one counts; they are counted nowhere else.
    pub kept_out: People,
    /// The areas' names; joined areas stand under the first one's id with all their names.
    pub areas: BTreeMap<DocId, String>,
    /// Whether its figures are blurred by cell keys.
    pub blurred: bool,
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
        Counting::new(collected, &disclosure).evaluation(collected, disclosure)
    }

    /// Makes a result for outsiders that is held against every earlier release, and what is to be remembered of it.
    pub fn released(collected: &Collected<'_>, disclosure: Disclosure, ledger: Ledger<'_>) -> (Self, Record) {
        Counting::new(collected, &disclosure).released(collected, disclosure, ledger)
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

#[cfg(test)]
mod tests {
    use super::super::contribution::Contribution;
    use super::super::example;
    use super::super::figure::Figure;
    use super::super::number::{Mean, Share};
    use super::super::quadrant::Corner;
    use super::*;
    use crate::form::model::Measure;
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
        let forms = BTreeMap::from([(old.form(), Arc::new(old)), (new.form(), Arc::new(new))]);
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
            keys: None,
            kept_out: 0,
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
