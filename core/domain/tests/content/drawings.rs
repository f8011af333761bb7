//! Drawn pictures are well-formed, small, and hold nothing that runs or is fetched from elsewhere.

use crate::folder;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zhian_domain::media::{MEDIA_V1, MediaManifest, MediaType};

/// Elements that a drawing may be made of; none of them runs, links, embeds or fetches.
const ELEMENTS: [&str; 13] = [
    "svg", "title", "desc", "g", "defs", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
    "text",
];

fn element_faults(element: &BytesStart<'_>) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let name = AsRef::<str>::as_ref(&element.name()).to_owned();
    if !ELEMENTS.contains(&name.as_str()) && name != "tspan" {
        found.push(format!("<{name}>"));
    }
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|cause| cause.to_string())?;
        let key = AsRef::<str>::as_ref(&attribute.key).to_lowercase();
        let value = attribute.value.to_lowercase();
        let runs = key.starts_with("on") || key.contains("href") || key == "style" || key == "src";
        let fetches = value.contains("url(") || value.contains("script:") || value.contains("data:");
        if runs || fetches || (value.contains("://") && key != "xmlns") {
            found.push(format!("{key}={value:?}"));
        }
    }
    Ok(found)
}

/// What is wrong with a drawing; as an error, why it cannot be read.
fn faults(svg: &str) -> Result<Vec<String>, String> {
    let mut reader = Reader::from_str(svg);
    reader.config_mut().check_end_names = true;
    let (mut found, mut open, mut roots) = (Vec::new(), 0_usize, 0_usize);
    loop {
        match reader.read_event().map_err(|cause| cause.to_string())? {
            Event::Start(element) => {
                roots += usize::from(open == 0);
                open += 1;
                found.extend(element_faults(&element)?);
            }
            Event::Empty(element) => {
                roots += usize::from(open == 0);
                found.extend(element_faults(&element)?);
            }
            Event::End(_) => open = open.saturating_sub(1),
            Event::DocType(_) => found.push("a document type, which may name entities".to_owned()),
            Event::PI(_) => found.push("a processing instruction".to_owned()),
            Event::Eof if open > 0 => return Err("an element is not closed".to_owned()),
            Event::Eof if roots != 1 => return Err(format!("{roots} roots")),
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

#[test]
fn every_drawing_is_well_formed_titled_and_free_of_scripts_and_references() {
    let manifest = MediaManifest::load("manifest.v1.json", MEDIA_V1).unwrap();
    let drawn: Vec<_> = manifest.media.iter().filter(|medium| medium.kind == MediaType::Svg).collect();
    assert!(drawn.len() >= 100, "only {} drawings were seen", drawn.len());
    for medium in drawn {
        let svg = std::fs::read_to_string(folder().join("media").join(&medium.file)).unwrap();
        assert_eq!(faults(&svg), Ok(Vec::new()), "{}", medium.file);
        assert!(svg.contains("viewBox=") && svg.contains("<title>"), "{} has no title or size", medium.file);
        assert!(medium.bytes <= 8 * 1024, "{} has {} bytes", medium.file, medium.bytes);
        assert!(!medium.licence.is_empty() && !medium.origin.zh.is_empty(), "{}", medium.file);
    }
}

#[test]
fn a_drawing_that_runs_fetches_or_is_broken_is_noticed() {
    let with = |inner: &str| faults(&format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inner}</svg>"));
    assert_eq!(with("<path d=\"M1 1\"/>"), Ok(vec![]));
    for bad in [
        "<script>x()</script>",
        "<path onload=\"x()\"/>",
        "<image href=\"https://example.org/x.png\"/>",
        "<text fill=\"url(#a)\">x</text>",
        "<g style=\"fill:red\"/>",
        "<foreignObject/>",
    ] {
        assert!(!with(bad).unwrap().is_empty(), "{bad}");
    }
    for broken in ["<g>", "</g>", "<g></p>", "<g a=\"1\" a=\"2\"/>"] {
        assert!(with(broken).is_err(), "{broken}");
    }
    assert!(!faults("<!DOCTYPE svg><svg/>").unwrap().is_empty());
    assert!(faults("<svg/><svg/>").is_err());
}
