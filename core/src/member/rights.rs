//! The table of rights: what each role may do in each class. Every path that reads, writes or sends asks here.
//!
//! A grant's scope patterns narrow this further; they never widen it.

use super::{Class, Role};

/// What somebody wants to do in a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// Receive and read entries.
    Read,
    /// Add entries.
    Write,
    /// Decide between several answers.
    Settle,
}

/// Whether a role may do this in a class.
///
/// ```
/// use doorstep_core::member::{may, Access, Class, Role};
///
/// assert!(may(Role::Researcher, Class::Field, Access::Write));
/// assert!(!may(Role::Manager, Class::Field, Access::Read));
/// ```
pub const fn may(role: Role, class: Class, access: Access) -> bool {
    let granted = match (role, class) {
        (Role::Coordinator, Class::Server) => READ,
        (Role::Coordinator, _) => READ_WRITE_SETTLE,

        (Role::Researcher, Class::Membership | Class::Project) => READ,
        (Role::Researcher, Class::Field) => READ_WRITE_SETTLE,
        (Role::Researcher, Class::Sealed | Class::Deliberation) => READ_WRITE,
        (Role::Researcher, Class::Server) => READ,

        (Role::Resident, Class::Membership | Class::Project | Class::Server) => READ,
        (Role::Resident, Class::Deliberation) => READ_WRITE,
        (Role::Resident, Class::Field | Class::Sealed) => NOTHING,

        (Role::Manager | Role::Councillor, Class::Membership | Class::Project | Class::Server) => READ,
        (Role::Manager | Role::Councillor, Class::Field | Class::Sealed | Class::Deliberation) => NOTHING,

        (Role::Server, Class::Membership | Class::Server) => READ_WRITE,
        (Role::Server, _) => READ,
    };
    granted & access.bit() != 0
}

impl Access {
    const fn bit(self) -> u8 {
        match self {
            Self::Read => 1,
            Self::Write => 2,
            Self::Settle => 4,
        }
    }
}

const NOTHING: u8 = 0;
const READ: u8 = 1;
const READ_WRITE: u8 = 3;
const READ_WRITE_SETTLE: u8 = 7;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_writes_or_settles_what_they_may_not_read() {
        for role in Role::ALL {
            for class in Class::ALL {
                let reads = may(role, class, Access::Read);
                assert!(reads || !may(role, class, Access::Write), "{role:?} {class:?}");
                assert!(reads || !may(role, class, Access::Settle), "{role:?} {class:?}");
            }
        }
    }

    #[test]
    fn interviews_are_written_by_coordinators_and_researchers_alone() {
        let writers: Vec<Role> = Role::ALL.into_iter().filter(|role| may(*role, Class::Field, Access::Write)).collect();
        assert_eq!(writers, [Role::Coordinator, Role::Researcher]);
    }
}
