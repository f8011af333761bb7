//! The checklists that come with Zhian, byte for byte as published: the content hash that a visit pins is that of these bytes.

/// Base checklist for producers under Order 75, 40 items.
pub const P75_V1: &str = include_str!("../../../checklists/p75.v1.json");
/// Base checklist for sellers under Order 76, 38 items.
pub const S76_V1: &str = include_str!("../../../checklists/s76.v1.json");
/// Names of instruments and sentences for consequences.
pub const LEGEND_V1: &str = include_str!("../../../checklists/legend.v1.json");

/// Every shipped checklist: file name and content.
pub const CHECKLISTS: [(&str, &str); 2] = [("p75.v1.json", P75_V1), ("s76.v1.json", S76_V1)];
