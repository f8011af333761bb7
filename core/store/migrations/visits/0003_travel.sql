-- What travels: signed items, what still has to be sent, and what the office said about it.

CREATE TABLE parcel (
    -- A signed item exactly as it was sent or received.
    table_no INTEGER NOT NULL DEFAULT 10 CHECK (table_no = 10),
    digest   BLOB    NOT NULL CHECK (length(digest) = 32),
    kind     TEXT    NOT NULL CHECK (kind IN ('draft', 'sealed')),
    visit    BLOB    NOT NULL CHECK (length(visit) = 16),
    device   BLOB    NOT NULL CHECK (length(device) = 16),
    origin   TEXT    NOT NULL CHECK (origin IN ('own', 'server', 'peer')),
    size     INTEGER NOT NULL CHECK (size >= 0),
    -- NULL once purged: the row stays and says that it existed.
    bytes    BLOB,
    sum        INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX parcel_by_digest ON parcel (digest);
CREATE INDEX parcel_by_visit ON parcel (visit, device);

CREATE TABLE outbox (
    -- Work the office has not yet acknowledged. A row leaves only with a receipt that names its hash,
    -- or into quarantine; "what is not yet safe" is counted from these rows.
    position       INTEGER PRIMARY KEY AUTOINCREMENT,
    table_no       INTEGER NOT NULL DEFAULT 11 CHECK (table_no = 11),
    kind           TEXT    NOT NULL CHECK (kind IN ('draft', 'sealed', 'evidence')),
    hash           BLOB    NOT NULL CHECK (length(hash) = 32),
    size           INTEGER NOT NULL CHECK (size >= 0),
    queued_unix_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX outbox_by_item ON outbox (kind, hash);

CREATE TABLE receipt (
    -- What the office acknowledged, with the ledger it stands in.
    table_no        INTEGER NOT NULL DEFAULT 12 CHECK (table_no = 12),
    kind            TEXT    NOT NULL CHECK (kind IN ('draft', 'sealed', 'evidence')),
    hash            BLOB    NOT NULL CHECK (length(hash) = 32),
    epoch           BLOB    NOT NULL CHECK (length(epoch) = 16),
    position        INTEGER NOT NULL,
    outcome         TEXT    NOT NULL CHECK (outcome IN ('durable', 'known')),
    receipt_unix_ms INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX receipt_by_item ON receipt (kind, hash);

CREATE TABLE evidence (
    -- One row per evidence file this phone has heard of. The file is written first, the row second.
    table_no         INTEGER NOT NULL DEFAULT 13 CHECK (table_no = 13),
    hash             BLOB    NOT NULL CHECK (length(hash) = 32),
    sm3              BLOB    NOT NULL CHECK (length(sm3) = 32),
    visit            BLOB    NOT NULL CHECK (length(visit) = 16),
    item             TEXT,
    size             INTEGER NOT NULL CHECK (size >= 0),
    media_type       TEXT    NOT NULL,
    device           BLOB    NOT NULL CHECK (length(device) = 16),
    captured_unix_ms INTEGER NOT NULL,
    previous         BLOB    CHECK (previous IS NULL OR length(previous) = 32),
    file             TEXT    NOT NULL CHECK (file IN ('here', 'absent', 'purged')),
    server_offset    INTEGER NOT NULL CHECK (server_offset >= 0),
    server_complete  INTEGER NOT NULL CHECK (server_complete IN (0, 1)),
    sum        INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX evidence_by_hash ON evidence (hash);
CREATE INDEX evidence_by_visit ON evidence (visit, device, captured_unix_ms);

CREATE TABLE notice (
    -- Items that were refused, here or at the office. The item itself is kept where it was.
    id                   INTEGER PRIMARY KEY AUTOINCREMENT,
    table_no             INTEGER NOT NULL DEFAULT 14 CHECK (table_no = 14),
    hash                 BLOB    NOT NULL CHECK (length(hash) = 32),
    kind                 TEXT    NOT NULL CHECK (kind IN ('draft', 'sealed', 'evidence')),
    visit                BLOB    CHECK (visit IS NULL OR length(visit) = 16),
    -- 1: it was in this phone's outbox. 0: the office or the gate reported it about someone's work.
    own                  INTEGER NOT NULL CHECK (own IN (0, 1)),
    code                 TEXT    NOT NULL,
    detail               TEXT    NOT NULL,
    noticed_unix_ms      INTEGER NOT NULL,
    acknowledged_unix_ms INTEGER
) STRICT;
CREATE UNIQUE INDEX notice_by_item ON notice (hash, code, own);
CREATE INDEX notice_by_visit ON notice (visit, id);

CREATE TABLE peer (
    -- What is known to exist elsewhere for a visit, by the device that made it.
    table_no        INTEGER NOT NULL DEFAULT 15 CHECK (table_no = 15),
    visit           BLOB    NOT NULL CHECK (length(visit) = 16),
    device          BLOB    NOT NULL CHECK (length(device) = 16),
    changes         INTEGER NOT NULL CHECK (changes >= 0),
    heads           BLOB    NOT NULL,
    evidence        BLOB    NOT NULL,
    known_unix_ms   INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX peer_by_device ON peer (visit, device);

CREATE TABLE alert (
    -- What an inspector or support must be able to look up later: clock faults, rollbacks, salvage.
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    table_no        INTEGER NOT NULL DEFAULT 16 CHECK (table_no = 16),
    code            TEXT    NOT NULL,
    detail          TEXT    NOT NULL,
    noticed_unix_ms INTEGER NOT NULL
) STRICT;
-- Every table has an index besides its rows: it names the rows that a torn page took away.
CREATE INDEX alert_by_code ON alert (code);
CREATE TRIGGER alert_is_never_changed BEFORE UPDATE ON alert
BEGIN SELECT raise(ABORT, 'the alert log is append-only'); END;
CREATE TRIGGER alert_is_never_deleted BEFORE DELETE ON alert
BEGIN SELECT raise(ABORT, 'the alert log is append-only'); END;
