//! One published file of content, in the one form in which it is written.

use crate::error::WorkbookError;
use crate::first;
use crate::json::Json;
use crate::shape::{self, Absent, COMPUTED, ENTERED, Kind, Member};
use crate::text;

/// Largest file that is read: 4 MiB, twenty times the largest shipped.
const FILE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Greatest number that a spreadsheet holds exactly.
pub(crate) const WHOLE_MAX: i64 = 9_007_199_254_740_991;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// A base checklist.
    Base,
    /// A checklist for kinds of product.
    Overlay,
    /// The conduct of inspection.
    Conduct,
    /// A risk control list.
    Risks,
    /// Instruments and articles.
    Law,
    /// Penalty ranges.
    Penalties,
    /// Consequence codes.
    Legend,
    /// The quiz.
    Quiz,
    /// The manifest of media.
    Media,
    /// Kinds of product.
    Products,
}

impl FileKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Base,
        Self::Overlay,
        Self::Conduct,
        Self::Risks,
        Self::Law,
        Self::Penalties,
        Self::Legend,
        Self::Quiz,
        Self::Media,
        Self::Products,
    ];

    /// Stable code, as the workbook's sheet of files has it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Overlay => "overlay",
            Self::Conduct => "conduct",
            Self::Risks => "risks",
            Self::Law => "law",
            Self::Penalties => "penalties",
            Self::Legend => "legend",
            Self::Quiz => "quiz",
            Self::Media => "media",
            Self::Products => "products",
        }
    }

    /// Reads a code written by [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Whether it is a checklist.
    #[must_use]
    pub const fn is_checklist(self) -> bool {
        matches!(self, Self::Base | Self::Overlay | Self::Conduct)
    }

    /// Whether there are many of the kind, each with an id of its own.
    pub(crate) const fn has_id(self) -> bool {
        self.is_checklist() || matches!(self, Self::Risks)
    }

    pub(crate) fn shape(self, schema: i64) -> &'static [Member] {
        match self {
            Self::Base if schema == 1 => shape::CHECKLIST_1,
            Self::Base | Self::Overlay | Self::Conduct => shape::CHECKLIST,
            Self::Risks => shape::RISK_LIST,
            Self::Law => shape::LAW,
            Self::Penalties => shape::PENALTY_FILE,
            Self::Legend => shape::LEGEND,
            Self::Quiz => shape::QUIZ,
            Self::Media => shape::MANIFEST,
            Self::Products => shape::PRODUCT_FILE,
        }
    }
}

/// One published file: a checklist, a risk list, the law, …
///
/// Two parts are equal if their content is; how a file is indented or in which order its members stand is no content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub(crate) kind: FileKind,
    pub(crate) id: String,
    pub(crate) schema: i64,
    pub(crate) root: Json,
}

impl Part {
    /// Reads a published file: a checklist of schema 1 or 2, or anything else of schema 2 that a workbook holds. `file`
    /// is the name that errors give.
    ///
    /// What the content means is not checked here, only that a workbook can hold every bit of it.
    /// Errors: [`WorkbookError::NotContent`], and [`WorkbookError::NotCarried`] for each value at fault.
    pub fn read(file: &str, json: &str) -> Result<Self, Vec<WorkbookError>> {
        let refused = |problem: String| vec![WorkbookError::NotContent { file: file.to_owned(), problem }];
        if json.len() > FILE_BYTES_MAX {
            return Err(refused(format!("more than {FILE_BYTES_MAX} bytes")));
        }
        let json = json.strip_prefix('\u{feff}').unwrap_or(json);
        let root: Json = serde_json::from_str(json).map_err(|error| refused(error.to_string()))?;
        let schema = match root.get("schema") {
            Some(Json::Whole(schema)) => *schema,
            _ => return Err(refused("no schema".to_owned())),
        };
        let kind = kind_of(&root, schema).ok_or_else(|| refused("of no known kind".to_owned()))?;
        if schema != 2 && !(schema == 1 && kind == FileKind::Base) {
            return Err(refused(format!("schema {schema}")));
        }
        let root = if schema == 1 { first::lift(root) } else { root };
        let mut arranging = Arranging { file, errors: Vec::new() };
        let root = arranging.object(&root, kind.shape(schema), "");
        if !arranging.errors.is_empty() {
            return Err(arranging.errors);
        }
        Ok(Self::of(kind, schema, root))
    }

