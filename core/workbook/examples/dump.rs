#[path = "../tests/support/mod.rs"]
mod support;
fn main() {
    std::fs::write("/tmp/wb5.xlsx", zhian_workbook::export(&support::shipped_parts()).unwrap()).unwrap();
}
