//! The field app: what a volunteer does at doors, as pages for a browser on the same machine or a WebView.
//!
//! Everything is made from the facade's records and the words of the core; nothing is stored here. It needs no script.
//! The server's page for managers is `doorstep-server`'s.

mod answer;
mod by_group;
mod call_back;
mod card;
mod change;
mod check;
mod check_in;
mod closing;
mod compare;
mod criteria;
mod decide;
mod desk;
mod door;
mod doors;
#[cfg(feature = "export")]
mod exporting;
mod fields;
mod files;
mod guard;
mod help;
mod help_ask;
mod help_slip;
mod hours;
mod interview;
mod interviews;
mod join;
mod layout;
mod map;
mod map_signs;
mod margins;
mod my_name;
mod not_safe;
mod one_door;
mod packs;
mod paper;
mod paper_numbers;
mod pin;
mod practice;
mod question;
mod releases;
mod results;
mod review;
mod risk;
mod rooms;
mod routes;
mod same_door;
mod send;
mod serve;
mod settings;
mod sheet;
mod stages;
mod thresholds;
mod today;
mod turns;
mod upload;

pub use serve::{FieldApp, FieldError};
