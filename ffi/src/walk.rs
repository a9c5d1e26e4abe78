//! Paper for whoever knocks, as pages to print: the doors that are theirs, and the guide for volunteers.
//!
//! Sheets for residents are `printed`'s. What the pages look like is `doorstep_core::report`'s.

use doorstep_core::report::{PaperArea, PaperDoor, PaperHead, door_list_page, guide_page};
use doorstep_core::words::Words;

use crate::{DoorRow, Phone, PhoneError, input};

#[uniffi::export]
impl Phone {
    /// The doors to knock at as a page to print, in walking order: those that this person has taken on, else all that nobody else has; of
    /// one area if one is named. A door that this phone can't read is not on it.
    ///
    /// # Errors
    /// The phone is in no project, or locked, or the area's id is none.
    pub fn door_list(&self, area: Option<String>) -> Result<String, PhoneError> {
        if let Some(area) = &area {
            input::id::<doorstep_core::ids::DocId>("an area", area)?;
        }
        let (project, locked, words) = (self.project()?, self.locked_doors()?, self.words());
        let doors: Vec<DoorRow> =
            self.doors()?.into_iter().filter(|door| area.is_none() || door.area == area).collect();
        let has_own = doors.iter().any(|door| whose(door).0);
        let listed = doors.into_iter().filter(|door| if has_own { whose(door).0 } else { !whose(door).1 });
        let names = self.areas()?;
        let name =
            |id: &Option<String>| names.iter().find(|row| Some(&row.id) == id.as_ref()).map(|row| row.name.clone());
        let mut areas: Vec<(Option<String>, PaperArea)> = Vec::new();
        for door in listed {
            let on_paper = self.on_paper(&door, &words);
            match areas.iter_mut().find(|(id, _)| *id == door.area) {
                Some((_, area)) => area.doors.push(on_paper),
                None => {
                    let doors = vec![on_paper];
                    areas.push((door.area.clone(), PaperArea { name: name(&door.area), doors }));
                }
            }
        }
        let areas: Vec<PaperArea> = areas.into_iter().map(|(_, area)| area).collect();
        let head = PaperHead { project: &project.name, day: &self.today(), locked };
        Ok(door_list_page(&head, &areas, &words))
    }

    /// The guide for volunteers as a page to print, in this phone's language.
    ///
    /// # Errors
    /// The phone is in no project, or locked.
    pub fn volunteer_guide(&self) -> Result<String, PhoneError> {
        Ok(guide_page(&self.project()?.name, &self.responsible()?.contact, &self.words()))
    }
}

impl Phone {
    fn on_paper(&self, door: &DoorRow, words: &Words) -> PaperDoor {
        let again = door.again_ms.map(|again| {
            let when = self.local(again).strftime("%Y-%m-%d %H:%M").to_string();
            words.say("app-come-back-on", &[("when", when.as_str().into())])
        });
        PaperDoor {
            address: door.address.clone(),
            entry_note: door.entry_note.clone(),
            known: again.into_iter().collect(),
            never: door.do_not_contact,
        }
    }
}

/// Whether a door is this person's now, and whether it is somebody else's alone.
fn whose(door: &DoorRow) -> (bool, bool) {
    let own = door.turns.iter().any(crate::TurnRow::is_yours);
    (own, !own && !door.turns.is_empty())
}
