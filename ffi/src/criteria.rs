//! What was agreed on criteria: what good looks like, by whom, whose it is, and the one answer that a service gives.
//!
//! What was answered about them is on the page of results.

use doorstep_core::document::kinds::agreed::Wish;
use doorstep_core::evaluation::Agreed;
use doorstep_core::time::Timestamp;

use crate::{Phone, PhoneError, input};

/// The longest text, in bytes; the core counts characters.
const MAX_TEXT_BYTES: usize = 4_000;

/// What was agreed on a criterion. More than one text stands where two coordinators wrote differently and nobody has decided.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct CriterionCard {
    /// Its code, as questionnaires write it.
    pub code: String,
    /// What it is called.
    pub name: Vec<String>,
    /// What good looks like.
    pub good: Vec<String>,
    /// Who agreed that.
    pub agreed_by: Vec<String>,
    /// On which day, as `2026-03-14`.
    pub agreed_on: Vec<String>,
    /// The organisation that answers for it.
    pub owner: Vec<String>,
    /// The service's own figure.
    pub own_figure: Vec<String>,
    /// How much it matters, in points, by the service's agreed answer.
    pub team_importance: Vec<i64>,
    /// How it goes, in points, by the service's agreed answer.
    pub team_satisfaction: Vec<i64>,
}

/// What is to be written of a criterion; what is absent stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default, uniffi::Record)]
pub struct CriterionWish {
    /// What it is called.
    pub name: Option<String>,
    /// What good looks like.
    pub good: Option<String>,
    /// Who agreed that.
    pub agreed_by: Option<String>,
    /// When they did, in milliseconds since 1970 UTC.
    pub agreed_ms: Option<i64>,
    /// The organisation that answers for it.
    pub owner: Option<String>,
    /// The service's own figure.
    pub own_figure: Option<String>,
    /// How much it matters, in points, by the service's agreed answer.
    pub team_importance: Option<i64>,
    /// How it goes, in points, by the service's agreed answer.
    pub team_satisfaction: Option<i64>,
}

#[uniffi::export]
impl Phone {
    /// What was agreed on criteria, by code.
    ///
    /// # Errors
    /// The phone is in no project, or locked.
    pub fn criteria(&self) -> Result<Vec<CriterionCard>, PhoneError> {
        Ok(self.device().criteria()?.into_iter().map(card).collect())
    }

    /// Writes what was agreed on a criterion. Where two versions stand, writing one decides.
    ///
    /// # Errors
    /// A text is unfit, or this person may not set the project up.
    pub fn set_criterion(&self, code: String, wish: CriterionWish) -> Result<(), PhoneError> {
        let CriterionWish { name, good, agreed_by, agreed_ms, owner, own_figure, team_importance, team_satisfaction } =
            wish;
        for text in [Some(&code), name.as_ref(), good.as_ref(), agreed_by.as_ref(), owner.as_ref(), own_figure.as_ref()]
        {
            input::capped("what is said of a criterion", text.map_or("", String::as_str), MAX_TEXT_BYTES)?;
        }
        let agreed_at = agreed_ms.map(Timestamp);
        let wish = Wish { name, good, agreed_by, agreed_at, owner, own_figure, team_importance, team_satisfaction };
        self.act(|device, at| device.set_criterion(&code, &wish, at))
    }
}

fn card((code, agreed): (String, Agreed)) -> CriterionCard {
    let Agreed { name, good, agreed_by, agreed_on, owner, own_figure, team_importance, team_satisfaction } = agreed;
    CriterionCard { code, name, good, agreed_by, agreed_on, owner, own_figure, team_importance, team_satisfaction }
}
