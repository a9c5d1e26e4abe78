//! Roles, and where a device's key lives.

/// What a grant lets a member do; an unknown number has no rights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Sets the project up and settles what needs a person.
    Coordinator,
    /// Collects at doors.
    Researcher,
    /// Takes part in working out what the answers mean.
    Resident,
    /// Sees published results and replies to them.
    Manager,
    /// As a manager, for a ward.
    Councillor,
    /// The sync server.
    Server,
}

impl Role {
    /// Every role, by number.
    pub const ALL: [Self; 6] =
        [Self::Coordinator, Self::Researcher, Self::Resident, Self::Manager, Self::Councillor, Self::Server];

    /// The role's number in acts.
    pub const fn number(self) -> u8 {
        match self {
            Self::Coordinator => 1,
            Self::Researcher => 2,
            Self::Resident => 3,
            Self::Manager => 4,
            Self::Councillor => 5,
            Self::Server => 6,
        }
    }

    /// The role with this number, if this version knows it.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.number() == number)
    }

    /// The role's name on the command line and in logs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Coordinator => "coordinator",
            Self::Researcher => "researcher",
            Self::Resident => "resident",
            Self::Manager => "manager",
            Self::Councillor => "councillor",
            Self::Server => "server",
        }
    }

    /// The role with this name; `volunteer` is another name for researcher.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "volunteer" => Some(Self::Researcher),
            _ => Self::ALL.into_iter().find(|role| role.name() == name),
        }
    }
}

/// Where the key that signs for a member lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Custody {
    /// On the member's own device.
    Device,
    /// On the server, for a person in a browser.
    Hosted,
}

impl Custody {
    /// The custody's number in acts.
    pub const fn number(self) -> u8 {
        match self {
            Self::Device => 1,
            Self::Hosted => 2,
        }
    }

    /// The custody with this number, if this version knows it; an unknown one has no rights.
    pub const fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Device),
            2 => Some(Self::Hosted),
            _ => None,
        }
    }
}
