//! Search in a directory of 1,000,000 enterprises: times beside the limit, and the memory of a process that does
//! nothing else. Run with `cargo bench -p zhian-store --bench directory`; `ROWS=100000` makes a smaller one,
//! `KEEP=<folder>` keeps the folder for the next run.

#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a measurement prints its figures and stops at the first thing that goes wrong"
)]

use std::path::Path;
use std::time::{Duration, Instant};
use zhian_domain::id::{ContentHash, EnterpriseId};
use zhian_domain::time::Timestamp;
use zhian_store::directory::{DirectoryChange, EnterpriseRow};
use zhian_store::{Store, StoreError, StoreOptions};

const P99_LIMIT: Duration = Duration::from_millis(50);
const MEMORY_LIMIT_KIB: u64 = 64 * 1024;
const BATCH: u32 = 5_000;

/// Characters of made-up firm names, common ones first.
const BRAND: &str = "华安和平新天金宏大中兴隆盛达通泰瑞祥恒信诚德正元亨利贞福禄寿喜财广发源昌顺丰美佳优嘉康健宁静远\
    志博文学艺海江河湖山川林森松柏竹梅兰菊桃李杏春夏秋冬晨曦朝阳明月星辰云雨雪风雷电光辉煌龙凤麒麟鹏飞腾跃升\
    腾捷迅速敏锐智慧慧敏思创意匠心工坚固钢铁铜铝锌锡银玉石宝珠翠碧青蓝紫红橙黄绿白黑灰东西南北上下左右前后";
const TRADE: [&str; 24] = [
    "电缆",
    "电线",
    "线缆",
    "家具",
    "食品",
    "建材",
    "塑料",
    "机械",
    "包装",
    "化工",
    "五金",
    "玩具",
    "服装",
    "电器",
    "儿童用品",
    "消防器材",
    "燃气具",
    "压力容器",
    "危险化学品",
    "水泥",
    "人造板",
    "化肥",
    "自行车",
    "头盔",
];
const SUFFIX: [&str; 8] =
    ["有限公司", "股份有限公司", "有限责任公司", "厂", "经营部", "商行", "集团有限公司", "科技有限公司"];
const DISTRICT: [&str; 12] = [
    "甲城区",
    "乙山区",
    "丙河区",
    "丁湖区",
    "戊江区",
    "己桥县",
    "庚田县",
    "辛林县",
    "壬阳县",
    "癸安区",
    "子丰区",
    "丑宁区",
];

struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }

    /// Small numbers far more often, as in real names.
    fn skewed(&mut self, limit: usize) -> usize {
        self.below(limit).min(self.below(limit)).min(self.below(limit))
    }
}

fn enterprise(n: u32, brand: &[char]) -> EnterpriseRow {
    let mut chance = Chance(u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 77);
    let mut pick =
        |count: usize| -> String { (0..count).map(|_| brand[chance.skewed(brand.len())]).collect() };
    let (first, road, park) = (pick(2 + n as usize % 3), pick(2), pick(2));
    let district = chance.below(DISTRICT.len());
    let city = if chance.below(3) == 0 { "示例市" } else { "" };
    let name = format!("{city}{first}{}{}", TRADE[chance.skewed(24)], SUFFIX[chance.skewed(8)]);
    let address = format!(
        "示例省示例市{}{road}路{}号{park}工业园{}栋",
        DISTRICT[district],
        chance.below(900),
        chance.below(40)
    );
    let org = format!("{:0>7}", format!("{:X}", n.wrapping_mul(2_654_435_761) % 0x0fff_ffff));
    let uscc = format!("9{}9901{district:02}MA{org}X", if n.is_multiple_of(4) { 2 } else { 1 });
    EnterpriseRow {
        id: EnterpriseId::from_bytes(
            ContentHash::of(&n.to_be_bytes()).as_bytes()[..16].try_into().expect("half"),
        ),
        revision: 1,
        name,
        uscc,
        region: format!("9901{district:02}"),
        address,
        kind: "producer".to_owned(),
        bytes: vec![n.to_le_bytes()[0]; 220],
    }
}

