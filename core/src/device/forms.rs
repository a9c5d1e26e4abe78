//! Questionnaires on a device: adding one freezes it as a form version; its blob travels before what needs it.

use super::write::Batch;
use super::{Device, DeviceError, Moment};
use crate::entry::{Manifest, PayloadKind, Unsigned};
use crate::form::check::check;
use crate::form::import::{Imported, Limits};
use crate::form::matching::Matching;
use crate::form::model::Form;
use crate::form::normal::{from_blob, to_blob};
use crate::form::problems::Problem;
use crate::ids::BlobHash;
use crate::member::{Class, DocKind, Scope};
use crate::store::FORM_MEDIA;

/// A questionnaire, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormLine {
    /// The form version.
    pub version: BlobHash,
    /// The author's id of the form, the same for all its versions.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The author's version text; empty if there is none.
    pub named: String,
    /// How many questions it has.
    pub questions: usize,
}

impl Device {
    /// Imports a questionnaire from the bytes of a file and freezes it as a form version.
    ///
    /// `name` is used for a form whose settings give none. Adding the same form again changes nothing.
    ///
    /// # Errors
    /// When the file has problems (the report lists all of them), or this device may not add questionnaires.
    pub fn add_form(
        &self,
        bytes: &[u8],
        name: &str,
        at: &mut Moment<'_>,
    ) -> Result<(BlobHash, Vec<Problem>), DeviceError> {
        self.add_matched_form(bytes, name, None, at)
    }

    /// As [`add_form`](Self::add_form), with questions matched to what is assessed: the version is that of a form whose
    /// own columns say the same.
    ///
    /// # Errors
    /// As for [`add_form`](Self::add_form), and when the matching does not fit the form.
    pub fn add_matched_form(
        &self,
        bytes: &[u8],
        name: &str,
        matching: Option<&Matching>,
        at: &mut Moment<'_>,
    ) -> Result<(BlobHash, Vec<Problem>), DeviceError> {
        let Imported { form, warnings } =
            check(bytes, name, &Limits::default()).map_err(|report| DeviceError::Form(Box::new(report)))?;
        let form = match matching {
            Some(matching) => matching.apply(&form)?,
            None => form,
        };
        let blob = to_blob(&form);
        let manifest = Manifest::of(&blob, FORM_MEDIA);
        let version = manifest.blob;
        if self.store.blob(version)?.is_some() {
            return Ok((version, warnings));
        }
        let writing = self.lock();
        let payload = minicbor::to_vec(&manifest).expect("writing CBOR into memory does not fail");
        let (kind, doc_kind, doc) = (PayloadKind::Manifest, Some(DocKind::FormVersion), manifest.doc());
        let mut batch = Batch::default();
        batch.push(Scope::whole(Class::Project), Unsigned { kind, doc_kind, doc, payload });
        batch.blobs.push(blob);
        self.commit(batch, &writing, at)?;
        Ok((version, warnings))
    }

    /// The questionnaires on this device, in the order in which they came.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn forms(&self) -> Result<Vec<FormLine>, DeviceError> {
        let line = |version| {
            let form = self.form(version)?;
            let questions = form.questions().len();
            Ok(FormLine { version, id: form.id, title: form.title, named: form.version, questions })
        };
        self.store.blobs(FORM_MEDIA)?.into_iter().map(line).collect()
    }

    /// A questionnaire.
    ///
    /// # Errors
    /// When it is not on this device.
    pub fn form(&self, version: BlobHash) -> Result<Form, DeviceError> {
        let blob = self.store.blob(version)?.ok_or(DeviceError::UnknownForm(version))?;
        from_blob(&blob).map_err(|_| DeviceError::UnknownForm(version))
    }
}
