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

pub use central::{CentralOptions, Received, central_files};
pub use fields::{ExportField, ExportKind, fields};
pub use geojson::geojson;
pub use openrosa::openrosa;
pub use submission::submission;
pub use workbook::workbook;
pub use xlsx::xlsx;
