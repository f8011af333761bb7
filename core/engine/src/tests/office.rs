//! An office in memory: it takes in parcels without judging them, keeps a feed in commit order, and can misbehave.

use crate::port::{HttpRequest, HttpResponse, Method, Transport, TransportError};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use zhian_domain::authority::{Authority, Credential, Inspector, Role};
use zhian_domain::id::{AuthorityId, ContentHash, DeviceId, InspectorId, VisitId};
use zhian_domain::identifier::region::RegionCode;
use zhian_domain::task::Task;
use zhian_protocol::content::MEDIA_PATH;
use zhian_protocol::enrol::{EnrolRequest, EnrolResponse, device_id};
use zhian_protocol::evidence as wire;
use zhian_protocol::frame;
use zhian_protocol::parcel::{Parcel, ParcelKind};
use zhian_protocol::published::{AuthorityRecord, DeviceRecord, InspectorRecord, TaskRecord};
use zhian_protocol::sync::{
    Cursor, EvidenceStored, FeedEntry, FeedKind, HeadCheck, Outcome, Problem, Receipt, SyncRequest,
    SyncResponse, next_head,
};

/// What the office does with the next requests.
#[derive(Default)]
pub(super) struct Faults {
    /// Answers are lost after the office has acted: this many.
    pub(super) lost_answers: usize,
    /// Requests do not arrive from this one on, counted from 0.
    pub(super) cut_after: Option<usize>,
    /// Parcels are set aside with this code.
    pub(super) sets_aside: Option<&'static str>,
    /// Seals are set aside: the office has another one.
    pub(super) has_another_seal: bool,
    /// More is said to wait, and the cursor stands still.
    pub(super) stands_still: bool,
    /// Wanted parcels come one at a time.
    pub(super) answers_one_want: bool,
    /// The first answers to a parcel say that something is missing: this many.
    pub(super) lacks: usize,
    /// Visits whose heads are said to differ.
    pub(super) differing: BTreeSet<VisitId>,
    /// Every request is refused with this status and code.
    pub(super) refuses: Option<(u16, &'static str)>,
    /// Milliseconds that the office's clock is ahead.
    pub(super) ahead_ms: i64,
}

struct Line {
    kind: FeedKind,
    digest: ContentHash,
    bytes: Vec<u8>,
    origin: Option<DeviceId>,
    head: ContentHash,
}

#[derive(Default)]
pub(super) struct Books {
    epoch: u8,
    feed: Vec<Line>,
    pub(super) parcels: BTreeMap<ContentHash, Vec<u8>>,
    pub(super) files: BTreeMap<String, Vec<u8>>,
    uploads: BTreeMap<String, (Vec<u8>, usize, VisitId)>,
    owners: BTreeMap<String, (InspectorId, DeviceId)>,
    hidden: Option<usize>,
    pub(super) faults: Faults,
    /// Public half of the key that signs what is published.
    pub(super) office_key: Option<Vec<u8>>,
    /// Files of the media folder by hash.
    pub(super) media: BTreeMap<String, Vec<u8>>,
    /// Parts of media that were asked for.
    pub(super) ranges: Vec<String>,
    pub(super) requests: usize,
    pub(super) bytes_up: Vec<usize>,
    /// Every request body of an exchange, as it was read.
    pub(super) seen: Vec<SyncRequest>,
}

pub(super) struct Office {
    pub(super) books: Mutex<Books>,
}

pub(super) fn authority() -> AuthorityId {
    AuthorityId::from_bytes([1; 16])
}

impl Office {
    pub(super) fn new() -> Arc<Self> {
        let office = Self { books: Mutex::new(Books { epoch: 1, ..Books::default() }) };
        let record = Authority {
            id: authority(),
            name: "示例市市场监督管理局".to_owned(),
            region: RegionCode::new("330000").unwrap(),
        };
        office.publish(FeedKind::Authority, &AuthorityRecord::from(&record).write().unwrap());
        Arc::new(office)
    }

    pub(super) fn with<T>(&self, work: impl FnOnce(&mut Books) -> T) -> T {
        work(&mut self.books.lock().unwrap())
    }

