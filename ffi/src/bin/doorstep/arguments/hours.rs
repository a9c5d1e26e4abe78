//! What can be said on the command line about hours.

use clap::{Args, ValueEnum};
use doorstep_ffi::{GaveAs, WorkKind};

#[derive(Args)]
pub(crate) struct HoursArguments {
    /// How many minutes you gave; without it, the hours of all are shown, and yours.
    pub(crate) minutes: Option<u32>,
    /// For what.
    #[arg(long = "for", value_enum, value_name = "WORK", default_value_t = WorkName::Knocking)]
    pub(crate) work: WorkName,
    /// As what.
    #[arg(long = "as", value_enum, value_name = "WHO", default_value_t = GaveAsName::Volunteer)]
    pub(crate) gave_as: GaveAsName,
    /// On which day, as 2026-03-14; today without it.
    #[arg(long, value_name = "DAY")]
    pub(crate) day: Option<String>,
    /// Corrects what you wrote before, by the first digits of its id.
    #[arg(long, value_name = "HOURS", requires = "minutes")]
    pub(crate) correct: Option<String>,
    /// Takes back what you wrote before, by the first digits of its id.
    #[arg(long, value_name = "HOURS", conflicts_with_all = ["minutes", "correct"])]
    pub(crate) take_back: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum WorkName {
    /// Going from door to door and asking.
    Knocking,
    /// Working out what people said.
    Analysing,
    /// Meetings and workshops.
    Meeting,
    /// Translating and interpreting.
    Translating,
    /// Planning, printing, looking after others.
    Organising,
    /// Anything else.
    Other,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum GaveAsName {
    /// Unpaid, from wherever.
    Volunteer,
    /// As somebody who lives here.
    Resident,
    /// As a part of paid work.
    Staff,
}

impl WorkName {
    pub(crate) const fn kind(self) -> WorkKind {
        match self {
            Self::Knocking => WorkKind::Knocking,
            Self::Analysing => WorkKind::Analysing,
            Self::Meeting => WorkKind::Meeting,
            Self::Translating => WorkKind::Translating,
            Self::Organising => WorkKind::Organising,
            Self::Other => WorkKind::Other,
        }
    }
}

impl GaveAsName {
    pub(crate) const fn who(self) -> GaveAs {
        match self {
            Self::Volunteer => GaveAs::Volunteer,
            Self::Resident => GaveAs::Resident,
            Self::Staff => GaveAs::Staff,
        }
    }
}
