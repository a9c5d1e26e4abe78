//! Forms for the tests of this module, as tables of text.
//!
//! Compiled for tests only.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::{Attachments, Interview, Opening, PreparedForm};
use crate::form::import::{Limits, import};
use crate::time::Timestamp;

/// 1 March 2026, 12:00 UTC.
pub(super) const NOW: Timestamp = Timestamp(1_772_366_400_000);

/// A form read from Markdown tables and made ready.
pub(super) fn prepared(tables: &str) -> Arc<PreparedForm> {
    let imported = import(tables.as_bytes(), &Limits::default()).unwrap_or_else(|report| panic!("{report}"));
    PreparedForm::new(Arc::new(imported.form), Attachments::new()).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// A fresh interview with such a form.
pub(super) fn begun(tables: &str) -> Interview {
    Interview::start(prepared(tables), opening())
}

pub(super) fn opening() -> Opening {
    Opening::new(NOW, TimeZone::UTC, 7)
}

impl Interview {
    /// What the question at a response path reads as.
    pub(super) fn reads(&self, path: &str) -> &str {
        let node = self.instance.at(&self.prepared.graph, path).unwrap_or_else(|| panic!("there is no {path}"));
        self.instance.shown_value(node)
    }
}

/// A household: a repeat by hand, a filter, a calculation over all, something sealed.
pub(super) const HOUSEHOLD: &str = "
| survey |                  |          |                 |                  |              |             |
|        | type             | name     | label           | relevant         | calculation  | required    |
|        | select_one yn    | anyone   | Anyone here?    |                  |              | yes         |
|        | begin_repeat     | person   | Person          | ${anyone} = 'yes' |             |             |
|        | text             | name     | Name            |                  |              |             |
|        | integer          | age      | Age of ${name}  |                  |              |             |
|        | text             | school   | School          | ${age} < 18      |              |             |
|        | end_repeat       |          |                 |                  |              |             |
|        | calculate        | oldest   |                 |                  | max(${age})  |             |
|        | calculate        | people   |                 |                  | count(${person}) |         |

| choices |           |      |       |
|         | list_name | name | label |
|         | yn        | yes  | Yes   |
|         | yn        | no   | No    |
";
