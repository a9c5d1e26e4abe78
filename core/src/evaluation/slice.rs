//! Which answers a figure is made of: whose, where and when.
//!
//! The counts behind a slice are added up in `cube`.

use minicbor::{Decode, Encode};

use crate::ids::DocId;

/// Whose answers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub enum Who {
    /// Everybody who answered.
    #[n(0)]
    Everyone,
    /// People who live with the service: residents, service users and carers.
    #[n(1)]
    Residents,
    /// People who run it: staff and managers.
    #[n(2)]
    Team,
    /// One perspective, by the name of its choice.
    #[n(3)]
    Perspective(#[n(0)] String),
}

impl Who {
    /// The perspectives that make up the residents' side.
    pub const RESIDENTS: [&'static str; 3] = ["resident", "service_user", "carer"];

    /// The perspectives that make up the team's side.
    pub const TEAM: [&'static str; 2] = ["staff", "manager"];

    /// The side that a perspective belongs to; a project's own perspectives belong to none.
    pub fn side(perspective: &str) -> Option<Self> {
        if Self::RESIDENTS.contains(&perspective) {
            Some(Self::Residents)
        } else if Self::TEAM.contains(&perspective) {
            Some(Self::Team)
        } else {
            None
        }
    }
}

impl Who {
    /// The name of a side among the keys of groups.
    pub const fn key(&self) -> Option<&'static str> {
        match self {
            Self::Residents => Some("residents"),
            Self::Team => Some("team"),
            Self::Everyone | Self::Perspective(_) => None,
        }
    }

    /// The side that a group's key stands for: a side itself, or the side of a perspective.
    pub fn side_of_key(key: &str) -> Option<Self> {
        match key {
            "residents" => Some(Self::Residents),
            "team" => Some(Self::Team),
            perspective => Self::side(perspective),
        }
    }
}

/// Which answers a figure is made of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct Slice {
    /// Whose answers.
    #[n(0)]
    pub who: Who,
    /// In which area; none stands for all areas and for interviews outside any area.
    #[n(1)]
    pub area: Option<DocId>,
    /// In which round; none stands for all rounds.
    #[n(2)]
    pub round: Option<DocId>,
}

impl Slice {
    /// These people's answers from everywhere and every round.
    pub const fn of(who: Who) -> Self {
        Self { who, area: None, round: None }
    }
}
