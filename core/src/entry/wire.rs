//! Entries as they travel and are stored: runs of one log, without what the receiver can derive.

use minicbor::data::Type;
use minicbor::decode::Error as DecodeError;
use minicbor::encode::{Error as EncodeError, Write};
use minicbor::{Decode, Decoder, Encode, Encoder};

use super::{HEADER_BYTES, Header};
use crate::ids::{DocId, EntryHash, LogId, PayloadHash, ProjectId, Salt, Signature};
use crate::time::Timestamp;

/// What an entry carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// The payload and the salt that its hash was made with.
    Full {
        /// The salt.
        salt: Salt,
        /// The payload.
        payload: Vec<u8>,
    },
    /// Nothing any more: the header stays, so that the chain holds.
    Erased {
        /// The hash that the header states.
        hash: PayloadHash,
        /// The length that the header states, in bytes.
        length: u32,
    },
}

/// One entry of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// An entry of this version; the rest of its header follows from the run.
    Known {
        /// The lowest version that may interpret the payload.
        min_reader: u8,
        /// The payload kind's number.
        payload_kind: u8,
        /// The document kind's number.
        doc_kind: u8,
        /// The document, or zero.
        doc: DocId,
        /// When the author's clock said it was.
        time: Timestamp,
        /// The device's signature of the header.
        signature: Signature,
        /// What it carries.
        body: Body,
    },
    /// An entry of another version, carried as it is.
    Foreign {
        /// The header as it was received.
        header: Vec<u8>,
        /// The device's signature of the header.
        signature: Signature,
        /// The salt and the payload, unless they were erased.
        content: Option<(Salt, Vec<u8>)>,
    },
}

impl Entry {
    /// The header's bytes, given where in which log the entry stands.
    pub fn header(&self, project: ProjectId, log: LogId, seq: u64, prev: EntryHash) -> Vec<u8> {
        match self {
            Self::Foreign { header, .. } => header.clone(),
            Self::Known { min_reader, payload_kind, doc_kind, doc, time, body, .. } => {
                let (payload_hash, payload_len) = match body {
                    Body::Full { salt, payload } => {
                        (Header::payload_hash(salt, payload), u32::try_from(payload.len()).unwrap_or(u32::MAX))
                    }
                    Body::Erased { hash, length } => (*hash, *length),
                };
                let (min_reader, payload_kind, doc_kind) = (*min_reader, *payload_kind, *doc_kind);
                let (doc, time) = (*doc, *time);
                let head = Header {
                    version: 0,
                    min_reader,
                    payload_kind,
                    doc_kind,
                    project,
                    log,
                    seq,
                    prev,
                    doc,
                    payload_hash,
                    payload_len,
                    time,
                };
                head.to_bytes().to_vec()
            }
        }
    }

    /// The entry that has this header; `None` when the header can't be read.
    pub fn from_parts(header: &[u8], signature: Signature, body: Body) -> Option<Self> {
        let head = Header::from_bytes(header)?;
        if head.version == 0 {
            let Header { min_reader, payload_kind, doc_kind, doc, time, .. } = head;
            return Some(Self::Known { min_reader, payload_kind, doc_kind, doc, time, signature, body });
        }
        let content = match body {
            Body::Full { salt, payload } => Some((salt, payload)),
            Body::Erased { .. } => None,
        };
        Some(Self::Foreign { header: header.to_vec(), signature, content })
    }

    /// The number of the document's kind and its id, or zeros, as the header states them in every version.
    pub fn about(&self) -> (u8, DocId) {
        match self {
            Self::Known { doc_kind, doc, .. } => (*doc_kind, *doc),
            Self::Foreign { header, .. } => {
                Header::from_bytes(header).map_or((0, DocId([0; 16])), |head| (head.doc_kind, head.doc))
            }
        }
    }

    /// Takes the content out; the header that follows stays what was signed.
    pub fn empty(&mut self) {
        match self {
            Self::Known { body, .. } => {
                if let Body::Full { salt, payload } = body {
                    let length = u32::try_from(payload.len()).unwrap_or(u32::MAX);
                    *body = Body::Erased { hash: Header::payload_hash(salt, payload), length };
                }
            }
            Self::Foreign { content, .. } => *content = None,
        }
    }

    /// The device's signature.
    pub fn signature(&self) -> Signature {
        match self {
            Self::Known { signature, .. } | Self::Foreign { signature, .. } => *signature,
        }
    }

