//! The reference device `doorstep`: everything a phone can do, in a terminal, on the facade that phones get.
//!
//! Its counterpart on the other end of the line is `doorstep-server`.
#![forbid(unsafe_code)]

mod answers_file;
mod arguments;
mod ask;
mod check;
mod check_in;
mod closing;
mod compare;
mod criteria;
#[cfg(feature = "export")]
mod exporting;
mod failure;
#[cfg(feature = "field")]
mod field;
mod files;
mod form_tools;
mod forms;
mod held_back;
mod help;
mod helplines;
mod hours;
mod interview;
mod keeping;
mod margins;
mod members;
mod one_door;
mod out;
mod packs;
mod passing;
mod past;
mod people;
mod pick;
mod pictures;
mod pin;
mod places;
mod practice;
mod printing;
mod project;
mod recovery;
mod releases;
mod responses;
mod results;
mod stages;
mod status;
mod store_key;
mod sync;
mod thresholds;
mod two_answers;
mod withdraw;

use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use doorstep_ffi::{Phone, PhoneSettings};
use tracing_subscriber::EnvFilter;

use arguments::{Command, CommandLine, Subject};
use failure::Failure;
use out::Out;

fn main() -> ExitCode {
    if let Ok(filter) = EnvFilter::try_from_env("DOORSTEP_LOG") {
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).init();
    }
    match run(CommandLine::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.tell();
            ExitCode::FAILURE
        }
    }
}

fn run(line: CommandLine) -> Result<(), Failure> {
    let out = &Out::new(line.json, line.language.as_deref());
    let opening = Opening { store: line.store, language: line.language };
    match line.subject {
        Subject::Form { action } => forms::form(&opening, out, action),
        Subject::Phone(command) => {
            let phone = if pin::is_free(&command) { opening.locked_phone()? } else { opening.phone()? };
            on_phone(&phone, out, command)
        }
    }
}

