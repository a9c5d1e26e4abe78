//! What can be said on the command line, and the help that teaches it.

mod assessed;
#[cfg(feature = "export")]
mod exporting;
mod forms;
mod help;
mod hours;
mod own;
mod packs;
mod printing;
mod releases;
mod rights;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use doorstep_ffi::{MemberRole, Outcome};

pub(crate) use assessed::Criterion;
#[cfg(feature = "export")]
pub(crate) use exporting::{Export, ExportName};
pub(crate) use forms::{FormAction, FormAdd, FormChecked, FormMatch, FormTool};
pub(crate) use help::{HelpAction, HelpAsk, HelpEnded, HelpSlips};
pub(crate) use hours::HoursArguments;
pub(crate) use own::{
    Attach, Check, CheckIn, Closing, CountingName, Files, Helplines, Margins, MyName, NotSafeName, OnOff, OneDoor,
    PinAction, Practice, RoundAction, SendFilesName, Stages, Thresholds,
};
pub(crate) use packs::{Codes, PackAction, PackMake};
pub(crate) use printing::Print;
pub(crate) use releases::{Compare, ReleaseAction};
pub(crate) use rights::{
    BasisName, ChangeRole, LeaveOut, QuarantineAction, Responsible, Retention, Revoke, SubjectAccess, Withdraw,
};

const EXAMPLES: &str = "\
Examples, from an empty folder to a result:

  doorstep-server host --store server          in another terminal; prints an address, a key and a token
  export DOORSTEP_STORE=coordinator.db
  doorstep found 'Larkfield estate' --server 127.0.0.1:4433 --pin KEY --token TOKEN
  doorstep responsible --controller 'Larkfield Council' --contact 'data@larkfield.example' \
      --basis public-task --notice privacy.txt  before that nobody can be asked anything
  doorstep area add 'Lark House'
  doorstep door add '12 Larch Road' --area 'Lark House'
  doorstep form add questionnaire.xlsx
  doorstep sync
  doorstep invite --role researcher            prints a text and a QR code

  doorstep --store alice.db join 'DOORSTEP0:...'
  doorstep --store alice.db knock '12 Larch Road' talked
  doorstep --store alice.db interview questionnaire --door '12 Larch Road'
  doorstep --store alice.db sync
  doorstep --store alice.db status

  doorstep form check questionnaire.xlsx       before all that: what is wrong with it? `doorstep form --help` has more
  doorstep questions                           two answers to one question: which is right?
  doorstep results

Areas, doors, questionnaires and interviews are named by their name, a part of it, or the first digits of their id.
Everything but founding on a server, joining, inviting and syncing works without a network.";

/// Doorstep on this computer: what a researcher's phone does, in a terminal.
#[derive(Parser)]
#[command(name = "doorstep", version, after_help = EXAMPLES)]
pub(crate) struct CommandLine {
    /// File of this person's store; made if it is not there. Without it, the environment's DOORSTEP_STORE counts.
    ///
    /// With 64 hexadecimal digits in the file that DOORSTEP_STORE_KEY_FILE names, which nobody else may open, or in DOORSTEP_STORE_KEY
    /// itself, the store is encrypted under that key, if this program was built to encrypt.
    #[arg(long, global = true, value_name = "PATH")]
    pub(crate) store: Option<String>,
    /// Prints lists and reports as JSON.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// The language of results and states, such as en, es or ar; of a questionnaire's file, one that it has.
    #[arg(long, global = true, value_name = "TAG")]
    pub(crate) language: Option<String>,
    #[command(subcommand)]
    pub(crate) subject: Subject,
}

#[derive(Subcommand)]
pub(crate) enum Subject {
    #[command(flatten)]
    Phone(Command),
    /// Checks, tries, prints and compares questionnaires; adds them to the project.
    Form {
        #[command(subcommand)]
        action: FormAction,
    },
}