    pub(crate) fn of(kind: FileKind, schema: i64, root: Json) -> Self {
        let id = if kind.has_id() { root.text_of("id").to_owned() } else { kind.code().to_owned() };
        Self { kind, id, schema, root }
    }

    /// What it holds.
    #[must_use]
    pub const fn kind(&self) -> FileKind {
        self.kind
    }

    /// Its id, e.g. `OEB` or `RL-EB-S`; the code of its kind where there is one file of the kind only.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its version.
    #[must_use]
    pub fn version(&self) -> u32 {
        match self.root.get("version") {
            Some(Json::Whole(version)) => u32::try_from(*version).unwrap_or(0),
            _ => 0,
        }
    }

    /// Name of its file below the folder of checklists, e.g. `overlays/oeb.v1.json`.
    #[must_use]
    pub fn file(&self) -> String {
        let (folder, name) = match self.kind {
            FileKind::Base => ("", self.id.to_ascii_lowercase()),
            FileKind::Overlay => ("overlays/", self.id.to_ascii_lowercase()),
            FileKind::Conduct => ("conduct/", "conduct".to_owned()),
            FileKind::Risks => ("risks/", self.id.to_ascii_lowercase()),
            FileKind::Law => ("law/", "articles".to_owned()),
            FileKind::Penalties => ("law/", "penalties".to_owned()),
            FileKind::Legend => ("", "legend".to_owned()),
            FileKind::Quiz => ("quiz/", "quiz".to_owned()),
            FileKind::Media => ("media/", "manifest".to_owned()),
            FileKind::Products => ("", "products".to_owned()),
        };
        format!("{folder}{name}.v{}.json", self.version())
    }

    /// The file's content: UTF-8 JSON in the one order and layout in which content is written.
    #[must_use]
    pub fn json(&self) -> String {
        if self.schema == 1 { first::lower(&self.root).written() } else { self.root.written() }
    }
}

fn kind_of(root: &Json, schema: i64) -> Option<FileKind> {
    let has = |name: &str| root.get(name).is_some();
    if has("sections") {
        return match root.text_of("kind") {
            "" if schema == 1 => Some(FileKind::Base),
            code => FileKind::from_code(code).filter(|kind| kind.is_checklist()),
        };
    }
    let by_member = [
        ("rows", FileKind::Risks),
        ("articles", FileKind::Law),
        ("penalties", FileKind::Penalties),
        ("consequences", FileKind::Legend),
        ("questions", FileKind::Quiz),
        ("media", FileKind::Media),
        ("products", FileKind::Products),
    ];
    by_member.into_iter().find(|(member, _)| has(member)).map(|(_, kind)| kind)
}

/// Puts members in order and finds what a cell cannot hold.
struct Arranging<'a> {
    file: &'a str,
    errors: Vec<WorkbookError>,
}

