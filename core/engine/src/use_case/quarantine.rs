//! What was set aside.

use crate::travel::author_note;
use crate::view::QuarantineView;
use crate::{Engine, EngineError};
use zhian_domain::id::{ContentHash, DeviceId};
use zhian_store::{Notice, Outbound};

/// Notices read in one piece.
const NOTICES_PER_PAGE: u32 = 500;

impl Engine {
    /// Everything that was set aside, here or by the office, newest first.
    pub fn quarantine(&self) -> Result<Vec<QuarantineView>, EngineError> {
        let mut found = Vec::new();
        for notice in self.notices()? {
            found.push(self.quarantine_view(&notice)?);
        }
        found.reverse();
        Ok(found)
    }

    /// Every notice, oldest first.
    pub(crate) fn notices(&self) -> Result<Vec<Notice>, EngineError> {
        let (mut found, mut after) = (Vec::new(), 0);
        loop {
            let page = self.store.notices(after, NOTICES_PER_PAGE)?;
            let Some(last) = page.last() else { return Ok(found) };
            after = last.id;
            found.extend(page);
        }
    }

    fn quarantine_view(&self, notice: &Notice) -> Result<QuarantineView, EngineError> {
        let roster = self.roster()?;
        let device = self.author_of(&notice.item)?;
        let officer =
            device.and_then(|device| roster.device(&device)).map(|known| roster.officer(&known.inspector));
        Ok(QuarantineView {
            id: notice.id,
            hash: ContentHash::from_bytes(*notice.item.hash()),
            visit: notice.visit,
            officer,
            device,
            own: notice.own,
            code: notice.code.clone(),
            detail: notice.detail.clone(),
            noticed: notice.at,
            acknowledged: notice.acknowledged.is_some(),
        })
    }

    fn author_of(&self, item: &Outbound) -> Result<Option<DeviceId>, EngineError> {
        Ok(match item {
            Outbound::Draft(digest) | Outbound::Sealed(digest) => match self.store.parcel(digest)? {
                Some(parcel) => Some(parcel.device),
                None => self.store.note(&author_note(digest))?.and_then(|told| DeviceId::from_slice(&told)),
            },
            Outbound::Evidence(hash) => self.store.evidence(hash)?.map(|row| row.device),
        })
    }

    /// Notes that someone looked at one of them. Nothing is removed; looking twice changes nothing.
    pub fn acknowledge_quarantine(&self, id: u64) -> Result<(), EngineError> {
        let at = self.now();
        self.write(&at, |tx| Ok(tx.acknowledge_notice(id, at.device).map(drop)?))
    }
}
