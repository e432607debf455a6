//! What a file is, by its bytes. The type that the client names is ignored; the name only counts
//! against a file: a name that promises a picture in front of something else is a disguise.
//!
//! An allow-list: pictures, PDF, office documents, archives, text, sound and video come in,
//! everything else does not. Only pictures that we re-encoded, sound and video are ever shown.

use parlance::message::FileKind;

use super::name;
use super::programs::{RUNS, is_program};

/// Why a file does not come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// A program or a script.
    Executable,
    /// Its name promises something else.
    Disguised,
    /// Nothing on the list.
    Unknown,
}

/// Pictures that we decode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Picture {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF, perhaps moving.
    Gif,
    /// WebP, perhaps moving.
    WebP,
}

/// The type of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sniffed {
    /// Media type.
    pub(crate) mime: &'static str,
    /// How it is shown.
    pub(crate) kind: FileKind,
    /// Set for pictures that must be re-encoded before anybody sees them.
    pub(crate) picture: Option<Picture>,
}

/// Types of files that visitors' file pickers offer.
pub(crate) const ACCEPT: [&str; 12] = [
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "application/pdf",
    "text/plain",
    "text/csv",
    "audio/*",
    "video/*",
    "application/zip",
    ".docx,.xlsx,.pptx",
    ".doc,.xls,.ppt",
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Image,
    Pdf,
    Document,
    Archive,
    Media,
    Text,
}

/// Decides what a file is, and whether it may come in.
pub(crate) fn sniff(file_name: &str, bytes: &[u8]) -> Result<Sniffed, Refused> {
    let extension = name::extension(file_name);
    if RUNS.contains(&extension.as_str()) || is_program(bytes) {
        return Err(Refused::Executable);
    }
    let (found, family) = by_bytes(bytes).ok_or(Refused::Unknown)?;
    let promised: Option<&[Family]> = match extension.as_str() {
        "png" | "jpg" | "jpeg" | "jpe" | "jfif" | "gif" | "webp" | "bmp" | "tif" | "tiff"
        | "heic" | "heif" | "avif" => Some(&[Family::Image]),
        "pdf" => Some(&[Family::Pdf]),
        "doc" | "docx" | "xls" | "xlsx" | "ppt" | "pptx" | "odt" | "ods" | "odp" | "rtf" => {
            Some(&[Family::Document, Family::Archive])
        }
        "zip" | "gz" | "tgz" | "7z" | "rar" | "tar" | "bz2" | "xz" => {
            Some(&[Family::Archive, Family::Document])
        }
        "mp3" | "m4a" | "aac" | "ogg" | "oga" | "opus" | "wav" | "flac" | "amr" | "mp4" | "m4v"
        | "mov" | "webm" | "mkv" | "avi" | "mpg" | "mpeg" | "ogv" | "3gp" => Some(&[Family::Media]),
        "txt" | "csv" | "tsv" | "log" | "md" | "json" | "html" | "htm" | "xml" | "svg" | "ics"
        | "vcf" | "eml" => Some(&[Family::Text]),
        _ => None,
    };
    if promised.is_some_and(|promised| !promised.contains(&family)) {
        return Err(Refused::Disguised);
    }
    Ok(found)
}

fn by_bytes(bytes: &[u8]) -> Option<(Sniffed, Family)> {
    let plain = |mime, kind| Sniffed {
        mime,
        kind,
        picture: None,
    };
    let picture = |mime, picture| Sniffed {
        mime,
        kind: FileKind::Image,
        picture: Some(picture),
    };
    let Some(found) = infer::get(bytes).map(|found| found.mime_type()) else {
        return text(bytes).map(|mime| (plain(mime, FileKind::File), Family::Text));
    };
    Some(match found {
        "image/png" => (picture(found, Picture::Png), Family::Image),
        "image/jpeg" => (picture(found, Picture::Jpeg), Family::Image),
        "image/gif" => (picture(found, Picture::Gif), Family::Image),
        "image/webp" => (picture(found, Picture::WebP), Family::Image),
        // Nothing here decodes these: offered for saving only.
        "image/tiff" | "image/bmp" | "image/heif" | "image/avif" => {
            (plain(found, FileKind::File), Family::Image)
        }
        "application/pdf" => (plain(found, FileKind::File), Family::Pdf),
        "application/zip"
        | "application/gzip"
        | "application/x-7z-compressed"
        | "application/vnd.rar"
        | "application/x-tar"
        | "application/x-bzip2"
        | "application/x-xz"
        | "application/epub+zip" => (plain(found, FileKind::File), Family::Archive),
        "text/html" | "text/xml" => (plain(found, FileKind::File), Family::Text),
        // Old office files; an installer has the same container, but its extension is refused.
        "application/x-ole-storage" | "application/rtf" => {
            (plain(found, FileKind::File), Family::Document)
        }
        "application/msword" | "application/vnd.ms-excel" | "application/vnd.ms-powerpoint" => {
            (plain(found, FileKind::File), Family::Document)
        }
        _ if found.starts_with("application/vnd.openxmlformats")
            || found.starts_with("application/vnd.oasis") =>
        {
            (plain(found, FileKind::File), Family::Document)
        }
        "audio/mpeg" | "audio/ogg" | "audio/opus" | "audio/x-flac" | "audio/x-wav"
        | "audio/aac" | "audio/amr" | "audio/m4a" => {
            (plain(shown(found), FileKind::Audio), Family::Media)
        }
        "video/mp4" | "video/webm" | "video/quicktime" | "video/x-m4v" => {
            (plain(found, FileKind::Video), Family::Media)
        }
        // No browser plays these.
        "video/x-matroska" | "video/x-msvideo" | "video/mpeg" => {
            (plain(found, FileKind::File), Family::Media)
        }
        // The signatures of some rare formats are so short that text can begin with them.
        _ => (plain(text(bytes)?, FileKind::File), Family::Text),
    })
}