impl Arranging<'_> {
    fn fault(&mut self, path: &str, problem: impl Into<String>) -> Json {
        let (file, path) = (self.file.to_owned(), path.to_owned());
        self.errors.push(WorkbookError::NotCarried { file, path, problem: problem.into() });
        Json::Null
    }

    fn object(&mut self, from: &Json, members: &[Member], path: &str) -> Json {
        let Json::Object(given) = from else {
            return self.fault(path, "no object");
        };
        for (name, _) in given {
            if !members.iter().any(|member| member.name == name) {
                self.fault(&below(path, name), "no known member");
            }
        }
        let mut arranged = Vec::with_capacity(members.len());
        for member in members {
            let path = below(path, member.name);
            let value = match from.get(member.name) {
                None | Some(Json::Null) => match absent(member, from) {
                    Some(value) => value,
                    None => {
                        if member.absent == Absent::Never {
                            self.fault(&path, "missing");
                        }
                        continue;
                    }
                },
                Some(Json::List(list)) if list.is_empty() && member.absent == Absent::OmitEmpty => continue,
                Some(value) => self.value(value, member, &path),
            };
            arranged.push((member.name.to_owned(), value));
        }
        Json::Object(arranged)
    }

    fn value(&mut self, from: &Json, member: &Member, path: &str) -> Json {
        match member.kind {
            Kind::Text => self.line(from, path),
            Kind::Id | Kind::Suggested(_) => self.id(from, path),
            Kind::Date => match from.as_text() {
                Some(day) if text::is_day(day) => from.clone(),
                _ => self.fault(path, "no day"),
            },
            Kind::Code(codes) => match from.as_text() {
                Some(code) if codes.all.iter().any(|one| one.code == code) => from.clone(),
                _ => self.fault(path, "no known code"),
            },
            Kind::Codes(codes) => self.list(from, path, |this, one, path| match one.as_text() {
                Some(code) if codes.all.iter().any(|known| known.code == code) => one.clone(),
                _ => this.fault(path, "no known code"),
            }),
            Kind::Ids => self.list(from, path, Self::id),
            Kind::Whole => match from {
                Json::Whole(0..=WHOLE_MAX) => from.clone(),
                _ => self.fault(path, "no whole number"),
            },
            Kind::Exact | Kind::ExactOrId => self.exact(from, matches!(member.kind, Kind::ExactOrId), path),
            Kind::Flag => match from {
                Json::Flag(_) => from.clone(),
                _ => self.fault(path, "neither true nor false"),
            },
            Kind::Both => self.both(from, path),
            Kind::Steps => self.list(from, path, Self::both),
            Kind::Options(name) => self.list(from, path, |this, one, path| {
                let members = [
                    Member { name: "code", zh: "", kind: Kind::Id, absent: Absent::Never, width: 0 },
                    Member { name, zh: "", kind: Kind::Both, absent: Absent::Never, width: 0 },
                ];
                this.object(one, &members, path)
            }),
            Kind::Object(members) => self.object(from, members, path),
            Kind::Judgement => self.judgement(from, path),
            Kind::Rows(members) => self.list(from, path, |this, one, path| this.object(one, members, path)),
        }
    }

    fn list(&mut self, from: &Json, path: &str, each: impl Fn(&mut Self, &Json, &str) -> Json) -> Json {
        let Json::List(all) = from else {
            return self.fault(path, "no list");
        };
        let all = all.iter().enumerate();
        Json::List(all.map(|(index, one)| each(self, one, &format!("{path}[{index}]"))).collect())
    }

    fn line(&mut self, from: &Json, path: &str) -> Json {
        match from.as_text().map(text::unfit) {
            None => self.fault(path, "no text"),
            Some(Some(problem)) => self.fault(path, problem),
            Some(None) => from.clone(),
        }
    }

    fn id(&mut self, from: &Json, path: &str) -> Json {
        match from.as_text().map(|id| (id.is_empty(), text::half_width(id))) {
            Some((true, _)) => self.fault(path, "empty"),
            Some((_, Some(_))) => self.fault(path, "full-width characters"),
            _ => self.line(from, path),
        }
    }

    /// A text in both languages. An empty one is carried as an empty cell, which no import takes for content.
    fn both(&mut self, from: &Json, path: &str) -> Json {
        const BOTH: [Member; 2] = [
            Member { name: "zh", zh: "", kind: Kind::Text, absent: Absent::Never, width: 0 },
            Member { name: "en", zh: "", kind: Kind::Text, absent: Absent::Never, width: 0 },
        ];
        self.object(from, &BOTH, path)
    }

    fn exact(&mut self, from: &Json, or_id: bool, path: &str) -> Json {
        match from {
            Json::Whole(number) if number.abs() <= WHOLE_MAX => from.clone(),
            Json::Text(text) if text::is_decimal(text) => text::exact(text),
            Json::Text(_) if or_id => self.id(from, path),
            _ => self.fault(path, "no number"),
        }
    }

    fn judgement(&mut self, from: &Json, path: &str) -> Json {
        match (from.get("entered"), from.get("computed")) {
            (Some(_), None) => self.object(from, std::slice::from_ref(&ENTERED), path),
            (None, Some(computed)) => {
                let computed = self.object(computed, COMPUTED, &below(path, "computed"));
                Json::object([("computed", computed)])
            }
            _ => self.fault(path, "neither entered nor computed"),
        }
    }
}

/// What stands for nothing; `None` where the member is left out.
pub(crate) fn absent(member: &Member, object: &Json) -> Option<Json> {
    match member.absent {
        Absent::Never | Absent::Omit | Absent::OmitEmpty => match member.kind {
            Kind::Rows(_) => Some(Json::List(Vec::new())),
            _ => None,
        },
        Absent::Null => Some(Json::Null),
        Absent::NullInNumbers => (object.text_of("kind") == "number").then_some(Json::Null),
    }
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}
