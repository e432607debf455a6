//! SEC-60 to SEC-64 at the level of the use cases: what comes in, and what is never shown.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, RgbImage};
use parlance::id::AttachmentId;
use parlance::message::{AttachmentView, FileKind};
use parlance::time::{DAY, HOUR};
use parlance_store::Workspace;
use parlance_store::ws::attachments;
use tokio::io::AsyncReadExt as _;

use super::*;
use crate::testing::{self, TestServices};
use crate::{ServiceError, Services};

async fn place() -> (TestServices, Workspace) {
    let test = testing::services().await;
    let office = test.office("acme").await;
    let workspace = test.store.workspace(office.workspace).await.unwrap();
    (test, workspace)
}

fn picture(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let image = DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, _| {
        image::Rgb([u8::try_from(x % 256).unwrap(), 40, 90])
    }));
    image
        .write_to(&mut Cursor::new(&mut bytes), format)
        .unwrap();
    bytes
}

/// A JPEG with an EXIF block: turned by 90°, taken somewhere.
fn photograph() -> Vec<u8> {
    let plain = picture(ImageFormat::Jpeg, 64, 32);
    let mut exif =
        b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    exif.extend_from_slice(b"GPS 48.8566 2.3522");
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], b"\xff\xe1", &length, &exif, &plain[2..]].concat()
}

async fn store(
    services: &Services,
    workspace: &Workspace,
    name: &str,
    bytes: &[u8],
) -> Result<AttachmentView, UploadError> {
    store_upload(services, workspace, "v", name, bytes.to_vec()).await
}

/// Follows the address that a browser was given.
async fn fetch(services: &Services, url: &str) -> crate::Result<(FileDownload, Vec<u8>)> {
    let (path, query) = url.split_once('?').unwrap();
    let mut parts = path.strip_prefix("/files/").unwrap().split('/');
    let workspace = parts.next().unwrap().parse().unwrap();
    let id = parts.next().unwrap().parse().unwrap();
    let mut asked = FileQuery {
        e: 0,
        s: String::new(),
        d: 0,
    };
    for pair in query.split('&') {
        match pair.split_once('=').unwrap() {
            ("e", value) => asked.e = value.parse().unwrap(),
            ("s", value) => asked.s = value.to_owned(),
            (_, value) => asked.d = value.parse().unwrap(),
        }
    }
    let mut found = open(services, workspace, id, &asked).await?;
    let mut bytes = Vec::new();
    found.file.read_to_end(&mut bytes).await.unwrap();
    Ok((found, bytes))
}

#[tokio::test]
async fn pictures_lose_their_metadata_and_stand_upright() {
    let (test, workspace) = place().await;
    let stored = store(&test, &workspace, "IMG_1.JPG", &photograph())
        .await
        .unwrap();
    assert_eq!(
        (stored.kind, stored.mime.as_str()),
        (FileKind::Image, "image/jpeg")
    );
    assert_eq!(
        (stored.width, stored.height),
        (32, 64),
        "turned by its EXIF orientation"
    );
    assert_eq!(stored.name, "IMG_1.JPG");
    let (found, bytes) = fetch(&test, &stored.url).await.unwrap();
    assert!(found.inline);
    assert!(
        !bytes
            .windows(4)
            .any(|part| part == b"Exif" || part == b"GPS ")
    );
    let shown = image::load_from_memory(&bytes).unwrap();
    assert_eq!((shown.width(), shown.height()), (32, 64));
}

#[tokio::test]
async fn every_kind_of_picture_comes_in() {
    let (test, workspace) = place().await;
    for (format, name, mime) in [
        (ImageFormat::Png, "a.png", "image/png"),
        (ImageFormat::Jpeg, "a.jpg", "image/jpeg"),
        (ImageFormat::Gif, "a.gif", "image/gif"),
        (ImageFormat::WebP, "a.webp", "image/webp"),
    ] {
        let stored = store(&test, &workspace, name, &picture(format, 20, 10))
            .await
            .unwrap();
        assert_eq!(
            (stored.kind, stored.mime.as_str()),
            (FileKind::Image, mime),
            "{name}"
        );
        assert_eq!((stored.width, stored.height), (20, 10), "{name}");
        let (_, bytes) = fetch(&test, &stored.url).await.unwrap();
        assert_eq!(i64::try_from(bytes.len()).unwrap(), stored.size);
        assert!(image::load_from_memory(&bytes).is_ok(), "{name}");
    }
    let misnamed = picture(ImageFormat::Png, 20, 10);
    let stored = store(&test, &workspace, "a.jpg", &misnamed).await.unwrap();
    assert_eq!(
        (stored.name.as_str(), stored.mime.as_str()),
        ("a.png", "image/png")
    );
}