    /// The salt and payload, unless they were erased.
    pub fn content(&self) -> Option<(&Salt, &[u8])> {
        match self {
            Self::Known { body: Body::Full { salt, payload }, .. }
            | Self::Foreign { content: Some((salt, payload)), .. } => Some((salt, payload)),
            Self::Known { body: Body::Erased { .. }, .. } | Self::Foreign { content: None, .. } => None,
        }
    }

    /// About how many bytes the entry takes in a frame.
    pub fn size_bytes(&self) -> usize {
        let payload = self.content().map_or(0, |(_, payload)| payload.len());
        match self {
            Self::Known { .. } => payload + 128,
            Self::Foreign { header, .. } => payload + header.len() + 128,
        }
    }
}

/// Entries that follow each other in one log.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Run {
    /// The log.
    #[n(0)]
    pub log: LogId,
    /// The place of the first entry.
    #[n(1)]
    pub first_seq: u64,
    /// The hash of the entry before the first; absent when the receiver is known to have it, or there is none.
    #[n(2)]
    pub prev: Option<EntryHash>,
    /// The entries.
    #[n(3)]
    pub entries: Vec<Entry>,
}

impl Run {
    /// The place after the last entry.
    pub fn end_seq(&self) -> u64 {
        self.first_seq.saturating_add(self.entries.len() as u64)
    }
}

impl<C> Encode<C> for Entry {
    fn encode<W: Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), EncodeError<W::Error>> {
        match self {
            Self::Known { min_reader, payload_kind, doc_kind, doc, time, signature, body } => {
                let salt_follows = matches!(body, Body::Full { payload, .. } if Header::derived_salt(*payload_kind, payload).is_some());
                e.array(if salt_follows { 7 } else { 8 })?;
                e.u8(*min_reader)?.u8(*payload_kind)?.u8(*doc_kind)?.bytes(&doc.0)?.i64(time.0)?;
                e.bytes(&signature.0)?;
                match body {
                    Body::Full { payload, .. } if salt_follows => e.bytes(payload)?.ok(),
                    Body::Full { salt, payload } => e.bytes(&salt.0)?.bytes(payload)?.ok(),
                    Body::Erased { hash, length } => e.null()?.array(2)?.bytes(&hash.0)?.u32(*length)?.ok(),
                }
            }
            Self::Foreign { header, signature, content } => {
                e.array(4)?.bytes(header)?.bytes(&signature.0)?;
                match content {
                    Some((salt, payload)) => e.bytes(&salt.0)?.bytes(payload)?.ok(),
                    None => e.null()?.null()?.ok(),
                }
            }
        }
    }
}

impl<'b, C> Decode<'b, C> for Entry {
    fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, DecodeError> {
        match d.array()? {
            Some(parts @ (7 | 8)) => {
                let (min_reader, payload_kind, doc_kind) = (d.u8()?, d.u8()?, d.u8()?);
                let doc = DocId::decode(d, ctx)?;
                let time = Timestamp(d.i64()?);
                let signature = Signature::decode(d, ctx)?;
                let body = if parts == 7 {
                    let payload = d.bytes()?;
                    let salt = Header::derived_salt(payload_kind, payload);
                    let salt = salt.ok_or_else(|| DecodeError::message("an entry of this kind has a salt"))?;
                    Body::Full { salt, payload: payload.to_vec() }
                } else if d.datatype()? == Type::Null {
                    d.null()?;
                    match d.array()? {
                        Some(2) => Body::Erased { hash: PayloadHash::decode(d, ctx)?, length: d.u32()? },
                        _ => return Err(DecodeError::message("an erased payload is [hash, length]")),
                    }
                } else {
                    Body::Full { salt: Salt::decode(d, ctx)?, payload: d.bytes()?.to_vec() }
                };
                Ok(Self::Known { min_reader, payload_kind, doc_kind, doc, time, signature, body })
            }
            Some(4) => {
                let header = d.bytes()?;
                if header.len() < HEADER_BYTES || header.len() > 1_024 || header[0] == 0 {
                    return Err(DecodeError::message("not a header of another version"));
                }
                let header = header.to_vec();
                let signature = Signature::decode(d, ctx)?;
                let content = if d.datatype()? == Type::Null {
                    d.null()?;
                    d.null()?;
                    None
                } else {
                    Some((Salt::decode(d, ctx)?, d.bytes()?.to_vec()))
                };
                Ok(Self::Foreign { header, signature, content })
            }
            _ => Err(DecodeError::message("an entry has 7 or 8 parts, or 4 of another version")),
        }
    }
}
