//! Whom texts are chosen for.

use crate::view::{Moment, OfficerView, Sentence};
use zhian_domain::checklist::Bilingual;
use zhian_domain::time::{ClockReading, Timestamp};
use zhian_engine::{view, words};
use zhian_protocol::explain::Language;

/// Who reads a screen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader {
    pub(crate) language: Language,
}

impl Reader {
    pub(crate) fn of(self, text: &Bilingual) -> String {
        words::of(self.language, text).to_owned()
    }

    pub(crate) fn sentence(self, code: &str) -> Sentence {
        Sentence { code: code.to_owned(), text: words::sentence(self.language, code).to_owned() }
    }

    pub(crate) fn officer(self, officer: &view::Officer) -> OfficerView {
        OfficerView {
            id: officer.id.to_string(),
            name: words::officer(officer),
            known: officer.name.is_some(),
        }
    }
}

/// A moment in the zone of the device that claims it.
pub(crate) fn moment(at: &ClockReading) -> Moment {
    Moment { unix_ms: at.best().unix_ms(), text: words::second(at) }
}

/// A bare moment, in the zone of the offices.
pub(crate) fn office_moment(at: Timestamp) -> Moment {
    Moment { unix_ms: at.unix_ms(), text: words::day_and_minute(at) }
}
