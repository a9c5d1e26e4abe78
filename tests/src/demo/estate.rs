//! Larkfield: an invented estate with its areas and doors. Nobody lives here.
//!
//! How its people see things is in `opinions`.

use doorstep_core::place::Door;

/// The project's name.
pub(super) const NAME: &str = "Larkfield";
/// The round that everything is collected in.
pub(super) const ROUND: &str = "Spring survey";

/// A part of the estate.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Its name.
    pub(super) name: &'static str,
    /// How many doors it has.
    doors: u64,
    /// Of a hundred interviews with people who live here, how many come from this part.
    pub(super) residents: u64,
    /// Of a hundred interviews with people who work here.
    pub(super) team: u64,
    /// Whether the doors are flats of one house, rather than houses of a street.
    flats: bool,
}

/// The parts of the estate, the largest first.
pub(super) const PLACES: [Place; 3] = [
    Place { name: "Lark House", doors: 84, residents: 51, team: 46, flats: true },
    Place { name: "Finch Court", doors: 56, residents: 35, team: 36, flats: true },
    Place { name: "Wren Terrace", doors: 36, residents: 14, team: 18, flats: false },
];

impl Place {
    /// Its doors, in the order of a walk.
    pub(super) fn doors(&self) -> Vec<Door> {
        (1..=self.doors).map(|number| self.door(number)).collect()
    }

    fn door(&self, number: u64) -> Door {
        const FLATS_ON_A_FLOOR: u64 = 6;
        let name = self.name;
        let (address, entry_note) = if self.flats {
            let floor = (number - 1) / FLATS_ON_A_FLOOR;
            (format!("Flat {number}, {name}"), format!("floor {floor}, buzzer {number}"))
        } else {
            (format!("{number} {name}"), String::new())
        };
        Door { address, order: number, entry_note, uprn: None, place: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_the_parts_are_of_a_hundred_and_doors_differ() {
        assert_eq!(PLACES.iter().map(|place| place.residents).sum::<u64>(), 100);
        assert_eq!(PLACES.iter().map(|place| place.team).sum::<u64>(), 100);
        let mut addresses: Vec<String> = PLACES.iter().flat_map(Place::doors).map(|door| door.address).collect();
        let all = addresses.len();
        addresses.sort();
        addresses.dedup();
        assert_eq!(addresses.len(), all);
    }
}
