//! Before a project opens: who answers for it and what people are told.

use doorstep_core::document::kinds::responsible::{LawfulBasis, Missing, Responsible};

use crate::{Phone, PhoneError, input};

/// The most that is taken of a name or contact, in bytes; the core counts characters.
const MAX_NAME_BYTES: usize = 1_000;
/// The most that is taken as a privacy notice, in bytes.
const MAX_NOTICE_BYTES: usize = 80_000;

/// What allows keeping personal details, apart from people agreeing to take part. New ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The person agreed to it.
    Consent,
    /// A contract with the person needs it.
    Contract,
    /// A law demands it.
    LegalObligation,
    /// Somebody's life depends on it.
    VitalInterests,
    /// A task in the public interest.
    PublicTask,
    /// Legitimate interests of the organisation or others.
    LegitimateInterests,
}

impl Basis {
    const fn of(basis: LawfulBasis) -> Self {
        match basis {
            LawfulBasis::Consent => Self::Consent,
            LawfulBasis::Contract => Self::Contract,
            LawfulBasis::LegalObligation => Self::LegalObligation,
            LawfulBasis::VitalInterests => Self::VitalInterests,
            LawfulBasis::PublicTask => Self::PublicTask,
            LawfulBasis::LegitimateInterests => Self::LegitimateInterests,
        }
    }

    const fn basis(self) -> LawfulBasis {
        match self {
            Self::Consent => LawfulBasis::Consent,
            Self::Contract => LawfulBasis::Contract,
            Self::LegalObligation => LawfulBasis::LegalObligation,
            Self::VitalInterests => LawfulBasis::VitalInterests,
            Self::PublicTask => LawfulBasis::PublicTask,
            Self::LegitimateInterests => LawfulBasis::LegitimateInterests,
        }
    }
}

/// Who answers for a project and what people are told.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ResponsibleCard {
    /// The organisations that decide why and how details are kept.
    pub controllers: Vec<String>,
    /// How people reach them.
    pub contact: String,
    /// What allows keeping personal details.
    pub basis: Option<Basis>,
    /// The privacy notice in full.
    pub notice: String,
}

#[uniffi::export]
impl Phone {
    /// Records who answers for the project and what people are told. Until then nobody is asked anything.
    ///
    /// # Errors
    /// A part is missing or too long, or this person may not set the project up.
    pub fn set_responsible(&self, card: ResponsibleCard) -> Result<(), PhoneError> {
        input::capped("the contact", &card.contact, MAX_NAME_BYTES)?;
        input::capped("the privacy notice", &card.notice, MAX_NOTICE_BYTES)?;
        for controller in &card.controllers {
            input::capped("a controller's name", controller, MAX_NAME_BYTES)?;
        }
        let ResponsibleCard { controllers, contact, basis, notice } = card;
        let responsible = Responsible { controllers, contact, basis: basis.map(Basis::basis), notice };
        self.act(|device, at| device.set_responsible(&responsible, at))
    }

    /// Who answers for the project and what people are told, as far as that is recorded.
    ///
    /// # Errors
    /// The phone is in no project, or locked.
    pub fn responsible(&self) -> Result<ResponsibleCard, PhoneError> {
        let Responsible { controllers, contact, basis, notice } = self.device().responsible()?;
        Ok(ResponsibleCard { controllers, contact, basis: basis.map(Basis::of), notice })
    }
}

impl Phone {
    /// What must be recorded before anybody is asked anything; a locked phone can't say.
    pub(crate) fn missing(&self) -> Vec<String> {
        let missing = self.device().responsible().map(|responsible| responsible.missing()).unwrap_or_default();
        missing.into_iter().map(Missing::name).map(str::to_owned).collect()
    }
}
