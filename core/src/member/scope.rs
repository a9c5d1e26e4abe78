//! Where entries belong: classes, document kinds, scopes, and the patterns by which a grant covers scopes.

use std::collections::BTreeSet;

use minicbor::{Decode, Encode};

use crate::ids::{DocId, ScopesHash, hash};

/// What a log's entries are about; rights are given by class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Acts about who belongs to the project.
    Membership,
    /// The project's set-up: rounds, areas, criteria, questionnaires.
    Project,
    /// What is collected at doors: visits and responses.
    Field,
    /// Where people live: addresses, locked to those who work in the area.
    Sealed,
    /// What residents work out together.
    Deliberation,
    /// What the server says: releases and receipts.
    Server,
    /// Who people are: names, contacts and words that nobody has looked at yet, locked to coordinators.
    Person,
}

impl Class {
    /// Every class, by number.
    pub const ALL: [Self; 7] =
        [Self::Membership, Self::Project, Self::Field, Self::Sealed, Self::Deliberation, Self::Server, Self::Person];

    /// The class's number in hashes and patterns.
    pub const fn number(self) -> u8 {
        match self {
            Self::Membership => 1,
            Self::Project => 2,
            Self::Field => 3,
            Self::Sealed => 4,
            Self::Deliberation => 5,
            Self::Server => 6,
            Self::Person => 7,
        }
    }

    /// The class with this number, if this version knows it.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.number() == number)
    }
}

macro_rules! doc_kinds {
    ($($(#[$doc:meta])* $name:ident = $number:literal in $class:ident,)*) => {
        /// What a document is; each kind belongs to one class for ever.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum DocKind {
            $($(#[$doc])* $name,)*
        }

        impl DocKind {
            /// Every kind, by number.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The kind's number in headers.
            pub const fn number(self) -> u8 {
                match self { $(Self::$name => $number,)* }
            }

            /// The kind with this number, if this version knows it.
            pub const fn from_number(number: u8) -> Option<Self> {
                match number { $($number => Some(Self::$name),)* _ => None }
            }

            /// The class in whose logs documents of this kind are written.
            pub const fn class(self) -> Class {
                match self { $(Self::$name => Class::$class,)* }
            }
        }
    };
}

doc_kinds! {
    /// The project's settings.
    Project = 1 in Project,
    /// A round of the survey.
    Round = 2 in Project,
    /// An area.
    Area = 3 in Project,
    /// A criterion.
    Criterion = 4 in Project,
    /// A form version.
    FormVersion = 5 in Project,
    /// A door.
    Door = 6 in Sealed,
    /// What happened at a door in a round.
    Visit = 7 in Field,
    /// A response.
    Response = 8 in Field,
    /// A respondent's name and contact.
    Identity = 9 in Person,
    /// A reviewed copy of somebody's words.
    Quote = 10 in Deliberation,
    /// A statement to agree or disagree with.
    Statement = 11 in Deliberation,
    /// One member's votes on statements.
    Ballot = 12 in Deliberation,
    /// The codes that quotes are sorted by.
    Codebook = 13 in Deliberation,
    /// One member's sorting of quotes.
    Coding = 14 in Deliberation,
    /// What was found.
    Finding = 15 in Deliberation,
    /// What somebody will do, or why not.
    Commitment = 16 in Deliberation,
    /// An offer.
    Asset = 17 in Deliberation,
    /// A published result.
    Release = 18 in Server,
    /// What the server holds.
    Receipt = 19 in Server,
    /// A respondent's own words, until a coordinator has taken names out.
    Words = 20 in Person,
    /// That a file was handed on to others.
    HandedOn = 21 in Field,
    /// A list of doors.
    DoorList = 22 in Sealed,
    /// The files that belong to an interview: pictures, recordings, signatures, documents.
    Files = 23 in Person,
    /// That two doors are one home, or are not.
    DoorLink = 24 in Sealed,
    /// What a coordinator asks of releases.
    ReleaseAsk = 25 in Project,
    /// What was taken from a question pack.
    TakenPack = 26 in Project,
    /// Hours that a member gave.
    Hours = 27 in Deliberation,
    /// That nobody should go to a door alone for a while.
    UnsafeDoor = 29 in Sealed,
    /// What a member says of themselves: name and how to reach them.
    MemberName = 28 in Person,
    /// That somebody asked for help, and what became of it.
    HelpSlip = 30 in Person,
}

impl DocKind {
    /// Whether documents of this kind consist of sealed values; all others of changes that whoever holds them can read.
    pub const fn is_sealed(self) -> bool {
        matches!(self.class(), Class::Sealed | Class::Person)
    }
}

/// Where a log's entries belong. A log never changes scope, and documents of the same id in two scopes are two documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scope {
    /// The class.
    pub class: Class,
    /// The round, or none.
    pub round: Option<DocId>,
    /// The area, or the whole project.
    pub area: Option<DocId>,
}

impl Scope {
    /// The scope of a class that belongs to no round and to the whole project.
    pub const fn whole(class: Class) -> Self {
        Self { class, round: None, area: None }
    }

    /// The fixed form that goes into hashes.
    pub fn to_bytes(self) -> [u8; 35] {
        let mut bytes = [0; 35];
        bytes[0] = self.class.number();
        for (part, at) in [(self.round, 1), (self.area, 18)] {
            if let Some(id) = part {
                bytes[at] = 1;
                bytes[at + 1..at + 17].copy_from_slice(id.as_bytes());
            }
        }
        bytes
    }
}

/// Which round or area a pattern covers, when it does not cover any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// This one.
    Only(DocId),
    /// None: what belongs to no round, or to the whole project.
    Nothing,
}

impl Target {
    fn covers(self, id: Option<DocId>) -> bool {
        match self {
            Self::Only(only) => id == Some(only),
            Self::Nothing => id.is_none(),
        }
    }
}

impl<C> Encode<C> for Target {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut minicbor::Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        match self {
            Self::Only(id) => e.bytes(id.as_bytes())?.ok(),
            Self::Nothing => e.bytes(&[])?.ok(),
        }
    }
}

