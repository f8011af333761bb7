//! Photographs for a factory that does not exist: drawn scenes with the grain of a small camera, as real JPEG files.

use crate::exif::{Shot, with_exif};
use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};
use std::io;
use std::path::Path;

const WIDTH: u32 = 1600;
const HEIGHT: u32 = 1200;
/// What phones commonly write.
const JPEG_QUALITY: u8 = 88;
/// Most that the grain moves a channel up or down: it makes files as large as a camera's.
const GRAIN: i32 = 9;

/// What a photograph shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scene {
    /// The hall with its roof beams and machines.
    Hall,
    /// A sheet of paper with a heading, lines and a red stamp.
    Document,
    /// A grid of daily records, some boxes empty.
    Records,
    /// A label on a housing: name, lines, bar code.
    Label,
    /// A pressure gauge with a calibration sticker.
    Gauge,
    /// Goods on shelves, some of them in a heap beside.
    Shelves,
    /// A conveyor with goods.
    Conveyor,
}

/// Numbers that look like chance and are the same in each run.
pub struct Dice(u64);

impl Dice {
    /// Dice of a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `below`.
    pub fn below(&mut self, below: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from((self.0 >> 33) % u64::from(below.max(1))).unwrap_or(0)
    }

    fn around(&mut self, middle: u32, spread: u32) -> u32 {
        middle - spread.min(middle) + self.below(2 * spread + 1)
    }
}

struct Canvas {
    image: RgbImage,
    dice: Dice,
}

type Ink = [u8; 3];

impl Canvas {
    fn new(seed: u64, top: Ink, bottom: Ink) -> Self {
        let image = RgbImage::from_fn(WIDTH, HEIGHT, |_, y| {
            let mix = |from: u8, to: u8| {
                let (from, to) = (u32::from(from), u32::from(to));
                u8::try_from((from * (HEIGHT - y) + to * y) / HEIGHT).unwrap_or(to as u8)
            };
            Rgb([mix(top[0], bottom[0]), mix(top[1], bottom[1]), mix(top[2], bottom[2])])
        });
        Self { image, dice: Dice::new(seed) }
    }

    fn rect(&mut self, x: u32, y: u32, width: u32, height: u32, ink: Ink) {
        for row in y..(y + height).min(HEIGHT) {
            for column in x..(x + width).min(WIDTH) {
                self.image.put_pixel(column, row, Rgb(ink));
            }
        }
    }

    fn frame(&mut self, x: u32, y: u32, width: u32, height: u32, thick: u32, ink: Ink) {
        self.rect(x, y, width, thick, ink);
        self.rect(x, y + height - thick, width, thick, ink);
        self.rect(x, y, thick, height, ink);
        self.rect(x + width - thick, y, thick, height, ink);
    }

    fn ring(&mut self, x: u32, y: u32, outer: u32, inner: u32, ink: Ink) {
        for row in y.saturating_sub(outer)..(y + outer).min(HEIGHT) {
            for column in x.saturating_sub(outer)..(x + outer).min(WIDTH) {
                let distance = column.abs_diff(x).pow(2) + row.abs_diff(y).pow(2);
                if (inner * inner..outer * outer).contains(&distance) {
                    self.image.put_pixel(column, row, Rgb(ink));
                }
            }
        }
    }

    fn line(&mut self, from: (u32, u32), to: (u32, u32), thick: u32, ink: Ink) {
        let steps = from.0.abs_diff(to.0).max(from.1.abs_diff(to.1)).max(1);
        for step in 0..=steps {
            let along = |from: u32, to: u32| (from * (steps - step) + to * step) / steps;
            self.rect(along(from.0, to.0), along(from.1, to.1), thick, thick, ink);
        }
    }

    /// Lines of print: words as dark bars of uneven length.
    fn print(&mut self, x: u32, y: u32, width: u32, lines: u32, pitch: u32, ink: Ink) {
        for line in 0..lines {
            let mut at = x;
            let end = x + if line + 1 == lines { width / 2 } else { width };
            while at < end {
                let word = self.dice.around(pitch * 2, pitch).min(end - at);
                self.rect(at, y + line * pitch, word, pitch * 2 / 5, ink);
                at += word + pitch / 3;
            }
        }
    }

    /// The grain of the sensor and a little vignetting.
    fn develop(mut self) -> RgbImage {
        let reach = (WIDTH / 2).pow(2) + (HEIGHT / 2).pow(2);
        for (x, y, pixel) in self.image.enumerate_pixels_mut() {
            let away = (x.abs_diff(WIDTH / 2).pow(2) + y.abs_diff(HEIGHT / 2).pow(2)) * 40 / reach;
            let grain = self.dice.below(u32::try_from(2 * GRAIN + 1).unwrap_or(1)) as i32 - GRAIN;
            for channel in &mut pixel.0 {
                let lit = i32::from(*channel) + grain - away as i32;
                *channel = u8::try_from(lit.clamp(0, 255)).unwrap_or(0);
            }
        }
        self.image
    }
}