/// What needs a store.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Founds a project with this store as its first coordinator's.
    Found(Found),
    /// Links the project that was founded here to a server.
    Link(Server),
    /// Joins a project by an invite, or brings one back by its recovery sheet.
    Join(Join),
    /// Invites somebody: prints a text to copy and a QR code to scan.
    Invite(Invite),
    /// Lists the invites that somebody could still use, or takes one back.
    Invites {
        /// The invite to take back, by the first digits of its id.
        #[arg(long, value_name = "INVITE")]
        take_back: Option<String>,
    },
    /// Says whether there is an unused recovery sheet, or makes a new one: the paper that mends the loss of every coordinator's device.
    RecoverySheet(RecoverySheet),
    /// Records or shows who answers for the project and what people are told; before that nobody is asked anything.
    Responsible(Responsible),
    /// Lists everybody's phones: who, with which role, since when.
    Members,
    /// Says what you are called and how to reach you, for coordinators alone; or shows it, or takes it back.
    MyName(MyName),
    /// Lets a phone in that used a printed invite, with the code that its person reads out.
    Confirm {
        /// The phone.
        phone: String,
        /// The code.
        code: String,
    },
    /// Takes somebody's rights back: a member's on all their phones, or one phone's that was lost.
    Revoke(Revoke),
    /// Gives a member another role or other areas.
    ChangeRole(ChangeRole),
    /// Shows what was on a phone that is lost, as far as this one knows.
    Phone {
        /// The phone.
        phone: String,
    },
    /// Lists or releases what came behind the end of somebody's rights.
    Quarantine {
        #[command(subcommand)]
        action: QuarantineAction,
    },
    /// Leaves a doubtful interview out of the results, or takes it back in.
    LeaveOut(LeaveOut),
    /// Has an interview erased on every phone and the server, for good: by the interview, a card number, or after looking up a name.
    Withdraw(Withdraw),
    /// Lists what was erased, and why.
    Erased,
    /// Writes interviews, or the tables of the result, as a file for other tools; what it was and for whom is noted.
    #[cfg(feature = "export")]
    Export(Export),
    /// Lists the files that were handed on, and which hold something that was erased since.
    Exports,
    /// Sets for how long things are kept; lists or erases what is due.
    Retention(Retention),
    /// Writes everything that is held of whoever gave an interview, to be handed to them.
    SubjectAccess(SubjectAccess),
    /// Adds or lists areas, or sets their boundaries.
    Area {
        #[command(subcommand)]
        action: AreaAction,
    },
    /// Adds, lists or ends rounds of asking; interviews belong to the latest that is open.
    Round {
        #[command(subcommand)]
        action: RoundAction,
    },
    /// Adds or lists doors.
    Door {
        #[command(subcommand)]
        action: DoorAction,
    },
    /// Records what happened at a door.
    Knock {
        /// The door.
        door: String,
        /// What happened.
        #[arg(value_enum, required_unless_present = "undo")]
        outcome: Option<OutcomeName>,
        /// With come-back: when they asked us to, in this machine's time: '2026-03-17 18:00'.
        #[arg(long, value_name = "DAY TIME", conflicts_with = "undo")]
        again: Option<String>,
        /// Takes your latest knock there back, a slip of the finger.
        #[arg(long, conflicts_with = "outcome")]
        undo: bool,
    },
    /// Runs an interview: in the terminal, one question at a time, or from a file of answers.
    Interview(Interview),
    /// Imports past responses from ODK Central or KoboToolbox as those of an earlier round.
    ImportResponses(ImportResponses),
    /// Lists the finished interviews.
    Responses,
    /// Shows a finished interview with its history.
    Show {
        /// The interview.
        response: String,
    },
    /// Changes an answer of a finished interview.
    Correct(Correct),
    /// Lists the pictures and other files of a finished interview, or saves them into a folder.
    Files(Files),
    /// Puts a picture or another file in the place of what answered a question of a finished interview.
    Attach(Attach),
    /// Exchanges with the project's server what the other lacks.
    Sync {
        /// Says of each session what was exchanged and why.
        #[arg(long)]
        explain: bool,
        /// Leaves pictures and other files for another time.
        #[arg(long)]
        without_files: bool,
    },
    /// Says or sets when pictures and other files go along with a sync.
    SendFiles {
        /// When.
        #[arg(value_enum)]
        when: Option<SendFilesName>,
    },
    /// Packs what others lack into a file that only they can open, for a courier, a stick or a mail.
    Pack(Pack),
    /// Takes what is whole in a file that was packed for you.
    Unpack {
        /// The file.
        file: PathBuf,
    },
    /// Shows a code, and exchanges with the phone that scans it what the other lacks; both in one network.
    Share {
        /// How many seconds to wait.
        #[arg(long, value_name = "SECONDS", default_value_t = 600)]
        wait: u32,
    },
    /// Calls the phone that shows this code.
    Take {
        /// The code's text, in quotes.
        code: String,
    },
    /// Says where every interview provably is.
    Status,
    /// Sets or removes this phone's PIN: without it nothing is shown or changed here, and what is unsent can still be handed over.
    Pin {
        #[command(subcommand)]
        action: PinAction,
    },
    /// Shows whom to call when somebody may be at risk, or writes it down for every phone. Nothing about anybody is recorded.
    Helplines(Helplines),
    /// Says by when you want to be done, or that you are fine: this phone reminds you, and nobody else hears of it.
    CheckIn(CheckIn),
    /// Lists what people asked for help with, writes down what somebody asks for at a door, and what became of it.
    HelpSlips(HelpSlips),
    /// Makes, or throws away, a practice project beside this store: ten invented doors and six invented people, and nothing of it can be sent.
    Practice(Practice),
    /// Lists what this phone still holds of rounds that are over, and when it leaves.
    Closing(Closing),
    /// Lists the questions with two answers.
    Questions,
    /// Decides which of two answers is right.
    Decide(Decide),
    /// Takes the decision about a question back.
    Undo {
        /// The interview.
        response: String,
        /// The question's path.
        path: String,
    },
    /// Lists what people said, or releases words with names taken out.
    Quote(Quote),
    /// Lists or writes what was agreed on criteria: what good looks like, by whom, and the one answer that a service gives.
    Criterion(Criterion),
    /// Sets released results of several projects beside each other, where people were asked in the same words.
    Compare(Compare),
    /// Shows who carried the hours, or writes down yours.
    Hours(HoursArguments),
    /// Lists or adds codes: what people's words are sorted by.
    Codes(Codes),
    /// Makes, shows, takes or lists question packs: questions, criteria and codes that organisations let each other use.
    QuestionPack {
        #[command(subcommand)]
        action: PackAction,
    },
    /// Lists what a coordinator may want to look at: interviews and volunteers that stand out, groups of which too few were heard.
    Check(Check),
    /// Shows or sets who lives here, by question and choice: results are adjusted to it.
    Margins(Margins),
    /// Shows or writes down in which stages of the service residents had a part, or draws the wheel of them.
    Stages(Stages),
    /// Shows or sets which of several interviews at one door in a round count.
    Counting {
        /// The rule.
        rule: Option<CountingName>,
    },
    /// Lists the doors at which more than one interview stands in a round, or shows two interviews side by side.
    OneDoor(OneDoor),
    /// Shows or sets from how many answers on figures are shown, inside the project and outside.
    Thresholds(Thresholds),
    /// Asks for, lists, shows and saves results that are frozen, named and dated, and adds replies to them.
    Release {
        #[command(subcommand)]
        action: ReleaseAction,
    },
    /// Shows the results so far; to managers and councillors the newest release.
    Results(Results),
    /// Writes a sheet for letterboxes, A5, to print: what people of an area said, and room for what happens now.
    Sheet(Sheet),
    /// Writes paper for whoever knocks, as a page to print.
    Print {
        #[command(subcommand)]
        what: Print,
    },
    /// Serves the field app to a browser on this machine, and prints the address to open.
    #[cfg(feature = "field")]
    Field {
        /// The port; any free one without it.
        #[arg(long, value_name = "PORT", default_value_t = 0)]
        port: u16,
        /// After so many seconds without a page the app locks, where a PIN is set.
        #[arg(long, value_name = "SECONDS", default_value_t = 300)]
        lock_after: u64,
    },
}

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

