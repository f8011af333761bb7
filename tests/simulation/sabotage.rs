//! Worlds that really lose something, to see whether the oracle notices.

use std::sync::Arc;
use zhian_engine::port::{HttpRequest, HttpResponse, TransportError};
use zhian_protocol::frame;
use zhian_protocol::parcel::name_of;
use zhian_protocol::sync::{Outcome, PATH, Receipt, SyncRequest, SyncResponse};
use zhian_tests::Door;

/// A world made to lose something, to see whether the oracle notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sabotage {
    /// None: the real thing.
    None,
    /// Something between phone and office acknowledges a parcel that it swallowed.
    FalseReceipts,
    /// A phone comes up with an older state of its folder and does not know.
    PhoneForgets,
    /// The office comes up with an older state of its folder after everything is quiet.
    OfficeForgets,
    /// A byte of a file changes on the office's disk.
    FileAltered,
}

/// Swallows the first parcel of each push and says that it is durable.
pub struct Swallows {
    /// The real office behind it.
    pub office: Arc<dyn Door>,
}

impl Door for Swallows {
    fn deliver(
        &self,
        request: &HttpRequest,
        body_bytes: Option<usize>,
    ) -> Result<HttpResponse, TransportError> {
        if request.path != PATH {
            return self.office.deliver(request, body_bytes);
        }
        let mut told: SyncRequest = frame::read(&request.body).expect("a request");
        let swallowed = (!told.push.is_empty()).then(|| told.push.remove(0));
        let request = HttpRequest { body: frame::write(&told).expect("a request"), ..request.clone() };
        let mut answer = self.office.deliver(&request, body_bytes)?;
        if let (Some(parcel), 200) = (swallowed, answer.status) {
            let mut said: SyncResponse = frame::read(&answer.body).expect("an answer");
            let digest = name_of(&parcel);
            said.receipts.insert(0, Receipt { digest, outcome: Outcome::Durable(said.cursor.seq.max(1)) });
            said.differing.clear();
            answer.body = frame::write(&said).expect("an answer");
        }
        Ok(answer)
    }
}
