//! What can be said on the command line about this phone alone: what leaves it, who opens it.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use doorstep_ffi::{CountingRule, NotSafe, SendFiles};

#[derive(Args)]
pub(crate) struct Closing {
    /// Takes off this phone at once what is in the server's backup, instead of after the days that the project sets.
    #[arg(long)]
    pub(crate) now: bool,
}

#[derive(Subcommand)]
pub(crate) enum RoundAction {
    /// Adds one.
    Add {
        /// Its name.
        name: String,
    },
    /// Lists them.
    List,
    /// Ends one: interviews of it leave volunteers' phones some days after the server's backup has them.
    Close {
        /// The round.
        round: String,
    },
}

#[derive(Clone, Copy, Subcommand)]
pub(crate) enum PinAction {
    /// Sets one, or another. It is asked for, or read from standard input: the one so far if there is one, then the new one twice.
    Set,
    /// Does without.
    Remove,
}

#[derive(Args)]
pub(crate) struct Files {
    /// The interview.
    pub(crate) response: String,
    /// Saves them into this folder instead, as far as this person may open them.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) save: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Attach {
    /// The interview.
    pub(crate) response: String,
    /// The question's path, as `doorstep show` lists it.
    pub(crate) path: String,
    /// The file. Of a picture only the picture is kept: no place, no time, no camera's name.
    pub(crate) file: PathBuf,
    /// Why.
    #[arg(long)]
    pub(crate) reason: String,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum SendFilesName {
    /// Whenever there is a network.
    Always,
    /// Where the network costs nothing.
    Unmetered,
    /// Never, until it is said otherwise.
    Never,
}

impl SendFilesName {
    pub(crate) const fn when(self) -> SendFiles {
        match self {
            Self::Always => SendFiles::Always,
            Self::Unmetered => SendFiles::Unmetered,
            Self::Never => SendFiles::Never,
        }
    }
}

#[derive(Args)]
pub(crate) struct Margins {
    /// Takes them from this file: lines of question,choice,count under that heading; shares such as 23.5% instead of counts.
    pub(crate) file: Option<PathBuf>,
    /// Adjusts no longer.
    #[arg(long, conflicts_with = "file")]
    pub(crate) none: bool,
}

#[derive(Args)]
pub(crate) struct Stages {
    /// The stage to write of: co-commission, co-design, co-deliver or co-assess.
    #[arg(conflicts_with = "html")]
    pub(crate) stage: Option<String>,
    /// How residents had a part in it; without it, they had none.
    pub(crate) how: Option<String>,
    /// Writes the wheel as one page to this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum CountingName {
    /// One for each home: of several the one that says most.
    OnePerHome,
    /// One for each person: leave the others out by hand.
    OnePerPerson,
    /// All of them.
    Anyone,
}

impl CountingName {
    pub(crate) fn rule(self) -> CountingRule {
        match self {
            Self::OnePerHome => CountingRule::OnePerHome,
            Self::OnePerPerson => CountingRule::OnePerPerson,
            Self::Anyone => CountingRule::Anyone,
        }
    }
}

#[derive(Args)]
pub(crate) struct OneDoor {
    /// An interview.
    #[arg(requires = "other")]
    pub(crate) one: Option<String>,
    /// The interview to set beside it.
    pub(crate) other: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnOff {
    On,
    Off,
}

#[derive(Args)]
pub(crate) struct Thresholds {
    /// For researchers and coordinators; 5 unless set, and never less.
    #[arg(long, value_name = "ANSWERS")]
    pub(crate) inside: Option<u64>,
    /// For everybody else; 10 unless set, and never less.
    #[arg(long, value_name = "ANSWERS")]
    pub(crate) outside: Option<u64>,
    /// Blurs figures for everybody else by a little that follows from whose answers they are (cell keys), or no longer.
    #[arg(long)]
    pub(crate) blur: Option<OnOff>,
}

#[derive(Args)]
pub(crate) struct Check {
    /// Takes how many of each group are wanted in a round from this file: lines of question,choice,count under that heading.
    #[arg(long, value_name = "FILE")]
    pub(crate) targets: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct CheckIn {
    /// By when you want to be done, within the next twelve hours, as 18:30.
    #[arg(long, value_name = "TIME", conflicts_with = "fine")]
    pub(crate) until: Option<String>,
    /// You are fine: nothing of it is kept.
    #[arg(long)]
    pub(crate) fine: bool,
}

#[derive(Args)]
pub(crate) struct Practice {
    /// Throws the practice project away, with everything that was tried in it.
    #[arg(long)]
    pub(crate) throw_away: bool,
}

#[derive(Args)]
pub(crate) struct MyName {
    /// What you are called.
    pub(crate) name: Option<String>,
    /// How to reach you.
    #[arg(long, requires = "name")]
    pub(crate) reach: Option<String>,
    /// Takes it back: it is erased everywhere once a coordinator has synced.
    #[arg(long, conflicts_with = "name")]
    pub(crate) none: bool,
}

#[derive(Args)]
pub(crate) struct Helplines {
    /// The numbers, all of them: "Police: 999" "Night line: 0800 123".
    pub(crate) lines: Vec<String>,
    /// Takes them away.
    #[arg(long, conflicts_with = "lines")]
    pub(crate) none: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum NotSafeName {
    /// An animal.
    Animal,
    /// A way or stairs without light.
    Dark,
    /// Something broken: steps, wires, a lift.
    Broken,
    /// Another reason, which a coordinator can be asked for.
    Other,
}

impl NotSafeName {
    pub(crate) const fn why(self) -> NotSafe {
        match self {
            Self::Animal => NotSafe::Animal,
            Self::Dark => NotSafe::Dark,
            Self::Broken => NotSafe::Broken,
            Self::Other => NotSafe::Other,
        }
    }
}
