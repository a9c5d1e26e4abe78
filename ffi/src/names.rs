//! What a person says of themselves to their project: a name and how to reach them.
//!
//! Who sees it is the core's to say; everybody's phones are `members`'.

use doorstep_core::document::kinds::member_name::MemberName;

use crate::{Phone, PhoneError, input};

/// The longest name, and the longest way to reach somebody, in bytes; the core counts characters.
const MAX_BYTES: usize = 400;

/// What a person says of themselves.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct MyName {
    /// What they are called.
    pub name: String,
    /// How to reach them; may be empty.
    #[uniffi(default = "")]
    pub reach: String,
}

#[uniffi::export]
impl Phone {
    /// What this person said of themselves on this phone; none if nothing.
    ///
    /// # Errors
    /// The phone is locked, or the store can't be read.
    pub fn my_name(&self) -> Result<Option<MyName>, PhoneError> {
        Ok(self.device().my_name()?.map(MyName::of))
    }

    /// Says it, locked so that only coordinators can open it. None takes it back: it is erased everywhere once a coordinator's phone hears of it.
    /// It is erased as well when the person leaves.
    ///
    /// # Errors
    /// The name is empty or too long, or this person may not write in the project.
    pub fn set_my_name(&self, name: Option<MyName>) -> Result<(), PhoneError> {
        let said = name.map(|said| {
            input::capped("the name", &said.name, MAX_BYTES)?;
            input::capped("how to reach you", &said.reach, MAX_BYTES)?;
            Ok::<MemberName, PhoneError>(MemberName { name: said.name, reach: said.reach })
        });
        let said = said.transpose()?;
        self.act(|device, at| device.set_my_name(said.as_ref(), at))
    }
}

impl MyName {
    pub(crate) fn of(said: MemberName) -> Self {
        Self { name: said.name, reach: said.reach }
    }
}