impl<'b, C> Decode<'b, C> for Target {
    fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        match d.bytes()? {
            [] => Ok(Self::Nothing),
            bytes => DocId::try_from(bytes)
                .map(Self::Only)
                .map_err(|_| minicbor::decode::Error::message("an id of another length")),
        }
    }
}

/// Scopes that a grant covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(map)]
pub struct ScopePattern {
    /// The class's number; a class that this version does not know covers nothing.
    #[n(0)]
    pub class: u8,
    /// Which round; absent covers any and none.
    #[n(1)]
    pub round: Option<Target>,
    /// Which area; absent covers any and the whole project.
    #[n(2)]
    pub area: Option<Target>,
}

impl ScopePattern {
    /// Everything of one class.
    pub const fn all_of(class: Class) -> Self {
        Self { class: class.number(), round: None, area: None }
    }

    /// Whether the pattern covers a scope.
    pub fn covers(&self, scope: &Scope) -> bool {
        self.class == scope.class.number()
            && self.round.is_none_or(|target| target.covers(scope.round))
            && self.area.is_none_or(|target| target.covers(scope.area))
    }

    /// The pattern's canonical bytes.
    pub fn to_bytes(self) -> Vec<u8> {
        minicbor::to_vec(self).unwrap_or_default()
    }
}

/// A set of scopes, as patterns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scopes(BTreeSet<ScopePattern>);

impl Scopes {
    /// Every scope there is.
    pub fn everything() -> Self {
        Class::ALL.into_iter().map(ScopePattern::all_of).collect()
    }

    /// Whether the set covers a scope.
    pub fn covers(&self, scope: &Scope) -> bool {
        self.0.iter().any(|pattern| pattern.covers(scope))
    }

    /// Those of one class alone.
    pub fn of_class(&self, class: Class) -> Self {
        self.0.iter().filter(|pattern| pattern.class == class.number()).copied().collect()
    }

    /// The patterns, in order.
    pub fn patterns(&self) -> impl Iterator<Item = &ScopePattern> {
        self.0.iter()
    }

    /// The short name under which a phone remembers which scopes its cursor is complete for.
    pub fn hash(&self) -> ScopesHash {
        let mut parts: Vec<Vec<u8>> = self.0.iter().map(|pattern| pattern.to_bytes()).collect();
        parts.sort();
        let joined: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        let digest = hash("scopes", &joined);
        let mut short = [0; 16];
        short.copy_from_slice(&digest[..16]);
        ScopesHash(short)
    }
}

impl FromIterator<ScopePattern> for Scopes {
    fn from_iter<I: IntoIterator<Item = ScopePattern>>(patterns: I) -> Self {
        Self(patterns.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NORTH: DocId = DocId([0xaa; 16]);
    const SPRING: DocId = DocId([0xdd; 16]);

    #[test]
    fn a_pattern_without_round_covers_every_round_and_none() {
        let pattern = ScopePattern::all_of(Class::Field);
        assert!(pattern.covers(&Scope { class: Class::Field, round: Some(SPRING), area: Some(NORTH) }));
        assert!(pattern.covers(&Scope::whole(Class::Field)));
        assert!(!pattern.covers(&Scope::whole(Class::Sealed)));
    }

    #[test]
    fn a_pattern_for_one_area_does_not_cover_the_whole_project() {
        let pattern = ScopePattern { class: 3, round: None, area: Some(Target::Only(NORTH)) };
        assert!(pattern.covers(&Scope { class: Class::Field, round: None, area: Some(NORTH) }));
        assert!(!pattern.covers(&Scope::whole(Class::Field)));
        let whole = ScopePattern { class: 3, round: None, area: Some(Target::Nothing) };
        assert!(whole.covers(&Scope::whole(Class::Field)));
    }

    #[test]
    fn the_hash_of_scopes_ignores_the_order_in_which_they_were_given() {
        let field = ScopePattern::all_of(Class::Field);
        let project = ScopePattern::all_of(Class::Project);
        let one: Scopes = [field, project].into_iter().collect();
        let other: Scopes = [project, field].into_iter().collect();
        assert_eq!(one.hash(), other.hash());
        assert_ne!(one.hash(), Scopes::everything().hash());
    }
}