#[derive(Subcommand)]
pub(crate) enum AreaAction {
    /// Adds one.
    Add {
        /// Its name.
        name: String,
    },
    /// Lists them.
    List,
    /// Sets the boundaries of areas from a GeoJSON file in WGS 84, as councils and statistics offices hand them out.
    #[cfg(feature = "boundaries")]
    Boundaries(Boundaries),
}

#[cfg(feature = "boundaries")]
#[derive(Args)]
pub(crate) struct Boundaries {
    /// The file.
    pub(crate) file: PathBuf,
    /// The property that holds an area's name, such as WD24NM.
    #[arg(long, value_name = "NAME", default_value = "name")]
    pub(crate) name_property: String,
    /// Adds the areas that the project lacks.
    #[arg(long)]
    pub(crate) add_areas: bool,
}

#[derive(Subcommand)]
pub(crate) enum DoorAction {
    /// Adds doors.
    Add(NewDoors),
    /// Adds the doors of a CSV file, as a council or a landlord hands it out.
    #[command(after_help = IMPORT_DOORS_HELP)]
    Import(ImportDoors),
    /// Lists them, in walking order within each area.
    List {
        /// Only those whose turn is yours.
        #[arg(long)]
        mine: bool,
        /// Only those whose place lies outside of their area's boundary: one of the two is wrong.
        #[arg(long)]
        outside: bool,
    },
    /// Takes doors on until a day: others see whose turn it is.
    Take(TakeDoors),
    /// Gives doors back before the time is over.
    GiveBack(WhoseDoors),
    /// Says that nobody should go to a door alone for a while; those who work in its area see it, and it ends by itself.
    Unsafe {
        /// The door.
        door: String,
        /// Why.
        #[arg(long, value_enum, default_value = "other")]
        why: NotSafeName,
        /// For how many days from today, 90 at most.
        #[arg(long, value_name = "DAYS", default_value_t = 30)]
        days: u32,
    },
    /// Says that a door is safe again.
    Safe {
        /// The door.
        door: String,
    },
    /// Lists the pairs of doors that may be one home under two addresses.
    Doubles,
    /// Says that two doors are the same home: nothing is merged, each shows what happened at the other.
    Same {
        /// One of them.
        one: String,
        /// The other.
        other: String,
    },
    /// Says that two doors are two homes.
    Different {
        /// One of them.
        one: String,
        /// The other.
        other: String,
    },
}

