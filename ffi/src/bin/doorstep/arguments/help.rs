//! What can be said on the command line about people who ask for help.

use clap::{Args, Subcommand, ValueEnum};
use doorstep_ffi::HowHelped;

/// With a subcommand it does something; without, it lists.
#[derive(Args)]
pub(crate) struct HelpSlips {
    #[command(subcommand)]
    pub(crate) action: Option<HelpAction>,
}

#[derive(Subcommand)]
pub(crate) enum HelpAction {
    /// Shows with what people can be helped and who answers, or writes it down for every phone.
    Kinds {
        /// Each as 'KIND: WHO ANSWERS: DAYS', such as 'Repairs: Housing team: 7'; together they take the place of those before.
        kinds: Vec<String>,
        /// Writes down none: nobody can ask for help any more.
        #[arg(long, conflicts_with = "kinds")]
        none: bool,
    },
    /// Writes down that somebody at a door asks for help. Nothing is, unless they say yes to its being passed on.
    Ask(HelpAsk),
    /// Lists what was written down on this phone, by its number alone: what it says only coordinators can open.
    Own,
    /// Writes down what became of something that somebody asked for.
    Ended(HelpEnded),
    /// Says that something that was written down on this phone is not to be passed on after all.
    TakeBack {
        /// The slip.
        slip: String,
    },
    /// Has a slip erased on every phone and the server, for good.
    Erase {
        /// The slip.
        slip: String,
    },
}

#[derive(Args)]
pub(crate) struct HelpAsk {
    /// The door.
    pub(crate) door: String,
    /// With what, as the project's list has it.
    #[arg(long)]
    pub(crate) kind: String,
    /// What it is about, in a few words.
    #[arg(long)]
    pub(crate) words: String,
    /// How to reach the person.
    #[arg(long)]
    pub(crate) reach: String,
    /// They said yes to its being passed on to whom the list names.
    #[arg(long)]
    pub(crate) said_yes: bool,
    /// The finished interview after which they ask.
    #[arg(long, value_name = "INTERVIEW")]
    pub(crate) after: Option<String>,
}

#[derive(Args)]
pub(crate) struct HelpEnded {
    /// The slip.
    pub(crate) slip: String,
    /// How it ended.
    #[arg(value_enum)]
    pub(crate) how: HowName,
    /// What was done, or why nothing could be.
    #[arg(long)]
    pub(crate) what: String,
    /// The day on which the person was told, as 2026-03-14.
    #[arg(long, value_name = "DAY")]
    pub(crate) told: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum HowName {
    /// It was done.
    Done,
    /// It could not be done.
    CouldNot,
    /// Somebody else took it on.
    PassedOn,
}

impl HowName {
    pub(crate) const fn how(self) -> HowHelped {
        match self {
            Self::Done => HowHelped::Done,
            Self::CouldNot => HowHelped::CouldNot,
            Self::PassedOn => HowHelped::PassedOn,
        }
    }
}