    pub(super) fn publish(&self, kind: FeedKind, bytes: &[u8]) {
        self.with(|books| books.append(kind, ContentHash::of(bytes), bytes, None));
    }

    pub(super) fn hires(&self, byte: u8, name: &str) -> InspectorId {
        let id = InspectorId::from_bytes([byte; 16]);
        let inspector = Inspector {
            id,
            authority: authority(),
            name: name.to_owned(),
            role: Role::Inspector,
            credential: Credential { number: format!("浙执{byte:04}"), expires: None },
        };
        self.publish(FeedKind::Inspector, &InspectorRecord::from(&inspector).write().unwrap());
        id
    }

    pub(super) fn publishes_task(&self, task: &Task) {
        self.publish(FeedKind::Task, &TaskRecord::from(task).write().unwrap());
    }

    /// Takes the last device out of the feed, as if it had not been told yet; its record.
    pub(super) fn hides_last_device(&self) -> Vec<u8> {
        self.with(|books| {
            let at = books.feed.iter().rposition(|line| line.kind == FeedKind::Device).unwrap();
            // A line of a kind that nobody knows holds its place, so that the numbers stay.
            let bytes = std::mem::take(&mut books.feed[at].bytes);
            books.hidden = Some(at);
            bytes
        })
    }

    /// Every parcel of the feed has these bytes from now on.
    pub(super) fn replaces_parcels(&self, bytes: &[u8]) {
        self.with(|books| {
            for line in books.feed.iter_mut().filter(|line| line.kind == FeedKind::Draft) {
                line.bytes = bytes.to_vec();
            }
        });
    }

    /// The office comes back from a backup in which nothing of the field work was.
    pub(super) fn is_restored_from_a_backup(&self) {
        self.with(|books| {
            books.epoch += 1;
            let keep = std::mem::take(&mut books.feed);
            for line in keep.into_iter().filter(|line| {
                !matches!(line.kind, FeedKind::Draft | FeedKind::Sealed | FeedKind::EvidenceStored)
            }) {
                books.append(line.kind, line.digest, &line.bytes, line.origin);
            }
            (books.parcels, books.files, books.uploads) = Default::default();
        });
    }
}

impl Books {
    fn append(&mut self, kind: FeedKind, digest: ContentHash, bytes: &[u8], origin: Option<DeviceId>) {
        let seq = self.feed.len() as u64 + 1;
        let before = self.head(seq - 1);
        let head = next_head(&before, seq, kind.byte(), &digest);
        self.feed.push(Line { kind, digest, bytes: bytes.to_vec(), origin, head });
    }

    fn head(&self, seq: u64) -> ContentHash {
        match seq {
            0 => ContentHash::from_bytes([0; 32]),
            seq => self.feed[seq as usize - 1].head,
        }
    }

    fn enrols(&mut self, body: &[u8]) -> Vec<u8> {
        let request: EnrolRequest = frame::read(body).unwrap();
        let device = device_id(&request.public_key);
        let inspector = InspectorId::from_bytes([request.code.parse().unwrap(); 16]);
        let token = format!("token-{device}");
        self.owners.insert(token.clone(), (inspector, device));
        let record = DeviceRecord {
            id: device,
            inspector,
            suite: request.suite,
            public_key: request.public_key,
            label: request.label,
            revoked: false,
        };
        let bytes = record.write().unwrap();
        self.append(FeedKind::Device, ContentHash::of(&bytes), &bytes, None);
        let response = EnrolResponse {
            version: 1,
            device,
            inspector,
            authority: authority(),
            token,
            server_unix_ms: 0,
            office_key: self.office_key.clone(),
        };
        frame::write(&response).unwrap()
    }

