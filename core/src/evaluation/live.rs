//! The insiders' result, which follows every change: one more interview costs as much among a hundred thousand as among ten.
//!
//! It is proven equal to [`Evaluation::new`] on the same counts. What outsiders see depends on all figures together and is made anew each
//! time, from the tally.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::contribution::Contribution;
use super::cube::Forms;
use super::disclosure::{Audience, Disclosure};
use super::maker::{Counting, perspectives};
use super::population::Population;
use super::result::{Collected, Evaluation};
use super::slice::Slice;

/// A result that follows the counts. It is told of every change that the tally beside it is told of.
#[derive(Debug, Default)]
pub struct Live {
    kept: Option<Kept>,
}

#[derive(Debug)]
struct Kept {
    forms: Forms,
    population: Population,
    counting: Counting,
    evaluation: Arc<Evaluation>,
    /// The slices whose figures are older than the counts.
    changed: BTreeSet<Slice>,
}

impl Live {
    /// Counts one contribution more.
    pub fn add(&mut self, contribution: &Contribution) {
        self.change(contribution, 1);
    }

    /// Takes a contribution out that was counted before.
    pub fn remove(&mut self, contribution: &Contribution) {
        self.change(contribution, -1);
    }

    /// The result of what was counted, as [`Evaluation::new`] makes it.
    pub fn evaluation(&mut self, collected: &Collected<'_>, disclosure: Disclosure) -> Arc<Evaluation> {
        if disclosure.audience == Audience::Outside {
            return Arc::new(Evaluation::new(collected, disclosure));
        }
        let fitting = self.kept.take().filter(|kept| kept.fits(collected, &disclosure));
        let mut kept = fitting.unwrap_or_else(|| Kept::new(collected, disclosure));
        let evaluation = Arc::make_mut(&mut kept.evaluation);
        kept.counting.renew(evaluation, collected, &kept.changed);
        kept.changed.clear();
        Arc::clone(&self.kept.insert(kept).evaluation)
    }

    fn change(&mut self, contribution: &Contribution, by: i64) {
        let Some(kept) = &mut self.kept else { return };
        let Counting { catalogue, cube, strata, .. } = &mut kept.counting;
        kept.changed.extend(cube.change(contribution, by, &kept.forms, catalogue));
        strata.change(contribution, by, catalogue);
    }
}

impl Kept {
    fn new(collected: &Collected<'_>, disclosure: Disclosure) -> Self {
        let counting = Counting::new(collected, &disclosure);
        Self {
            forms: collected.forms.clone(),
            population: collected.population.clone(),
            evaluation: Arc::new(counting.evaluation(collected, disclosure)),
            counting,
            changed: BTreeSet::new(),
        }
    }

