//! The fields of a form as browsers send them: `application/x-www-form-urlencoded`, read leniently and without failing.

use std::collections::BTreeMap;

/// The fields of one form.
#[derive(Default)]
pub(super) struct Fields(BTreeMap<String, String>);

impl Fields {
    /// Reads a form's body or a query. What can't be read is left out.
    pub(super) fn read(body: &[u8]) -> Self {
        let pair = |part: &[u8]| {
            let split = part.iter().position(|byte| *byte == b'=')?;
            Some((text(&part[..split]), text(&part[split + 1..])))
        };
        Self(body.split(|byte| *byte == b'&').filter_map(pair).collect())
    }

    /// A field's text; empty when it was not sent.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

fn text(encoded: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.iter().copied();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(rest.next().unwrap_or(b'0')).to_digit(16).unwrap_or(0);
                u8::try_from(digit() * 16 + digit()).unwrap_or_default()
            }
            other => other,
        });
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_as_browsers_send_them() {
        let fields = Fields::read(b"number=7K2MQ-40XWT&word=Jos%C3%A9+7&lang=es");
        assert_eq!([fields.get("number"), fields.get("word"), fields.get("lang")], ["7K2MQ-40XWT", "José 7", "es"]);
        assert_eq!(fields.get("other"), "");
    }

    #[test]
    fn anything_else_is_read_as_something_and_never_fails() {
        for body in [&b""[..], b"&&=&", b"number=%", b"number=%zz%4", &[0xff; 40]] {
            assert!(Fields::read(body).get("number").len() < 10);
        }
    }
}
