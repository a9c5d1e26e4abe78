//! What is printed for whoever knocks at doors.
//!
//! Sheets for residents are among the results.

use std::path::PathBuf;

use clap::Subcommand;

#[derive(Subcommand)]
pub(crate) enum Print {
    /// Your doors in walking order, with room for what happens at each; all that nobody has where you took none on.
    Doors {
        /// The area; without it, every area.
        #[arg(long)]
        area: Option<String>,
        /// The page to write.
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
    /// A guide for volunteers on one page.
    Guide {
        /// The page to write.
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
}
