//! Results so far, as text, page, charts or a sheet for letterboxes.

use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
pub(crate) struct Results {
    /// Prints text; that is what happens anyway.
    #[arg(long, conflicts_with = "html")]
    pub(crate) text: bool,
    /// Writes one page to this file instead.
    #[arg(long, value_name = "FILE", conflicts_with = "charts")]
    pub(crate) html: Option<PathBuf>,
    /// Writes each chart as a picture (SVG) into this folder instead, as outsiders may see it, to be pasted into a document.
    #[arg(long, value_name = "FOLDER", conflicts_with = "text")]
    pub(crate) charts: Option<PathBuf>,
    /// Shows what each group of people said beside everybody instead, for an equality assessment.
    #[arg(long, conflicts_with_all = ["text", "html", "charts"])]
    pub(crate) groups: bool,
    /// For whom that is and what for: it is noted, so that they can be told when something is erased.
    #[arg(long = "for", value_name = "TEXT")]
    pub(crate) purpose: Option<String>,
}

#[derive(Args)]
pub(crate) struct Sheet {
    /// The area; without it, all of them together.
    #[arg(long)]
    pub(crate) area: Option<String>,
    /// The page to write.
    #[arg(long, value_name = "FILE")]
    pub(crate) to: PathBuf,
}
