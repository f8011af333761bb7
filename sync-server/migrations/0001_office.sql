-- The office's records. Released migrations are never edited; a change is a new file.

CREATE TABLE server (
    only_row        INTEGER PRIMARY KEY CHECK (only_row = 1),
    -- Drawn once. A device that meets another epoch knows that it talks to another server.
    epoch           BLOB    NOT NULL CHECK (length(epoch) = 16),
    created_unix_ms INTEGER NOT NULL
) STRICT;

-- Written by the health check, which has to know whether writing works.
CREATE TABLE pulse (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    beats    INTEGER NOT NULL
) STRICT;

-- Contents are written once and named by digest. Everything else points here.
CREATE TABLE item (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    kind   INTEGER NOT NULL,
    digest BLOB    NOT NULL CHECK (length(digest) = 32),
    bytes  BLOB    NOT NULL
) STRICT;
CREATE INDEX item_by_digest ON item (digest, kind);

-- What devices read, in commit order. One row is one publication; the same item may be published again to a reader
-- who came later, so that a cursor never has to go back.
CREATE TABLE feed (
    seq        INTEGER PRIMARY KEY,
    kind       INTEGER NOT NULL,
    digest     BLOB    NOT NULL CHECK (length(digest) = 32),
    item       INTEGER NOT NULL REFERENCES item (id),
    -- The device that made it: it gets the line without the body.
    origin     BLOB    CHECK (length(origin) = 16),
    -- The visit it belongs to, so that an officer who joins later gets all of it.
    visit      BLOB    CHECK (length(visit) = 16),
    -- Running hash up to here: a server restored from a backup has another one.
    head       BLOB    NOT NULL CHECK (length(head) = 32)
) STRICT;
CREATE INDEX feed_by_item ON feed (item);
CREATE INDEX feed_of_visit ON feed (visit) WHERE visit IS NOT NULL;

