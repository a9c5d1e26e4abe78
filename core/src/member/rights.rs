//! The table of rights: what each role may do in each class. Every path that reads, writes, sends or hands on asks here.
//!
//! A grant's scope patterns and its standing narrow this further, see [`Membership`](super::Membership); nothing widens it.
//! `docs/security.md` shows the table in words and is compared with it by a test.

use super::{Class, Custody, Role};

/// What somebody wants to do in a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// Receive and read entries.
    Read,
    /// Hold entries and pass them on to those entitled, without being able to open what they carry.
    Carry,
    /// Add entries.
    Write,
    /// Decide between several answers.
    Settle,
    /// Let something go further or hold it back: words with names taken out, doubtful interviews.
    Release,
    /// Take it out of the project, as a file for others.
    Export,
    /// Have it erased on every replica.
    Erase,
}

impl Access {
    /// Every kind of access, in the order of the table's letters.
    pub const ALL: [Self; 7] =
        [Self::Read, Self::Carry, Self::Write, Self::Settle, Self::Release, Self::Export, Self::Erase];

    const fn letter(self) -> u8 {
        match self {
            Self::Read => b'r',
            Self::Carry => b'c',
            Self::Write => b'w',
            Self::Settle => b's',
            Self::Release => b'l',
            Self::Export => b'x',
            Self::Erase => b'e',
        }
    }
}

/// A row for each role in the order of [`Role::ALL`], a column for each class in the order of [`Class::ALL`].
/// r read, c carry locked, w write, s settle, l release, x export, e erase.
#[rustfmt::skip]
const TABLE: [[&str; 7]; 6] = [
    //  membership  project   field      sealed   deliberation  server  person
    /* coordinator */ ["rw",      "rws",    "rwslxe",  "rws",   "rwsle",      "rx",   "rwse"],
    /* researcher  */ ["r",       "r",      "rws",     "rw",    "rw",         "r",    "w"],
    /* resident    */ ["r",       "r",      "",        "",      "rw",         "r",    ""],
    /* manager     */ ["r",       "r",      "",        "",      "",           "rx",   ""],
    /* councillor  */ ["r",       "r",      "",        "",      "",           "rx",   ""],
    /* server      */ ["rw",      "r",      "r",       "c",     "r",          "rw",   "c"],
];

/// Whether a role may do this in a class.
///
/// ```
/// use doorstep_core::member::{may, Access, Class, Role};
///
/// assert!(may(Role::Researcher, Class::Field, Access::Write));
/// assert!(!may(Role::Manager, Class::Field, Access::Read));
/// ```
pub const fn may(role: Role, class: Class, access: Access) -> bool {
    let letters = TABLE[role as usize][class as usize].as_bytes();
    let mut place = 0;
    while place < letters.len() {
        if letters[place] == access.letter() {
            return true;
        }
        place += 1;
    }
    false
}

/// Whether a key in this custody may do this in a class, whatever its role. What the server signs for a person in a browser is
/// never an interview, a decision, a membership act or a release; and what is sealed from the server is sealed from such keys too.
pub const fn custody_allows(custody: Custody, class: Class, access: Access) -> bool {
    match (custody, access) {
        (Custody::Device, _) | (Custody::Hosted, Access::Carry) => true,
        (Custody::Hosted, Access::Read) => !matches!(class, Class::Sealed | Class::Person),
        (Custody::Hosted, Access::Write) => matches!(class, Class::Deliberation),
        (Custody::Hosted, Access::Settle | Access::Release | Access::Export | Access::Erase) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_may_not_read_they_carry_locked_or_add_to_at_most() {
        for (role, class) in Role::ALL.into_iter().flat_map(|role| Class::ALL.map(|class| (role, class))) {
            let more = [Access::Settle, Access::Release, Access::Export].into_iter();
            assert!(may(role, class, Access::Read) || !more.clone().any(|access| may(role, class, access)));
            let unread = may(role, class, Access::Write) && !may(role, class, Access::Read);
            assert_eq!(unread, (role, class) == (Role::Researcher, Class::Person), "{role:?} {class:?}");
            assert!(!may(role, class, Access::Carry) || !may(role, class, Access::Read), "{role:?} {class:?}");
        }
    }

    #[test]
    fn the_server_reads_nothing_that_is_sealed() {
        for class in [Class::Sealed, Class::Person] {
            assert!(!may(Role::Server, class, Access::Read) && may(Role::Server, class, Access::Carry));
            assert!(!custody_allows(Custody::Hosted, class, Access::Read));
        }
    }

    #[test]
    fn the_table_has_no_other_letters_and_stands_in_the_order_of_roles_and_classes() {
        let known: Vec<u8> = Access::ALL.map(Access::letter).into();
        assert!(TABLE.iter().flatten().flat_map(|cell| cell.bytes()).all(|letter| known.contains(&letter)));
        assert!(Role::ALL.iter().enumerate().all(|(place, role)| *role as usize == place));
        assert!(Class::ALL.iter().enumerate().all(|(place, class)| *class as usize == place));
    }

    #[test]
    fn interviews_are_written_by_coordinators_and_researchers_alone() {
        let writers: Vec<Role> = Role::ALL.into_iter().filter(|role| may(*role, Class::Field, Access::Write)).collect();
        assert_eq!(writers, [Role::Coordinator, Role::Researcher]);
    }

    #[test]
    fn the_server_writes_for_people_in_browsers_what_they_deliberate_and_nothing_else() {
        let writes = |class: &Class| custody_allows(Custody::Hosted, *class, Access::Write);
        assert_eq!(Class::ALL.into_iter().filter(writes).collect::<Vec<_>>(), [Class::Deliberation]);
        assert!(!custody_allows(Custody::Hosted, Class::Field, Access::Settle));
    }
}