#[derive(Args)]
pub(crate) struct TakeDoors {
    #[command(flatten)]
    pub(crate) whose: WhoseDoors,
    /// For how many days from today; to the end of Sunday without it.
    #[arg(long, value_name = "DAYS")]
    pub(crate) days: Option<u32>,
}

#[derive(Args)]
pub(crate) struct WhoseDoors {
    /// The doors.
    #[arg(required_unless_present = "area")]
    pub(crate) doors: Vec<String>,
    /// All doors of an area that nobody else has.
    #[arg(long, conflicts_with = "doors")]
    pub(crate) area: Option<String>,
    /// Another member instead of you, by the first digits of their id.
    #[arg(long = "for", value_name = "MEMBER")]
    pub(crate) member: Option<String>,
}

const IMPORT_DOORS_HELP: &str = "\
Columns: `address`, or its parts (`flat`, `building name`, `building number`, `street`, `address line 1`, `address line 2`);
`area`, `note`, `order`, `uprn`, `latitude` and `longitude` if there are any. Importing a file again adds what is new in it.";

#[derive(Args)]
pub(crate) struct ImportDoors {
    /// The file.
    pub(crate) file: PathBuf,
    /// The area of rows that name none.
    #[arg(long)]
    pub(crate) area: Option<String>,
    /// Adds the areas that the file names and the project does not have.
    #[arg(long)]
    pub(crate) add_areas: bool,
}

