//! The `evaluation::` columns of the survey sheet: what ties a question to the evaluation.
//!
//! Other tools ignore them. What the evaluation makes of them is decided in `evaluation`, not here.

use serde::{Deserialize, Serialize};

/// What ties one question to the evaluation. Empty for most questions.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EvaluationColumns {
    /// The key of the criterion that the question assesses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub criterion: Option<String>,
    /// What the answer says about the criterion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measure>,
    /// Whether the answer is the perspective that the respondent speaks from.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub perspective: bool,
    /// The theme under which free text is sorted and reports are ordered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// The stages of working together that the question belongs to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Stage>,
    /// Whether the answer is personal and goes, encrypted, to the identity document.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub sealed: bool,
    /// Whether the answer needs special care in every table.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub sensitive: bool,
    /// Whether a coordinator reads the free text before anybody else.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub review: bool,
    /// Whether the answers are compared with what is known of the population.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub margin: bool,
    /// What somebody agrees to who answers yes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
}

impl EvaluationColumns {
    /// Whether none of the columns says anything.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What an answer says about a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// How much it matters.
    Importance,
    /// How happy people are with it.
    Satisfaction,
    /// How far a statement about it is true.
    Agreement,
    /// A number given to it.
    Score,
    /// Whether it should be put right first.
    Priority,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Self; 5] = [Self::Importance, Self::Satisfaction, Self::Agreement, Self::Score, Self::Priority];

    /// How the sheet writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Importance => "importance",
            Self::Satisfaction => "satisfaction",
            Self::Agreement => "agreement",
            Self::Score => "score",
            Self::Priority => "priority",
        }
    }
}

/// What a respondent agrees to, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// That the answers count.
    Use,
    /// That words are quoted, with names taken out.
    Quote,
    /// That what is said is recorded.
    Audio,
    /// That pictures are taken.
    Photo,
    /// Being contacted again.
    Contact,
    /// That partners of the project get the answers, without name and address.
    Sharing,
}

impl Consent {
    /// Everything that may be agreed to.
    pub const ALL: [Self; 6] = [Self::Use, Self::Quote, Self::Audio, Self::Photo, Self::Contact, Self::Sharing];

    /// How the sheet writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Use => "use",
            Self::Quote => "quote",
            Self::Audio => "audio",
            Self::Photo => "photo",
            Self::Contact => "contact",
            Self::Sharing => "sharing",
        }
    }
}

/// A stage of working together: four of co-production, five of a council's cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Deciding together what matters and what is paid for.
    CoCommission,
    /// Planning together.
    CoDesign,
    /// Doing it together.
    CoDeliver,
    /// Looking together at how it went.
    CoAssess,
    /// The council's cycle: saying what the question is.
    CoDefinition,
    /// The council's cycle: writing the proposals.
    CoFormulation,
    /// The council's cycle: choosing.
    CoDecision,
    /// The council's cycle: carrying out.
    CoImplementation,
    /// The council's cycle: judging the outcome.
    CoEvaluation,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 9] = [
        Self::CoCommission,
        Self::CoDesign,
        Self::CoDeliver,
        Self::CoAssess,
        Self::CoDefinition,
        Self::CoFormulation,
        Self::CoDecision,
        Self::CoImplementation,
        Self::CoEvaluation,
    ];

    /// How the sheet writes it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::CoCommission => "co-commission",
            Self::CoDesign => "co-design",
            Self::CoDeliver => "co-deliver",
            Self::CoAssess => "co-assess",
            Self::CoDefinition => "co-definition",
            Self::CoFormulation => "co-formulation",
            Self::CoDecision => "co-decision",
            Self::CoImplementation => "co-implementation",
            Self::CoEvaluation => "co-evaluation",
        }
    }
}