fn on_phone(phone: &Arc<Phone>, out: &Out, command: Command) -> Result<(), Failure> {
    match command {
        Command::Found(arguments) => project::found(phone, out, arguments),
        Command::Link(server) => project::link(phone, out, server),
        Command::Join(arguments) => project::join(phone, out, arguments),
        Command::Invite(arguments) => people::invite(phone, out, &arguments),
        Command::Invites { take_back } => people::invites(phone, out, take_back.as_deref()),
        Command::RecoverySheet(arguments) => recovery::recovery_sheet(phone, out, &arguments),
        Command::Responsible(arguments) => project::responsible(phone, out, arguments),
        Command::Members => members::list(phone, out),
        Command::MyName(arguments) => members::my_name(phone, out, arguments),
        Command::Confirm { phone: meant, code } => members::confirm(phone, out, &meant, code),
        Command::Revoke(arguments) => members::revoke(phone, out, &arguments),
        Command::ChangeRole(arguments) => members::change_role(phone, out, &arguments),
        Command::Phone { phone: meant } => members::what_was_on(phone, out, &meant),
        Command::Quarantine { action } => held_back::quarantine(phone, out, action),
        Command::LeaveOut(arguments) => held_back::leave_out(phone, out, arguments),
        Command::Withdraw(arguments) => withdraw::withdraw(phone, out, arguments),
        Command::Erased => withdraw::erased(phone, out),
        #[cfg(feature = "export")]
        Command::Export(arguments) => exporting::export(phone, out, &arguments),
        Command::Exports => keeping::exports(phone, out),
        Command::Retention(arguments) => keeping::retention(phone, out, &arguments),
        Command::SubjectAccess(arguments) => withdraw::subject_access(phone, out, &arguments),
        Command::Area { action } => places::area(phone, out, action),
        Command::Round { action } => places::round(phone, out, action),
        Command::Door { action } => places::door(phone, out, action),
        Command::Knock { door, outcome, again, .. } => places::knock(phone, out, &door, outcome, again.as_deref()),
        Command::Interview(arguments) => interview::interview(phone, out, &arguments),
        Command::ImportResponses(arguments) => past::import(phone, out, arguments),
        Command::Responses => responses::list(phone, out),
        Command::Show { response } => responses::show(phone, out, &response),
        Command::Correct(arguments) => responses::correct(phone, out, arguments),
        Command::Files(arguments) => pictures::list(phone, out, &arguments),
        Command::Attach(arguments) => pictures::attach(phone, out, arguments),
        Command::Sync { explain, without_files } => sync::sync(phone, out, explain, without_files),
        Command::SendFiles { when } => pictures::send(phone, out, when),
        Command::Pack(arguments) => passing::pack(phone, out, &arguments),
        Command::Unpack { file } => passing::unpack(phone, out, &file),
        Command::Share { wait } => passing::share(phone, out, wait),
        Command::Take { code } => passing::take(phone, out, &code),
        Command::Status => status::status(phone, out),
        Command::Helplines(arguments) => helplines::helplines(phone, out, arguments),
        Command::CheckIn(arguments) => check_in::check_in(phone, out, arguments),
        Command::HelpSlips(arguments) => help::help_slips(phone, out, arguments),
        Command::Practice(arguments) => practice::practice(phone, out, &arguments),
        Command::Pin { action } => pin::pin(phone, out, action),
        Command::Closing(arguments) => closing::closing(phone, out, &arguments),
        Command::Questions => two_answers::questions(phone, out),
        Command::Decide(arguments) => two_answers::decide(phone, out, arguments),
        Command::Undo { response, path } => two_answers::undo(phone, out, &response, path),
        Command::Quote(arguments) => people::quote(phone, out, arguments),
        Command::Criterion(arguments) => criteria::criterion(phone, out, arguments),
        Command::Compare(arguments) => compare::compare(phone, out, &arguments),
        Command::Hours(arguments) => hours::hours(phone, out, &arguments),
        Command::Codes(arguments) => packs::codes(phone, out, arguments),
        Command::QuestionPack { action } => packs::question_pack(phone, out, action),
        Command::Check(arguments) => check::check(phone, out, &arguments),
        Command::Margins(arguments) => margins::margins(phone, out, &arguments),
        Command::Release { action } => releases::release(phone, out, action),
        Command::Stages(arguments) => stages::stages(phone, out, &arguments),
        Command::Counting { rule } => one_door::counting(phone, out, rule),
        Command::OneDoor(arguments) => one_door::one_door(phone, out, arguments),
        Command::Thresholds(arguments) => thresholds::thresholds(phone, out, &arguments),
        Command::Results(arguments) => results::results(phone, out, &arguments),
        Command::Sheet(arguments) => results::sheet(phone, out, &arguments),
        Command::Print { what } => printing::print(phone, out, what),
        #[cfg(feature = "field")]
        Command::Field { port, lock_after } => {
            field::field(Arc::clone(phone), out, port, std::time::Duration::from_secs(lock_after))
        }
    }
}

/// Whose store is meant, and in which language; not every command needs it.
pub(crate) struct Opening {
    store: Option<String>,
    /// The language that was asked for.
    pub(crate) language: Option<String>,
}

impl Opening {
    /// Opens the store, and asks for its PIN if it has one.
    pub(crate) fn phone(&self) -> Result<Arc<Phone>, Failure> {
        let phone = self.locked_phone()?;
        pin::open(&phone)?;
        Ok(phone)
    }

    /// Opens the store that is named, or that the environment names; with the key that the environment holds, if any.
    fn locked_phone(&self) -> Result<Arc<Phone>, Failure> {
        let from_environment = || std::env::var("DOORSTEP_STORE").ok().filter(|path| !path.is_empty());
        let store_path = self.store.clone().or_else(from_environment).ok_or(Failure::NoStore)?;
        let language = self.language.clone();
        let settings = PhoneSettings { store_path, zone: None, language, system: None, install_id: None };
        Ok(match store_key::from_environment()? {
            Some(keys) => Phone::open_encrypted(settings, keys)?,
            None => Phone::open(settings)?,
        })
    }
}
