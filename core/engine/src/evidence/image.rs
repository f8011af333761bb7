//! Whether a picture can be shown, told from its header without unpacking a pixel.

use exif::{Exif, In, Reader, Tag, Value};

/// Most pixels of a picture that counts as readable: 200 megapixels unpack to 800 MB, more than a phone has to spare.
const PIXELS_MAX: u64 = 200_000_000;

/// Most bytes of a picture that counts as readable.
const PICTURE_BYTES_MAX: u64 = 128 * 1024 * 1024;

/// Where the last end marks of pictures stand in a file, found while it is read.
#[derive(Debug, Default)]
pub(super) struct Ends {
    read: u64,
    carried: Vec<u8>,
    jpeg: Option<u64>,
    png: Option<u64>,
}

impl Ends {
    pub(super) fn add(&mut self, piece: &[u8]) {
        // A mark may lie across two pieces.
        let start = self.read - self.carried.len() as u64;
        let mut seen = std::mem::take(&mut self.carried);
        seen.extend_from_slice(piece);
        let last = |mark: &[u8]| {
            let at = seen.windows(mark.len()).rposition(|window| window == mark)?;
            Some(start + at as u64)
        };
        self.jpeg = last(&[0xff, 0xd9]).or(self.jpeg);
        self.png = last(b"IEND").or(self.png);
        self.read += piece.len() as u64;
        self.carried = seen.split_off(seen.len().saturating_sub(3));
    }
}

/// Whether a file can be decoded as its media type says, as far as header and end tell.
///
/// An unreadable file is kept and marked. Kinds that are not looked into count as readable.
pub(super) fn is_readable(media_type: &str, head: &[u8], ends: &Ends) -> bool {
    let frame = match media_type {
        // The end is looked for behind the frame header: a preview in front of it has an end of its own, and some
        // cameras put a short film behind it.
        "image/jpeg" => jpeg_frame(head).filter(|frame| ends.jpeg.is_some_and(|end| end > frame.at)),
        "image/png" => png_frame(head).filter(|_| ends.png.is_some()),
        _ => return true,
    };
    frame.is_some_and(|frame| {
        let pixels = u64::from(frame.width) * u64::from(frame.height);
        (1..=PIXELS_MAX).contains(&pixels) && ends.read <= PICTURE_BYTES_MAX
    })
}

/// Size of a picture, and where in the file it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Frame {
    width: u32,
    height: u32,
    at: u64,
}

/// The first chunk of a PNG.
fn png_frame(head: &[u8]) -> Option<Frame> {
    let rest = head.strip_prefix(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR")?;
    let number = |at: usize| rest.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
    Some(Frame { width: number(0)?, height: number(4)?, at: 0 })
}

/// The frame header of a JPEG.
fn jpeg_frame(head: &[u8]) -> Option<Frame> {
    let mut rest = head.strip_prefix(&[0xff, 0xd8])?;
    loop {
        let [0xff, marker, after @ ..] = rest else { return None };
        match marker {
            // Padding before a marker.
            0xff => rest = rest.get(1..)?,
            // Start of frame, but for the tables DHT, JPG and DAC that share its range.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                let [_, _, _precision, h1, h0, w1, w0, ..] = after else { return None };
                let pair = |high: u8, low: u8| u32::from(u16::from_be_bytes([high, low]));
                let at = (head.len() - rest.len()) as u64;
                return Some(Frame { width: pair(*w1, *w0), height: pair(*h1, *h0), at });
            }
            // The picture begins before its size was told.
            0xd8..=0xda => return None,
            _ => {
                let [high, low, ..] = after else { return None };
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                rest = after.get(length.max(2)..)?;
            }
        }
    }
}