    fn exchanges(&mut self, device: DeviceId, body: &[u8], now: i64) -> Vec<u8> {
        let request: SyncRequest = frame::read(body).unwrap();
        request.check_limits().unwrap();
        let receipts = request.push.iter().map(|bytes| self.takes_in(bytes)).collect();
        let known = request.cursor.is_none_or(|cursor| {
            cursor.seq <= self.feed.len() as u64
                && Cursor { epoch: [self.epoch; 16], seq: cursor.seq, head: self.head(cursor.seq) }.mark()
                    == cursor
        });
        let after = request.cursor.filter(|_| known).map_or(0, |cursor| cursor.seq);
        let page: Vec<FeedEntry> = (after..self.feed.len() as u64)
            .take(50)
            .map(|at| {
                let line = &self.feed[at as usize];
                let own = line.origin == Some(device);
                let body = (!own).then(|| line.bytes.clone());
                let kind = if self.hidden == Some(at as usize) { 200 } else { line.kind.byte() };
                FeedEntry { seq: at + 1, kind, digest: line.digest, body }
            })
            .collect();
        let seq = after + page.len() as u64;
        let response = SyncResponse {
            version: 1,
            server_unix_ms: now + self.faults.ahead_ms,
            receipts,
            more: seq < self.feed.len() as u64 || self.faults.stands_still,
            feed: page,
            cursor: Cursor { epoch: [self.epoch; 16], seq, head: self.head(seq) },
            rollback: !known,
            wanted: request
                .want
                .iter()
                .filter_map(|digest| self.parcels.get(digest).cloned())
                .take(if self.faults.answers_one_want { 1 } else { usize::MAX })
                .collect(),
            differing: self.faults.differing.iter().copied().collect(),
            heads: self
                .faults
                .differing
                .iter()
                .map(|visit| HeadCheck { visit: *visit, heads: [0xff; 8] })
                .collect(),
        };
        self.seen.push(request);
        frame::write(&response).unwrap()
    }

    fn takes_in(&mut self, bytes: &[u8]) -> Receipt {
        let parcel = Parcel::read(bytes).unwrap();
        let digest = parcel.digest;
        let outcome = if let Some(code) = self.faults.sets_aside {
            Outcome::Quarantined { code: code.to_owned(), detail: "as the test asks".to_owned() }
        } else if self.faults.has_another_seal && parcel.kind == ParcelKind::Sealed {
            Outcome::Quarantined { code: "ingest.visit-already-sealed".to_owned(), detail: String::new() }
        } else if self.faults.lacks > 0 {
            self.faults.lacks -= 1;
            Outcome::MissingDependencies
        } else if let Some(at) = self.feed.iter().position(|line| line.digest == digest) {
            Outcome::Known(at as u64 + 1)
        } else {
            let kind = match parcel.kind {
                ParcelKind::Draft => FeedKind::Draft,
                ParcelKind::Sealed => FeedKind::Sealed,
            };
            self.parcels.insert(digest, bytes.to_vec());
            self.append(kind, digest, bytes, Some(parcel.device));
            Outcome::Durable(self.feed.len() as u64)
        };
        Receipt { digest, outcome }
    }

    fn evidence(&mut self, request: &HttpRequest) -> HttpResponse {
        let name = request.path.strip_prefix("/v1/evidence").unwrap().trim_start_matches('/').to_owned();
        match request.method {
            Method::Post => {
                let plain = |text: &str| String::from_utf8(unbase64(text)).unwrap();
                let metadata = request.header(wire::HEADER_METADATA).unwrap();
                let part = |key: &str| {
                    plain(metadata.split(',').find_map(|one| one.strip_prefix(key)).unwrap().trim())
                };
                let (name, visit) = (part("hash"), part("visit").parse().unwrap());
                let length = request.header(wire::HEADER_LENGTH).unwrap().parse().unwrap();
                self.uploads.entry(name.clone()).or_insert((Vec::new(), length, visit));
                self.stands(201, &name)
            }
            Method::Head if self.uploads.contains_key(&name) => self.stands(200, &name),
            Method::Patch => self.takes_piece(request, &name),
            Method::Get => self.reads_out(request, &name),
            Method::Head => answer(404, Vec::new()),
        }
    }

