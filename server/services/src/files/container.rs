//! GIF and WebP files without what is no picture: comments, metadata, application data, and
//! whatever stands behind the end (which is where a second file hides).

/// Copies header, tables, frames and the loop counter of a GIF (GIF89a specification, §17–§27).
/// `None`: not well-formed.
pub(super) fn clean_gif(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut from = Reader(bytes);
    let mut out = Vec::with_capacity(bytes.len());
    let header = from.take(13)?;
    if !header.starts_with(b"GIF87a") && !header.starts_with(b"GIF89a") {
        return None;
    }
    out.extend_from_slice(header);
    out.extend_from_slice(from.take(table_size(*header.get(10)?))?);
    loop {
        match from.byte()? {
            0x3b => {
                out.push(0x3b);
                return Some(out);
            }
            0x2c => {
                let descriptor = from.take(9)?;
                out.push(0x2c);
                out.extend_from_slice(descriptor);
                out.extend_from_slice(from.take(table_size(*descriptor.get(8)?))?);
                out.push(from.byte()?);
                out.extend_from_slice(from.sub_blocks()?);
            }
            0x21 => {
                let label = from.byte()?;
                let blocks = from.sub_blocks()?;
                let loops = label == 0xff
                    && (blocks.starts_with(b"\x0bNETSCAPE2.0")
                        || blocks.starts_with(b"\x0bANIMEXTS1.0"));
                if label == 0xf9 || loops {
                    out.extend_from_slice(&[0x21, label]);
                    out.extend_from_slice(blocks);
                }
            }
            _ => return None,
        }
    }
}

/// Bytes of a colour table, by the flags in front of it.
fn table_size(flags: u8) -> usize {
    if flags & 0x80 == 0 {
        0
    } else {
        3 << ((flags & 7) + 1)
    }
}

/// Copies the picture chunks of a WebP file (RFC 9649 §2). `None`: not well-formed.
pub(super) fn clean_webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut from = Reader(bytes);
    if from.take(4)? != b"RIFF" {
        return None;
    }
    let size = usize::try_from(u32::from_le_bytes(from.take(4)?.try_into().ok()?)).ok()?;
    let mut body = Reader(from.take(size.min(from.0.len()))?);
    if body.take(4)? != b"WEBP" {
        return None;
    }
    let mut chunks = Vec::with_capacity(size);
    while body.0.len() >= 8 {
        let name = body.take(4)?;
        let size = body.take(4)?;
        let length = usize::try_from(u32::from_le_bytes(size.try_into().ok()?)).ok()?;
        let content = body.take(length)?;
        if length % 2 == 1 {
            // The padding may be missing at the very end.
            body.take(1.min(body.0.len()))?;
        }
        if !matches!(
            name,
            b"VP8 " | b"VP8L" | b"VP8X" | b"ALPH" | b"ANIM" | b"ANMF" | b"ICCP"
        ) {
            continue;
        }
        chunks.extend_from_slice(name);
        chunks.extend_from_slice(size);
        let at = chunks.len();
        chunks.extend_from_slice(content);
        if name == b"VP8X" {
            // The flags that announce EXIF and XMP.
            *chunks.get_mut(at)? &= !0x0c;
        }
        if length % 2 == 1 {
            chunks.push(0);
        }
    }
    let mut out = b"RIFF".to_vec();
    out.extend_from_slice(&u32::try_from(chunks.len() + 4).ok()?.to_le_bytes());
    out.extend_from_slice(b"WEBP");
    out.extend_from_slice(&chunks);
    (!chunks.is_empty()).then_some(out)
}

/// What is left to read.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// Length-prefixed blocks up to and with the empty one.
    fn sub_blocks(&mut self) -> Option<&'a [u8]> {
        let all = self.0;
        let mut length = 0;
        loop {
            let size = usize::from(self.byte()?);
            self.take(size)?;
            length += size + 1;
            if size == 0 {
                return all.get(..length);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gif(extra: &[u8], tail: &[u8]) -> Vec<u8> {
        let mut gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff".to_vec();
        gif.extend_from_slice(extra);
        gif.extend_from_slice(b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3b");
        gif.extend_from_slice(tail);
        gif
    }

    #[test]
    fn sec_61_a_gif_loses_comments_and_what_stands_behind_its_end() {
        let plain = gif(b"", b"");
        assert_eq!(clean_gif(&plain).unwrap(), plain);
        let comment = b"\x21\xfe\x08<script>\0";
        assert_eq!(
            clean_gif(&gif(comment, b"<html>PK\x03\x04")).unwrap(),
            plain
        );
        let looping = gif(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0", b"");
        assert_eq!(clean_gif(&looping).unwrap(), looping);
        let private = b"\x21\xff\x0bXMP DataXMP\x03abc\0";
        assert_eq!(clean_gif(&gif(private, b"")).unwrap(), plain);
        assert_eq!(clean_gif(&plain[..plain.len() - 4]), None);
        assert_eq!(clean_gif(b"GIF89a=1;alert(1)"), None);
    }

    #[test]
    fn sec_61_a_webp_loses_metadata_and_what_stands_behind_its_end() {
        let chunk = |name: &[u8; 4], content: &[u8]| {
            let mut chunk = name.to_vec();
            chunk.extend_from_slice(&u32::try_from(content.len()).unwrap().to_le_bytes());
            chunk.extend_from_slice(content);
            chunk.resize(chunk.len().next_multiple_of(2), 0);
            chunk
        };
        let riff = |chunks: &[Vec<u8>]| {
            let body = chunks.concat();
            let mut file = b"RIFF".to_vec();
            file.extend_from_slice(&u32::try_from(body.len() + 4).unwrap().to_le_bytes());
            file.extend_from_slice(b"WEBP");
            [file, body].concat()
        };
        let picture = chunk(b"VP8L", b"pixel");
        let flags = |flags: u8| chunk(b"VP8X", &[flags, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        let full = riff(&[
            flags(0x1c),
            picture.clone(),
            chunk(b"EXIF", b"gps"),
            chunk(b"XMP ", b"x"),
        ]);
        let clean = riff(&[flags(0x10), picture]);
        assert_eq!(
            clean_webp(&[full, b"<html>".to_vec()].concat()).unwrap(),
            clean
        );
        assert_eq!(clean_webp(b"RIFF\x10\0\0\0WAVEfmt "), None);
    }
}
