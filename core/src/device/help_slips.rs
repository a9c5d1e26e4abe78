//! Asking for help at a door: what somebody asks for, who has to answer until when, and what became of it.
//!
//! It stands apart from every interview and is locked to coordinators. What the phone of whoever wrote it down remembers is
//! `own_slips`'; with what people can be helped at all, `help_kinds`'.

use super::assignments::LONGEST_TURN;
use super::doors::{checked, random_doc};
use super::view::View;
use super::write::Batch;
use super::{Device, DeviceError, Moment};
use crate::document::kinds::help_slip::{Ended, HelpSlip, Said};
use crate::document::kinds::subject::Subject;
use crate::entry::{DocKey, Why};
use crate::ids::{DocId, MemberId};
use crate::member::{Access, Class, DocKind, Scope};
use crate::time::Timestamp;

/// The most characters that say what it is about, and what became of it.
const MAX_WORDS_CHARS: usize = 300;
/// The most characters that say how to reach somebody.
const MAX_REACH_CHARS: usize = 100;

/// What somebody asks for at a door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// The door.
    pub door: DocId,
    /// The interview after which they ask, if after one.
    pub interview: Option<DocId>,
    /// With what, by the name in the project's list.
    pub kind: String,
    /// What it is about.
    pub words: String,
    /// How to reach them.
    pub reach: String,
    /// Whether they said yes to its being passed on to whom the list names.
    pub said_yes: bool,
}

/// Something that somebody asked for, for whoever may open it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlipLine {
    /// The slip.
    pub id: DocId,
    /// What it says.
    pub slip: HelpSlip,
    /// Who wrote it down.
    pub by: Option<MemberId>,
    /// What became of it, in the order in which that was written down, each with who did.
    pub ends: Vec<(Ended, Option<MemberId>)>,
}

impl SlipLine {
    /// Whether nobody has written down yet how it ended.
    pub fn is_open(&self) -> bool {
        self.ends.is_empty()
    }

    /// Whether it is open although an answer was promised by now.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.is_open() && self.slip.answer_by < now
    }
}

/// What is known of one slip.
struct Slip {
    line: Option<SlipLine>,
    taken_back: bool,
}

impl Device {
    /// Writes down that somebody asks for help, locked so that only coordinators can open it. Returns the slip's id.
    ///
    /// # Errors
    /// When they did not say yes, a part is empty or too long, the project has no such kind, an answer is promised too late, the door is
    /// not on this device, or this person may not write in its area.
    pub fn ask_for_help(
        &self,
        asking: &Asking,
        answer_by: Timestamp,
        at: &mut Moment<'_>,
    ) -> Result<DocId, DeviceError> {
        if !asking.said_yes {
            return Err(DeviceError::NotToBePassedOn);
        }
        if answer_by <= at.now || answer_by > at.now.after(LONGEST_TURN) {
            return Err(DeviceError::BadTurn);
        }
        let kinds = self.help_kinds()?;
        let kind = kinds.into_iter().find(|kind| kind.name == asking.kind).ok_or(DeviceError::UnknownHelp)?;
        let said = Said::Asked(HelpSlip {
            kind: kind.name,
            to: kind.to,
            words: checked("what somebody asks for", &asking.words, MAX_WORDS_CHARS)?,
            reach: checked("how to reach somebody", &asking.reach, MAX_REACH_CHARS)?,
            door: asking.door,
            interview: asking.interview,
            at: at.now,
            answer_by,
        });
        let scope = Scope { class: Class::Person, round: None, area: self.area_of(asking.door)? };
        let slip = random_doc(at);
        self.say_of_slip(scope, slip, &said, at)?;
        self.remember_slip(slip, answer_by, at.now)?;
        Ok(slip)
    }

    /// What people asked for, what has to be answered first standing first: for whoever may open it.
    ///
    /// # Errors
    /// When this person may not, or the store can't be read.
    pub fn help_slips(&self) -> Result<Vec<SlipLine>, DeviceError> {
        self.check_right(Class::Person, Access::Read)?;
        let read = self.slips(&self.view()?)?.into_iter();
        let mut lines: Vec<SlipLine> = read.filter(|slip| !slip.taken_back).filter_map(|slip| slip.line).collect();
        lines.sort_by_key(|line| (!line.is_open(), line.slip.answer_by, line.id));
        Ok(lines)
    }

