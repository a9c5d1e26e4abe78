//! Boundaries of areas from a GeoJSON file.
//!
//! How a file is read is the core's `place`; maps are drawn in `results`.

use std::collections::BTreeMap;

use doorstep_core::ids::DocId;
use doorstep_core::member::{Access, Class};
use doorstep_core::place::{Boundary, BoundaryFault, FileBoundary, normalised, read_boundaries};

use crate::{Phone, PhoneError, input};

/// The longest name of a property, in bytes.
const MAX_PROPERTY_BYTES: usize = 200;
/// So many faults are told.
const TOLD_FAULTS: usize = 20;

/// What a file of boundaries did.
#[derive(Debug, Clone, PartialEq, serde::Serialize, uniffi::Record)]
pub struct BoundariesCard {
    /// How many boundaries are new or changed.
    pub set: u64,
    /// How many were so already.
    pub same: u64,
    /// The names of areas that were added for it.
    pub new_areas: Vec<String>,
    /// The names of areas that still have none.
    pub without: Vec<String>,
    /// By how much lines were moved at most to make them simpler, in metres; 0 if none was.
    pub moved_metres: f64,
}

#[uniffi::export]
impl Phone {
    /// Sets the boundaries of areas from a GeoJSON file whose areas are named by a property. The same file again changes nothing.
    ///
    /// # Errors
    /// The file has faults, names an area that the project lacks where none is to be added, or this person may not set the project up.
    /// Nothing changed then.
    pub fn import_boundaries(
        &self,
        file: Vec<u8>,
        name_property: String,
        add_areas: bool,
    ) -> Result<BoundariesCard, PhoneError> {
        self.device().check_right(Class::Project, Access::Write)?;
        let property = input::capped("the property", &name_property, MAX_PROPERTY_BYTES)?;
        let read = read_boundaries(&file, property).map_err(|faults| bad_file(&faults))?;
        let moved_metres = read.iter().map(|area| area.moved_metres).fold(0.0, f64::max);
        let mut areas: BTreeMap<String, DocId> =
            self.device().areas()?.into_iter().map(|line| (normalised(&line.name), line.id)).collect();
        let unknown = |area: &&FileBoundary| !areas.contains_key(&normalised(&area.name));
        let new_areas: Vec<String> = read.iter().filter(unknown).map(|area| area.name.clone()).collect();
        if !add_areas && !new_areas.is_empty() {
            return Err(unknown_areas(&new_areas));
        }
        for name in &new_areas {
            areas.insert(normalised(name), self.act(|device, at| device.add_area(name, at))?);
        }
        let named = read.into_iter().filter_map(|area| Some((*areas.get(&normalised(&area.name))?, area.boundary)));
        let boundaries: BTreeMap<DocId, Boundary> = named.collect();
        let set = self.act(|device, at| device.set_boundaries(&boundaries, at))?;
        let have = self.device().boundaries()?;
        let without = self.device().areas()?.into_iter().filter(|line| !have.contains_key(&line.id));
        Ok(BoundariesCard {
            set: set as u64,
            same: (boundaries.len() - set) as u64,
            new_areas,
            without: without.map(|line| line.name).collect(),
            moved_metres,
        })
    }
}

fn unknown_areas(names: &[String]) -> PhoneError {
    let named = names.join(", ");
    let reason = format!("the project has no area named {named}: mend the names in the file, or have the areas added");
    PhoneError::Input { code: "unknown-area".to_owned(), reason }
}

fn bad_file(faults: &[BoundaryFault]) -> PhoneError {
    let reason = match faults {
        [fault] => fault.to_string(),
        faults => {
            let told = faults.iter().take(TOLD_FAULTS).map(|fault| format!("\n  {fault}"));
            let more = (faults.len() > TOLD_FAULTS).then(|| "\n  and more like these".to_owned());
            format!("the file of boundaries has {} faults:{}", faults.len(), told.chain(more).collect::<String>())
        }
    };
    PhoneError::Input { code: "bad-boundaries".to_owned(), reason }
}
