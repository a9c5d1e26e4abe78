//! The invented volunteers. Whom they meet is drawn in `plan`; the one person who can be followed is in `story`.

/// Who set the project up.
pub(super) const COORDINATOR: &str = "Ines";

/// Who carries the phones.
const VOLUNTEERS: [&str; 12] =
    ["Amina", "Ben", "Chidi", "Dolores", "Ewan", "Farah", "Gwen", "Hassan", "Ivy", "Jonas", "Kezia", "Lubna"];

/// The name of the volunteer with this number; past the list they are numbered.
pub(super) fn volunteer(number: usize) -> String {
    let name = VOLUNTEERS[number % VOLUNTEERS.len()];
    match number / VOLUNTEERS.len() {
        0 => name.to_owned(),
        again => format!("{name}{}", again + 1),
    }
}
