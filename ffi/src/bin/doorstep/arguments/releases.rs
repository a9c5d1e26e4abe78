//! What can be said on the command line about releases.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Subcommand)]
pub(crate) enum ReleaseAction {
    /// Asks the server to release the result: when every round has ended, or enough have answered. It answers with the next sync.
    Ask {
        /// What it is to be called beside its number.
        #[arg(default_value = "")]
        name: String,
        /// How many days there are for replies before everybody is shown it.
        #[arg(long, value_name = "DAYS", default_value_t = 14)]
        reply_days: u64,
    },
    /// Shows what would be in it, of what is on this phone.
    Look,
    /// Lists the releases, what was said to them, and what was asked for.
    List,
    /// Shows a release as it was made; without a number, the newest.
    Show {
        /// Its number.
        number: Option<u64>,
    },
    /// Adds a service's reply, or a fact, to a release that is not published yet. The numbers stay as they are.
    Reply {
        /// The release's number.
        number: u64,
        /// What is said.
        text: String,
        /// Who says it, by service or role.
        #[arg(long)]
        who: String,
        /// It is a fact to be added, and no reply.
        #[arg(long)]
        fact: bool,
    },
    /// Writes a release's page into a file, as it was made.
    Save {
        /// The release's number.
        number: u64,
        /// The file.
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        /// Writes the numbers with their flags, as CSV.
        #[arg(long)]
        tables: bool,
        /// Writes what other projects can compare with theirs: the shares, and in which words was asked.
        #[arg(long, conflicts_with = "tables")]
        to_compare: bool,
    },
    /// Sets from how many interviews on a result may be released while a round is open; 0 takes that back.
    From {
        /// How many.
        interviews: u64,
    },
}

#[derive(Args)]
pub(crate) struct Compare {
    /// Two or more files that `doorstep release save NUMBER --to FILE --to-compare` wrote; the first is what the others are held against.
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Writes one page to this file.
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
}
