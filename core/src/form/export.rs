//! Questionnaires and filled-in ones on their way out: ODK Central's CSV files, OpenRosa XML, GeoJSON, and the form itself
//! as a workbook again.
//!
//! Who may see what is decided before: whatever comes in here is written. The way in is `import`.

mod central;
mod csv;
mod fields;
mod geojson;
mod openrosa;
mod submission;
mod workbook;
mod xlsx;
mod xml;

pub use central::{CentralColumn, CentralOptions, CentralTables, Received, central_files};
pub use csv::{neutral, push_row};
pub use fields::{ExportField, ExportKind, fields};
pub use geojson::{geojson, geometry};
pub use openrosa::openrosa;
pub use submission::{Silences, silence_number, silence_of, submission};
pub use workbook::workbook;
pub use xlsx::xlsx;
