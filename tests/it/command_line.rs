//! The command line as people type it: the built `doorstep` beside a running `doorstep-server`, on loopback.
//!
//! `town` holds what the tests speak through. Bindings have their tours in `tests/bindings`.

mod addresses;
mod assignments;
mod bad_input;
mod boundaries;
mod canaries;
mod check;
mod check_in;
mod closing;
mod comparing;
mod criteria;
mod explaining;
mod exporting;
mod field;
mod forms;
mod help_slips;
mod helplines;
mod hours;
mod interviews;
mod margins;
mod members;
mod names;
mod officer;
mod one_door;
mod packs;
mod past;
mod pictures;
mod pin;
mod practice;
mod printed;
mod readme;
mod recovery;
mod releases;
mod stages;
mod stores;
mod story;
mod thresholds;
mod town;
mod translations;
mod two_answers;
mod unsafe_doors;
mod withdraw;
