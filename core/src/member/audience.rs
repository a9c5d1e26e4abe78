//! Who can open what is sealed: those who may read the scope that a key belongs to.
//!
//! Which keys an audience has follows from the membership's acts, see [`Membership`](super::Membership); sealing itself is `seal`'s.

use super::{Class, Scope};
use crate::ids::DocId;

/// The readers of sealed values that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Of an area's doors, or of those that belong to no area.
    Doors(Option<DocId>),
    /// Of names, contacts and words that nobody has looked at yet, of the whole project.
    People,
}

impl Audience {
    /// The audience of what stands in a scope; none where nothing is sealed.
    pub const fn of(scope: &Scope) -> Option<Self> {
        match scope.class {
            Class::Sealed => Some(Self::Doors(scope.area)),
            Class::Person => Some(Self::People),
            Class::Membership | Class::Project | Class::Field | Class::Deliberation | Class::Server => None,
        }
    }

    /// The scope whose readers these are.
    pub const fn scope(self) -> Scope {
        match self {
            Self::Doors(area) => Scope { class: Class::Sealed, round: None, area },
            Self::People => Scope::whole(Class::Person),
        }
    }
}
