//! Many doors at once: from a file of addresses, or from a range.
//!
//! Reading both is the core's `place`; single doors are `doors`'.

use std::collections::{BTreeMap, BTreeSet};

use doorstep_core::ids::DocId;
use doorstep_core::place::{Door, FileDoor, FileFault, addresses_of_range, normalised, read_addresses};

use crate::{Phone, PhoneError, input};

/// The most faults of a file that are told at once.
const TOLD_FAULTS: usize = 10;

/// What an import has done.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct DoorsImported {
    /// Doors that are new.
    pub added: u64,
    /// Doors that the project had already.
    pub known: u64,
    /// The names of areas that were added.
    pub new_areas: Vec<String>,
}

/// The addresses of a range, "Flats 1-64, Lark House" or "2-30 even, Elm Street": to be shown before they are added.
///
/// # Errors
/// It is no range, has nothing in it, or is longer than anybody means.
#[uniffi::export]
pub fn doors_of_range(text: String) -> Result<Vec<String>, PhoneError> {
    addresses_of_range(&text)
        .map_err(|error| PhoneError::Input { code: "bad-range".to_owned(), reason: error.to_string() })
}

#[uniffi::export]
impl Phone {
    /// Adds the doors of a CSV file to the areas that it names, or to this one. Importing a file again adds what is new in it.
    ///
    /// # Errors
    /// Something in the file can't be read, it names an area that the project does not have and none are to be added, or this person may
    /// not write in one of the areas.
    pub fn import_doors(
        &self,
        file: Vec<u8>,
        area: Option<String>,
        add_areas: bool,
    ) -> Result<DoorsImported, PhoneError> {
        let otherwise: Option<DocId> = input::optional_id("an area", area.as_deref())?;
        let rows = read_addresses(&file).map_err(|faults| bad_file(&faults))?;
        let (areas, new_areas) = self.areas_of(&rows, add_areas)?;
        let mut by_area: BTreeMap<Option<DocId>, Vec<Door>> = BTreeMap::new();
        for FileDoor { area, door, .. } in rows {
            let area = area.and_then(|name| areas.get(&normalised(&name)).copied()).or(otherwise);
            by_area.entry(area).or_default().push(door);
        }
        let before: BTreeSet<DocId> = self.device().doors()?.into_iter().map(|line| line.id).collect();
        let mut there: BTreeSet<DocId> = BTreeSet::new();
        for (area, doors) in by_area {
            there.extend(self.act(|device, at| device.add_doors(area, &doors, at))?);
        }
        let known = there.intersection(&before).count();
        Ok(DoorsImported { added: (there.len() - known) as u64, known: known as u64, new_areas })
    }
}

impl Phone {
    /// The areas that rows name, by their names as they are compared, and the names of those that were added for it.
    fn areas_of(&self, rows: &[FileDoor], add: bool) -> Result<(BTreeMap<String, DocId>, Vec<String>), PhoneError> {
        let areas = self.device().areas()?.into_iter().map(|line| (normalised(&line.name), line.id));
        let mut areas: BTreeMap<String, DocId> = areas.collect();
        let named: BTreeMap<String, &String> =
            rows.iter().filter_map(|row| row.area.as_ref()).map(|name| (normalised(name), name)).collect();
        let new: Vec<(String, &String)> = named.into_iter().filter(|(plain, _)| !areas.contains_key(plain)).collect();
        let names: Vec<String> = new.iter().map(|(_, name)| (*name).clone()).collect();
        if !add && !names.is_empty() {
            let reason = format!("the project has no area named {}: add it first, or mend the file", names.join(", "));
            return Err(PhoneError::Input { code: "unknown-area".to_owned(), reason });
        }
        for (plain, name) in new {
            areas.insert(plain, self.act(|device, at| device.add_area(name, at))?);
        }
        Ok((areas, names))
    }
}

fn bad_file(faults: &[FileFault]) -> PhoneError {
    let reason = match faults {
        [fault] => fault.to_string(),
        faults => {
            let told = faults.iter().take(TOLD_FAULTS).map(|fault| format!("\n  {fault}"));
            let more = (faults.len() > TOLD_FAULTS).then(|| "\n  and more like these".to_owned());
            let told: String = told.chain(more).collect();
            format!("the file can't be read as it is, so no door was added:{told}")
        }
    };
    PhoneError::Input { code: "bad-addresses".to_owned(), reason }
}
