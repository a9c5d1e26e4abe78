//! With what people can be helped and who answers: coordinators write it down once, and what is not written down nobody is promised.
//!
//! What somebody asked for is `help_slips`'; how the list is kept is `document::kinds::help_kinds`'.

use super::doors::checked;
use super::responsible::project_document;
use super::{Device, DeviceError, Moment};
use crate::document::kinds::help_kinds::{self, HelpKind, MAX_HELP_DAYS, MAX_HELP_KINDS};
use crate::member::{Access, Class, DocKind};

/// The most characters of a kind, and of who answers.
const MAX_CHARS: usize = 80;

impl Device {
    /// With what people can be helped, in the order in which coordinators put it; empty if they wrote nothing down.
    ///
    /// # Errors
    /// When the phone is locked or in no project, or the store can't be read.
    pub fn help_kinds(&self) -> Result<Vec<HelpKind>, DeviceError> {
        self.view()?;
        Ok(help_kinds::read(self.load(&self.settings()?)?.flat()))
    }

    /// Writes down with what people can be helped; none takes it away. What was asked for before stays as it was.
    ///
    /// # Errors
    /// When a part is empty or too long, a number of days is 0 or too high, there are too many, or this person may not set the project up.
    pub fn set_help_kinds(&self, kinds: &[HelpKind], at: &mut Moment<'_>) -> Result<(), DeviceError> {
        self.check_right(Class::Project, Access::Write)?;
        if kinds.len() > MAX_HELP_KINDS {
            return Err(DeviceError::BadText { what: "the list of kinds of help", most: MAX_HELP_KINDS });
        }
        let kinds: Vec<HelpKind> = kinds.iter().map(fit).collect::<Result<_, _>>()?;
        let key = project_document(self.membership()?.project());
        self.put_deciding(&key, DocKind::Project, |_| help_kinds::to_values(&kinds), at)
    }
}

fn fit(kind: &HelpKind) -> Result<HelpKind, DeviceError> {
    let line =
        |what, text: &str| Ok::<_, DeviceError>(checked(what, text, MAX_CHARS)?.replace(['\t', '\n', '\r'], " "));
    if !(1..=MAX_HELP_DAYS).contains(&kind.days) {
        return Err(DeviceError::BadHelpDays { most: MAX_HELP_DAYS });
    }
    Ok(HelpKind { name: line("a kind of help", &kind.name)?, to: line("who answers", &kind.to)?, days: kind.days })
}
