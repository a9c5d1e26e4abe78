//! A form made ready to run: its logic worked out, its lists at hand. Shared by all interviews of one form version.
//!
//! The interview itself, with answers, is [`super::Interview`].

use std::sync::Arc;

use super::lists::{Attachments, Lists};
use crate::form::graph::{Graph, LogicProblem};
use crate::form::model::Form;

/// A form made ready to run.
#[derive(Debug)]
pub struct PreparedForm {
    pub(super) form: Arc<Form>,
    pub(super) graph: Graph,
    pub(super) lists: Lists,
}

impl PreparedForm {
    /// Works out a form's logic. The attachments are the data files that its questions and expressions name.
    ///
    /// # Errors
    /// Every mistake in the form's logic.
    pub fn new(form: Arc<Form>, attachments: Attachments) -> Result<Arc<Self>, Vec<LogicProblem>> {
        let graph = Graph::build(&form)?;
        let lists = Lists::new(&form, attachments);
        Ok(Arc::new(Self { form, graph, lists }))
    }

    /// Works out what can be worked out and leaves out what cannot: for opening answers to a form that later proved
    /// wrong. The second part holds the mistakes.
    pub fn leniently(form: Arc<Form>, attachments: Attachments) -> (Arc<Self>, Vec<LogicProblem>) {
        let (graph, problems) = Graph::build_leniently(&form);
        let lists = Lists::new(&form, attachments);
        (Arc::new(Self { form, graph, lists }), problems)
    }

    /// The form.
    pub fn form(&self) -> &Form {
        &self.form
    }

    /// The form's logic.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }
}
