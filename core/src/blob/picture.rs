//! A picture as it is kept: no larger than the questionnaire asks for, the right way up, and nothing in it but the picture.
//!
//! JPEG and PNG alone. A picture that is small enough and upright is copied without its remarks (`strip`), so that nothing of it is lost;
//! any other is decoded within limits and written anew.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::media::media_of;
use super::strip::{strip_jpeg, strip_png};

/// The longest side that is decoded: far more than any phone's camera makes.
pub const MAX_PIXELS_ACROSS: u32 = 16_384;
/// How much memory decoding one picture may take, in bytes: 48 megapixels of four bytes, and what the decoder needs.
const MAX_DECODED_BYTES: u64 = 256 << 20;
const JPEG_QUALITY: u8 = 85;

/// A picture that is ready to be kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Prepared {
    /// Its media type.
    pub media: &'static str,
    /// Its file.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Prepared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Prepared({}, {} bytes)", self.media, self.bytes.len())
    }
}

/// Why a file is not taken as a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// It is no JPEG and no PNG.
    #[error("only pictures in JPEG or PNG are taken")]
    Unknown,
    /// It is damaged.
    #[error("the picture is damaged")]
    Damaged,
    /// It has more pixels than are taken.
    #[error("the picture has more pixels than are taken")]
    TooLarge,
}

/// Makes a picture ready to be kept: at most `max_pixels` along its longer side, where that is given.
///
/// # Errors
/// It is no JPEG or PNG, damaged, or larger than a phone can decode.
pub fn prepare_picture(file: &[u8], max_pixels: Option<u32>) -> Result<Prepared, PictureError> {
    let media = media_of(file);
    let (format, stripped) = match media {
        "image/jpeg" => (ImageFormat::Jpeg, strip_jpeg(file)),
        "image/png" => (ImageFormat::Png, strip_png(file)),
        _ => return Err(PictureError::Unknown),
    };
    let mut decoder = reader(file, format).into_decoder().map_err(fault)?;
    let (width, height) = decoder.dimensions();
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let most = max_pixels.filter(|most| *most > 0).unwrap_or(MAX_PIXELS_ACROSS);
    let fits = width.max(height) <= most && orientation == Orientation::NoTransforms;
    // A small picture is decoded as well: what can't be shown is not taken.
    let mut picture = DynamicImage::from_decoder(decoder).map_err(fault)?;
    if let Some(bytes) = stripped.filter(|_| fits) {
        return Ok(Prepared { media, bytes });
    }
    picture.apply_orientation(orientation);
    if width.max(height) > most {
        picture = picture.resize(most, most, FilterType::CatmullRom);
    }
    let bytes = written(&picture, format).map_err(fault)?;
    Ok(Prepared { media, bytes })
}

fn reader(file: &[u8], format: ImageFormat) -> ImageReader<Cursor<&[u8]>> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_PIXELS_ACROSS);
    limits.max_image_height = Some(MAX_PIXELS_ACROSS);
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    reader.limits(limits);
    reader
}

fn written(picture: &DynamicImage, format: ImageFormat) -> image::ImageResult<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    if format == ImageFormat::Jpeg {
        let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
        DynamicImage::ImageRgb8(picture.to_rgb8()).write_with_encoder(encoder)?;
    } else {
        picture.write_to(&mut bytes, format)?;
    }
    Ok(bytes.into_inner())
}

fn fault(error: image::ImageError) -> PictureError {
    match error {
        image::ImageError::Limits(_) => PictureError::TooLarge,
        image::ImageError::Unsupported(_) => PictureError::Unknown,
        image::ImageError::Decoding(_)
        | image::ImageError::Encoding(_)
        | image::ImageError::Parameter(_)
        | image::ImageError::IoError(_) => PictureError::Damaged,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, RgbImage};

    fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let shade = |x: u32, y: u32| Rgb([(x % 256) as u8, (y % 256) as u8, if x < width / 2 { 255 } else { 0 }]);
        let picture = DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, shade));
        written(&picture, format).unwrap()
    }

    /// A JPEG as a phone that was held upright writes it, with remarks.
    fn with_remarks(jpeg: &[u8], orientation: u8) -> Vec<u8> {
        let mut tiff = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        tiff.extend_from_slice(&[orientation, 0, 0, 0, 0, 0, 0]);
        tiff.extend_from_slice(b"12 Elm Street");
        let length = (tiff.len() as u16 + 2).to_be_bytes();
        [&jpeg[..2], &[0xff, 0xe1], &length, &tiff, &jpeg[2..]].concat()
    }

    fn size(file: &[u8]) -> (u32, u32) {
        let format = if media_of(file) == "image/png" { ImageFormat::Png } else { ImageFormat::Jpeg };
        reader(file, format).into_dimensions().unwrap()
    }

    fn holds(file: &[u8], text: &[u8]) -> bool {
        file.windows(text.len()).any(|part| part == text)
    }

    #[test]
    fn a_small_picture_loses_its_remarks_and_nothing_else() {
        let plain = picture(40, 30, ImageFormat::Jpeg);
        let taken = with_remarks(&plain, 1);
        assert!(holds(&taken, b"Elm Street"));
        let prepared = prepare_picture(&taken, Some(1_024)).unwrap();
        assert_eq!((prepared.media, prepared.bytes), ("image/jpeg", plain));
    }

    #[test]
    fn a_large_picture_is_made_smaller_along_its_longer_side() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png] {
            let prepared = prepare_picture(&picture(400, 300, format), Some(100)).unwrap();
            assert_eq!(size(&prepared.bytes), (100, 75));
            let whole = prepare_picture(&picture(400, 300, format), None).unwrap();
            assert_eq!(size(&whole.bytes), (400, 300));
        }
    }

    #[test]
    fn a_picture_that_lies_on_its_side_is_set_upright_as_its_remark_goes() {
        let taken = with_remarks(&picture(40, 30, ImageFormat::Jpeg), 6);
        let prepared = prepare_picture(&taken, None).unwrap();
        assert_eq!(size(&prepared.bytes), (30, 40));
        assert!(!holds(&prepared.bytes, b"Elm Street") && !holds(&prepared.bytes, b"Exif"));
    }

    #[test]
    fn a_bomb_or_a_torn_or_foreign_file_is_no_picture() {
        let mut bomb = picture(4, 4, ImageFormat::Png);
        bomb[16..24].copy_from_slice(&[0, 0, 0x3f, 0xff, 0, 0, 0x3f, 0xff]);
        let crc = [bomb[29], bomb[30], bomb[31], bomb[32]];
        assert_ne!(crc, [0; 4]);
        assert!(prepare_picture(&bomb, None).is_err());
        let whole = picture(40, 30, ImageFormat::Png);
        assert!(prepare_picture(&whole[..whole.len() / 2], None).is_err());
        assert_eq!(prepare_picture(b"GIF89a", None), Err(PictureError::Unknown));
        assert_eq!(prepare_picture(b"", None), Err(PictureError::Unknown));
    }
}