    /// Writes down what became of something that somebody asked for. Nothing that was written before is lost.
    ///
    /// # Errors
    /// When there is no such slip here, what became of it is not said or too long, or this person may not open it.
    pub fn end_help_slip(&self, slip: DocId, ended: &Ended, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        self.check_right(Class::Person, Access::Read)?;
        let key = self.find(DocKind::HelpSlip, slip)?;
        let what = checked("what became of it", &ended.what, MAX_WORDS_CHARS)?;
        let ended = Ended { what, at: at.now, ..ended.clone() };
        self.say_of_slip(key.scope, slip, &Said::Ended(ended), at)
    }

    /// Has a slip erased on every replica, because the person asked for that or it should not have been written.
    ///
    /// # Errors
    /// When there is no such slip here, or this person may not have anything erased.
    pub fn erase_help_slip(&self, slip: DocId, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        self.check_right(Class::Person, Access::Erase)?;
        self.find(DocKind::HelpSlip, slip)?;
        self.erase_all(&[Subject { kind: DocKind::HelpSlip, doc: slip }], Why::Asked, at)
    }

    /// What whoever gave an interview asked for after it, as far as it can be opened here.
    pub(super) fn slips_of(&self, interview: DocId, view: &View<'_>) -> Result<Vec<SlipLine>, DeviceError> {
        let lines = self.slips(view)?.into_iter().filter_map(|slip| slip.line);
        Ok(lines.filter(|line| line.slip.interview == Some(interview)).collect())
    }

    /// Has those slips erased that were taken back, and those whose person had the interview erased. Only a coordinator's device does.
    pub(super) fn forget_slips(&self, at: &mut Moment<'_>) -> Result<(), DeviceError> {
        let Ok(view) = self.view() else { return Ok(()) };
        let membership = self.membership()?;
        if membership.grant_for(&self.id(), &Scope::whole(Class::Person), Access::Erase).is_none() {
            return Ok(());
        }
        let mut subjects = Vec::new();
        for key in view.all(DocKind::HelpSlip)? {
            let Slip { line, taken_back } = self.slip(&view, &key)?;
            let interview = line.and_then(|line| line.slip.interview);
            let erased = interview.map(|interview| self.is_erased(interview)).transpose()?;
            if taken_back || erased == Some(true) {
                subjects.push(Subject { kind: DocKind::HelpSlip, doc: key.doc });
            }
        }
        if subjects.is_empty() { Ok(()) } else { self.erase_all(&subjects, Why::Asked, at) }
    }

    /// Adds a value to a slip's document.
    pub(super) fn say_of_slip(
        &self,
        scope: Scope,
        slip: DocId,
        said: &Said,
        at: &mut Moment<'_>,
    ) -> Result<(), DeviceError> {
        let key = DocKey { scope, kind: DocKind::HelpSlip.number(), doc: slip };
        let writing = self.lock();
        let membership = self.membership()?;
        let mut batch = Batch::default();
        let values = said.to_values(at.now);
        batch.push(scope, self.lock_value(&membership, &key, values, Vec::new(), at)?);
        self.commit(batch, &writing, at).map(drop)
    }

    fn slips(&self, view: &View<'_>) -> Result<Vec<Slip>, DeviceError> {
        view.all(DocKind::HelpSlip)?.iter().map(|key| self.slip(view, key)).collect()
    }

    fn slip(&self, view: &View<'_>, key: &DocKey) -> Result<Slip, DeviceError> {
        let membership = self.membership()?;
        let mut said: Vec<_> = Vec::new();
        for (author, entry, value) in self.values_by_author(view, key)? {
            said.extend(Said::read(&value.values).map(|said| (entry, said, membership.member_of(&author))));
        }
        said.sort_by_key(|(entry, ..)| *entry);
        let (mut line, mut ends, mut taken_back): (Option<SlipLine>, Vec<_>, bool) = (None, Vec::new(), false);
        for (_, said, by) in said {
            match said {
                Said::Asked(slip) if line.is_none() => {
                    line = Some(SlipLine { id: key.doc, slip, by, ends: Vec::new() });
                }
                Said::Asked(_) => {}
                Said::Ended(ended) => ends.push((ended, by)),
                Said::TakenBack => taken_back = true,
            }
        }
        ends.sort_by_key(|(ended, _)| ended.at);
        Ok(Slip { line: line.map(|line| SlipLine { ends, ..line }), taken_back })
    }
}
