//! The sample lists that come with Zhian, byte for byte as published: file name and content.

macro_rules! lists {
    ($($file:literal),+ $(,)?) => {
        &[$(($file, include_str!(concat!("../../../checklists/risks/", $file)))),+]
    };
}

/// Every shipped list, by name.
pub const RISK_LISTS: &[(&str, &str)] = lists![
    "rl-cm-p.v1.json",
    "rl-cp-p.v1.json",
    "rl-eb-s.v1.json",
    "rl-ec-p.v1.json",
    "rl-fe-p.v1.json",
    "rl-fe-s.v1.json",
    "rl-gc-p.v1.json",
    "rl-gc-s.v1.json",
    "rl-hc-p.v1.json",
    "rl-hc-s.v1.json",
    "rl-lb-p.v1.json",
    "rl-pb-s.v1.json",
    "rl-ty-p.v1.json",
    "rl-ty-s.v1.json",
    "rl-wc-p.v1.json",
    "rl-wc-s.v1.json",
];
