//! Taking out of a picture's file whatever is not the picture: places, times, names of cameras and people, thumbnails, films behind it.
//!
//! Nothing is decoded: parts are copied or left out. What has to be turned or made smaller is written anew, see `picture`.

/// The parts of a PNG that make its picture, and its colours right.
const PNG_KEPT: [&[u8; 4]; 13] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs", b"cICP",
];
const PNG_HEAD: &[u8; 8] = b"\x89PNG\r\n\x1a\n";

/// The picture of a PNG alone; `None` when the file can't be followed to its end.
pub(super) fn strip_png(file: &[u8]) -> Option<Vec<u8>> {
    let mut rest = file.strip_prefix(PNG_HEAD)?;
    let mut kept = PNG_HEAD.to_vec();
    loop {
        let (head, _) = rest.split_first_chunk::<8>()?;
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        let part = rest.get(..length.checked_add(12)?)?;
        let kind = &part[4..8];
        if PNG_KEPT.iter().any(|known| *known == kind) {
            kept.extend_from_slice(part);
        }
        if kind == b"IEND" {
            return Some(kept);
        }
        rest = &rest[part.len()..];
    }
}

/// The picture of a JPEG alone; `None` when the file can't be followed to its end.
pub(super) fn strip_jpeg(file: &[u8]) -> Option<Vec<u8>> {
    let mut rest = file.strip_prefix(b"\xff\xd8")?;
    let mut kept = vec![0xff, 0xd8];
    loop {
        let kind = marker(&mut rest)?;
        match kind {
            END => {
                kept.extend_from_slice(&[0xff, END]);
                return Some(kept);
            }
            // Markers without a length have no place between segments but in the scan, which is copied whole.
            0x00 | 0x01 | 0xd0..=0xd8 => return None,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes(*rest.first_chunk::<2>()?));
        let part = rest.get(..length).filter(|_| length >= 2)?;
        if is_kept(kind, &part[2..]) {
            kept.extend_from_slice(&[0xff, kind]);
            kept.extend_from_slice(part);
        }
        rest = &rest[length..];
        if kind == SCAN {
            let end = scan_length(rest)?;
            kept.extend_from_slice(&rest[..end]);
            rest = &rest[end..];
        }
    }
}

const SCAN: u8 = 0xda;
const END: u8 = 0xd9;

/// Takes the next marker; bytes that fill up before it are passed over.
fn marker(rest: &mut &[u8]) -> Option<u8> {
    let (first, mut after) = rest.split_first().filter(|(first, _)| **first == 0xff)?;
    let mut kind = *first;
    while kind == 0xff {
        let (next, behind) = after.split_first()?;
        (kind, after) = (*next, behind);
    }
    *rest = after;
    Some(kind)
}

/// Whether a segment belongs to the picture: tables, frames and scans; how it is to be read (JFIF without a thumbnail, Adobe) and its
/// colours. What applications and people write goes.
fn is_kept(kind: u8, content: &[u8]) -> bool {
    match kind {
        0xe0 => content.starts_with(b"JFIF\0") && content.len() == 14,
        0xe2 => content.starts_with(b"ICC_PROFILE\0"),
        0xee => content.starts_with(b"Adobe") && content.len() == 12,
        0xe1 | 0xe3..=0xed | 0xef | 0xfe => false,
        _ => true,
    }
}

/// Where a scan's data ends: before the next marker that is none of its own.
fn scan_length(data: &[u8]) -> Option<usize> {
    let is_own = |kind: u8| matches!(kind, 0x00 | 0xd0..=0xd7);
    data.windows(2).position(|pair| pair[0] == 0xff && pair[1] != 0xff && !is_own(pair[1]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn segment(kind: u8, content: &[u8]) -> Vec<u8> {
        let length = (content.len() as u16 + 2).to_be_bytes();
        [&[0xff, kind], &length[..], content].concat()
    }

    #[test]
    fn a_jpeg_loses_what_cameras_and_people_wrote_into_it_and_what_hangs_behind() {
        let table = segment(0xdb, b"table");
        let scan = [segment(0xda, b"scan"), b"data\xff\x00more\xff\xd0on".to_vec()].concat();
        let whole = [
            b"\xff\xd8".to_vec(),
            segment(0xe1, b"Exif\0\0 taken at 12 Elm Street"),
            segment(0xfe, b"for Amina"),
            table.clone(),
            scan.clone(),
            b"\xff\xd9".to_vec(),
            b"a film of two seconds".to_vec(),
        ];
        let expected = [b"\xff\xd8".to_vec(), table, scan, b"\xff\xd9".to_vec()].concat();
        assert_eq!(strip_jpeg(&whole.concat()), Some(expected));
        assert_eq!(strip_jpeg(&whole[..5].concat()), None);
    }

    #[test]
    fn a_png_loses_its_texts_and_what_hangs_behind() {
        let part = |kind: &[u8; 4], content: &[u8]| {
            [&(content.len() as u32).to_be_bytes()[..], kind, content, b"crc!"].concat()
        };
        let (head, data, end) = (part(b"IHDR", b"13 bytes....."), part(b"IDAT", b"data"), part(b"IEND", b""));
        let texts = [part(b"eXIf", b"51.5 N"), part(b"tEXt", b"Author\0Amina"), part(b"iTXt", b"x")].concat();
        let whole = [&PNG_HEAD[..], &head, &texts, &data, &end, b"behind"].concat();
        assert_eq!(strip_png(&whole), Some([&PNG_HEAD[..], &head, &data, &end].concat()));
        assert_eq!(strip_png(&whole[..40]), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_picture_or_none(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let jpeg = [b"\xff\xd8", &bytes[..]].concat();
            prop_assert!(strip_jpeg(&jpeg).is_none_or(|kept| kept.len() <= jpeg.len()));
            let png = [&PNG_HEAD[..], &bytes].concat();
            prop_assert!(strip_png(&png).is_none_or(|kept| kept.len() <= png.len()));
        }
    }
}
