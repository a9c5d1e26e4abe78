//! What can be said on the command line about who answers for a project and who may do what in it.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use doorstep_ffi::{Basis, WhyErased};

use super::project::RoleName;

#[derive(Args)]
pub(crate) struct Responsible {
    /// An organisation that answers for the project, the controller; may be given several times.
    #[arg(long, value_name = "NAME", requires_all = ["contact", "basis", "notice"])]
    pub(crate) controller: Vec<String>,
    /// How people reach it: an address, a number.
    #[arg(long, requires = "controller")]
    pub(crate) contact: Option<String>,
    /// What allows it to keep personal details, apart from people agreeing to take part.
    #[arg(long, value_enum, requires = "controller")]
    pub(crate) basis: Option<BasisName>,
    /// A text file with the privacy notice that people are given.
    #[arg(long, value_name = "FILE", requires = "controller")]
    pub(crate) notice: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum BasisName {
    Consent,
    Contract,
    LegalObligation,
    VitalInterests,
    PublicTask,
    LegitimateInterests,
}

impl BasisName {
    pub(crate) fn basis(self) -> Basis {
        match self {
            Self::Consent => Basis::Consent,
            Self::Contract => Basis::Contract,
            Self::LegalObligation => Basis::LegalObligation,
            Self::VitalInterests => Basis::VitalInterests,
            Self::PublicTask => Basis::PublicTask,
            Self::LegitimateInterests => Basis::LegitimateInterests,
        }
    }
}

#[derive(Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Revoke {
    /// The member.
    pub(crate) member: Option<String>,
    /// Only this phone.
    #[arg(long)]
    pub(crate) phone: Option<String>,
}

#[derive(Args)]
pub(crate) struct ChangeRole {
    /// The member.
    pub(crate) member: String,
    /// What they may do from now on.
    #[arg(long, value_enum)]
    pub(crate) role: RoleName,
    /// An area that they work on; may be given several times. Without it, all.
    #[arg(long)]
    pub(crate) area: Vec<String>,
}

#[derive(Subcommand)]
pub(crate) enum QuarantineAction {
    /// Lists what is held back.
    List,
    /// Shows the answers of an interview that is held back.
    Show {
        /// The interview.
        record: String,
    },
    /// Lets something count that was held back.
    Release {
        /// The interview or other record.
        record: String,
    },
}

#[derive(Args)]
pub(crate) struct Withdraw {
    /// The interview.
    #[arg(required_unless_present_any = ["card", "name"], conflicts_with_all = ["card", "name"])]
    pub(crate) response: Option<String>,
    /// The number on the respondent's card.
    #[arg(long, value_name = "NUMBER", conflicts_with = "name")]
    pub(crate) card: Option<String>,
    /// Lists the interviews of people whose name or contact holds this; erases nothing.
    #[arg(long, value_name = "TEXT")]
    pub(crate) name: Option<String>,
    /// Why it is erased.
    #[arg(long, value_enum, default_value = "asked")]
    pub(crate) why: WhyName,
}

#[derive(Args)]
pub(crate) struct Retention {
    /// Everything about an interview is kept for so many days.
    #[arg(long, value_name = "DAYS")]
    pub(crate) answers: Option<u32>,
    /// Names and contacts are kept for so many days.
    #[arg(long, value_name = "DAYS")]
    pub(crate) contact: Option<u32>,
    /// Words that a coordinator reads first are kept for so many days as they were said; quotes made of them stay.
    #[arg(long, value_name = "DAYS")]
    pub(crate) words: Option<u32>,
    /// Slips of people who asked for help are kept for so many days.
    #[arg(long, value_name = "DAYS")]
    pub(crate) help_slips: Option<u32>,
    /// When a round is over, interviews stay on volunteers' phones for so many days after the server's backup has them; 14 unless set.
    #[arg(long, value_name = "DAYS")]
    pub(crate) phones: Option<u32>,
    /// Erases everything that is due.
    #[arg(long, conflicts_with_all = ["answers", "contact", "words", "help_slips", "phones"])]
    pub(crate) erase: bool,
}

#[derive(Args)]
pub(crate) struct SubjectAccess {
    /// The interview.
    pub(crate) response: String,
    /// The folder to write to; made if it is not there.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) to: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum WhyName {
    /// Somebody asked for it.
    Asked,
    /// The time for which it may be kept is over.
    Retention,
    /// It should not have been collected.
    Mistaken,
}

impl WhyName {
    pub(crate) fn why(self) -> WhyErased {
        match self {
            Self::Asked => WhyErased::Asked,
            Self::Retention => WhyErased::Retention,
            Self::Mistaken => WhyErased::Mistaken,
        }
    }
}

#[derive(Args)]
pub(crate) struct LeaveOut {
    /// The interview.
    pub(crate) response: String,
    /// Why.
    #[arg(long, required_unless_present = "undo")]
    pub(crate) reason: Option<String>,
    /// Takes it back in.
    #[arg(long, conflicts_with = "reason")]
    pub(crate) undo: bool,
}
