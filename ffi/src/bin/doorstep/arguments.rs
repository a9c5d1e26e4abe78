//! What can be said on the command line, and the help that teaches it.

mod assessed;
#[cfg(feature = "export")]
mod exporting;
mod forms;
mod help;
mod hours;
mod interviews;
mod own;
mod packs;
mod places;
mod printing;
mod project;
mod releases;
mod results;
mod rights;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

pub(crate) use assessed::Criterion;
#[cfg(feature = "export")]
pub(crate) use exporting::{Export, ExportName};
pub(crate) use forms::{FormAction, FormAdd, FormChecked, FormMatch, FormTool};
pub(crate) use help::{HelpAction, HelpAsk, HelpEnded, HelpSlips};
pub(crate) use hours::HoursArguments;
pub(crate) use interviews::{Correct, Decide, ImportResponses, Interview, Pack, Quote, Verdict};
pub(crate) use own::{
    Attach, Check, CheckIn, Closing, CountingName, Files, Helplines, Margins, MyName, NotSafeName, OnOff, OneDoor,
    PinAction, Practice, RoundAction, SendFilesName, Stages, Thresholds,
};
pub(crate) use packs::{Codes, PackAction, PackMake};
#[cfg(feature = "boundaries")]
pub(crate) use places::Boundaries;
pub(crate) use places::{AreaAction, DoorAction, ImportDoors, NewDoors, OutcomeName, TakeDoors, WhoseDoors};
pub(crate) use printing::Print;
pub(crate) use project::{Found, Invite, Join, RecoverySheet, Server};
pub(crate) use releases::{Compare, ReleaseAction};
pub(crate) use results::{Results, Sheet};
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
