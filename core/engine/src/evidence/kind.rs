//! What kind of file it is, told from its first bytes.

/// Media type of a file that begins with `head`; `application/octet-stream` if it cannot be told.
pub(super) fn media_type(head: &[u8]) -> &'static str {
    let brand = head.get(4..12).unwrap_or_default();
    match head {
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => "image/png",
        [b'%', b'P', b'D', b'F', b'-', ..] => "application/pdf",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'A', b'V', b'E', ..] => "audio/wav",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        [b'O', b'g', b'g', b'S', ..] => "audio/ogg",
        [b'I', b'D', b'3', ..] | [0xff, 0xfb, ..] => "audio/mpeg",
        _ if matches!(brand, b"ftypheic" | b"ftypheix" | b"ftypmif1") => "image/heic",
        _ if matches!(brand, b"ftypM4A ") => "audio/mp4",
        _ if brand.starts_with(b"ftyp") => "video/mp4",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_files_are_known_by_their_first_bytes_and_others_are_not_guessed() {
        assert_eq!(media_type(b"\xff\xd8\xff\xe1rest"), "image/jpeg");
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\nrest"), "image/png");
        assert_eq!(media_type(b"\0\0\0\x18ftypM4A rest"), "audio/mp4");
        assert_eq!(media_type(b"\0\0\0\x18ftypisomrest"), "video/mp4");
        assert_eq!(media_type(b"RIFF....WAVEfmt "), "audio/wav");
        assert_eq!(media_type(b"hello"), "application/octet-stream");
        assert_eq!(media_type(b""), "application/octet-stream");
    }
}
