//! What a file is, told from its first bytes: names and claims of others are not believed.
//!
//! What is not known is bytes. Nothing here opens a file.

use crate::ids::BlobHash;

/// How many hexadecimal digits of its hash a file is called by.
const NAME_DIGITS: usize = 16;

/// The media type of locked content, as its manifest says it: what is inside is nobody's business.
pub const LOCKED_MEDIA: &str = "application/octet-stream";

/// Media types with where and how their files begin, and the ending of their names.
const KNOWN: &[(usize, &[u8], &str, &str)] = &[
    (0, b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (0, b"%PDF-", "application/pdf", "pdf"),
    (0, b"OggS", "audio/ogg", "ogg"),
    (0, b"ID3", "audio/mpeg", "mp3"),
    (0, b"\xff\xfb", "audio/mpeg", "mp3"),
    (0, b"\xff\xf3", "audio/mpeg", "mp3"),
    (0, b"fLaC", "audio/flac", "flac"),
    (0, b"#!AMR", "audio/amr", "amr"),
    (8, b"WAVE", "audio/wav", "wav"),
    (4, b"ftypM4A", "audio/mp4", "m4a"),
    (4, b"ftyp3gp", "video/3gpp", "3gp"),
    (4, b"ftypqt", "video/quicktime", "mov"),
    (4, b"ftyp", "video/mp4", "mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm", "webm"),
];

/// What a file with this content is; bytes where that is not known.
pub fn media_of(content: &[u8]) -> &'static str {
    let begins = |at: usize, with: &[u8]| content.get(at..).is_some_and(|rest| rest.starts_with(with));
    let known = KNOWN.iter().find(|(at, with, _, _)| begins(*at, with));
    known.map_or(LOCKED_MEDIA, |(_, _, media, _)| *media)
}

/// How the name of a file of this media type ends, without the dot.
pub fn extension_of(media: &str) -> &'static str {
    KNOWN.iter().find(|(_, _, known, _)| *known == media).map_or("bin", |(_, _, _, ending)| *ending)
}

/// What stands as the answer to a question that a file answers, and what the file is called when it is saved: the beginning of the
/// hash of its locked bytes, and an ending.
pub fn file_name(blob: &BlobHash, media: &str) -> String {
    format!("{}.{}", &blob.to_string()[..NAME_DIGITS], extension_of(media))
}

/// Whether this is the name of the file whose locked bytes have this hash.
pub fn is_name_of(name: &str, blob: &BlobHash) -> bool {
    name.split_once('.').is_some_and(|(begin, _)| begin == &blob.to_string()[..NAME_DIGITS])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_by_its_hash_and_by_no_word_of_anybodys() {
        let blob = BlobHash([0xa7; 32]);
        assert_eq!(file_name(&blob, "image/png"), "a7a7a7a7a7a7a7a7.png");
        assert!(is_name_of("a7a7a7a7a7a7a7a7.jpg", &blob));
        assert!(!is_name_of("a7a7a7a7a7a7a7a7", &blob) && !is_name_of("Amina.jpg", &blob));
    }

    #[test]
    fn files_are_told_by_how_they_begin_and_not_by_what_they_are_called() {
        assert_eq!(media_of(b"\xff\xd8\xff\xe0rest"), "image/jpeg");
        assert_eq!(media_of(b"RIFF\0\0\0\0WAVEfmt "), "audio/wav");
        assert_eq!(media_of(b"\0\0\0\x20ftypM4A mp42"), "audio/mp4");
        assert_eq!(media_of(b"<script>"), LOCKED_MEDIA);
        assert_eq!(media_of(b""), LOCKED_MEDIA);
        assert_eq!((extension_of("image/png"), extension_of("text/html")), ("png", "bin"));
    }
}