fn open(folder: &Path) -> Result<Store, StoreError> {
    Ok(Store::open(folder, StoreOptions::at(Timestamp::from_unix_ms(1)))?.0)
}

fn load(folder: &Path, rows: u32) -> Result<(), StoreError> {
    let brand: Vec<char> = BRAND.chars().filter(|c| !c.is_whitespace()).collect();
    let store = open(folder)?;
    if store.directory().count()? == u64::from(rows) {
        return Ok(());
    }
    let start = Instant::now();
    for first in (0..rows).step_by(BATCH as usize) {
        let changes: Vec<_> =
            (first..rows.min(first + BATCH)).map(|n| DirectoryChange::Put(enterprise(n, &brand))).collect();
        store.directory().apply(&changes, |_| {})?;
        if (first + BATCH).is_multiple_of(100_000) {
            let seconds = start.elapsed().as_secs_f64();
            println!(
                "  loaded {:>9} rows, {:>7.0} rows/s",
                first + BATCH,
                f64::from(first + BATCH) / seconds
            );
        }
    }
    let bytes = std::fs::metadata(folder.join("directory.db")).map_or(0, |meta| meta.len());
    println!("  {rows} rows in {:.1?}, {} MB", start.elapsed(), bytes / 1_000_000);
    Ok(())
}

/// Queries by what they exercise.
fn queries(rows: u32) -> Vec<(&'static str, Vec<String>)> {
    let brand: Vec<char> = BRAND.chars().filter(|c| !c.is_whitespace()).collect();
    let mut chance = Chance(4711);
    let sample: Vec<EnterpriseRow> =
        (0..150).map(|_| enterprise(chance.below(rows as usize) as u32, &brand)).collect();
    let part =
        |text: &str, from: usize, count: usize| -> String { text.chars().skip(from).take(count).collect() };
    let each = |make: &dyn Fn(&EnterpriseRow) -> String| -> Vec<String> { sample.iter().map(make).collect() };
    let words = |text: &str| -> Vec<String> { text.split('|').map(str::to_owned).collect() };
    let initials = |row: &EnterpriseRow, from: usize, count: usize| -> String {
        use pinyin::ToPinyin;
        let letter = |c: char| c.to_pinyin().and_then(|pinyin| pinyin.plain().chars().next()).unwrap_or('x');
        part(&row.name, from, count).chars().map(letter).collect()
    };
    vec![
        ("one character", words("司|公|市|号|示|电|缆|厂|龙|雪|后|癸|灰|区")),
        ("start of a name", each(&|row| part(&row.name, 0, 3))),
        ("inside a name", each(&|row| part(&row.name, 2, 4))),
        ("whole name", each(&|row| row.name.clone())),
        ("part of an address", each(&|row| part(&row.address, 9, 6))),
        ("whole address", each(&|row| row.address.clone())),
        ("code, 2 to 17 characters", (0..150).map(|n| part(&sample[n].uscc, 0, 2 + n % 16)).collect()),
        ("whole code", each(&|row| row.uscc.to_lowercase())),
        ("initials, 2 letters", each(&|row| initials(row, 0, 2))),
        ("initials, 4 letters", each(&|row| initials(row, 0, 4))),
        ("initials, 5 inside", each(&|row| initials(row, 2, 5))),
        ("two words", each(&|row| format!("{} {}", part(&row.name, 0, 2), part(&row.address, 6, 3)))),
        ("name and initials", each(&|row| format!("{} {}", part(&row.name, 0, 2), initials(row, 3, 2)))),
        (
            "three words",
            each(&|row| format!("有限公司 {} {}", part(&row.name, 1, 2), part(&row.address, 9, 3))),
        ),
        (
            "words that exclude each other",
            words("电缆 家具|电线 水泥|甲城区 乙山区|9199 9299|商行 集团|玩具 头盔 化肥"),
        ),
        ("nothing has it", words("鑫鑫鑫|qqqqq|电缆家具|司公司公|公有限公|0000000|示示|市省市省|999999999")),
        (
            "its pairs are common, it is not",
            words("有限有限公司|示例示例|公司有限|路号路|sssss|yxyxgs|xgsyx|缆有限责"),
        ),
        ("everything", words("|　|（）")),
    ]
}

fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

fn search(folder: &Path, rows: u32) -> Result<(), StoreError> {
    let before = peak_kib();
    let queries = queries(rows);
    let store = open(folder)?;
    println!("search in {rows} enterprises, pages of 50; limit {P99_LIMIT:?} at p99 of all");
    let mut total = Vec::new();
    let core = on_core();
    for (name, texts) in queries {
        let (mut times, mut hits) = (Vec::new(), 0);
        for text in &texts {
            let mut after = None;
            // The first pages, as a person scrolls; the first one is also asked cold.
            for _ in 0..4 {
                let start = Instant::now();
                let page = store.directory().search(text, after.as_ref(), 50)?;
                times.push(start.elapsed());
                hits += page.rows.len();
                after = page.next;
                if after.is_none() {
                    break;
                }
            }
        }
        times.sort();
        let at = |share: usize| times[(times.len() - 1) * share / 100];
        println!(
            "  {name:<32} {:>4} pages {hits:>6} rows  p50 {:>8.2?}  p99 {:>8.2?}  max {:>8.2?}",
            times.len(),
            at(50),
            at(99),
            at(100)
        );
        total.extend(times);
    }
    total.sort();
    let p99 = total[(total.len() - 1) * 99 / 100];
    let verdict = |ok: bool| if ok { "ok" } else { "MISSED" };
    println!(
        "  all: {} pages, p50 {:.2?}, p99 {p99:.2?} = {:.2} of the limit  {}; max {:.2?}",
        total.len(),
        total[total.len() / 2],
        p99.as_secs_f64() / P99_LIMIT.as_secs_f64(),
        verdict(p99 <= P99_LIMIT),
        total[total.len() - 1]
    );
    println!(
        "  on a core: {:.2?} each",
        on_core().saturating_sub(core) / u32::try_from(total.len()).unwrap_or(1)
    );
    let peak = peak_kib();
    println!(
        "  memory of this process at its peak: {peak} KiB (of which {before} KiB before opening) = {:.2} of {} MiB  {}",
        peak as f64 / MEMORY_LIMIT_KIB as f64,
        MEMORY_LIMIT_KIB / 1024,
        verdict(peak <= MEMORY_LIMIT_KIB)
    );
    Ok(())
}

/// Time this thread has spent on a core, counted in ticks of some milliseconds, so only a mean over many is exact.
/// On a busy machine the clock on the wall measures the others too.
fn on_core() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanos = text.split_whitespace().next().and_then(|first| first.parse().ok()).unwrap_or(0);
    Duration::from_nanos(nanos)
}

fn main() -> Result<(), StoreError> {
    let rows: u32 = std::env::var("ROWS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    if let Ok(folder) = std::env::var("ZHIAN_BENCH_FOLDER") {
        return search(Path::new(&folder), rows);
    }
    let kept = std::env::var("KEEP").ok();
    let temporary = tempfile::tempdir().expect("a folder for the measurement");
    let folder = kept.as_deref().map_or_else(|| temporary.path().to_owned(), Into::into);
    load(&folder, rows)?;
    // A process of its own: its peak of memory is that of searching, not of loading.
    let program = std::env::current_exe().expect("the path of this program");
    let status = std::process::Command::new(program)
        .env("ZHIAN_BENCH_FOLDER", &folder)
        .env("ROWS", rows.to_string())
        .status()
        .expect("a process for searching");
    assert!(status.success());
    Ok(())
}
