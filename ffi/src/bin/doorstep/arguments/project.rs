//! Founding, linking and joining a project, inviting to it, its recovery sheet.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use doorstep_ffi::MemberRole;

use super::Responsible;

#[derive(Args)]
pub(crate) struct Found {
    /// The project's name.
    pub(crate) name: String,
    /// Where its server is; with --pin and --token.
    #[arg(long, value_name = "ADDRESS", requires_all = ["pin", "token"])]
    pub(crate) server: Option<String>,
    /// The server's key, as it prints it.
    #[arg(long, value_name = "KEY", requires = "server")]
    pub(crate) pin: Option<String>,
    /// The token that the server prints.
    #[arg(long, requires = "server")]
    pub(crate) token: Option<String>,
    /// Also writes the recovery sheet as a page to print. Delete it afterwards.
    #[arg(long, value_name = "FILE")]
    pub(crate) sheet: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) responsible: Responsible,
}

#[derive(Args)]
pub(crate) struct Server {
    /// Where the server is.
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) server: String,
    /// The server's key, as it prints it.
    #[arg(long, value_name = "KEY")]
    pub(crate) pin: String,
    /// The token that the server prints.
    #[arg(long)]
    pub(crate) token: String,
}

#[derive(Args)]
pub(crate) struct Join {
    /// The text of the invite or of the recovery sheet, in quotes; `-` asks for it, without showing it.
    #[arg(allow_hyphen_values = true)]
    pub(crate) invite: String,
    /// Where the server is, if it has moved or a recovery sheet names none; with --pin.
    #[arg(long, value_name = "ADDRESS", requires = "pin")]
    pub(crate) server: Option<String>,
    /// The server's key, as it prints it.
    #[arg(long, value_name = "KEY", requires = "server")]
    pub(crate) pin: Option<String>,
}

#[derive(Args)]
pub(crate) struct RecoverySheet {
    /// Makes a new one; every other one is worth nothing from then on.
    #[arg(long)]
    pub(crate) new: bool,
    /// Writes the new one as a page to print. Delete it afterwards.
    #[arg(long, value_name = "FILE", requires = "new")]
    pub(crate) html: Option<PathBuf>,
}

#[derive(Args)]
pub(crate) struct Invite {
    /// What they may do.
    #[arg(long, value_enum)]
    pub(crate) role: RoleName,
    /// An area that they work on; may be given several times. Without it, all.
    #[arg(long)]
    pub(crate) area: Vec<String>,
    /// How many hours the invite is taken.
    #[arg(long, value_name = "HOURS", default_value_t = 72)]
    pub(crate) lasts: u32,
    /// It is handed over on paper or in a message: who uses it waits until you have compared a code with them.
    #[arg(long)]
    pub(crate) printed: bool,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum RoleName {
    Coordinator,
    #[value(alias = "volunteer")]
    Researcher,
    Resident,
    Manager,
    Councillor,
}

impl RoleName {
    pub(crate) fn role(self) -> MemberRole {
        match self {
            Self::Coordinator => MemberRole::Coordinator,
            Self::Researcher => MemberRole::Researcher,
            Self::Resident => MemberRole::Resident,
            Self::Manager => MemberRole::Manager,
            Self::Councillor => MemberRole::Councillor,
        }
    }
}
