//! What a browser sends: the fields of a form, of a query, and the steps of a path.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, utf8_percent_encode};

/// The most fields of one form: more than any page has.
const MAX_FIELDS: usize = 2_000;

/// Everything but what may stand in a query as it is.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// Fields with their values, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `application/x-www-form-urlencoded`; broken text is mended by replacement characters.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let pairs = bytes.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).take(MAX_FIELDS);
        let pair = |pair: &[u8]| {
            let split = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            (decoded(&pair[..split]), decoded(pair.get(split + 1..).unwrap_or_default()))
        };
        Self(pairs.map(pair).collect())
    }

    /// Fields that were read elsewhere.
    pub(super) const fn of(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// The steps of a path.
    pub(super) fn path(path: &str) -> Vec<String> {
        let steps = path.split('/').filter(|step| !step.is_empty());
        steps.map(|step| percent_decode(step.as_bytes()).decode_utf8_lossy().into_owned()).collect()
    }

    /// The first value of a field; empty if there is none.
    pub(super) fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value.as_str())
    }

    /// Every value of a field.
    pub(super) fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// Whether there is such a field.
    pub(super) fn has(&self, name: &str) -> bool {
        self.all(name).next().is_some()
    }
}

/// A text as it stands in a query.
pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Browsers send line ends as CR LF.
fn decoded(bytes: &[u8]) -> String {
    let spaced: Vec<u8> = bytes.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    percent_decode(&spaced).decode_utf8_lossy().replace("\r\n", "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_reads_with_its_signs_spaces_and_lines() {
        let fields = Fields::parse(b"a%3Aq%5B1%5D=two+words%0D%0A%26+more&b=1&b=2&c");
        assert_eq!(fields.one("a:q[1]"), "two words\n& more");
        assert_eq!(fields.all("b").collect::<Vec<_>>(), ["1", "2"]);
        assert!(fields.has("c") && !fields.has("d"));
    }

    #[test]
    fn what_is_encoded_reads_back() {
        for text in ["lamp[0a]/number", "¿cuál? & +", ""] {
            assert_eq!(Fields::parse(format!("p={}", encoded(text)).as_bytes()).one("p"), text);
        }
    }

    #[test]
    fn broken_bytes_are_no_panic() {
        assert_eq!(Fields::parse(b"%ff=%f&&==%").one("\u{fffd}"), "%f");
    }
}
