//! Why a file of records could not be written. No text here holds an answer or a name.

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The disk is full, or the file is not to be written to.
    #[error("the file can't be written: {0}")]
    Io(#[from] std::io::Error),
    /// The zip file can't be written.
    #[error("the zip file can't be written")]
    Zip(#[from] zip::result::ZipError),
    /// The workbook can't be written.
    #[error("the workbook can't be written")]
    Book(#[from] rust_xlsxwriter::XlsxError),
    /// The Parquet file can't be written.
    #[error("the Parquet file can't be written")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// A workbook has no room for so much.
    #[error(
        "a workbook takes at most 1,048,575 rows and 16,384 columns a sheet, and there are more; export as csv or parquet"
    )]
    TooLarge,
}

impl WriteError {
    /// A name that stays the same in every version and language.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Io(_) | Self::Zip(_) | Self::Book(_) | Self::Parquet(_) => "export-not-written",
            Self::TooLarge => "export-too-large",
        }
    }
}