    /// Whether everything that the counts were sorted by is still the same.
    fn fits(&self, collected: &Collected<'_>, disclosure: &Disclosure) -> bool {
        let same_forms = self.forms.len() == collected.forms.len()
            && self
                .forms
                .iter()
                .zip(collected.forms)
                .all(|(mine, theirs)| mine.0 == theirs.0 && (Arc::ptr_eq(mine.1, theirs.1) || mine.1 == theirs.1));
        same_forms
            && self.evaluation.disclosure == *disclosure
            && self.population == *collected.population
            && perspectives(&self.counting.catalogue, &self.counting.cube) == self.counting.perspectives
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::super::example;
    use super::super::rules::Rules;
    use super::super::tally::Tally;
    use super::*;
    use crate::ids::{BlobHash, DocId};
    use crate::response::{Answer, Cell, Response};

    /// What happens to a survey.
    #[derive(Debug, Clone)]
    enum Happens {
        Finished { response: u64, seed: u64 },
        TakenBack { response: u64 },
        TwoAnswers { response: u64 },
        Decided { response: u64 },
        Erased { response: u64 },
        Margins { young: u64 },
        Looked { inside: bool },
        AnotherForm { response: u64, known: bool },
    }

    fn happens() -> impl Strategy<Value = Happens> {
        let response = 0..60_u64;
        prop_oneof![
            8 => (response.clone(), 0..400_u64).prop_map(|(response, seed)| Happens::Finished { response, seed }),
            1 => response.clone().prop_map(|response| Happens::TakenBack { response }),
            1 => response.clone().prop_map(|response| Happens::TwoAnswers { response }),
            1 => response.clone().prop_map(|response| Happens::Decided { response }),
            1 => response.clone().prop_map(|response| Happens::Erased { response }),
            1 => (0..4_u64).prop_map(|young| Happens::Margins { young }),
            2 => any::<bool>().prop_map(|inside| Happens::Looked { inside }),
            1 => (response, any::<bool>()).prop_map(|(response, known)| Happens::AnotherForm { response, known }),
        ]
    }

    #[derive(Default)]
    struct Survey {
        standing: BTreeMap<u64, (Response, Contribution)>,
        tally: Tally,
        live: Live,
        forms: Forms,
        population: Population,
    }

    impl Survey {
        fn put(&mut self, number: u64, response: Option<Response>) {
            if let Some((_, before)) = self.standing.remove(&number) {
                self.tally.remove(&before);
                self.live.remove(&before);
            }
            let Some(response) = response else { return };
            let rules = self.forms.get(&response.form).cloned();
            let rules =
                rules.unwrap_or_else(|| Arc::new(Rules::new(response.form, example::rules().questions().to_vec())));
            let contribution = Contribution::new(&rules, &response);
            self.tally.add(&contribution);
            self.live.add(&contribution);
            self.standing.insert(number, (response, contribution));
        }

        fn changed(&mut self, number: u64, change: impl FnOnce(&mut Response)) {
            let known = self.standing.get(&number).map(|(response, _)| response.clone());
            let mut response = known.unwrap_or_else(|| example::interview(number));
            change(&mut response);
            self.put(number, Some(response));
        }

        fn happens(&mut self, what: &Happens) {
            let given = |text: &str| Answer::Given(text.to_owned());
            let path = "sat_clean".to_owned();
            match *what {
                Happens::Finished { response, seed } => self.put(response, Some(example::interview(seed))),
                Happens::TakenBack { response } => self.changed(response, |one| one.withdrawn = !one.withdrawn),
                Happens::TwoAnswers { response } => {
                    let both = Cell::Several(["happy", "unhappy"].map(given).to_vec());
                    self.changed(response, |one| drop(one.answers.insert(path, both)));
                }
                Happens::Decided { response } => {
                    self.changed(response, |one| drop(one.answers.insert(path, Cell::One(given("happy")))));
                }
                Happens::Erased { response } => self.put(response, None),
                Happens::Margins { young } => {
                    let groups = [("young", young), ("middle", 3), ("old", 2)];
                    let groups = groups.map(|(group, count)| (group.to_owned(), count)).into();
                    self.population = Population(BTreeMap::from([("age".to_owned(), groups)]));
                }
                Happens::Looked { inside } => {
                    let disclosure = if inside { Disclosure::INSIDE } else { Disclosure::OUTSIDE };
                    self.look(disclosure);
                }
                Happens::AnotherForm { response, known } => {
                    let form = BlobHash([0xee; 32]);
                    if known {
                        let rules = Rules::new(form, example::rules().questions().to_vec());
                        self.forms.insert(form, Arc::new(rules));
                    }
                    self.changed(response, |one| one.form = form);
                }
            }
        }

        /// The result that followed, and the same made anew.
        fn look(&mut self, disclosure: Disclosure) -> (Arc<Evaluation>, Evaluation) {
            let anew: Tally = self.standing.values().map(|(_, contribution)| contribution).collect();
            assert_eq!(self.tally, anew);
            let (areas, rounds) = (example::areas(), BTreeMap::from([(example::round(1), "Spring".to_owned())]));
            let (knocks, doors, agreed) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
            let in_order: [DocId; 1] = [example::round(1)];
            let collected = Collected {
                tally: &anew,
                forms: &self.forms,
                areas: &areas,
                rounds: &rounds,
                in_order: &in_order,
                knocks: &knocks,
                doors: &doors,
                population: &self.population,
                agreed: &agreed,
                keys: None,
                kept_out: 0,
            };
            (self.live.evaluation(&collected, disclosure), Evaluation::new(&collected, disclosure))
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn a_result_that_follows_every_change_equals_one_made_anew(all in proptest::collection::vec(happens(), 0..120)) {
            let rules = example::rules();
            let mut survey = Survey::default();
            survey.forms.insert(rules.form(), Arc::new(rules));
            for what in &all {
                survey.happens(what);
                if let Happens::Looked { inside: true } = what {
                    let (followed, anew) = survey.look(Disclosure::INSIDE);
                    prop_assert_eq!(&*followed, &anew);
                }
            }
            let (followed, anew) = survey.look(Disclosure::INSIDE);
            prop_assert_eq!(&*followed, &anew);
        }
    }

    #[test]
    fn the_followed_result_is_renewed_in_place_and_leaves_those_that_were_handed_out_alone() {
        let rules = example::rules();
        let mut survey = Survey::default();
        survey.forms.insert(rules.form(), Arc::new(rules));
        (0..40).for_each(|number| survey.put(number, Some(example::interview(number))));
        let (before, _) = survey.look(Disclosure::INSIDE);
        survey.put(40, Some(example::interview(40)));
        let (after, anew) = survey.look(Disclosure::INSIDE);
        assert_eq!((before.interviews, after.interviews), (40, 41));
        assert_eq!(*after, anew);
    }
}
