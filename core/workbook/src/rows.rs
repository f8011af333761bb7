//! From parts to the rows of every sheet.

use crate::cells::{self, Cells, Out};
use crate::codes;
use crate::error::WorkbookError;
use crate::json::Json;
use crate::layout::{Of, SHEETS};
use crate::part::Part;
use crate::shape;
use crate::text::CELL_CHARS_MAX;
use std::collections::BTreeMap;

/// Rows of every sheet, in order.
pub(crate) type Rows = BTreeMap<Of, Vec<Cells>>;

/// Every row of the parts.
///
/// Errors: [`WorkbookError::NotCarried`] where one id stands for two things, or a cell would be too long.
pub(crate) fn of_parts(parts: &[Part]) -> Result<Rows, Vec<WorkbookError>> {
    let mut laying =
        Laying { rows: SHEETS.iter().map(|(of, _)| (*of, Vec::new())).collect(), ..Laying::default() };
    for part in parts {
        laying.part(part);
    }
    if laying.errors.is_empty() { Ok(laying.rows) } else { Err(laying.errors) }
}

#[derive(Default)]
struct Laying {
    rows: Rows,
    seen: BTreeMap<(Of, String), String>,
    errors: Vec<WorkbookError>,
}

impl Laying {
    fn part(&mut self, part: &Part) {
        let file = part.file();
        self.once(&file, Of::Files, &part.id);
        let mut row = Cells::new();
        cells::of_object(&part.root, shape::FILES, "", &mut row);
        row.insert("kind".to_owned(), Out::Text(codes::KIND.entry(part.kind.code())));
        row.insert("id".to_owned(), Out::Text(part.id.clone()));
        self.row(&file, Of::Files, row);
        for section in part.root.list_of("sections") {
            self.section(&file, part, section);
        }
        let lists = [
            ("rows", Of::Risks, Some("list")),
            ("instruments", Of::Instruments, None),
            ("articles", Of::Articles, None),
            ("penalties", Of::Penalties, None),
            ("consequences", Of::Consequences, None),
            ("questions", Of::Quiz, None),
            ("media", Of::Media, None),
            ("products", Of::Products, None),
        ];
        for (name, of, parent) in lists {
            for object in part.root.list_of(name) {
                let parents: Vec<_> = parent.into_iter().map(|parent| (parent, part.id.as_str())).collect();
                self.object(&file, of, &parents, object);
            }
        }
    }

    fn section(&mut self, file: &str, part: &Part, section: &Json) {
        let id = section.text_of("id");
        self.once(file, Of::Sections, &format!("{} {id}", part.id));
        self.object(file, Of::Sections, &[("checklist", &part.id)], section);
        for item in section.list_of("items") {
            self.object(file, Of::Items, &[("checklist", &part.id), ("section", id)], item);
            let id = item.text_of("id");
            for (member, of) in [("fields", Of::Fields), ("limits", Of::Limits)] {
                for object in item.list_of(member) {
                    self.object(file, of, &[("item", id)], object);
                }
            }
        }
    }

    fn object(&mut self, file: &str, of: Of, parents: &[(&str, &str)], object: &Json) {
        let Some((_, sheet)) = SHEETS.iter().find(|(found, _)| *found == of) else { return };
        let id = match (object.text_of("id"), object.text_of("code")) {
            ("", code) => code,
            (id, _) => id,
        };
        if of == Of::Fields {
            let item = parents.first().map_or("", |(_, item)| item);
            self.once(file, of, &format!("{item} {id}"));
        } else if !matches!(of, Of::Sections | Of::Limits) {
            self.once(file, of, id);
        }
        let mut row = Cells::new();
        for (name, id) in parents {
            row.insert((*name).to_owned(), Out::Text((*id).to_owned()));
        }
        cells::of_object(object, sheet.members, "", &mut row);
        self.row(file, of, row);
    }

    fn row(&mut self, file: &str, of: Of, row: Cells) {
        for (name, cell) in &row {
            if let Out::Text(text) = cell
                && text.encode_utf16().count() > CELL_CHARS_MAX
            {
                let (file, path) = (file.to_owned(), name.clone());
                let problem = format!("more than {CELL_CHARS_MAX} characters in one cell");
                self.errors.push(WorkbookError::NotCarried { file, path, problem });
            }
        }
        self.rows.entry(of).or_default().push(row);
    }

    /// One workbook holds one of each: rows are joined by their ids.
    fn once(&mut self, file: &str, of: Of, id: &str) {
        if let Some(first) = self.seen.insert((of, id.to_owned()), file.to_owned()) {
            let (file, path) = (file.to_owned(), id.to_owned());
            let problem = format!("the id stands in {first} already, and a workbook holds one of each");
            self.errors.push(WorkbookError::NotCarried { file, path, problem });
        }
    }
}
