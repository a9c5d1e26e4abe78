//! What can be said on the command line about this phone alone: what leaves it, who opens it.

use clap::{Args, Subcommand};

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
