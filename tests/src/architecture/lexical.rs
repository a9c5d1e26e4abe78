//! Takes comments, string contents and unit tests out of Rust text, and finds the names that code mentions.
//!
//! It knows just enough of the language for `arrows` and `wiring`; it is no parser.

/// The code of a file with comments and the contents of strings blanked and everything from its unit tests on left
/// out. Lines keep their numbers.
pub(super) fn code_of(text: &str) -> String {
    let blanked = blank(text);
    match blanked.find("#[cfg(test)]\nmod tests {") {
        Some(start) => blanked[..start].to_owned(),
        None => blanked,
    }
}

/// The identifier that `text` starts with, or an empty one.
pub(super) fn identifier(text: &str) -> &str {
    let end = text.find(|c: char| !is_word(c)).unwrap_or(text.len());
    &text[..end]
}

/// Every place where `word` stands as a whole word: byte offset just behind it.
pub(super) fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    code.match_indices(word).filter_map(move |(start, _)| {
        let end = start + word.len();
        let whole = !code[..start].ends_with(is_word) && !code[end..].starts_with(is_word);
        whole.then_some(end)
    })
}

/// The first names inside a group `{a::b, c::{d, e}, self}` that `text` starts with, each with its offset.
pub(super) fn group_heads(text: &str) -> Vec<(usize, &str)> {
    let mut heads = Vec::new();
    let mut depth = 0_usize;
    let mut expects_name = false;
    for (at, c) in text.char_indices() {
        match c {
            '{' => {
                depth += 1;
                expects_name = depth == 1;
            }
            '}' if depth <= 1 => break,
            '}' => depth -= 1,
            ',' => expects_name = depth == 1,
            c if expects_name && is_word(c) => {
                heads.push((at, identifier(&text[at..])));
                expects_name = false;
            }
            _ => {}
        }
    }
    heads
}

/// The number of the line that holds the byte at `offset`, from 1.
pub(super) fn line_at(text: &str, offset: usize) -> usize {
    1 + text[..offset].matches('\n').count()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn blank(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let skipped = skipped_at(rest, out.ends_with(is_word));
        if skipped == 0 {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        } else {
            out.extend(rest[..skipped].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            rest = &rest[skipped..];
        }
    }
    out
}

/// How many bytes from here on are a comment or a literal, 0 for code.
fn skipped_at(rest: &str, in_word: bool) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return rest.find("*/").map_or(rest.len(), |end| end + 2);
    }
    if let Some(raw) = rest.strip_prefix('r').filter(|_| !in_word) {
        let hashes = raw.bytes().take_while(|b| *b == b'#').count();
        if raw[hashes..].starts_with('"') {
            let close = format!("\"{}", "#".repeat(hashes));
            let body = hashes + 1;
            return raw[body..].find(&close).map_or(rest.len(), |end| 1 + body + end + close.len());
        }
    }
    match rest.as_bytes() {
        [b'"', ..] => string_length(rest),
        [b'\'', b'\\', _, after @ ..] => after.iter().position(|b| *b == b'\'').map_or(1, |end| end + 4),
        [b'\'', ..] => char_length(rest),
        _ => 0,
    }
}

fn string_length(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    rest.len()
}

/// A character literal such as `'"'`; a lifetime is code.
fn char_length(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_not_code() {
        let code = code_of("let a = \"x \\\" crate::store\"; // crate::sync\n/* crate::net */ b");
        assert!(!code.contains("crate"), "{code}");
        assert!(code.starts_with("let a = ") && code.ends_with('b'));
    }

    #[test]
    fn raw_strings_and_quoted_quotes_end_where_they_should() {
        let code = code_of("f(r#\"say \"crate::store\" \"#); g('\"', '\\''); h::<'a>(\"crate::sync\"); last()");
        assert!(!code.contains("crate"), "{code}");
        assert!(code.contains("g(") && code.contains("h::<'a>(") && code.ends_with("last()"));
    }

    #[test]
    fn unit_tests_at_the_foot_are_left_out() {
        assert_eq!(code_of("a();\n#[cfg(test)]\nmod tests {\n crate::store }\n"), "a();\n");
    }

    #[test]
    fn a_group_names_its_own_heads_and_not_what_is_inside_them() {
        let heads: Vec<&str> =
            group_heads("{form::{Form, model::Item}, ids, self}; x").into_iter().map(|h| h.1).collect();
        assert_eq!(heads, ["form", "ids", "self"]);
    }

    #[test]
    fn a_word_is_found_only_whole() {
        assert_eq!(words("automerge automerge_x my_automerge", "automerge").count(), 1);
    }
}
