//! The form tool for scripts: one JSON request a line in, one JSON reply a line out.
//!
//! It is how an author tests a form without a phone, and how this program is held to the standard. It never ends because of
//! a bad request. Reading lines and files is done by `doorstep form runner`.
//!
//! | op | reply |
//! |---|---|
//! | `import`: `sheets` or `xlsx`, `form_name` | `model` with the binds, or `error` |
//! | `run`: a form as above, `attachments`, `tz`, `steps` | `results`, a list for each `probe` step, or `error` |
//! | `export_csv`: `form_id`, `fields`, `options`, `select_values`, `submissions` | `files` by name, as ODK Central's |
//! | `xpath`: `expr`, `type`, `doc`, `ctx`, `values`, `lang`, `tz`, `clock` | `value`, or `error` |

mod binds;
mod export;
mod import;
mod run;
mod xpath;

use serde_json::{Value, json};

use crate::time::Timestamp;

/// Reads a file that a request names.
pub type ReadFile = Box<dyn FnMut(&str) -> std::io::Result<Vec<u8>>>;

/// Answers requests. Keeps nothing between them.
pub struct Runner {
    read: ReadFile,
    now: Timestamp,
}

impl Runner {
    /// A runner that gets at files through `read`; `now` is what the clock says where a request states no other.
    pub fn new(read: ReadFile, now: Timestamp) -> Self {
        Self { read, now }
    }

    /// The reply to one line.
    pub fn answer(&mut self, line: &str) -> String {
        let reply = match serde_json::from_str::<Value>(line) {
            Ok(request) => self.reply(&request),
            Err(_) => json!({ "id": null, "error": "the line is not JSON" }),
        };
        reply.to_string()
    }

    fn reply(&mut self, request: &Value) -> Value {
        let outcome = match request["op"].as_str() {
            Some("export_csv") => export::answer(request),
            Some("import") => import::answer(request, &mut self.read),
            Some("run") => run::answer(request, &mut self.read, self.now),
            Some("xpath") => xpath::answer(request, self.now),
            _ => Err(Refusal::Skip("this program does not know the operation".to_owned())),
        };
        let mut reply = match outcome {
            Ok(value) => value,
            Err(Refusal::Error(text)) => json!({ "error": text }),
            Err(Refusal::Skip(text)) => json!({ "skip": text }),
        };
        reply["id"] = request["id"].clone();
        reply
    }
}

/// Why a request has no result.
pub(crate) enum Refusal {
    /// What was asked cannot be done, and should not be.
    Error(String),
    /// This program does not try.
    Skip(String),
}

impl From<String> for Refusal {
    fn from(text: String) -> Self {
        Self::Error(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runner() -> Runner {
        Runner::new(Box::new(|_| Err(std::io::ErrorKind::NotFound.into())), Timestamp(0))
    }

    #[test]
    fn a_form_given_as_rows_comes_back_as_binds() {
        let request = json!({"op": "import", "id": 1, "form_name": "data", "sheets": {"survey": [
            {"type": "integer", "name": "age", "label": "Age", "required": "yes"},
            {"type": "note", "name": "n", "label": "Hello", "relevant": "${age} > 17"},
        ]}});
        let reply: Value = serde_json::from_str(&runner().answer(&request.to_string())).unwrap();
        assert_eq!(reply["model"]["binds"][0], json!({"path": "/data/age", "type": "int", "required": "true()"}));
        assert_eq!(reply["model"]["binds"][1]["relevant"], "/data/age > 17");
    }

    #[test]
    fn a_bad_request_gets_a_reply() {
        assert!(runner().answer("{").contains("error"));
        assert!(runner().answer(r#"{"op":"dance","id":"x"}"#).contains("skip"));
        assert!(runner().answer(r#"{"op":"import","id":"x","xlsx":"nowhere"}"#).contains("error"));
    }
}
