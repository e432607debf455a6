//! Pictures are never passed on as they came: their size is read from the header first, they are
//! decoded within limits, and written anew without metadata, turned the right way up.
//!
//! Moving GIF and WebP pictures would lose their movement, so they are decoded to see that they
//! are what they say, and then copied block by block without comments, metadata and anything
//! after their end. Blocking work: callers run it on a blocking thread, a few at a time.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{CompressionType, FilterType, PngDecoder, PngEncoder};
use image::codecs::webp::{WebPDecoder, WebPEncoder};
use image::metadata::Orientation;
use image::{
    AnimationDecoder, ColorType, DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder,
    Limits,
};

use super::container;
use super::sniff::Picture;

/// Largest picture.
const MAX_PIXELS: u64 = 50_000_000;
/// What decoding may allocate.
const MAX_MEMORY: u64 = 256 << 20;
/// All frames of a moving picture together.
const MAX_FRAME_PIXELS: u64 = 400_000_000;
/// A colour profile larger than this is no colour profile.
const MAX_PROFILE: usize = 1 << 20;
/// Keeps photographs as good as they look, at about the size that cameras write.
const JPEG_QUALITY: u8 = 88;

/// A picture that is safe to show.
#[derive(Debug)]
pub(crate) struct Processed {
    pub(crate) bytes: Vec<u8>,
    pub(crate) mime: &'static str,
    pub(crate) extension: &'static str,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// Why a picture is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PictureError {
    /// More pixels than we decode: refused.
    TooLarge,
    /// Not a whole picture, or of a kind that cannot be decoded: offered for saving only.
    Broken,
}

impl From<image::ImageError> for PictureError {
    fn from(error: image::ImageError) -> Self {
        match error {
            image::ImageError::Limits(_) => PictureError::TooLarge,
            _ => PictureError::Broken,
        }
    }
}

/// Decodes and writes anew.
pub(crate) fn process(picture: Picture, bytes: &[u8]) -> Result<Processed, PictureError> {
    let source = Cursor::new(bytes);
    match picture {
        Picture::Jpeg => jpeg(JpegDecoder::new(source)?),
        Picture::Png => png(PngDecoder::with_limits(source, limits())?),
        Picture::Gif => gif(bytes),
        Picture::WebP => webp(bytes),
    }
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_MEMORY);
    limits
}

/// Refuses by the header, before anything is allocated.
fn checked_size(decoder: &impl ImageDecoder) -> Result<(u32, u32), PictureError> {
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS || decoder.total_bytes() > MAX_MEMORY {
        Err(PictureError::TooLarge)
    } else if width == 0 || height == 0 {
        Err(PictureError::Broken)
    } else {
        Ok((width, height))
    }
}

/// The pixels the right way up, and the colour profile that they are meant in.
fn decode(mut decoder: impl ImageDecoder) -> Result<(DynamicImage, Option<Vec<u8>>), PictureError> {
    checked_size(&decoder)?;
    decoder.set_limits(limits())?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    // After the conversion from CMYK to RGB the profile does not fit any more.
    let keeps_colors = !matches!(
        decoder.original_color_type(),
        ExtendedColorType::Cmyk8 | ExtendedColorType::Cmyk16
    );
    let profile = if keeps_colors {
        decoder.icc_profile().ok().flatten()
    } else {
        None
    };
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    Ok((
        image,
        profile.filter(|profile| profile.len() <= MAX_PROFILE),
    ))
}

fn encode(
    image: &DynamicImage,
    profile: Option<Vec<u8>>,
    mut encoder: impl ImageEncoder,
) -> Result<(), PictureError> {
    if let Some(profile) = profile {
        // A format that cannot hold one shows plain colours.
        drop(encoder.set_icc_profile(profile));
    }
    image
        .write_with_encoder(encoder)
        .map_err(PictureError::from)
}

fn jpeg(decoder: JpegDecoder<Cursor<&[u8]>>) -> Result<Processed, PictureError> {
    let (image, profile) = decode(decoder)?;
    let image = match image.color() {
        ColorType::L8 | ColorType::Rgb8 => image,
        _ => DynamicImage::ImageRgb8(image.into_rgb8()),
    };
    let mut bytes = Vec::new();
    encode(
        &image,
        profile,
        JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY),
    )?;
    Ok(done(
        bytes,
        "image/jpeg",
        "jpg",
        image.width(),
        image.height(),
    ))
}

fn png(decoder: PngDecoder<Cursor<&[u8]>>) -> Result<Processed, PictureError> {
    let (image, profile) = decode(decoder)?;
    let mut bytes = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Adaptive);
    encode(&image, profile, encoder)?;
    Ok(done(
        bytes,
        "image/png",
        "png",
        image.width(),
        image.height(),
    ))
}

fn gif(bytes: &[u8]) -> Result<Processed, PictureError> {
    let mut decoder = GifDecoder::new(Cursor::new(bytes))?;
    let (width, height) = checked_size(&decoder)?;
    decoder.set_limits(limits())?;
    all_frames(decoder, width, height)?;
    let bytes = container::clean_gif(bytes).ok_or(PictureError::Broken)?;
    Ok(done(bytes, "image/gif", "gif", width, height))
}

fn webp(bytes: &[u8]) -> Result<Processed, PictureError> {
    let mut decoder = WebPDecoder::new(Cursor::new(bytes))?;
    let (width, height) = checked_size(&decoder)?;
    let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    if decoder.has_animation() {
        all_frames(decoder, width, height)?;
    } else {
        let (image, profile) = decode(decoder)?;
        if turned != Orientation::NoTransforms {
            let mut bytes = Vec::new();
            encode(&image, profile, WebPEncoder::new_lossless(&mut bytes))?;
            return Ok(done(
                bytes,
                "image/webp",
                "webp",
                image.width(),
                image.height(),
            ));
        }
    }
    // Writing a still picture anew would need a lossy encoder or make it several times larger.
    let bytes = container::clean_webp(bytes).ok_or(PictureError::Broken)?;
    Ok(done(bytes, "image/webp", "webp", width, height))
}

/// Decodes every frame and forgets it.
fn all_frames<'a>(
    decoder: impl AnimationDecoder<'a>,
    width: u32,
    height: u32,
) -> Result<(), PictureError> {
    let mut pixels = 0;
    for frame in decoder.into_frames() {
        drop(frame?);
        pixels += u64::from(width) * u64::from(height);
        if pixels > MAX_FRAME_PIXELS {
            return Err(PictureError::TooLarge);
        }
    }
    if pixels == 0 {
        Err(PictureError::Broken)
    } else {
        Ok(())
    }
}

fn done(
    bytes: Vec<u8>,
    mime: &'static str,
    extension: &'static str,
    width: u32,
    height: u32,
) -> Processed {
    Processed {
        bytes,
        mime,
        extension,
        width,
        height,
    }
}
