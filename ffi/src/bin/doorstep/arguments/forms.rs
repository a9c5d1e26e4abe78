//! What can be said about questionnaires: those that are in the project, and files on the way there.
//!
//! Everything else on the command line stands in `arguments`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

const FORM_EXAMPLES: &str = "\
Examples, from a table to a questionnaire in the field:

  doorstep form check lights.xlsx              every problem with sheet, row, column and what to do
  doorstep form show lights.xlsx               the outline, with all logic
  doorstep form run lights.xlsx                try it here: the same screen as an interview, nothing is kept
  doorstep form print lights.xlsx --out lights.html
  doorstep form diff lights-2025.xlsx lights.xlsx
  doorstep form match lights.xlsx              which questions assess something? guesses, to be confirmed
  doorstep form add lights.xlsx                adds it to the project; needs --store

Only add, list and show of an added questionnaire need a store. --language takes a name or code that the file has.";

/// What to do with questionnaires.
#[derive(Subcommand)]
#[command(after_help = FORM_EXAMPLES)]
pub(crate) enum FormAction {
    /// Adds a questionnaire from a file: .xlsx, .xls, .csv or Markdown tables.
    Add(FormAdd),
    /// Lists the questionnaires of the project.
    List,
    /// Shows a file's outline with its logic; or of an added questionnaire, the questions and choices by their names.
    Show {
        /// A file, or a questionnaire of the project.
        form: String,
    },
    /// Says which of a questionnaire's languages were checked by somebody who speaks them, or records that one was.
    Checked(FormChecked),
    #[command(flatten)]
    Tool(FormTool),
}

#[derive(Args)]
pub(crate) struct FormChecked {
    /// A questionnaire of the project.
    pub(crate) form: String,
    /// The language, by its name or its code.
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) spoken: Option<String>,
    /// Who has checked it: only coordinators read the name.
    #[arg(long, value_name = "NAME", requires = "spoken")]
    pub(crate) by: Option<String>,
    /// Erases the name everywhere; that the language was checked stays.
    #[arg(long, requires = "spoken", conflicts_with = "by")]
    pub(crate) forget_name: bool,
}

#[derive(Args)]
pub(crate) struct FormAdd {
    /// The file.
    pub(crate) file: PathBuf,
    /// Matches questions to what is assessed as this file says; `doorstep form match` makes it.
    #[arg(long, value_name = "FILE.match.json")]
    pub(crate) matching: Option<PathBuf>,
}

/// What can be done with a questionnaire's file without any store.
#[derive(Subcommand)]
pub(crate) enum FormTool {
    /// Checks a file and reports every problem; ends with status 1 if there are errors.
    ///
    /// Each problem names its sheet, row and column, what stands there, what is wrong and what to do. Warnings stand apart:
    /// with warnings alone the questionnaire works. --json prints the same for programs.
    Check {
        /// The file.
        file: PathBuf,
    },
    /// Tries a questionnaire out in the terminal; nothing is kept.
    ///
    /// Data files that the questionnaire names are read from the file's folder. With --json, the answers are printed at
    /// the end as they would be stored.
    Run {
        /// The file.
        file: PathBuf,
    },
    /// Answers JSON requests, one a line, for scripts that test questionnaires.
    #[command(after_help = RUNNER)]
    Runner,
    /// Writes the questionnaire for paper: one HTML page that prints well, the routing in words.
    Print {
        /// The file.
        file: PathBuf,
        /// Where to write the page; without it, to standard output.
        #[arg(long, value_name = "FILE.html")]
        out: Option<PathBuf>,
    },
    /// Writes the questionnaire as a workbook again; importing that gives the same version.
    Export {
        /// The file.
        file: PathBuf,
        /// The workbook to write.
        #[arg(long, value_name = "FILE.xlsx")]
        to: PathBuf,
    },
    /// Says in plain words what changed from one file to another.
    Diff {
        /// The earlier file.
        old: PathBuf,
        /// The later file.
        new: PathBuf,
    },
    /// Matches questions to what is assessed, for a file without evaluation columns: guesses, and asks about each.
    ///
    /// Guessed are the question that asks for the role, pairs of how much something matters and how it goes, scales and
    /// their good end, choices that stand for no answer, themes, and questions about the person. The file itself stays as
    /// it is: what you confirm is written beside it, and `doorstep form add FILE --matching FILE.match.json` takes both.
    Match(FormMatch),
}

#[derive(Args)]
pub(crate) struct FormMatch {
    /// The file.
    pub(crate) file: PathBuf,
    /// Takes every guess without asking.
    #[arg(long)]
    pub(crate) yes: bool,
    /// Where to write what was confirmed; without it, beside the file.
    #[arg(long, value_name = "FILE.match.json")]
    pub(crate) out: Option<PathBuf>,
}

const RUNNER: &str = "\
One JSON object a line on standard input, one reply a line on standard output, in the same order, each at once:

  {\"op\":\"import\",\"id\":1,\"xlsx\":\"lights.xlsx\"}
      {\"id\":1,\"model\":{\"binds\":[...]}}              or {\"id\":1,\"error\":\"...\"}
  {\"op\":\"run\",\"id\":2,\"xlsx\":\"lights.xlsx\",\"tz\":\"Europe/London\",\"steps\":[
     {\"answer\":[\"/data/lamps\",\"3\"]},
     {\"probe\":[{\"path\":\"/data/dark\",\"want\":[\"relevant\",\"label\"]}]}]}
      {\"id\":2,\"results\":[[{\"relevant\":true,\"label\":\"...\"}]]}
  {\"op\":\"xpath\",\"id\":3,\"expr\":\"1 + 1\",\"type\":\"number\",\"tz\":\"UTC\"}
      {\"id\":3,\"value\":2.0}
  {\"op\":\"export_csv\",...}                        filled-in forms as ODK Central's CSV files

Steps of a run: answer [path, value or list of values], add_repeat path, remove_repeat path[n], ensure_repeats [path, n],
set_language name, probe [{path, want}]. Paths begin at the root element data; instances of repeats are counted from 1.
What a probe may want: value, relevant, required, readonly, valid, message, label, hint, choices, choice_labels, count,
exists, in_submission. A bad request gets an error and ends nothing; blank lines are passed by.";
