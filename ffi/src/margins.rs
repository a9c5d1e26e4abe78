//! Who lives here: the numbers that results are adjusted by, and what could not be adjusted.
//!
//! Everything is computed in `doorstep_core::evaluation`.

use doorstep_core::evaluation::{Adjustment, Disclosure, Population, Remark};
use doorstep_core::member::{Access as Right, Class};

use crate::{Phone, PhoneError, input};

/// The longest file with margins, in bytes.
const MAX_FILE_BYTES: usize = 100_000;

/// What is known of who lives here, and what the adjustment comes to.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct MarginsCard {
    /// How many people live here, by question and choice.
    pub groups: Vec<MarginRow>,
    /// What the adjustment comes to; none where nothing is adjusted.
    pub adjustment: Option<AdjustmentCard>,
}

/// One group of those who live here.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct MarginRow {
    /// The question, by its path or name.
    pub question: String,
    /// The choice.
    pub choice: String,
    /// How many people, or the share in hundredths of a percent.
    pub count: u64,
    /// Its share of the question's groups, in hundredths of a percent.
    pub basis_points: u32,
}

/// What the adjustment comes to.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct AdjustmentCard {
    /// How many interviews were weighted.
    pub interviews: u64,
    /// How many equally weighted ones they are worth, in hundredths, by Kish's formula.
    pub worth_hundredths: u64,
    /// The questions that they were matched by.
    pub matched: Vec<String>,
    /// What could not be adjusted, or not well.
    pub remarks: Vec<MarginRemark>,
}

/// Why something could not be adjusted. New kinds are added at the end.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct MarginRemark {
    /// A name that stays the same in every version and language.
    pub code: String,
    /// The question; empty where it is not about one.
    pub question: String,
    /// The choice; empty where it is not about one.
    pub choice: String,
    /// What it says, in the phone's language.
    pub text: String,
}

#[uniffi::export]
impl Phone {
    /// Who lives here, and what the adjustment comes to.
    ///
    /// # Errors
    /// The phone is in no project, or locked.
    pub fn margins(&self) -> Result<MarginsCard, PhoneError> {
        let population = self.device().margins()?;
        let adjustment = self.device().results(Disclosure::INSIDE)?.evaluation.adjustment.clone();
        Ok(MarginsCard { groups: groups(&population), adjustment: adjustment.map(|one| self.adjusted(one)) })
    }

    /// Takes who lives here from a file of lines `question,choice,count-or-share`, in place of what was there before.
    ///
    /// # Errors
    /// The file can't be taken, with the line and what to do; or this person may not set the project up.
    pub fn set_margins(&self, csv: String) -> Result<MarginsCard, PhoneError> {
        let text = input::capped("the file", &csv, MAX_FILE_BYTES)?;
        let population = Population::of_csv(text)
            .map_err(|error| PhoneError::Input { code: "bad-margins".to_owned(), reason: error.to_string() })?;
        self.act(|device, at| device.set_margins(&population, at))?;
        self.margins()
    }

    /// Whether this person may change what the project sets.
    pub fn may_set_up(&self) -> bool {
        self.device().check_right(Class::Project, Right::Write).is_ok()
    }

    /// Ends adjusting.
    ///
    /// # Errors
    /// This person may not set the project up.
    pub fn clear_margins(&self) -> Result<(), PhoneError> {
        self.act(|device, at| device.set_margins(&Population::default(), at))
    }
}

impl Phone {
    fn adjusted(&self, adjustment: Adjustment) -> AdjustmentCard {
        let Adjustment { interviews, worth, matched, remarks } = adjustment;
        let words = self.words();
        let remark = |remark: &Remark| MarginRemark {
            code: remark.code().to_owned(),
            question: remark.question().unwrap_or_default().to_owned(),
            choice: remark.choice().unwrap_or_default().to_owned(),
            text: doorstep_core::report::remark(remark, &words),
        };
        AdjustmentCard {
            interviews: u64::try_from(interviews).unwrap_or_default(),
            worth_hundredths: u64::try_from(worth.0).unwrap_or_default(),
            matched,
            remarks: remarks.iter().map(remark).collect(),
        }
    }
}

fn groups(population: &Population) -> Vec<MarginRow> {
    let mut rows = Vec::new();
    for (question, groups) in &population.0 {
        let all: u64 = groups.values().sum::<u64>().max(1);
        rows.extend(groups.iter().map(|(choice, count)| MarginRow {
            question: question.clone(),
            choice: choice.clone(),
            count: *count,
            basis_points: u32::try_from((count * 10_000 + all / 2) / all).unwrap_or_default(),
        }));
    }
    rows
}
