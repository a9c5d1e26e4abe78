//! The places among the answers as GeoJSON (RFC 7946): a feature for each place, line or area that an interview has.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::sync::Arc;

use serde_json::json;

use super::questionnaires::Catalogue;
use super::record::Record;
use super::withholding::without_instances;
use super::{Records, WriteError};
use crate::form::export::geometry;
use crate::form::model::QuestionKind;

/// A feature collection while it grows.
pub(super) struct Places {
    catalogue: Arc<Catalogue>,
    file: BufWriter<File>,
    features: u64,
}

impl Places {
    pub(super) fn new(catalogue: Arc<Catalogue>, file: File) -> Result<Self, WriteError> {
        let mut file = BufWriter::new(file);
        file.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")?;
        Ok(Self { catalogue, file, features: 0 })
    }
}

impl Records for Places {
    fn add(&mut self, record: &Record) -> Result<(), WriteError> {
        let Some(form) = self.catalogue.form(record.form) else { return Ok(()) };
        for (path, question) in form.questions() {
            let place = matches!(
                question.kind,
                QuestionKind::Geopoint | QuestionKind::Geotrace | QuestionKind::Geoshape | QuestionKind::StartGeopoint
            );
            let settled = record.cells.iter().filter(|(known, _)| place && without_instances(known) == path);
            for (_, cell) in settled {
                let crate::response::Cell::One(answer) = cell else { continue };
                let Some(geometry) = answer.text().and_then(geometry) else { continue };
                let feature = json!({
                    "type": "Feature",
                    "id": record.key(),
                    "geometry": geometry,
                    "properties": {
                        "question": path,
                        "label": self.catalogue.question(form, question),
                        "form": form.id,
                        "round": self.catalogue.round(record.round),
                        "area": self.catalogue.area(record.area),
                        "finished": record.finished.to_string(),
                    },
                });
                self.file.write_all(if self.features == 0 { b"\n" } else { b",\n" })?;
                serde_json::to_writer(&mut self.file, &feature).map_err(std::io::Error::from)?;
                self.features += 1;
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), WriteError> {
        self.file.write_all(b"\n]}\n")?;
        let file = self.file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        Ok(file.sync_all()?)
    }
}
