//! The results so far, of what is on this phone: as numbers, as text, as one page.
//!
//! Everything is computed in `doorstep_core::evaluation` and worded in `doorstep_core::report`.

use doorstep_core::device::Results;
use doorstep_core::evaluation::{Counted, Disclosure, Evaluation, Figure, Measure, Slice, Who};
use doorstep_core::member::{Access as Right, Class};
use doorstep_core::report::{self, Access};

use crate::rates::{self, RoundRates};
use crate::{Phone, PhoneError, input};

/// The longest purpose of a file that is handed on, in bytes.
const MAX_PURPOSE_BYTES: usize = 2_000;

/// The results so far in numbers.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ResultCard {
    /// The project's name.
    pub project: String,
    /// How many interviews count.
    pub interviews: u64,
    /// How many answers wait for a decision between two.
    pub being_checked: u64,
    /// How many interviews wait for their questionnaire.
    pub unread: u64,
    /// How many interviews have left this phone since their round ended: the numbers are without them.
    pub gone: u64,
    /// What was assessed, by criterion, measure and who answered.
    pub measures: Vec<MeasureRow>,
    /// How many took part, round by round, where anybody knocked.
    pub participation: Vec<RoundRates>,
    /// A short name for the numbers: two phones that show the same have the same.
    pub fingerprint: String,
}

/// One figure: what one side said to one measure of one criterion, over all areas and rounds.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct MeasureRow {
    /// The criterion.
    pub criterion: String,
    /// What people call it.
    pub name: String,
    /// What was asked about it: importance, satisfaction, agreement, score or priority.
    pub measure: String,
    /// Whose answers: everyone, residents, team, or a perspective by its name.
    pub who: String,
    /// How many answered; none where too few did to show it.
    pub answers: Option<u64>,
    /// The share of the top answers, in hundredths of a percent.
    pub top_basis_points: Option<i32>,
    /// The mean, in hundredths of a point.
    pub mean_hundredths: Option<i32>,
}

#[uniffi::export]
impl Phone {
    /// The results so far in numbers, as people inside the project may see them.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn results(&self) -> Result<ResultCard, PhoneError> {
        let results = self.computed()?;
        Ok(ResultCard {
            project: results.project.clone(),
            interviews: count(results.evaluation.interviews),
            being_checked: count(results.evaluation.being_checked),
            unread: count(results.evaluation.unread),
            gone: results.gone,
            measures: measures(&results.evaluation, &self.language().tag()),
            participation: rates::participation(&results.evaluation),
            fingerprint: results.fingerprint(),
        })
    }

    /// The results so far as text for a screen this many columns wide.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn results_text(&self, columns: u32) -> Result<String, PhoneError> {
        let (results, when) = (self.computed()?, self.today());
        let columns = usize::try_from(columns.min(1_000)).unwrap_or(80);
        Ok(report::text(&results.report(Some(&when), Access::Members), &self.words(), columns))
    }

    /// The results so far as one HTML page that needs nothing from elsewhere, to be looked at on this phone.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn results_view(&self) -> Result<String, PhoneError> {
        let (results, when) = (self.computed()?, self.today());
        Ok(report::page(&results.report(Some(&when), Access::Members), &self.words()))
    }

    /// Whether this person may hand results on as a file.
    pub fn may_hand_on(&self) -> bool {
        self.device().check_right(Class::Field, Right::Export).is_ok()
    }

    /// The results so far as one HTML page that needs nothing from elsewhere, to be handed on.
    ///
    /// For whom and what for stands in the register of files that were handed on, so that they can be told when something is erased.
    ///
    /// # Errors
    /// This person may hand nothing on, or the store can't be read.
    pub fn results_page(&self, purpose: String) -> Result<String, PhoneError> {
        let purpose = input::capped("the purpose", &purpose, MAX_PURPOSE_BYTES)?;
        self.act(|device, at| device.enter_handed_on("results", purpose, at))?;
        let (results, when) = (self.device().results_to_hand_on(Disclosure::INSIDE)?, self.today());
        Ok(report::page(&results.report(Some(&when), Access::Members), &self.words()))
    }
}

impl Phone {
    fn computed(&self) -> Result<Results, PhoneError> {
        Ok(self.device().results(Disclosure::INSIDE)?)
    }
}

fn measures(evaluation: &Evaluation, language: &str) -> Vec<MeasureRow> {
    let mut rows = Vec::new();
    for criterion in &evaluation.criteria {
        for (measure, counted) in &criterion.scales {
            for who in evaluation.beside_each_other() {
                let (answers, top_basis_points, mean_hundredths) = shown(counted, &who);
                rows.push(MeasureRow {
                    criterion: criterion.key.clone(),
                    name: criterion.name.text(language).unwrap_or(&criterion.key).to_owned(),
                    measure: measure_name(*measure).to_owned(),
                    who: who_name(&who),
                    answers,
                    top_basis_points,
                    mean_hundredths,
                });
            }
        }
    }
    rows
}

fn shown(counted: &Counted, who: &Who) -> (Option<u64>, Option<i32>, Option<i32>) {
    match counted.figure(&Slice::of(who.clone())) {
        Some(Figure::Shown(spread)) => {
            (Some(count(spread.n)), spread.top.map(|share| share.0), spread.mean.map(|mean| mean.0))
        }
        Some(Figure::Nobody(_)) | None => (Some(0), None, None),
        Some(Figure::TooFew { .. } | Figure::Covering | Figure::Held | Figure::Alike) => (None, None, None),
    }
}

fn measure_name(measure: Measure) -> &'static str {
    match measure {
        Measure::Importance => "importance",
        Measure::Satisfaction => "satisfaction",
        Measure::Agreement => "agreement",
        Measure::Score => "score",
        Measure::Priority => "priority",
    }
}

fn who_name(who: &Who) -> String {
    match who {
        Who::Everyone => "everyone".to_owned(),
        Who::Residents => "residents".to_owned(),
        Who::Team => "team".to_owned(),
        Who::Perspective(name) => name.clone(),
    }
}

fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
