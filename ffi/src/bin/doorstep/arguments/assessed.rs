//! What can be said on the command line about what is assessed.

use clap::Args;

#[derive(Args)]
pub(crate) struct Criterion {
    /// The criterion's code, as questionnaires write it in `evaluation::criterion`; without it, all are listed.
    pub(crate) code: Option<String>,
    /// What it is called.
    #[arg(long, requires = "code")]
    pub(crate) name: Option<String>,
    /// What good looks like.
    #[arg(long, requires = "code")]
    pub(crate) good: Option<String>,
    /// Who agreed that.
    #[arg(long, requires = "code")]
    pub(crate) agreed_by: Option<String>,
    /// On which day, as 2026-03-14.
    #[arg(long, value_name = "DAY", requires = "code")]
    pub(crate) agreed_on: Option<String>,
    /// The organisation that answers for it.
    #[arg(long, requires = "code")]
    pub(crate) owner: Option<String>,
    /// The service's own figure, to be shown beside.
    #[arg(long, requires = "code")]
    pub(crate) own_figure: Option<String>,
    /// How much it matters, in points, by the service's one agreed answer: shown beside people's, never counted among them.
    #[arg(long, value_name = "POINTS", requires = "code")]
    pub(crate) team_importance: Option<i64>,
    /// How it goes, in points, by the service's one agreed answer.
    #[arg(long, value_name = "POINTS", requires = "code")]
    pub(crate) team_satisfaction: Option<i64>,
}