    fn takes_piece(&mut self, request: &HttpRequest, name: &str) -> HttpResponse {
        let Some((held, length, visit)) = self.uploads.get_mut(name) else { return answer(404, Vec::new()) };
        let offset: usize = request.header(wire::HEADER_OFFSET).unwrap().parse().unwrap();
        if offset != held.len() {
            return answer(409, Vec::new());
        }
        held.extend_from_slice(&request.body);
        if held.len() == *length {
            let (bytes, visit) = (held.clone(), *visit);
            if ContentHash::of(&bytes).to_string() != name {
                held.clear();
                return answer(422, Vec::new());
            }
            let stored = EvidenceStored { visit, bytes: bytes.len() as u64, ledger_position: 7 };
            self.files.insert(name.to_owned(), bytes);
            let body = minicbor::to_vec(&stored).unwrap();
            self.append(FeedKind::EvidenceStored, name.parse().unwrap(), &body, None);
        }
        self.stands(204, name)
    }

    fn stands(&self, status: u16, name: &str) -> HttpResponse {
        let (held, ..) = &self.uploads[name];
        let mut headers = vec![(wire::HEADER_OFFSET.to_owned(), held.len().to_string())];
        if self.files.contains_key(name) {
            headers.push((wire::HEADER_LEDGER_POSITION.to_owned(), "7".to_owned()));
        }
        HttpResponse { status, headers, body: Vec::new() }
    }

    fn medium(&mut self, request: &HttpRequest) -> HttpResponse {
        let range = request.header("range").unwrap().to_owned();
        let found = request.path.strip_prefix(MEDIA_PATH).and_then(|name| self.media.get(name));
        let Some(file) = found else { return answer(404, Vec::new()) };
        let (first, last) = range.strip_prefix("bytes=").unwrap().split_once('-').unwrap();
        let body = file[first.parse().unwrap()..=last.parse().unwrap()].to_vec();
        self.ranges.push(range);
        answer(206, body)
    }

    fn reads_out(&self, request: &HttpRequest, name: &str) -> HttpResponse {
        let Some(file) = self.files.get(name) else { return answer(404, Vec::new()) };
        let range = request.header("range").unwrap().strip_prefix("bytes=").unwrap();
        let (first, last) = range.split_once('-').unwrap();
        answer(206, file[first.parse().unwrap()..=last.parse().unwrap()].to_vec())
    }
}

fn answer(status: u16, body: Vec<u8>) -> HttpResponse {
    HttpResponse { status, headers: Vec::new(), body }
}

fn unbase64(text: &str) -> Vec<u8> {
    let digit = |c: u8| {
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".iter().position(|one| *one == c)
    };
    let digits: Vec<u32> = text.bytes().filter_map(digit).map(|one| one as u32).collect();
    let bytes = digits.len() * 6 / 8;
    (0..bytes)
        .map(|at| {
            let bit = at * 8;
            let pair = (digits[bit / 6] << 6) | digits.get(bit / 6 + 1).copied().unwrap_or(0);
            (pair >> (4 - bit % 6)) as u8
        })
        .collect()
}

impl Transport for Office {
    fn send(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        let mut books = self.books.lock().unwrap();
        let cut = |detail: &str| Err(TransportError::Cut { detail: detail.to_owned() });
        if books.faults.cut_after.is_some_and(|after| books.requests >= after) {
            return cut("the request did not arrive");
        }
        books.requests += 1;
        books.bytes_up.push(request.body.len());
        if let Some((status, code)) = books.faults.refuses {
            let problem = Problem {
                code: code.to_owned(),
                zh: String::new(),
                en: String::new(),
                detail: String::new(),
            };
            return Ok(answer(status, frame::write(&problem).unwrap()));
        }
        let token = request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
        let owner = token.and_then(|token| books.owners.get(token).copied());
        let response = match (request.path.as_str(), owner) {
            ("/v1/enrol", _) => answer(200, books.enrols(&request.body)),
            ("/v1/sync", Some((_, device))) => {
                answer(200, books.exchanges(device, &request.body, 1_800_000_000_000))
            }
            (path, Some(_)) if path.starts_with(MEDIA_PATH) => books.medium(request),
            (_, Some(_)) => books.evidence(request),
            (_, None) => answer(401, Vec::new()),
        };
        if books.faults.lost_answers > 0 {
            books.faults.lost_answers -= 1;
            return cut("the answer was lost");
        }
        Ok(response)
    }
}
