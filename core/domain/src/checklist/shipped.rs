//! The checklists that come with Zhian, byte for byte as published: the content hash that a visit pins is that of these bytes.

/// Base checklist for producers under Order 75, 40 items.
pub const P75_V1: &str = include_str!("../../../checklists/p75.v1.json");
/// Base checklist for sellers under Order 76, 38 items.
pub const S76_V1: &str = include_str!("../../../checklists/s76.v1.json");
/// Names of instruments and sentences for consequences.
pub const LEGEND_V1: &str = include_str!("../../../checklists/legend.v1.json");

/// Every shipped checklist that stands by itself: file name and content.
pub const CHECKLISTS: [(&str, &str); 2] = [("p75.v1.json", P75_V1), ("s76.v1.json", S76_V1)];

/// The base list for producers as a part of schema 2.
pub const P75_V2: &str = include_str!("../../../checklists/p75.v2.json");
/// The base list for sellers as a part of schema 2.
pub const S76_V2: &str = include_str!("../../../checklists/s76.v2.json");
/// What is asked of the inspection itself.
pub const CONDUCT_V1: &str = include_str!("../../../checklists/conduct/conduct.v1.json");
/// Sentences for consequences, with the articles they rest on.
pub const LEGEND_V2: &str = include_str!("../../../checklists/legend.v2.json");

macro_rules! overlay {
    ($file:literal) => {
        ($file, include_str!(concat!("../../../checklists/overlays/", $file)))
    };
}

/// Every shipped part of schema 2: file name and content. Checklists are composed of them.
pub const PARTS: [(&str, &str); 17] = [
    ("p75.v2.json", P75_V2),
    ("s76.v2.json", S76_V2),
    ("conduct.v1.json", CONDUCT_V1),
    overlay!("ocp.v1.json"),
    overlay!("oeb.v1.json"),
    overlay!("ofm.v1.json"),
    overlay!("ofs.v1.json"),
    overlay!("ogm.v1.json"),
    overlay!("ogs.v1.json"),
    overlay!("ohm.v1.json"),
    overlay!("ohs.v1.json"),
    overlay!("olb.v1.json"),
    overlay!("ols.v1.json"),
    overlay!("otm.v1.json"),
    overlay!("ots.v1.json"),
    overlay!("owm.v1.json"),
    overlay!("ows.v1.json"),
];