/// What the camera says of time and place, as text for a caption: advisory, the device's own reading is what counts.
pub(super) fn camera_note(media_type: &str, head: &[u8]) -> String {
    if media_type != "image/jpeg" {
        return String::new();
    }
    let Ok(exif) = Reader::new().read_from_container(&mut std::io::Cursor::new(head)) else {
        return String::new();
    };
    let time =
        exif.get_field(Tag::DateTimeOriginal, In::PRIMARY).map(|field| field.display_value().to_string());
    let place = place(&exif);
    [time, place].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn place(exif: &Exif) -> Option<String> {
    let latitude = degrees(exif, Tag::GPSLatitude)?;
    let longitude = degrees(exif, Tag::GPSLongitude)?;
    let side = |tag| exif.get_field(tag, In::PRIMARY).map(|field| field.display_value().to_string());
    let (north, east) = (side(Tag::GPSLatitudeRef)?, side(Tag::GPSLongitudeRef)?);
    Some(format!("{latitude:.5}°{north} {longitude:.5}°{east}"))
}

fn degrees(exif: &Exif, tag: Tag) -> Option<f64> {
    let Value::Rational(parts) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
    let [degrees, minutes, seconds] = parts.as_slice() else { return None };
    let value = degrees.to_f64() + minutes.to_f64() / 60.0 + seconds.to_f64() / 3600.0;
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg(width: u16, height: u16) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 11, 8];
        bytes.extend(height.to_be_bytes());
        bytes.extend(width.to_be_bytes());
        bytes.extend([1, 0, 0, 0, 0xff, 0xd9]);
        bytes
    }

    /// Fed in pieces of three bytes, so that marks lie across them.
    fn readable(media_type: &str, file: &[u8]) -> bool {
        let mut ends = Ends::default();
        file.chunks(3).for_each(|piece| ends.add(piece));
        is_readable(media_type, file, &ends)
    }

    #[test]
    fn a_preview_before_and_a_film_behind_the_picture_change_nothing() {
        let preview = [0xff, 0xd8, 0xff, 0xe1, 0, 6, 0xff, 0xd9, 1, 2];
        let file = [&preview, &jpeg(4000, 3000)[2..]].concat();
        assert!(readable("image/jpeg", &file));
        assert!(!readable("image/jpeg", &file[..file.len() - 1]), "only the preview has an end");
        assert!(readable("image/jpeg", &[file.as_slice(), b"....ftypisom and a film"].concat()));
    }

    #[test]
    fn a_whole_photograph_is_readable_and_a_cut_one_is_not() {
        let whole = jpeg(4000, 3000);
        assert_eq!(jpeg_frame(&whole), Some(Frame { width: 4000, height: 3000, at: 8 }));
        assert!(readable("image/jpeg", &whole));
        assert!(!readable("image/jpeg", &whole[..whole.len() - 2]));
        assert!(!readable("image/jpeg", b"not a photograph"));
        assert!(!readable("image/jpeg", &jpeg(0, 3000)));
    }

    #[test]
    fn a_picture_of_too_many_pixels_is_not_unpacked_to_find_out() {
        assert!(readable("image/jpeg", &jpeg(20_000, 10_000)));
        assert!(!readable("image/jpeg", &jpeg(20_001, 10_000)));
    }

    #[test]
    fn a_png_tells_its_size_at_once() {
        let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        file.extend(640_u32.to_be_bytes());
        file.extend(480_u32.to_be_bytes());
        assert_eq!(png_frame(&file), Some(Frame { width: 640, height: 480, at: 0 }));
        assert!(!readable("image/png", &file), "it has no end");
        file.extend(b"....IEND\xae\x42\x60\x82");
        assert!(readable("image/png", &file));
    }

    #[test]
    fn no_header_makes_the_reader_stumble() {
        let whole = jpeg(4000, 3000);
        for cut in 0..whole.len() {
            let _ = (
                jpeg_frame(&whole[..cut]),
                png_frame(&whole[..cut]),
                camera_note("image/jpeg", &whole[..cut]),
            );
        }
        assert_eq!(jpeg_frame(&[0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xff, 0xff]), None);
    }

    #[test]
    fn other_kinds_are_not_judged() {
        assert!(readable("audio/mp4", b"anything"));
    }
}
