//! Forms with files in them, as browsers send them (`multipart/form-data`): the fields, and what is in each file. What a file was called
//! on somebody's phone is not read.

use super::fields::Fields;

/// The most parts of one form: more than any page has.
const MAX_PARTS: usize = 500;

/// The files of a form, by their fields; a field that was left empty is not among them.
#[derive(Debug, Default)]
pub(super) struct Uploads(Vec<(String, Vec<u8>)>);

impl Uploads {
    /// The file of a field.
    pub(super) fn of(&self, field: &str) -> Option<&[u8]> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, content)| content.as_slice())
    }
}

/// The mark between the parts of a form, if its content type says that it has parts.
pub(super) fn boundary(content_type: &str) -> Option<&str> {
    let rest = content_type.strip_prefix("multipart/form-data")?;
    let mark = rest.split(';').find_map(|part| part.trim().strip_prefix("boundary="))?.trim_matches('"');
    (!mark.is_empty() && mark.len() <= 70).then_some(mark)
}

/// Reads a form with parts; `None` when it can't be followed to its end.
pub(super) fn parse(body: &[u8], boundary: &str) -> Option<(Fields, Uploads)> {
    let mark = [b"--", boundary.as_bytes()].concat();
    let between = [b"\r\n", &mark[..]].concat();
    let mut rest = body.strip_prefix(&mark[..])?;
    let (mut fields, mut files) = (Vec::new(), Vec::new());
    for _ in 0..MAX_PARTS {
        if rest.starts_with(b"--") {
            return Some((Fields::of(fields), Uploads(files)));
        }
        rest = rest.strip_prefix(b"\r\n")?;
        let head = find(rest, b"\r\n\r\n")?;
        let (name, is_file) = described(&String::from_utf8_lossy(&rest[..head]))?;
        rest = &rest[head + 4..];
        let end = find(rest, &between)?;
        let content = &rest[..end];
        rest = &rest[end + between.len()..];
        if !is_file {
            fields.push((name, String::from_utf8_lossy(content).replace("\r\n", "\n")));
        } else if !content.is_empty() {
            files.push((name, content.to_vec()));
        }
    }
    None
}

/// The field that a part is for, and whether it is a file.
fn described(head: &str) -> Option<(String, bool)> {
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    let (_, after) = line.split_once(" name=\"")?;
    let (name, rest) = after.split_once('"')?;
    Some((name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"), rest.contains("filename=")))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    // A file's bytes are passed quickly by their first byte.
    let first = *wanted.first()?;
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == first)?;
        if bytes[at..].starts_with(wanted) {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut body = Vec::new();
        for (head, content) in parts {
            body.extend_from_slice(format!("--mark\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--mark--\r\n");
        body
    }

    #[test]
    fn fields_and_files_are_told_apart_and_what_a_file_was_called_is_not_kept() {
        let picture = b"\x89PNG\r\n\x1a\n--mar\r\n\r\nk";
        let body = form(&[
            ("name=\"go\"", b"next"),
            ("name=\"f:lamp[1]/photo\"; filename=\"Amina.png\"\r\nContent-Type: image/png", picture),
            ("name=\"f:letter\"; filename=\"\"\r\nContent-Type: application/octet-stream", b""),
            ("name=\"a:note\"", "dos l\u{ed}neas\r\nm\u{e1}s".as_bytes()),
        ]);
        let (fields, files) = parse(&body, "mark").unwrap();
        assert_eq!((fields.one("go"), fields.one("a:note")), ("next", "dos l\u{ed}neas\nm\u{e1}s"));
        assert_eq!(files.of("f:lamp[1]/photo"), Some(&picture[..]));
        assert_eq!(files.of("f:letter"), None);
        assert!(!format!("{files:?}").contains("Amina"));
    }

    #[test]
    fn a_form_that_breaks_off_is_none() {
        let body = form(&[("name=\"go\"", b"next")]);
        for cut in 0..body.len() - 4 {
            assert!(parse(&body[..cut], "mark").is_none(), "cut at {cut}");
        }
        assert!(parse(&form(&[("name=go", b"next")]), "mark").is_none());
        assert!(parse(b"--other\r\n", "mark").is_none());
    }

    #[test]
    fn only_forms_with_parts_have_a_mark() {
        assert_eq!(boundary("multipart/form-data; boundary=----x"), Some("----x"));
        assert_eq!(boundary("multipart/form-data; boundary=\"a b\""), Some("a b"));
        assert_eq!(boundary("application/x-www-form-urlencoded"), None);
        assert_eq!(boundary("multipart/form-data"), None);
    }
}
