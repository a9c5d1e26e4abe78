//! Interviews: run, brought from elsewhere, corrected, decided on, quoted, and packed for a courier.

use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
#[command(after_help = "\
A file of answers is a JSON object from question to answer: {\"consent\": \"yes\", \"about\": {\"age\": 41}}. A group is an
object, a repeat an array of objects, several choices an array of their names. `doorstep form show` lists both.")]
pub(crate) struct Interview {
    /// The questionnaire.
    #[arg(required_unless_present = "resume")]
    pub(crate) form: Option<String>,
    /// The door.
    #[arg(long)]
    pub(crate) door: Option<String>,
    /// The area, where there is no door.
    #[arg(long, conflicts_with = "door")]
    pub(crate) area: Option<String>,
    /// Takes the answers from this file and finishes, or changes nothing.
    #[arg(long, value_name = "FILE")]
    pub(crate) answers: Option<PathBuf>,
    /// Notes that the answers are typed in from paper, and asks in few words.
    #[arg(long)]
    pub(crate) from_paper: bool,
    /// With that: the day on which they were asked, as 2026-03-14.
    #[arg(long, value_name = "DAY", requires = "from_paper")]
    pub(crate) asked_on: Option<String>,
    /// Goes on with an interview that was left; `doorstep status` lists them.
    #[arg(long, value_name = "ID", conflicts_with_all = ["form", "door", "area", "answers", "from_paper"])]
    pub(crate) resume: Option<String>,
    /// A word that the respondent chose: with it and the number on their card they can take their answers back by themselves.
    #[arg(long)]
    pub(crate) word: Option<String>,
}

/// What is imported from elsewhere, and where it belongs.
#[derive(Args)]
#[command(after_help = "\
Example, with the zip that ODK Central gives out (\"All data and attachments\"):

  doorstep form add lights-2024.xlsx
  doorstep import-responses lights.zip --form lights --round 'Spring 2024'

ODK Central: the form's CSV file and those of its repeats, or the zip. KoboToolbox: CSV, with XML names or with labels; its
CSV has no repeats. The questionnaire must be in the project. Each response keeps its id, so that importing a file again
adds nothing; each says where it comes from. The round is over: new interviews never belong to it. If anything does not
fit, nothing is imported, and every problem is told with file, row and column.")]
pub(crate) struct ImportResponses {
    /// The files: .csv or .zip.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The questionnaire that they answer.
    #[arg(long)]
    pub(crate) form: String,
    /// The name of their round; made if it is not there.
    #[arg(long, value_name = "NAME")]
    pub(crate) round: String,
    /// Their area.
    #[arg(long)]
    pub(crate) area: Option<String>,
    /// Leaves cells out that are no answers to their questions, with a note for each.
    #[arg(long)]
    pub(crate) leave_out_unfit: bool,
}

#[derive(Args)]
pub(crate) struct Correct {
    /// The interview.
    pub(crate) response: String,
    /// The question's path, as `doorstep show` lists it.
    pub(crate) path: String,
    /// The right answer; choices by their names, nothing in quotes for none.
    pub(crate) answer: String,
    /// Why.
    #[arg(long)]
    pub(crate) reason: String,
}

#[derive(Args)]
pub(crate) struct Decide {
    /// The interview.
    pub(crate) response: String,
    /// The question's path.
    pub(crate) path: String,
    #[command(flatten)]
    pub(crate) verdict: Verdict,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Verdict {
    /// The answer with this number, as `doorstep questions` lists them, is right.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) keep: Option<usize>,
    /// Another answer is right.
    #[arg(long, value_name = "ANSWER")]
    pub(crate) other: Option<String>,
    /// All were right at different times; the one with this number counts.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) both: Option<usize>,
    /// Nobody can tell: ask again.
    #[arg(long)]
    pub(crate) ask_again: bool,
}

#[derive(Args)]
pub(crate) struct Quote {
    /// The interview. Without it, lists what was said and what is released.
    #[arg(requires = "path")]
    pub(crate) response: Option<String>,
    /// The question's path.
    #[arg(requires = "words")]
    pub(crate) path: Option<String>,
    /// The words as everybody may read them: names taken out.
    pub(crate) words: Option<String>,
}

#[derive(Args)]
pub(crate) struct Pack {
    /// The new file.
    pub(crate) file: PathBuf,
    /// Who opens it: server, project (the server and every coordinator), or a person's id.
    #[arg(long, value_name = "WHO", default_value = "server")]
    pub(crate) to: String,
}
