//! The short code that two people compare when somebody has used a printed invite.
//!
//! Six digits are enough because an invite is used once: whoever found the paper has one phone and one try, and the code shown by the
//! right person's phone is another.

use std::fmt;

use crate::ids::{DeviceId, ProjectId, hash};

/// Six digits that follow from the invite's key and the phone's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConfirmationCode(u32);

impl ConfirmationCode {
    /// The code of a phone that used an invite with this public key.
    pub fn of(project: ProjectId, invite: DeviceId, device: DeviceId) -> Self {
        let digest = hash("code", &[project.as_bytes(), invite.as_bytes(), device.as_bytes()]);
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        let below = u64::from_le_bytes(first) % 1_000_000;
        Self(u32::try_from(below).expect("a number below a million fits"))
    }

    /// Whether somebody typed this code; anything but digits is ignored.
    pub fn is(self, typed: &str) -> bool {
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        digits.len() == 6 && digits.parse() == Ok(self.0)
    }
}

impl fmt::Display for ConfirmationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:03} {:03}", self.0 / 1_000, self.0 % 1_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_depends_on_both_keys_and_may_be_typed_with_spaces() {
        let project = ProjectId([1; 32]);
        let code = ConfirmationCode::of(project, DeviceId([2; 32]), DeviceId([3; 32]));
        assert_ne!(code, ConfirmationCode::of(project, DeviceId([2; 32]), DeviceId([4; 32])));
        assert_ne!(code, ConfirmationCode::of(project, DeviceId([5; 32]), DeviceId([3; 32])));
        assert!(code.is(&format!(" {code} ")));
        assert!(!code.is("") && !code.is(&code.to_string()[..6]));
    }
}
