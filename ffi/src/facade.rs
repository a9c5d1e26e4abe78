//! The number of the facade: by it a binding that was generated from another library is refused instead of misread.
//!
//! What may change without a new number is judged by `tests/bindings/facade.py`.

/// The number of this facade. It is raised when a record changes, a variant other than a new last one, or what a function takes.
pub const FACADE: u32 = 3;

/// Whether this library speaks the facade with this number, by default the one that the binding was generated from.
///
/// The default is part of what a binding checks when it is loaded, so it says the same number as [`FACADE`].
#[uniffi::export(default(wanted = 3))]
pub fn speaks_facade(wanted: u32) -> bool {
    wanted == FACADE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_binding_checks_the_number_that_the_library_has() {
        let source = include_str!("facade.rs");
        assert!(source.contains(&format!("default(wanted = {FACADE})")));
        assert!(speaks_facade(FACADE) && !speaks_facade(FACADE + 1));
    }
}
