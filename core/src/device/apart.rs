//! Answers that leave the phone locked, apart from their interview: who answered, words that a coordinator reads first, and files.
//!
//! Reading words and releasing them is `voices`'; locking is `sealing`'s.

use std::collections::BTreeMap;

use super::files::NewFile;
use super::write::Batch;
use super::{Device, DeviceError, Moment};
use crate::document::kinds::files;
use crate::document::kinds::identity::Identity;
use crate::document::kinds::subject::{files_id, identity_id, words_id};
use crate::entry::{DocKey, PayloadKind, Unsigned};
use crate::ids::{BlobHash, DocId};
use crate::member::{Class, DocKind, Membership, Scope};
use crate::response::{Answer, Missing};

/// The most entries that a correction names as replaced.
const MAX_REPLACED: usize = 256;

/// Answers of one response that stand apart from it.
#[derive(Debug, Clone, Default)]
pub(super) struct Apart {
    /// Who answered: what sealed questions got.
    pub(super) identity: BTreeMap<String, Answer>,
    /// Words that a coordinator reads first.
    pub(super) words: BTreeMap<String, Answer>,
    /// Pictures and other files.
    pub(super) files: Vec<NewFile>,
}

impl Device {
    /// Takes those words out of an interview's answers that a coordinator reads first; what is left says that they were given.
    ///
    /// # Errors
    /// When the questionnaire, which says which those are, is not here.
    pub(super) fn words_apart(
        &self,
        form: BlobHash,
        answers: &mut BTreeMap<String, Answer>,
    ) -> Result<BTreeMap<String, Answer>, DeviceError> {
        let rules = self.store.rules(form).ok_or(DeviceError::UnknownForm(form))?;
        let mut words = BTreeMap::new();
        for (path, answer) in answers {
            let reads_first = rules.question_at(path).is_some_and(|question| question.is_read_first());
            if reads_first && matches!(answer, Answer::Given(_)) {
                words.insert(path.clone(), std::mem::replace(answer, Answer::Missing(Missing::Locked)));
            }
        }
        Ok(words)
    }

    /// Adds what stands apart from a response to a batch. What this device knows of it from before is replaced, answer by answer.
    pub(super) fn push_apart(
        &self,
        batch: &mut Batch,
        membership: &Membership,
        (response, area): (DocId, Option<DocId>),
        apart: Apart,
        at: &mut Moment<'_>,
    ) -> Result<(), DeviceError> {
        let scope = Scope { class: Class::Person, round: None, area };
        let identity = (DocKind::Identity, identity_id(response), apart.identity);
        for (kind, doc, answers) in [identity, (DocKind::Words, words_id(response), apart.words)] {
            if answers.is_empty() {
                continue;
            }
            let key = DocKey { scope, kind: kind.number(), doc };
            let known = self.store.sealed_values(&key)?;
            let replaces = known.iter().rev().take(MAX_REPLACED).map(|logged| logged.hash).collect();
            let values = Identity { response, answers }.to_values();
            batch.push(scope, self.lock_value(membership, &key, values, replaces, at)?);
        }
        self.push_files(batch, membership, (response, scope), apart.files, at)
    }

    /// Adds files to a batch: one sealed value with their keys, and for each how its locked bytes are cut. None takes another's place.
    fn push_files(
        &self,
        batch: &mut Batch,
        membership: &Membership,
        (response, scope): (DocId, Scope),
        new: Vec<NewFile>,
        at: &mut Moment<'_>,
    ) -> Result<(), DeviceError> {
        if new.is_empty() {
            return Ok(());
        }
        let key = DocKey { scope, kind: DocKind::Files.number(), doc: files_id(response) };
        let values = files::to_values(response, &NewFile::cards(&new));
        batch.push(scope, self.lock_value(membership, &key, values, Vec::new(), at)?);
        for NewFile { manifest, bytes, .. } in new {
            let payload = minicbor::to_vec(&manifest).expect("writing CBOR into memory does not fail");
            let (kind, doc_kind) = (PayloadKind::Manifest, Some(DocKind::Files));
            batch.push(scope, Unsigned { kind, doc_kind, doc: key.doc, payload });
            batch.blobs.push(bytes);
        }
        Ok(())
    }
}
