//! Heads that differ from the office's although everything was exchanged.

use super::{Exchange, Round};
use crate::error::EngineError;
use crate::travel::check;
use zhian_domain::id::VisitId;
use zhian_protocol::sync::{HeadCheck, SyncResponse};

impl Exchange<'_> {
    /// Looks at what the office said of the heads. Returns whether another round is worth its bytes.
    pub(super) fn compare(&mut self, round: &Round, response: &SyncResponse) -> Result<bool, EngineError> {
        // What this very answer brought explains a difference: it is asked about again before anything is repaired.
        let explained = !response.feed.is_empty() || !response.wanted.is_empty();
        let (mut again, mut repairs) = (false, Vec::new());
        for one in &round.checks {
            self.unconfirmed.remove(&one.visit);
            if !response.differing.contains(&one.visit) {
                continue;
            }
            if explained && self.asked_again.insert(one.visit) {
                again = true;
            } else if self.is_worth_a_repair(one)? {
                repairs.push(*one);
            } else {
                self.unconfirmed.insert(one.visit);
            }
        }
        if !repairs.is_empty() {
            self.repair(&repairs)?;
        }
        Ok(again || !repairs.is_empty())
    }

    /// One repair for one state of a visit: it costs the whole feed, and what it does not mend once it never will.
    fn is_worth_a_repair(&mut self, one: &HeadCheck) -> Result<bool, EngineError> {
        Ok(self.repaired.insert(one.visit) && !check::was_repaired(&self.engine.store, one)?)
    }

    /// Everything held of these visits goes once more, and the feed is read again from its beginning.
    fn repair(&mut self, visits: &[HeadCheck]) -> Result<(), EngineError> {
        for one in visits {
            self.extra.extend(self.engine.store.parcel_digests(&one.visit)?);
        }
        let at = self.engine.now();
        self.engine.write(&at, |tx| {
            for one in visits {
                check::note_repair(tx, one)?;
                let detail =
                    format!("visit {} differs from the office's; it is sent and read again", one.visit);
                tx.append_alert("sync.heads-differ", &detail, at.device)?;
            }
            Ok(tx.forget_cursor()?)
        })
    }

    /// Visits that differ still.
    pub(super) fn differing(&self) -> Vec<VisitId> {
        self.unconfirmed.iter().copied().collect()
    }
}
