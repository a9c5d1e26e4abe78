//! To be written.
use crate::ids::ActorId;
/// x
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// x
    #[error("x")]
    TooLarge {
        /// x
        bytes: usize,
    },
    /// x
    #[error("x")]
    TooManyOperations,
    /// x
    #[error("x")]
    TooManyReferences,
    /// x
    #[error("x")]
    NotFlat,
    /// x
    #[error("x")]
    Compressed,
    /// x
    #[error("x")]
    Malformed,
}
/// x
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change;
impl Change {
    /// x
    /// # Errors
    /// x
    pub fn read(_body: Vec<u8>, _actor: ActorId) -> Result<Self, ScanError> {
        Ok(Self)
    }
}