#[tokio::test]
async fn sec_61_a_disguised_file_is_refused_and_nothing_is_stored() {
    let (test, workspace) = place().await;
    for (name, bytes) in [
        (
            "cat.png",
            b"<html><script>alert(1)</script></html>".as_slice(),
        ),
        (
            "cat.jpg",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        ),
        ("bill.pdf.exe", b"%PDF-1.7 not really"),
        ("shell.pht", b"GIF89a; <?php system($_GET['c']);"),
        ("run.txt", b"#!/bin/sh\n"),
        ("x", b"\x7fELF\x02\x01\x01\0"),
        ("unknown.dat", b"\x01\x02\x03\x04"),
    ] {
        let refused = store(&test, &workspace, name, bytes).await.unwrap_err();
        assert_eq!(refused, UploadError::TypeNotAllowed, "{name}");
    }
    let missing = store(&test, &workspace, "a.txt", b"").await.unwrap_err();
    assert!(matches!(
        missing,
        UploadError::Service(ServiceError::Invalid(_))
    ));
    assert!(!test.settings.data_dir.join("files").exists());
}

#[tokio::test]
async fn sec_61_what_is_both_picture_and_page_is_neither() {
    let (test, workspace) = place().await;
    // Behind the end of a picture: gone with the re-encoding.
    let mut tail = picture(ImageFormat::Png, 8, 8);
    tail.extend_from_slice(b"<script>alert(1)</script>");
    let stored = store(&test, &workspace, "a.png", &tail).await.unwrap();
    let (_, bytes) = fetch(&test, &stored.url).await.unwrap();
    assert!(!bytes.windows(7).any(|part| part == b"<script"));
    // Only the beginning of a picture: never shown.
    let header = b"GIF89a\x08\0\x08\0<html><script>alert(1)</script>".to_vec();
    let stored = store(&test, &workspace, "a.gif", &header).await.unwrap();
    assert_eq!(
        (stored.kind, stored.mime.as_str()),
        (FileKind::File, "application/octet-stream")
    );
    let (found, _) = fetch(&test, &stored.url).await.unwrap();
    assert!(!found.inline);
}

#[tokio::test]
async fn sec_61_pages_and_vector_pictures_are_only_saved() {
    let (test, workspace) = place().await;
    for (name, bytes) in [
        (
            "logo.svg",
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>".as_slice(),
        ),
        ("page.html", b"<!DOCTYPE html><script>x</script>"),
        ("feed.xml", b"<?xml version='1.0'?><a/>"),
    ] {
        let stored = store(&test, &workspace, name, bytes).await.unwrap();
        let (found, _) = fetch(&test, &stored.url).await.unwrap();
        assert!(!found.inline, "{name}");
        assert_eq!(found.mime, "application/octet-stream", "{name}");
    }
}

#[tokio::test]
async fn sec_62_bombs_are_bounded() {
    let (test, workspace) = place().await;
    // A header that promises 60,000 × 60,000 pixels, in a few bytes.
    let mut bomb = picture(ImageFormat::Png, 1, 1);
    bomb[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let crc = crc32(&bomb[12..29]).to_be_bytes();
    bomb[29..33].copy_from_slice(&crc);
    let refused = store(&test, &workspace, "a.png", &bomb).await.unwrap_err();
    assert_eq!(refused, UploadError::TooLarge);
    // The same of a kind that is not re-encoded.
    let mut gif = picture(ImageFormat::Gif, 1, 1);
    gif[6..10].copy_from_slice(&[0x60, 0xea, 0x60, 0xea]);
    let refused = store(&test, &workspace, "a.gif", &gif).await.unwrap_err();
    assert_eq!(refused, UploadError::TooLarge);
    // More bytes than the instance allows.
    let long = vec![b'a'; test.settings.max_upload + 1];
    let refused = store(&test, &workspace, "a.txt", &long).await.unwrap_err();
    assert_eq!(refused, UploadError::TooLarge);
    // An archive is stored as it is: nobody unpacks it.
    let zip = [b"PK\x03\x04".as_slice(), &[0; 64]].concat();
    assert_eq!(
        store(&test, &workspace, "a.zip", &zip).await.unwrap().kind,
        FileKind::File
    );
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(crc & 1))
        })
    })
}

