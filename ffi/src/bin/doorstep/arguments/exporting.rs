//! What can be said on the command line about files for other tools.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Args)]
pub(crate) struct Export {
    /// The file. Nobody else on this computer may open it.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
    /// The kind of file.
    #[arg(long = "as", value_enum, value_name = "KIND")]
    pub(crate) kind: ExportName,
    /// The other organisation that gets it: whoever did not agree to sharing is left out, and so are places, sensitive answers and reasons.
    #[arg(long = "for", value_name = "NAME")]
    pub(crate) others: Option<String>,
    /// What it is for: it is noted, so that whoever has it can be told when something is erased.
    #[arg(long, value_name = "TEXT")]
    pub(crate) purpose: Option<String>,
    /// The questionnaire; without it, all of them.
    #[arg(long, value_name = "QUESTIONNAIRE")]
    pub(crate) form: Option<String>,
    /// Gives questions with several choices a column of 0 and 1 for each choice (csv, xlsx).
    #[arg(long)]
    pub(crate) split: bool,
    /// Puts pictures and other files into the folder `media` (csv).
    #[arg(long)]
    pub(crate) with_files: bool,
    /// Adds names and contacts of those who agreed to being contacted (csv, xlsx, jsonl). Whoever has the file then knows who said what.
    #[arg(long)]
    pub(crate) with_names: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportName {
    /// CSV files in ODK Central's layout, in a zip file.
    Csv,
    /// An Excel workbook with labels and a data dictionary.
    Xlsx,
    /// The places among the answers.
    Geojson,
    /// One row for each answer.
    Parquet,
    /// One interview a line, with its whole history.
    Jsonl,
    /// The tables of the result as outsiders may see them: CSV, or a workbook if the file's name ends with .xlsx.
    Tables,
}
