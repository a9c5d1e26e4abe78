//! What keeps people out of a pack: nothing that the project has locked may stand in one, whoever typed it there.
//!
//! A pack is made of a questionnaire and of what was agreed, so answers have no way into it; this looks at what people typed themselves.

use crate::device::{Device, DeviceError};
use crate::document::kinds::identity;
use crate::form::pack::{Pack, PackError, Story};
use crate::member::DocKind;
use crate::place::normalised;

/// Shorter names and addresses stand in texts by chance.
const FEWEST_CHARS: usize = 5;
/// Shorter words of somebody are anybody's.
const FEWEST_SAID_CHARS: usize = 25;

impl Device {
    /// Refuses a pack that holds an address, a name or words that this device can open. Whom to ask is not looked at: they agreed.
    pub(super) fn tells_of_nobody(&self, pack: &Pack) -> Result<(), DeviceError> {
        let story = Story { ask: String::new(), ..pack.story.clone() };
        let looked_at = Pack { story, made_from: Vec::new(), ..pack.clone() };
        let text = serde_json::to_string(&looked_at).expect("a pack has a JSON form");
        // The ends of lines are written as letters in JSON.
        let text = normalised(&text.replace("\\n", " ").replace("\\t", " "));
        let within = |said: &str, fewest: usize| {
            let said = normalised(said);
            said.chars().count() >= fewest && format!(" {text} ").contains(&format!(" {said} "))
        };
        let view = self.view()?;
        if self.addresses(&view)?.values().any(|held| within(&held.door.address, FEWEST_CHARS)) {
            return Err(PackError::TellsOfSomebody { what: "an address" }.into());
        }
        let names = self.member_names()?;
        if names.values().any(|said| within(&said.name, FEWEST_CHARS) || within(&said.reach, FEWEST_CHARS)) {
            return Err(PackError::TellsOfSomebody { what: "somebody's name" }.into());
        }
        for (kind, what, fewest) in [
            (DocKind::Identity, "somebody's name or contact", FEWEST_CHARS),
            (DocKind::Words, "somebody's own words", FEWEST_SAID_CHARS),
        ] {
            for key in view.all(kind)? {
                let Some(held) = identity::read(&self.open_values(&view, &key)?.flat) else { continue };
                if held.answers.values().filter_map(|answer| answer.text()).any(|said| within(said, fewest)) {
                    return Err(PackError::TellsOfSomebody { what }.into());
                }
            }
        }
        Ok(())
    }
}
