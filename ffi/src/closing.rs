//! The end of a round on a phone: what is still only here, what is safe, and what leaves this phone when.
//!
//! Having something erased everywhere is `withdrawing`'s; for how long things are kept, `keeping`'s.

use doorstep_core::device::{ClosingList, Stays};

use crate::{Phone, PhoneError, input, machine};

/// How long an interview of a round that is over stays on a phone. New ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum Staying {
    /// As far as is proven it is only here: it stays until it has been sent.
    OnlyHere,
    /// The server has it; it stays until the server's backup has it too.
    UntilBackedUp,
    /// It is in the server's backup, and leaves on a day.
    Leaves,
}

/// Something that is to leave this phone: an interview of a round that is over, or the slip of somebody who asked for help.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ClosingRow {
    /// The interview, or the slip.
    pub response: String,
    /// Its round, if it has one.
    pub round: Option<String>,
    /// How long it stays.
    pub staying: Staying,
    /// From when on it may leave, in milliseconds since 1970 UTC; none while it can't.
    pub leaves_ms: Option<i64>,
}

/// What a phone still holds of rounds that are over.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ClosingCard {
    /// Finished interviews; those first that stay longest.
    pub interviews: Vec<ClosingRow>,
    /// Interviews that were never finished: only here.
    pub unfinished: Vec<String>,
    /// How many interviews have left this phone so far.
    pub gone: u64,
    /// For how many days an interview stays after it is known to be in the server's backup.
    pub days: u32,
    /// Whether interviews leave without being told to; on a coordinator's device they do not.
    pub by_itself: bool,
    /// Slips of people who asked for help, which were written down on this phone; those first that stay longest.
    #[uniffi(default = [])]
    pub slips: Vec<ClosingRow>,
}

#[uniffi::export]
impl Phone {
    /// What this phone still holds of rounds that are over.
    ///
    /// # Errors
    /// The phone is locked, or the store can't be read.
    pub fn closing(&self) -> Result<ClosingCard, PhoneError> {
        Ok(ClosingCard::of(self.device().closing(machine::now())?))
    }

    /// Takes those interviews off this phone that may leave by now, and returns how many; a sync does the same by itself.
    ///
    /// # Errors
    /// The store can't be read or written.
    pub fn let_go_due(&self) -> Result<u64, PhoneError> {
        Ok(self.device().forget_due(machine::now())?)
    }

    /// Takes those interviews of rounds that are over off this phone at once that are in the server's backup, and returns how many.
    ///
    /// # Errors
    /// The store can't be read or written.
    pub fn let_go_backed_up(&self) -> Result<u64, PhoneError> {
        Ok(self.device().forget_backed_up(machine::now())?)
    }

    /// Ends a round.
    ///
    /// # Errors
    /// There is no such round, it has ended, or this person may not set the project up.
    pub fn close_round(&self, round: String) -> Result<(), PhoneError> {
        let round = input::id("a round", &round)?;
        self.act(|device, at| device.close_round(round, at))
    }
}

impl ClosingCard {
    fn of(list: ClosingList) -> Self {
        let ClosingList { lines, slips, unfinished, gone, days, by_itself } = list;
        let row = |line: doorstep_core::device::ClosingLine| {
            let (staying, leaves_ms) = match line.stays {
                Stays::OnlyHere => (Staying::OnlyHere, None),
                Stays::UntilBackedUp => (Staying::UntilBackedUp, None),
                Stays::Until(from) => (Staying::Leaves, Some(from.0)),
            };
            let round = line.round.map(|round| round.to_string());
            ClosingRow { response: line.subject.doc.to_string(), round, staying, leaves_ms }
        };
        let unfinished = unfinished.into_iter().map(|draft| draft.to_string()).collect();
        let slips = slips.into_iter().map(row).collect();
        Self { interviews: lines.into_iter().map(row).collect(), unfinished, gone, days, by_itself, slips }
    }
}