/// The names of sound types that browsers know.
fn shown(found: &'static str) -> &'static str {
    match found {
        "audio/m4a" => "audio/mp4",
        "audio/x-flac" => "audio/flac",
        "audio/x-wav" => "audio/wav",
        "audio/opus" => "audio/ogg",
        other => other,
    }
}

/// The kind of text, or `None` if it is none.
pub(super) fn text(bytes: &[u8]) -> Option<&'static str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let control = |b: &u8| *b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
    if bytes.is_empty() || bytes.iter().any(control) {
        return None;
    }
    let head = bytes.get(..1_024).unwrap_or(bytes).to_ascii_lowercase();
    let has = |needle: &str| head.windows(needle.len()).any(|w| w == needle.as_bytes());
    if has("<svg") {
        return Some("image/svg+xml");
    }
    let html = [
        "<!doctype html",
        "<html",
        "<head",
        "<body",
        "<script",
        "<iframe",
        "<img",
        "<a ",
    ];
    if html.iter().any(|tag| has(tag)) {
        return Some("text/html");
    }
    if head.trim_ascii_start().starts_with(b"<?xml") {
        return Some("text/xml");
    }
    // Text in an older encoding passes too; it is only ever saved.
    let odd = bytes.iter().filter(|b| **b >= 0x80).count();
    (std::str::from_utf8(bytes).is_ok() || odd * 3 < bytes.len()).then_some("text/plain")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

    fn check(name: &str, bytes: &[u8], expected: Result<&str, Refused>) {
        assert_eq!(
            sniff(name, bytes).map(|found| found.mime),
            expected,
            "{name}"
        );
    }

    #[test]
    fn sec_61_the_bytes_decide() {
        check("a.png", PNG, Ok("image/png"));
        check("a.jpg", PNG, Ok("image/png"));
        check("a", PNG, Ok("image/png"));
        check("notes.txt", "Bonjour à tous".as_bytes(), Ok("text/plain"));
        check(
            "old.txt",
            b"caf\xe9 au lait, tr\xe8s bien",
            Ok("text/plain"),
        );
        check("a.pdf", b"%PDF-1.7\n%\xe2\xe3\n", Ok("application/pdf"));
        check("song.mp3", b"ID3\x04\0\0\0\0\0\0", Ok("audio/mpeg"));
        check(
            "page.html",
            b"<!DOCTYPE html><script>x</script>",
            Ok("text/html"),
        );
        check(
            "logo.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
            Ok("image/svg+xml"),
        );
    }

    #[test]
    fn sec_61_disguises_are_refused() {
        check(
            "cat.png",
            b"<html><script>alert(1)</script>",
            Err(Refused::Disguised),
        );
        check("cat.jpg", b"<svg onload=alert(1)>", Err(Refused::Disguised));
        check("cat.gif", b"%PDF-1.4\n", Err(Refused::Disguised));
        check("bill.pdf", PNG, Err(Refused::Disguised));
        check("bill.pdf", b"just words", Err(Refused::Disguised));
        check("notes.txt", PNG, Err(Refused::Disguised));
        check("cat.png", b"\x01\x02\x03\x04\x05", Err(Refused::Unknown));
    }

    #[test]
    fn sec_61_programs_are_refused_whatever_they_are_called() {
        let exe = [b"MZ\x90\0\x03\0\0\0".as_slice(), &[0; 64]].concat();
        check("photo.jpg", &exe, Err(Refused::Executable));
        check(
            "photo.jpg",
            b"\x7fELF\x02\x01\x01",
            Err(Refused::Executable),
        );
        check(
            "notes.txt",
            b"#!/bin/sh\nrm -rf /\n",
            Err(Refused::Executable),
        );
        for name in [
            "a.pdf.exe",
            "a.pht",
            "a.phtml",
            "a.php",
            "a.JS",
            "a.lnk",
            "a.docm",
            "a.hta",
        ] {
            check(name, b"harmless words", Err(Refused::Executable));
        }
    }
}
