//! Why a session ended before its end.

use super::stream::StreamError;
use crate::entry::Refusal;

/// Why a session ended early. What was taken in until then is kept, and the next session goes on from there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// The other side broke the protocol; it is told the code.
    #[error("the other side broke the rules of the session: {refusal}")]
    Violation {
        /// What was wrong.
        refusal: Refusal,
    },
    /// The other side turned this one away.
    #[error("{refusal}")]
    TurnedAway {
        /// Why.
        refusal: Refusal,
    },
    /// The other side turned this one away with a code of a later version.
    #[error("the other side ended the session with code {code}, which this version does not know")]
    UnknownCode {
        /// The code.
        code: u16,
    },
    /// This side can't go on; the other is told the code.
    #[error("this side ended the session: {refusal}")]
    Unable {
        /// Why.
        refusal: Refusal,
    },
    /// The connection ended too soon.
    #[error("the connection ended early")]
    CutShort,
    /// The compression library failed.
    #[error("the session's stream failed")]
    Stream(#[source] StreamError),
}

impl SessionError {
    /// The session's own code, for the last frame and for logs; `None` where the other side ended it.
    pub fn refusal(&self) -> Option<Refusal> {
        match self {
            Self::Violation { refusal } | Self::Unable { refusal } => Some(*refusal),
            Self::Stream(error) => Some(error.refusal()),
            Self::TurnedAway { .. } | Self::UnknownCode { .. } | Self::CutShort => None,
        }
    }

    pub(super) const fn violation(refusal: Refusal) -> Self {
        Self::Violation { refusal }
    }

    pub(super) fn sorry(code: u16) -> Self {
        Refusal::from_code(code).map_or(Self::UnknownCode { code }, |refusal| Self::TurnedAway { refusal })
    }
}

impl From<StreamError> for SessionError {
    fn from(error: StreamError) -> Self {
        match error {
            StreamError::Frame(error) => Self::violation(error.refusal()),
            StreamError::Damaged => Self::violation(Refusal::BadFrame),
            StreamError::Unsendable | StreamError::Compressing => Self::Stream(error),
        }
    }
}