fn hall(canvas: &mut Canvas) {
    canvas.rect(0, 760, WIDTH, 440, [118, 116, 110]);
    for beam in 0..7 {
        let x = 60 + beam * 240;
        canvas.rect(x, 90, 26, 680, [84, 96, 108]);
        canvas.line((x, 90), (WIDTH / 2, 20), 10, [96, 108, 120]);
    }
    for machine in 0..4 {
        let (x, high) = (120 + machine * 370, canvas.dice.around(260, 60));
        canvas.rect(x, 900 - high, 270, high, [52, 94, 122]);
        canvas.rect(x + 24, 930 - high, 120, 70, [198, 214, 220]);
        canvas.ring(x + 210, 960 - high, 26, 0, [212, 64, 48]);
        canvas.rect(x, 900, 270, 18, [38, 40, 44]);
    }
    canvas.line((0, 1000), (WIDTH, 960), 14, [226, 190, 60]);
}

fn document(canvas: &mut Canvas) {
    canvas.rect(330, 90, 940, 1040, [244, 242, 234]);
    canvas.frame(330, 90, 940, 1040, 4, [176, 172, 160]);
    canvas.print(520, 160, 560, 1, 62, [36, 36, 40]);
    for paragraph in 0..5 {
        canvas.print(420, 280 + paragraph * 150, 760, 4, 30, [70, 70, 76]);
    }
    let (x, y) = (canvas.dice.around(1040, 40), canvas.dice.around(980, 20));
    canvas.ring(x, y, 110, 98, [196, 44, 40]);
    canvas.ring(x, y, 26, 8, [196, 44, 40]);
}

fn records(canvas: &mut Canvas) {
    canvas.rect(160, 70, 1280, 1060, [240, 240, 228]);
    canvas.print(520, 110, 560, 1, 50, [40, 40, 44]);
    for day in 0..30 {
        let (x, y) = (220 + (day % 6) * 200, 220 + (day / 6) * 180);
        canvas.frame(x, y, 180, 160, 3, [130, 130, 124]);
        // Three of the thirty boxes stay empty: the missing days.
        if ![11, 12, 25].contains(&day) {
            canvas.print(x + 20, y + 24, 140, 3, 34, [48, 66, 128]);
        }
    }
}

fn label(canvas: &mut Canvas) {
    canvas.rect(0, 0, WIDTH, HEIGHT, [58, 62, 66]);
    canvas.rect(260, 220, 1080, 760, [226, 228, 230]);
    canvas.frame(260, 220, 1080, 760, 8, [150, 152, 156]);
    canvas.print(340, 290, 640, 1, 72, [22, 24, 28]);
    canvas.print(340, 410, 900, 5, 56, [40, 42, 48]);
    let mut x = 340;
    while x < 1240 {
        let bar = canvas.dice.around(7, 5);
        canvas.rect(x, 760, bar, 150, [18, 18, 20]);
        x += bar + canvas.dice.around(8, 4);
    }
    canvas.ring(1150, 350, 74, 58, [28, 30, 34]);
}

fn gauge(canvas: &mut Canvas) {
    canvas.ring(760, 560, 400, 0, [200, 202, 204]);
    canvas.ring(760, 560, 360, 0, [248, 248, 246]);
    for mark in 0..11 {
        let angle = f64::from(mark) * 0.45 + 2.4;
        let at = |radius: f64| {
            let (x, y) = (760.0 + angle.cos() * radius, 560.0 + angle.sin() * radius);
            (x.max(0.0) as u32, y.max(0.0) as u32)
        };
        canvas.line(at(300.0), at(340.0), 8, [30, 30, 32]);
    }
    let angle = f64::from(canvas.dice.below(300)) / 100.0 + 2.6;
    let tip = ((760.0 + angle.cos() * 280.0) as u32, (560.0 + angle.sin() * 280.0) as u32);
    canvas.line((760, 560), tip, 12, [188, 40, 36]);
    canvas.ring(760, 560, 28, 0, [40, 40, 44]);
    canvas.rect(1180, 830, 300, 200, [236, 214, 84]);
    canvas.print(1210, 870, 240, 4, 36, [60, 52, 20]);
}

fn shelves(canvas: &mut Canvas) {
    for shelf in 0..3 {
        let y = 330 + shelf * 270;
        canvas.rect(60, y, 1000, 18, [92, 98, 104]);
        for place in 0..6 {
            let (x, high) = (90 + place * 160, canvas.dice.around(170, 40));
            let ink = [170 + u8::try_from(place * 6).unwrap_or(0), 128, 76];
            canvas.rect(x, y - high, 130, high, ink);
            canvas.rect(x + 16, y - high + 20, 60, 30, [236, 236, 226]);
        }
    }
    for piece in 0..9 {
        let (x, y) = (canvas.dice.around(1290, 150), 1080 - piece * 50);
        canvas.rect(x, y, 150, 70, [148, 104, 62]);
        canvas.frame(x, y, 150, 70, 4, [104, 70, 40]);
    }
}