#[derive(Args)]
pub(crate) struct NewDoors {
    /// Addresses, without town and country.
    #[arg(required_unless_present_any = ["file", "range"])]
    pub(crate) addresses: Vec<String>,
    /// Many addresses at once: "Flats 1-64, Lark House", or one side of a street, "2-30 even, Elm Street".
    #[arg(long, conflicts_with_all = ["addresses", "file"])]
    pub(crate) range: Option<String>,
    /// A file with one address on each line, in walking order.
    #[arg(long, conflicts_with = "addresses")]
    pub(crate) file: Option<PathBuf>,
    /// Their area.
    #[arg(long)]
    pub(crate) area: Option<String>,
    /// How to get in. Nothing about people.
    #[arg(long, default_value = "")]
    pub(crate) note: String,
    /// Where they are on a map, in degrees: '51.5012, -0.1243'.
    #[arg(long, value_name = "PLACE", allow_hyphen_values = true)]
    pub(crate) place: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum OutcomeName {
    /// Somebody talked.
    Talked,
    /// Nobody was in.
    #[value(alias = "nobody_in")]
    NobodyIn,
    /// They asked to come back.
    #[value(alias = "come_back")]
    ComeBack,
    /// They said no.
    #[value(alias = "no_thanks")]
    NoThanks,
    /// The door could not be reached.
    #[value(alias = "cannot_get_in")]
    CannotGetIn,
    /// They speak another language.
    #[value(alias = "another_language")]
    AnotherLanguage,
    /// Nobody lives here.
    #[value(alias = "nobody_lives_here")]
    NobodyLivesHere,
    /// They asked never to be called on again.
    #[value(alias = "never_again")]
    NeverAgain,
}

impl OutcomeName {
    pub(crate) fn outcome(self) -> Outcome {
        match self {
            Self::Talked => Outcome::Talked,
            Self::NobodyIn => Outcome::NobodyIn,
            Self::ComeBack => Outcome::ComeBack,
            Self::NoThanks => Outcome::NoThanks,
            Self::CannotGetIn => Outcome::CannotGetIn,
            Self::AnotherLanguage => Outcome::AnotherLanguage,
            Self::NobodyLivesHere => Outcome::NobodyLivesHere,
            Self::NeverAgain => Outcome::NeverAgain,
        }
    }
}

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
pub(crate) struct Pack {
    /// The new file.
    pub(crate) file: PathBuf,
    /// Who opens it: server, project (the server and every coordinator), or a person's id.
    #[arg(long, value_name = "WHO", default_value = "server")]
    pub(crate) to: String,
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
pub(crate) struct Results {
    /// Prints text; that is what happens anyway.
    #[arg(long, conflicts_with = "html")]
    pub(crate) text: bool,
    /// Writes one page to this file instead.
    #[arg(long, value_name = "FILE", conflicts_with = "charts")]
    pub(crate) html: Option<PathBuf>,
    /// Writes each chart as a picture (SVG) into this folder instead, as outsiders may see it, to be pasted into a document.
    #[arg(long, value_name = "FOLDER", conflicts_with = "text")]
    pub(crate) charts: Option<PathBuf>,
    /// Shows what each group of people said beside everybody instead, for an equality assessment.
    #[arg(long, conflicts_with_all = ["text", "html", "charts"])]
    pub(crate) groups: bool,
    /// For whom that is and what for: it is noted, so that they can be told when something is erased.
    #[arg(long = "for", value_name = "TEXT")]
    pub(crate) purpose: Option<String>,
}

#[derive(Args)]
pub(crate) struct Sheet {
    /// The area; without it, all of them together.
    #[arg(long)]
    pub(crate) area: Option<String>,
    /// The page to write.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
}
