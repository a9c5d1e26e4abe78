//! Whom to call when somebody may be at risk: coordinators write the numbers down once, every phone shows them without a signal.
//!
//! That somebody looked them up is recorded nowhere. What they are kept as is `document::kinds::helplines`'.

use super::doors::checked;
use super::responsible::project_document;
use super::{Device, DeviceError, Moment};
use crate::document::kinds::helplines::{self, Helpline, MAX_HELPLINES};
use crate::member::{Access, Class, DocKind};

/// The most characters that say who answers.
const MAX_WHO_CHARS: usize = 80;
/// The most characters of a number.
const MAX_NUMBER_CHARS: usize = 30;

impl Device {
    /// The numbers to call, in the order in which coordinators put them; empty if they wrote none down.
    ///
    /// # Errors
    /// When the phone is locked or in no project, or the store can't be read.
    pub fn helplines(&self) -> Result<Vec<Helpline>, DeviceError> {
        self.view()?;
        Ok(helplines::read(self.load(&self.settings()?)?.flat()))
    }

    /// Writes down the numbers to call; none takes them away.
    ///
    /// # Errors
    /// When a part is empty or too long, a number can't be dialled, there are too many, or this person may not set the project up.
    pub fn set_helplines(&self, lines: &[Helpline], at: &mut Moment<'_>) -> Result<(), DeviceError> {
        self.check_right(Class::Project, Access::Write)?;
        if lines.len() > MAX_HELPLINES {
            return Err(DeviceError::BadText { what: "the list of numbers", most: MAX_HELPLINES });
        }
        let lines: Vec<Helpline> = lines.iter().map(fit).collect::<Result<_, _>>()?;
        let key = project_document(self.membership()?.project());
        self.put_deciding(&key, DocKind::Project, |_| helplines::to_values(&lines), at)
    }
}

fn fit(line: &Helpline) -> Result<Helpline, DeviceError> {
    let who = checked("who answers", &line.who, MAX_WHO_CHARS)?.replace(['\t', '\n', '\r'], " ");
    let number = checked("a number", &line.number, MAX_NUMBER_CHARS)?;
    let dialled = |c: char| c.is_ascii_digit() || " +-()/*#".contains(c);
    if !number.chars().all(dialled) || !number.contains(|c: char| c.is_ascii_digit()) {
        return Err(DeviceError::BadNumber);
    }
    Ok(Helpline { who, number })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(who: &str, number: &str) -> Helpline {
        Helpline { who: who.to_owned(), number: number.to_owned() }
    }

    #[test]
    fn a_number_is_what_can_be_dialled() {
        for good in ["999", "+44 (0)20 7946 0000", "*31#", "0800/123-45"] {
            assert!(fit(&line("Police", good)).is_ok(), "{good}");
        }
        for bad in ["", "call me", "12a", "--", "12\t3"] {
            assert!(fit(&line("Police", bad)).is_err(), "{bad}");
        }
        assert_eq!(fit(&line(" Night\tline ", "112")).unwrap().who, "Night line");
    }
}
