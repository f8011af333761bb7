//! What a camera writes into a JPEG file beside the picture: EXIF 2.32 with time, place, make and model.

use std::io;

/// How a photograph was taken.
#[derive(Debug, Clone)]
pub struct Shot {
    /// Local time, `YYYY:MM:DD HH:MM:SS`.
    pub taken: String,
    /// Zone, `+08:00`.
    pub zone: String,
    /// Latitude, 1e-7 degree, north positive.
    pub latitude_e7: i32,
    /// Longitude, 1e-7 degree, east positive.
    pub longitude_e7: i32,
    /// Maker of the camera.
    pub make: String,
    /// Its model.
    pub model: String,
}

#[cfg(test)]
impl Shot {
    /// A photograph in the middle of nowhere.
    pub fn sample() -> Self {
        Self {
            taken: "2026:11:21 09:00:00".to_owned(),
            zone: "+08:00".to_owned(),
            latitude_e7: 390_842_000,
            longitude_e7: 1_172_009_000,
            make: "Zhian Demo".to_owned(),
            model: "Phone A".to_owned(),
        }
    }
}

const ASCII: u16 = 2;
const LONG: u16 = 4;
const RATIONAL: u16 = 5;
const BYTE: u16 = 1;
const UNDEFINED: u16 = 7;

struct Entry {
    tag: u16,
    kind: u16,
    count: u32,
    /// Value bytes, big endian; longer than four they are stored behind the directory.
    value: Vec<u8>,
}

fn text(tag: u16, text: &str) -> Entry {
    let value = [text.as_bytes(), &[0]].concat();
    Entry { tag, kind: ASCII, count: u32::try_from(value.len()).unwrap_or(0), value }
}

fn long(tag: u16, number: usize) -> Entry {
    let value = u32::try_from(number).unwrap_or(0).to_be_bytes().to_vec();
    Entry { tag, kind: LONG, count: 1, value }
}

/// Degrees, minutes and seconds as three fractions.
fn angle(tag: u16, e7: i32) -> Entry {
    let units = u64::from(e7.unsigned_abs());
    let minutes_e7 = units % 10_000_000 * 60;
    let seconds_e7 = minutes_e7 % 10_000_000 * 60;
    // Thousandths of a second are 3 cm: finer than any receiver.
    let parts = [(units / 10_000_000, 1), (minutes_e7 / 10_000_000, 1), (seconds_e7 / 10_000, 1000)];
    let value = parts
        .iter()
        .flat_map(|(number, over)| [u32::try_from(*number).unwrap_or(0), *over])
        .flat_map(u32::to_be_bytes)
        .collect();
    Entry { tag, kind: RATIONAL, count: 3, value }
}

/// Bytes of a directory that begins at `start`, with its values behind it.
fn directory(start: usize, mut entries: Vec<Entry>) -> Vec<u8> {
    entries.sort_by_key(|entry| entry.tag);
    let mut out = u16::try_from(entries.len()).unwrap_or(0).to_be_bytes().to_vec();
    let mut behind = Vec::new();
    let values_at = start + 2 + entries.len() * 12 + 4;
    for entry in &entries {
        out.extend(entry.tag.to_be_bytes());
        out.extend(entry.kind.to_be_bytes());
        out.extend(entry.count.to_be_bytes());
        if entry.value.len() <= 4 {
            let mut value = entry.value.clone();
            value.resize(4, 0);
            out.extend(value);
        } else {
            out.extend(u32::try_from(values_at + behind.len()).unwrap_or(0).to_be_bytes());
            behind.extend(&entry.value);
            // Values begin at even offsets.
            behind.resize(behind.len().next_multiple_of(2), 0);
        }
    }
    out.extend([0; 4]);
    out.extend(behind);
    out
}

fn tiff(shot: &Shot) -> Vec<u8> {
    const HEADER: usize = 8;
    let main = |camera_at, place_at| {
        directory(
            HEADER,
            vec![
                text(0x010f, &shot.make),
                text(0x0110, &shot.model),
                text(0x0131, "zhian-demo"),
                text(0x0132, &shot.taken),
                long(0x8769, camera_at),
                long(0x8825, place_at),
            ],
        )
    };
    // The length does not depend on the offsets inside, so it can be known before them.
    let camera_at = HEADER + main(0, 0).len();
    let camera = directory(
        camera_at,
        vec![
            Entry { tag: 0x9000, kind: UNDEFINED, count: 4, value: b"0232".to_vec() },
            text(0x9003, &shot.taken),
            text(0x9004, &shot.taken),
            text(0x9010, &shot.zone),
            text(0x9011, &shot.zone),
        ],
    );
    let place_at = camera_at + camera.len();
    let place = directory(
        place_at,
        vec![
            Entry { tag: 0, kind: BYTE, count: 4, value: vec![2, 3, 0, 0] },
            text(1, if shot.latitude_e7 < 0 { "S" } else { "N" }),
            angle(2, shot.latitude_e7),
            text(3, if shot.longitude_e7 < 0 { "W" } else { "E" }),
            angle(4, shot.longitude_e7),
            text(0x12, "WGS-84"),
        ],
    );
    [b"MM\0\x2a\0\0\0\x08".as_slice(), &main(camera_at, place_at), &camera, &place].concat()
}

/// The JPEG file with an EXIF segment right behind its start. Errors: the bytes are no JPEG.
pub fn with_exif(jpeg: &[u8], shot: &Shot) -> io::Result<Vec<u8>> {
    let rest = jpeg
        .strip_prefix(&[0xff, 0xd8])
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "not a JPEG file"))?;
    let body = [b"Exif\0\0".as_slice(), &tiff(shot)].concat();
    let length = u16::try_from(body.len() + 2).map_err(io::Error::other)?;
    Ok([&[0xff, 0xd8, 0xff, 0xe1], length.to_be_bytes().as_slice(), &body, rest].concat())
}