#[tokio::test]
async fn sec_63_an_address_works_for_one_file_one_use_and_one_hour() {
    let (test, workspace) = place().await;
    let stored = store(&test, &workspace, "a.txt", b"words").await.unwrap();
    let other = store(&test, &workspace, "b.txt", b"other words")
        .await
        .unwrap();
    let (_, bytes) = fetch(&test, &stored.url).await.unwrap();
    assert_eq!(bytes, b"words");
    let office = test.office("rival").await;
    let rival = office.workspace.to_string();
    let here = workspace.id().to_string();
    let own = format!("/files/{here}/{}", stored.id);
    for (why, url) in [
        (
            "another file",
            stored
                .url
                .replace(&own, &format!("/files/{here}/{}", other.id)),
        ),
        (
            "another workspace",
            stored
                .url
                .replace(&own, &format!("/files/{rival}/{}", stored.id)),
        ),
        ("another disposition", stored.url.replace("&d=1", "")),
        ("another expiry", stored.url.replace("e=", "e=9")),
        ("a changed signature", stored.url.replace("&s=", "&s=A")),
        ("no signature", format!("{own}?e=99999999999&s=")),
    ] {
        let refused = fetch(&test, &url).await.map(drop).unwrap_err();
        assert_eq!(refused, ServiceError::NotFound, "{why}: {url}");
    }
    test.advance(HOUR);
    assert!(
        fetch(&test, &stored.url).await.is_ok(),
        "good for an hour at least"
    );
    test.advance(HOUR / 2);
    assert_eq!(
        fetch(&test, &stored.url).await.map(drop).unwrap_err(),
        ServiceError::NotFound
    );
}

#[tokio::test]
async fn sec_64_an_upload_belongs_to_whom_made_it() {
    let (test, workspace) = place().await;
    let stored = store(&test, &workspace, "a.txt", b"words").await.unwrap();
    let ids = [stored.id, AttachmentId(stored.id.0 + 1_000)];
    let pending = async |owner: &'static str, wanted: Vec<AttachmentId>| {
        let found = workspace.read::<_, parlance_store::StoreError, _>(move |r| {
            Box::pin(async move { attachments::list_pending(r, owner, &wanted).await })
        });
        found.await.unwrap().len()
    };
    assert_eq!(pending("v", ids[..1].to_vec()).await, 1);
    assert_eq!(
        pending("v", ids.to_vec()).await,
        1,
        "unknown ones are left out"
    );
    assert_eq!(pending("somebody else", ids[..1].to_vec()).await, 0);
    assert_eq!(pending("u:1", ids[..1].to_vec()).await, 0);
}

#[tokio::test]
async fn what_no_message_took_within_a_day_is_swept() {
    let (test, workspace) = place().await;
    let stored = store(&test, &workspace, "a.txt", b"words").await.unwrap();
    let folder = test
        .settings
        .data_dir
        .join("files")
        .join(workspace.id().to_string());
    let left = folder.join("ab").join("tmp-1234");
    std::fs::create_dir_all(left.parent().unwrap()).unwrap();
    std::fs::write(&left, b"half").unwrap();
    // The files' own times are the system's; the clock of the test goes far beyond them.
    assert_eq!(sweep_system(&test, &workspace).await.unwrap(), 0);
    test.advance(100_000 * DAY);
    assert_eq!(sweep_system(&test, &workspace).await.unwrap(), 2);
    assert!(!left.exists());
    let url = url(&test, workspace.id(), stored.id, FileKind::File);
    assert_eq!(
        fetch(&test, &url).await.map(drop).unwrap_err(),
        ServiceError::NotFound
    );
    assert_eq!(sweep_system(&test, &workspace).await.unwrap(), 0);
}
