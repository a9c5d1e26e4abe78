//! What was agreed on a criterion before it was assessed, and the one answer that a service gives in its own name.
//!
//! Plain values; the document that they stand in is `document`'s matter. A team's answer is no person's: it is never among the counts.

/// What was agreed on a criterion. Where two versions of something stand and nobody has decided, both are here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agreed {
    /// What it is called.
    pub name: Vec<String>,
    /// What good looks like.
    pub good: Vec<String>,
    /// Who agreed that.
    pub agreed_by: Vec<String>,
    /// On which day they did, as `2026-03-14`.
    pub agreed_on: Vec<String>,
    /// The organisation that answers for it.
    pub owner: Vec<String>,
    /// The service's own figure.
    pub own_figure: Vec<String>,
    /// How much it matters, in points, by the service's agreed answer.
    pub team_importance: Vec<i64>,
    /// How it goes, in points, by the service's agreed answer.
    pub team_satisfaction: Vec<i64>,
}
