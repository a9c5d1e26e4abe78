//! A day in the field: every volunteer walks their own round, knocks, asks and records, all without a signal.
//!
//! Who is met where is in `plan`; how an interview goes is in `interview`.

use std::time::Duration;

use doorstep_core::device::Start;
use doorstep_core::document::kinds::visit::Knock;
use doorstep_core::ids::{BlobHash, DocId};
use indicatif::ProgressBar;
use jiff::tz::TimeZone;

use super::interview;
use super::phone::Phone;
use super::plan::{Meeting, Plan};
use super::respondent::Respondent;
use super::{DemoError, Options};
use crate::generate::dice::Dice;

/// A part of the estate as it stands in the project.
#[derive(Debug, Clone)]
pub(super) struct Area {
    pub(super) id: DocId,
    /// Its doors, in the order of the walk.
    pub(super) doors: Vec<DocId>,
}

/// What a day was about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Day<'a> {
    pub(super) number: usize,
    pub(super) plan: &'a Plan,
    pub(super) form: BlobHash,
    pub(super) areas: &'a [Area],
}

/// What a day brought.
#[derive(Debug, Clone, Default)]
pub(super) struct Brought {
    /// The interviews, with their places in the plan.
    pub(super) interviews: Vec<(usize, DocId)>,
    /// How often somebody knocked in vain.
    pub(super) in_vain: usize,
}

/// How long the way to the next door takes.
const WALK: Duration = Duration::from_secs(4 * 60);

/// Lets every phone work at once, each on a thread of its own.
pub(super) fn work(
    phones: &mut [Phone],
    day: Day<'_>,
    options: &Options,
    bar: &ProgressBar,
) -> Result<Brought, DemoError> {
    let brought: Vec<Result<Brought, DemoError>> = std::thread::scope(|scope| {
        let walks: Vec<_> = phones
            .iter_mut()
            .enumerate()
            .map(|(number, phone)| scope.spawn(move || walk(phone, number, day, options, bar)))
            .collect();
        let panicked = || Err(DemoError::Broken { what: "a volunteer's walk broke off".to_owned() });
        walks.into_iter().map(|walk| walk.join().unwrap_or_else(|_| panicked())).collect()
    });
    let mut all = Brought::default();
    for brought in brought {
        let brought = brought?;
        all.interviews.extend(brought.interviews);
        all.in_vain += brought.in_vain;
    }
    all.interviews.sort_unstable();
    Ok(all)
}

fn walk(
    phone: &mut Phone,
    number: usize,
    day: Day<'_>,
    options: &Options,
    bar: &ProgressBar,
) -> Result<Brought, DemoError> {
    let mut dice = Dice::new(options.seed, 2_000_000 + (day.number * 1_000 + number) as u64);
    let mut brought = Brought::default();
    for meeting in day.plan.of(number, day.number) {
        options.go_on()?;
        brought.in_vain += knocks_in_vain(phone, day, &meeting, &mut dice)?;
        phone.wait(WALK);
        let door = meeting.door.and_then(|door| day.areas[meeting.area].doors.get(door)).copied();
        if let Some(door) = door {
            phone.act("record a knock", |device, at| device.record_knock(door, Knock::Talked, at))?;
        }
        let area = Some(day.areas[meeting.area].id);
        let start = Start { form: day.form, door, area, from_paper: false, asked_on: None, zone: TimeZone::UTC };
        let response = talk(phone, &start, &meeting, options.seed)?;
        brought.interviews.push((meeting.number, response));
        bar.inc(1);
    }
    Ok(brought)
}

/// Holds an interview; when somebody's answers lead to a question that nothing fits any more, with somebody else.
fn talk(phone: &mut Phone, start: &Start, meeting: &Meeting, seed: u64) -> Result<DocId, DemoError> {
    const PEOPLE: u64 = 6;
    let mut attempt = 0;
    loop {
        match interview::hold(phone, start, Respondent::at(meeting, seed, attempt)) {
            Err(DemoError::Unanswerable { .. }) if attempt + 1 < PEOPLE => attempt += 1,
            done => return done,
        }
    }
}

/// Some doors stay shut before one opens.
fn knocks_in_vain(phone: &mut Phone, day: Day<'_>, meeting: &Meeting, dice: &mut Dice) -> Result<usize, DemoError> {
    const SHUT: u64 = 45;
    const OUTCOMES: [Knock; 8] = [
        Knock::NobodyIn,
        Knock::NobodyIn,
        Knock::NobodyIn,
        Knock::NobodyIn,
        Knock::NoThanks,
        Knock::ComeBack,
        Knock::AnotherLanguage,
        Knock::CannotGetIn,
    ];
    if meeting.door.is_none() || !dice.percent(SHUT) {
        return Ok(0);
    }
    let doors = &day.areas[meeting.area].doors;
    let door = doors[usize::try_from(dice.below(doors.len() as u64)).unwrap_or(0)];
    let outcome = OUTCOMES[usize::try_from(dice.below(OUTCOMES.len() as u64)).unwrap_or(0)];
    phone.wait(WALK);
    phone.act("record a knock", |device, at| device.record_knock(door, outcome, at))?;
    Ok(1)
}
