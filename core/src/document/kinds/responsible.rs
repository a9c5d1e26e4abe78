//! Who answers for a project and what people are told before they are asked anything: values of the project's document.
//!
//! The lawful basis is what lets an organisation keep personal details at all; agreeing to take part is asked at the door, apart from
//! it. The other settings of the project are in `project`.
//!
//! | key | value |
//! |---|---|
//! | `controller/<number>` | text, the name of an organisation; empty once it left |
//! | `contact`, `privacy_notice` | text |
//! | `lawful_basis` | text, the name of a [`LawfulBasis`] |

use std::collections::BTreeMap;

use super::text;
use crate::document::flat::Flat;
use crate::document::scalar::Scalar;

/// What allows keeping personal details: the six of article 6 of the GDPR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LawfulBasis {
    /// The person agreed to it.
    Consent,
    /// A contract with the person needs it.
    Contract,
    /// A law demands it.
    LegalObligation,
    /// Somebody's life depends on it.
    VitalInterests,
    /// A task in the public interest, such as a council's.
    PublicTask,
    /// The organisation's or others' legitimate interests.
    LegitimateInterests,
}

impl LawfulBasis {
    /// Every basis, in the order of the law.
    pub const ALL: [Self; 6] = [
        Self::Consent,
        Self::Contract,
        Self::LegalObligation,
        Self::VitalInterests,
        Self::PublicTask,
        Self::LegitimateInterests,
    ];

    /// Its stable name in documents and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Contract => "contract",
            Self::LegalObligation => "legal-obligation",
            Self::VitalInterests => "vital-interests",
            Self::PublicTask => "public-task",
            Self::LegitimateInterests => "legitimate-interests",
        }
    }

    /// The basis with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|basis| basis.name() == name)
    }
}

/// Who answers for a project, and what people are told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Responsible {
    /// The organisations that decide why and how details are kept: the controllers.
    pub controllers: Vec<String>,
    /// How people reach them.
    pub contact: String,
    /// What allows keeping personal details.
    pub basis: Option<LawfulBasis>,
    /// The privacy notice that people are given, in full.
    pub notice: String,
}

/// Something that must be recorded before anybody is asked anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Missing {
    /// A controller.
    Controller,
    /// A contact.
    Contact,
    /// The lawful basis.
    LawfulBasis,
    /// The privacy notice.
    PrivacyNotice,
}

impl Missing {
    /// A name that stays the same in every version and language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Controller => "controller",
            Self::Contact => "contact",
            Self::LawfulBasis => "lawful-basis",
            Self::PrivacyNotice => "privacy-notice",
        }
    }

    /// What it is, as a part of a sentence.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Controller => "which organisation answers for it (the controller)",
            Self::Contact => "how people reach that organisation",
            Self::LawfulBasis => "what allows it to keep personal details (the lawful basis)",
            Self::PrivacyNotice => "what people are told (the privacy notice)",
        }
    }
}

/// The most controllers of one project.
pub const MAX_CONTROLLERS: usize = 8;

impl Responsible {
    /// The values that record this; a controller that a former version had and this one has not becomes empty.
    pub fn to_values(&self, before: &Flat) -> BTreeMap<String, Scalar> {
        let mut values: BTreeMap<String, Scalar> =
            before.under("controller/").map(|(number, _)| (format!("controller/{number}"), Scalar::from(""))).collect();
        for (number, controller) in self.controllers.iter().enumerate() {
            values.insert(format!("controller/{number}"), Scalar::from(controller.as_str()));
        }
        values.insert("contact".to_owned(), Scalar::from(self.contact.as_str()));
        values.insert("lawful_basis".to_owned(), Scalar::from(self.basis.map_or("", LawfulBasis::name)));
        values.insert("privacy_notice".to_owned(), Scalar::from(self.notice.as_str()));
        values
    }

    /// What a merged project document says.
    pub fn read(flat: &Flat) -> Self {
        let controllers =
            flat.under("controller/").filter_map(|(number, _)| text(flat, &format!("controller/{number}")));
        let said = |key| text(flat, key).unwrap_or_default();
        Self {
            controllers: controllers.filter(|name| !name.is_empty()).collect(),
            contact: said("contact"),
            basis: LawfulBasis::from_name(&said("lawful_basis")),
            notice: said("privacy_notice"),
        }
    }

    /// What is not recorded yet.
    pub fn missing(&self) -> Vec<Missing> {
        let parts = [
            (Missing::Controller, self.controllers.is_empty()),
            (Missing::Contact, self.contact.trim().is_empty()),
            (Missing::LawfulBasis, self.basis.is_none()),
            (Missing::PrivacyNotice, self.notice.trim().is_empty()),
        ];
        parts.into_iter().filter(|(_, missing)| *missing).map(|(part, _)| part).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::document::testing::{ALICE, loaded};

    fn responsible(controllers: &[&str]) -> Responsible {
        Responsible {
            controllers: controllers.iter().map(|name| (*name).to_owned()).collect(),
            contact: "data@larkfield.example".to_owned(),
            basis: Some(LawfulBasis::PublicTask),
            notice: "We keep what you say for two years.".to_owned(),
        }
    }

    #[test]
    fn who_is_responsible_is_read_back_and_a_controller_that_left_is_gone() {
        let both = responsible(&["Larkfield Council", "Larkfield Housing"]);
        let first = Document::first(ALICE, &both.to_values(&Flat::default())).expect("changes");
        let mut document = loaded(&first);
        assert_eq!(Responsible::read(document.flat()), both);
        let one = responsible(&["Larkfield Council"]);
        let values = one.to_values(document.flat());
        let change = document.edit(ALICE, &values, None).expect("an edit").remove(0);
        document.apply(change).expect("a fitting change");
        assert_eq!(Responsible::read(document.flat()), one);
        assert_eq!(one.missing(), []);
    }

    #[test]
    fn a_project_that_says_nothing_lacks_all_four() {
        assert_eq!(
            Responsible::read(&Flat::default()).missing(),
            [Missing::Controller, Missing::Contact, Missing::LawfulBasis, Missing::PrivacyNotice]
        );
    }
}