fn conveyor(canvas: &mut Canvas) {
    canvas.rect(0, 620, WIDTH, 120, [44, 46, 50]);
    for roller in 0..17 {
        canvas.ring(40 + roller * 96, 770, 34, 12, [120, 124, 128]);
    }
    for piece in 0..5 {
        let x = canvas.dice.around(160 + piece * 310, 40);
        canvas.rect(x, 430, 210, 190, [206, 208, 212]);
        canvas.ring(x + 70, 520, 44, 30, [70, 74, 80]);
        canvas.rect(x + 136, 470, 46, 90, [52, 94, 122]);
    }
    canvas.rect(0, 860, WIDTH, 12, [226, 190, 60]);
}

/// Draws a scene, encodes it and puts into the file what a camera would: time, place, make and model.
pub fn take(path: &Path, scene: Scene, seed: u64, shot: &Shot) -> io::Result<()> {
    let (top, bottom) = match scene {
        Scene::Hall | Scene::Conveyor => ([166, 178, 190], [128, 130, 128]),
        Scene::Document | Scene::Records => ([120, 96, 72], [96, 74, 54]),
        Scene::Label | Scene::Gauge => ([108, 114, 120], [72, 76, 82]),
        Scene::Shelves => ([150, 156, 160], [104, 104, 100]),
    };
    let mut canvas = Canvas::new(seed, top, bottom);
    match scene {
        Scene::Hall => hall(&mut canvas),
        Scene::Document => document(&mut canvas),
        Scene::Records => records(&mut canvas),
        Scene::Label => label(&mut canvas),
        Scene::Gauge => gauge(&mut canvas),
        Scene::Shelves => shelves(&mut canvas),
        Scene::Conveyor => conveyor(&mut canvas),
    }
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, JPEG_QUALITY)
        .encode_image(&canvas.develop())
        .map_err(io::Error::other)?;
    std::fs::write(path, with_exif(&jpeg, shot)?)
}

/// Handwriting on a screen: three loose strokes per character, as a PNG.
pub fn handwriting(path: &Path, seed: u64) -> io::Result<()> {
    let mut image = RgbImage::from_pixel(600, 220, Rgb([255, 255, 255]));
    let mut dice = Dice::new(seed);
    for character in 0..3_u32 {
        let left = 50 + character * 175;
        for _ in 0..4 {
            let mut point = (f64::from(left + dice.below(110)), f64::from(40 + dice.below(60)));
            let (mut dx, mut dy) = (f64::from(dice.below(7)) - 3.0, 0.6 + f64::from(dice.below(4)));
            for _ in 0..60 {
                for (x, y) in (0..4).flat_map(|x| (0..4).map(move |y| (x, y))) {
                    let at = ((point.0 as u32 + x).min(599), (point.1 as u32 + y).min(219));
                    image.put_pixel(at.0, at.1, Rgb([24, 28, 66]));
                }
                dx += (f64::from(dice.below(100)) - 50.0) / 110.0;
                dy += (f64::from(dice.below(100)) - 55.0) / 130.0;
                point = ((point.0 + dx).clamp(8.0, 590.0), (point.1 + dy).clamp(8.0, 210.0));
            }
        }
    }
    image.save_with_format(path, image::ImageFormat::Png).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawn_photo_is_a_jpeg_that_tells_where_and_when_it_was_taken() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("hall.jpg");
        let shot = Shot { taken: "2026:11:21 10:32:05".to_owned(), ..Shot::sample() };
        take(&path, Scene::Hall, 7, &shot).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        let decoded = image::load_from_memory_with_format(&bytes, image::ImageFormat::Jpeg).unwrap();
        assert_eq!((decoded.width(), decoded.height()), (WIDTH, HEIGHT));
        assert!(bytes.len() > 200_000, "{} bytes", bytes.len());
        let exif = exif::Reader::new().read_from_container(&mut io::Cursor::new(&bytes)).unwrap();
        let text = |tag| exif.get_field(tag, exif::In::PRIMARY).unwrap().display_value().to_string();
        assert_eq!(text(exif::Tag::DateTimeOriginal), "2026-11-21 10:32:05");
        assert!(text(exif::Tag::Make).contains("Demo"));
        assert_eq!(text(exif::Tag::GPSLatitude), "39 deg 5 min 3.12 sec");
        assert_eq!(text(exif::Tag::GPSLongitudeRef), "E");
    }

    #[test]
    fn two_seeds_give_two_photos_and_one_seed_gives_one() {
        let dir = tempfile::tempdir().unwrap();
        let file = |seed, name: &str| {
            let path = dir.path().join(name);
            take(&path, Scene::Label, seed, &Shot::sample()).unwrap();
            std::fs::read(path).unwrap()
        };
        assert_eq!(file(1, "a.jpg"), file(1, "b.jpg"));
        assert_ne!(file(1, "a.jpg"), file(2, "c.jpg"));
    }
}
