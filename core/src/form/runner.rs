//! Answers requests about forms, one line of JSON each: the way to script tests of a form.
//!
//! It holds no state between lines and never fails as a whole: a request that cannot be met gets an `error` of its own.
//! The command that feeds it lines is `doorstep form runner`.

mod xpath;

use serde_json::{Value as Json, json};

use crate::time::Timestamp;

/// Answers one line.
pub fn respond(line: &str, now: Timestamp) -> String {
    let request: Json = match serde_json::from_str(line) {
        Ok(request) => request,
        Err(_) => return json!({"error": "the line is not JSON"}).to_string(),
    };
    let id = request.get("id").cloned().unwrap_or(Json::Null);
    let answer = match request.get("op").and_then(Json::as_str) {
        Some("xpath") => xpath::xpath(&request, now).map(|value| json!({"value": value})).map_err(|e| e.to_string()),
        Some(_) | None => Ok(json!({"skip": "no such request"})),
    };
    let mut answer = answer.unwrap_or_else(|error| json!({"error": error}));
    answer["id"] = id;
    answer.to_string()
}
