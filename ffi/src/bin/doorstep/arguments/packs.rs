//! What can be said on the command line about question packs and codes.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Subcommand)]
pub(crate) enum PackAction {
    /// Writes questions of a questionnaire, with what was agreed on their criteria and the codes, as one file for other organisations.
    Make(PackMake),
    /// Shows what is in a pack's file, and which of its questions are asked here in the same words.
    Show {
        /// The file.
        file: PathBuf,
    },
    /// Takes a pack's criteria, as proposals, and its codes, and writes its questions as a draft to look at and add.
    Take {
        /// The file.
        file: PathBuf,
        /// Where the draft goes, as a workbook; `doorstep form add` adds it when it is as it should be.
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
        /// The questionnaire that the questions are put behind; without it, they are one of their own.
        #[arg(long, value_name = "QUESTIONNAIRE", requires = "to")]
        form: Option<String>,
    },
    /// Lists the packs that were taken.
    List,
}

#[derive(Args)]
pub(crate) struct PackMake {
    /// The file to write.
    pub(crate) file: PathBuf,
    /// The questionnaire.
    #[arg(long, value_name = "QUESTIONNAIRE")]
    pub(crate) form: String,
    /// A question, by its name or path; may be said several times. Without it, all that people are asked. What its logic reads comes along.
    #[arg(long = "question", value_name = "NAME")]
    pub(crate) questions: Vec<String>,
    /// What the pack is called.
    #[arg(long)]
    pub(crate) title: String,
    /// Whose it is.
    #[arg(long)]
    pub(crate) organisation: String,
    /// Leaves out what was agreed on criteria.
    #[arg(long)]
    pub(crate) without_criteria: bool,
    /// Leaves out the codes.
    #[arg(long)]
    pub(crate) without_codes: bool,
    /// The story: who tried it, a group or a service.
    #[arg(long, default_value = "")]
    pub(crate) who: String,
    /// The story: where.
    #[arg(long, default_value = "")]
    pub(crate) place: String,
    /// The story: when, in words.
    #[arg(long, default_value = "")]
    pub(crate) when: String,
    /// The story: what changed because of it.
    #[arg(long, default_value = "")]
    pub(crate) changed: String,
    /// The story: whom to ask, and how; with --ask-agreed.
    #[arg(long, default_value = "")]
    pub(crate) ask: String,
    /// That person agreed to be asked.
    #[arg(long)]
    pub(crate) ask_agreed: bool,
}

#[derive(Args)]
pub(crate) struct Codes {
    /// The code to add, or to say anew what belongs to it; without it, all are listed.
    pub(crate) name: Option<String>,
    /// What belongs to it.
    #[arg(long, value_name = "TEXT", requires = "name", default_value = "")]
    pub(crate) means: String,
}
