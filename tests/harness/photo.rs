//! Small files that really are what they say: a JPEG with EXIF, a PNG, and a sound recording.

use crate::chance::Chance;

/// A grey JPEG of 8 by 8 pixels with EXIF, blown up to about `bytes` with comments. Different chance, different file.
///
/// Shape: at least 300 bytes.
#[must_use]
pub fn jpeg(chance: &mut Chance, bytes: usize) -> Vec<u8> {
    let mut out = vec![0xff, 0xd8];
    segment(&mut out, 0xe1, &exif());
    let mut room = bytes.saturating_sub(300).max(16);
    while room > 0 {
        // A comment holds at most 65,533 bytes.
        let part = room.min(65_533);
        segment(&mut out, 0xfe, &chance.bytes(part));
        room -= part;
    }
    segment(&mut out, 0xdb, &[[0].as_slice(), &[1; 64]].concat());
    segment(&mut out, 0xc0, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]);
    // One code of one bit each: category 0 for DC, end of block for AC.
    for class in [0x00, 0x10] {
        let mut table = vec![class, 1];
        table.extend_from_slice(&[0; 15]);
        table.push(0);
        segment(&mut out, 0xc4, &table);
    }
    segment(&mut out, 0xda, &[1, 1, 0, 0, 63, 0]);
    // DC difference 0, end of block, padded with ones: one grey block.
    out.push(0b0011_1111);
    out.extend_from_slice(&[0xff, 0xd9]);
    out
}

fn segment(out: &mut Vec<u8>, marker: u8, content: &[u8]) {
    let length = u16::try_from(content.len() + 2).expect("a segment fits");
    out.extend_from_slice(&[0xff, marker]);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(content);
}

/// EXIF with a maker and the time of the picture.
fn exif() -> Vec<u8> {
    let maker = b"Fictional\0";
    let taken = b"2026:11:21 10:30:00\0";
    let mut tiff = b"MM\0\x2a\0\0\0\x08".to_vec();
    let entries: [(u16, &[u8]); 2] = [(0x010f, maker), (0x0132, taken)];
    tiff.extend_from_slice(&2_u16.to_be_bytes());
    let mut offset = 8 + 2 + 12 * 2 + 4_u32;
    for (tag, text) in entries {
        tiff.extend_from_slice(&tag.to_be_bytes());
        tiff.extend_from_slice(&2_u16.to_be_bytes());
        tiff.extend_from_slice(&(text.len() as u32).to_be_bytes());
        tiff.extend_from_slice(&offset.to_be_bytes());
        offset += text.len() as u32;
    }
    tiff.extend_from_slice(&0_u32.to_be_bytes());
    tiff.extend_from_slice(maker);
    tiff.extend_from_slice(taken);
    [b"Exif\0\0".as_slice(), &tiff].concat()
}

/// A grey PNG of 8 by 8 pixels with a private chunk that makes it unique, about `bytes` long.
#[must_use]
pub fn png(chance: &mut Chance, bytes: usize) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut out, b"IHDR", &[0, 0, 0, 8, 0, 0, 0, 8, 8, 0, 0, 0, 0]);
    chunk(&mut out, b"zhPd", &chance.bytes(bytes.saturating_sub(200).max(16)));
    // Eight rows: filter byte 0 and eight pixels, in one stored deflate block.
    let rows: Vec<u8> = (0..8).flat_map(|row| [0, row, row, row, row, row, row, row, row]).collect();
    let length = u16::try_from(rows.len()).expect("72 bytes");
    let mut data = vec![0x78, 0x01, 1];
    data.extend_from_slice(&length.to_le_bytes());
    data.extend_from_slice(&(!length).to_le_bytes());
    data.extend_from_slice(&rows);
    data.extend_from_slice(&adler32(&rows).to_be_bytes());
    chunk(&mut out, b"IDAT", &data);
    chunk(&mut out, b"IEND", &[]);
    out
}

/// A sound recording: 8 kHz, 8 bits, one channel, about `bytes` long.
#[must_use]
pub fn wav(chance: &mut Chance, bytes: usize) -> Vec<u8> {
    let samples = chance.bytes(bytes.saturating_sub(44).max(2) & !1);
    let length = samples.len() as u32;
    let mut out = b"RIFF".to_vec();
    out.extend_from_slice(&(36 + length).to_le_bytes());
    out.extend_from_slice(b"WAVEfmt ");
    out.extend_from_slice(&16_u32.to_le_bytes());
    for half in [1_u16, 1] {
        out.extend_from_slice(&half.to_le_bytes());
    }
    for whole in [8_000_u32, 8_000] {
        out.extend_from_slice(&whole.to_le_bytes());
    }
    for half in [1_u16, 8] {
        out.extend_from_slice(&half.to_le_bytes());
    }
    out.extend_from_slice(b"data");
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&samples);
    out
}

fn chunk(out: &mut Vec<u8>, kind: &[u8; 4], content: &[u8]) {
    out.extend_from_slice(&(content.len() as u32).to_be_bytes());
    let body = [kind.as_slice(), content].concat();
    out.extend_from_slice(&body);
    out.extend_from_slice(&crc32(&body).to_be_bytes());
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 },
        )
    })
}

fn adler32(bytes: &[u8]) -> u32 {
    let (a, b) = bytes.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    (b << 16) | a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_the_published_ones() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(adler32(b"Wikipedia"), 0x11e6_0398);
    }

    #[test]
    fn a_photograph_has_about_the_size_asked_for_and_differs_from_the_next() {
        let mut chance = Chance::seeded(1, "photo");
        for size in [400, 70_000, 600_000] {
            let photo = jpeg(&mut chance, size);
            assert!(photo.len().abs_diff(size) < 200, "{} for {size}", photo.len());
            assert_ne!(photo, jpeg(&mut chance, size));
            assert!(png(&mut chance, size).len().abs_diff(size) < 200);
        }
    }
}