-- Who may see a line: the id of an authority, an inspector or a device.
CREATE TABLE feed_audience (
    audience BLOB    NOT NULL CHECK (length(audience) = 16),
    seq      INTEGER NOT NULL REFERENCES feed (seq),
    PRIMARY KEY (audience, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE authority (
    id     BLOB    PRIMARY KEY CHECK (length(id) = 16),
    item   INTEGER NOT NULL REFERENCES item (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE officer (
    id        BLOB    PRIMARY KEY CHECK (length(id) = 16),
    authority BLOB    NOT NULL REFERENCES authority (id),
    item      INTEGER NOT NULL REFERENCES item (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE device (
    id               BLOB    PRIMARY KEY CHECK (length(id) = 16),
    inspector        BLOB    NOT NULL REFERENCES officer (id),
    app              TEXT    NOT NULL,
    -- Only the hash of the token is kept.
    token_hash       BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    enrolled_unix_ms INTEGER NOT NULL,
    item             INTEGER NOT NULL REFERENCES item (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX device_by_inspector ON device (inspector);

CREATE TABLE enrolment_code (
    selector        TEXT    PRIMARY KEY,
    secret_hash     BLOB    NOT NULL CHECK (length(secret_hash) = 32),
    inspector       BLOB    NOT NULL REFERENCES officer (id),
    expires_unix_ms INTEGER NOT NULL,
    -- A code is spent after a few wrong guesses.
    misses          INTEGER NOT NULL DEFAULT 0,
    used_by         BLOB    CHECK (length(used_by) = 16)
) STRICT, WITHOUT ROWID;

CREATE TABLE checklist (
    hash    BLOB    PRIMARY KEY CHECK (length(hash) = 32),
    id      TEXT    NOT NULL,
    version INTEGER NOT NULL,
    title   TEXT    NOT NULL,
    item    INTEGER NOT NULL REFERENCES item (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE enterprise (
    authority BLOB    NOT NULL REFERENCES authority (id),
    id        BLOB    NOT NULL CHECK (length(id) = 16),
    item      INTEGER NOT NULL REFERENCES item (id),
    PRIMARY KEY (authority, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE task (
    id       BLOB    PRIMARY KEY CHECK (length(id) = 16),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    item     INTEGER NOT NULL REFERENCES item (id)
) STRICT, WITHOUT ROWID;

-- Every officer that any revision of a task named: work done before a revision arrived still counts.
CREATE TABLE assignee (
    task      BLOB NOT NULL REFERENCES task (id),
    inspector BLOB NOT NULL REFERENCES officer (id),
    PRIMARY KEY (task, inspector)
) STRICT, WITHOUT ROWID;

-- Every visit that a published revision leads to. A visit stays on the checklist version it began with.
CREATE TABLE visit (
    id        BLOB PRIMARY KEY CHECK (length(id) = 16),
    task      BLOB NOT NULL REFERENCES task (id),
    checklist BLOB NOT NULL REFERENCES checklist (hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX visit_by_task ON visit (task);

-- Accepted parcels. The bytes are the item's, as they came.
CREATE TABLE parcel (
    digest           BLOB    PRIMARY KEY CHECK (length(digest) = 32),
    kind             INTEGER NOT NULL CHECK (kind IN (1, 2)),
    visit            BLOB    NOT NULL REFERENCES visit (id),
    -- Draft parcels of a visit are numbered from 1 in the order they were taken in; a seal has 0.
    ordinal          INTEGER NOT NULL,
    device           BLOB    NOT NULL REFERENCES device (id),
    actor            BLOB    CHECK (length(actor) = 16),
    after_seal       INTEGER NOT NULL CHECK (after_seal IN (0, 1)),
    -- Whether its device was revoked when it came, by another's hand.
    revoked          INTEGER NOT NULL CHECK (revoked IN (0, 1)),
    received_unix_ms INTEGER NOT NULL,
    item             INTEGER NOT NULL REFERENCES item (id),
    seq              INTEGER NOT NULL REFERENCES feed (seq)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX parcel_of_visit ON parcel (visit, kind, ordinal);

-- The office's memory. Ids and digests only: a person's data can be erased and the ledger still verifies.
CREATE TABLE ledger (
    position         INTEGER PRIMARY KEY CHECK (position >= 1),
    kind             INTEGER NOT NULL CHECK (kind IN (1, 2)),
    digest           BLOB    NOT NULL CHECK (length(digest) = 32),
    visit            BLOB    NOT NULL CHECK (length(visit) = 16),
    device           BLOB    NOT NULL CHECK (length(device) = 16),
    claimed_unix_ms  INTEGER NOT NULL,
    received_unix_ms INTEGER NOT NULL,
    head             BLOB    NOT NULL CHECK (length(head) = 32)
) STRICT;
-- A visit has one seal for ever, whatever the program above believes.
CREATE UNIQUE INDEX ledger_one_seal ON ledger (visit) WHERE kind = 1;
CREATE UNIQUE INDEX ledger_one_file ON ledger (visit, digest) WHERE kind = 2;

CREATE TRIGGER ledger_is_not_updated BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_is_not_deleted BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_has_no_gaps BEFORE INSERT ON ledger
WHEN NEW.position != (SELECT coalesce(max(position), 0) + 1 FROM ledger)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

-- What the ledger names is kept as it came.
CREATE TRIGGER item_is_not_updated BEFORE UPDATE ON item
BEGIN SELECT RAISE(ABORT, 'stored contents never change'); END;
CREATE TRIGGER feed_is_not_updated BEFORE UPDATE ON feed
BEGIN SELECT RAISE(ABORT, 'the feed is append-only'); END;
CREATE TRIGGER feed_is_not_deleted BEFORE DELETE ON feed
BEGIN SELECT RAISE(ABORT, 'the feed is append-only'); END;

CREATE TABLE quarantine (
    number           INTEGER PRIMARY KEY AUTOINCREMENT,
    digest           BLOB    NOT NULL UNIQUE CHECK (length(digest) = 32),
    bytes            BLOB    NOT NULL,
    author           BLOB    CHECK (length(author) = 16),
    pusher           BLOB    NOT NULL CHECK (length(pusher) = 16),
    visit            BLOB    CHECK (length(visit) = 16),
    actor            BLOB    CHECK (length(actor) = 16),
    code             TEXT    NOT NULL,
    detail           TEXT    NOT NULL,
    received_unix_ms INTEGER NOT NULL,
    -- Accepted when it came again after the reason had gone. The row stays.
    accepted_later   INTEGER NOT NULL DEFAULT 0 CHECK (accepted_later IN (0, 1))
) STRICT;

-- An actor whose change the gate refused: later changes build on it, so they are set aside too.
CREATE TABLE quarantined_actor (
    visit BLOB NOT NULL CHECK (length(visit) = 16),
    actor BLOB NOT NULL CHECK (length(actor) = 16),
    code  TEXT NOT NULL,
    PRIMARY KEY (visit, actor)
) STRICT, WITHOUT ROWID;

-- Files announced for a visit. `position` is the ledger's, once every byte is here and checked.
CREATE TABLE evidence (
    hash     BLOB    NOT NULL CHECK (length(hash) = 32),
    visit    BLOB    NOT NULL REFERENCES visit (id),
    bytes    INTEGER NOT NULL CHECK (bytes >= 0),
    device   BLOB    NOT NULL CHECK (length(device) = 16),
    position INTEGER REFERENCES ledger (position),
    PRIMARY KEY (hash, visit)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_of_visit ON evidence (visit) WHERE position IS NOT NULL;

-- Projections: computed from the tables above, and computed again by `zhian-server rebuild`.
CREATE TABLE visit_standing (
    visit        BLOB    PRIMARY KEY CHECK (length(visit) = 16),
    sealed       INTEGER NOT NULL CHECK (sealed IN (0, 1)),
    answered     INTEGER NOT NULL,
    conflicts    INTEGER NOT NULL,
    findings     INTEGER NOT NULL,
    changes      INTEGER NOT NULL,
    late_changes INTEGER NOT NULL,
    heads        BLOB    CHECK (length(heads) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE expected_evidence (
    visit BLOB    NOT NULL CHECK (length(visit) = 16),
    hash  BLOB    NOT NULL CHECK (length(hash) = 32),
    bytes INTEGER NOT NULL,
    PRIMARY KEY (visit, hash)
) STRICT, WITHOUT ROWID;
