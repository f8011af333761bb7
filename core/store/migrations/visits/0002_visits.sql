-- A visit on this phone: its change log, which is the truth, and the caches made from it.

CREATE TABLE visit (
    table_no          INTEGER NOT NULL DEFAULT 5 CHECK (table_no = 5),
    visit             BLOB    NOT NULL CHECK (length(visit) = 16),
    task              BLOB    NOT NULL CHECK (length(task) = 16),
    checklist         BLOB    NOT NULL CHECK (length(checklist) = 32),
    state             TEXT    NOT NULL CHECK (state IN ('draft', 'sealed')),
    started_unix_ms   INTEGER NOT NULL,
    -- Counters for lists. A projection: recomputed from the document with every change.
    answered          INTEGER NOT NULL,
    items             INTEGER NOT NULL,
    open_items        INTEGER NOT NULL,
    conflicts         INTEGER NOT NULL,
    findings          INTEGER NOT NULL,
    evidence          INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX visit_by_id ON visit (visit);
CREATE INDEX visit_by_state ON visit (state, started_unix_ms, visit);

CREATE TABLE change (
    -- One row per Automerge change. Never updated except to note the parcel it travelled in; never deleted.
    seq       INTEGER PRIMARY KEY AUTOINCREMENT,
    table_no  INTEGER NOT NULL DEFAULT 6 CHECK (table_no = 6),
    visit     BLOB    NOT NULL CHECK (length(visit) = 16),
    hash      BLOB    NOT NULL CHECK (length(hash) = 32),
    actor     BLOB    NOT NULL,
    actor_seq INTEGER NOT NULL CHECK (actor_seq >= 1),
    device    BLOB    NOT NULL CHECK (length(device) = 16),
    origin    TEXT    NOT NULL CHECK (origin IN ('own', 'foreign')),
    -- Arrived after the visit was sealed: kept beside the seal, never merged into it.
    late      INTEGER NOT NULL CHECK (late IN (0, 1)),
    -- The signed item it travels or came in; NULL while an own change has not been signed for sending.
    parcel    BLOB    CHECK (parcel IS NULL OR length(parcel) = 32),
    bytes     BLOB    NOT NULL,
    sum        INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX change_by_hash ON change (hash);
CREATE INDEX change_by_visit ON change (visit, seq);
CREATE INDEX change_by_actor ON change (visit, actor, actor_seq);
CREATE INDEX change_by_parcel ON change (parcel) WHERE parcel IS NOT NULL;
CREATE INDEX change_unsigned ON change (visit, seq) WHERE origin = 'own' AND parcel IS NULL;

CREATE TABLE snapshot (
    -- A cache of the document: may be dropped at any time, is replaced whole.
    table_no INTEGER NOT NULL DEFAULT 7 CHECK (table_no = 7),
    visit    BLOB    NOT NULL CHECK (length(visit) = 16),
    upto_seq INTEGER NOT NULL,
    heads    BLOB    NOT NULL,
    bytes    BLOB    NOT NULL
) STRICT;
CREATE UNIQUE INDEX snapshot_by_visit ON snapshot (visit);

CREATE TABLE draft_text (
    -- Keystrokes that are not yet a change: a commit per key would cost four times the bytes.
    table_no INTEGER NOT NULL DEFAULT 8 CHECK (table_no = 8),
    visit    BLOB    NOT NULL CHECK (length(visit) = 16),
    field    TEXT    NOT NULL,
    content  TEXT    NOT NULL
) STRICT;
CREATE UNIQUE INDEX draft_text_by_field ON draft_text (visit, field);

CREATE TABLE sealed (
    -- Seals known for a visit. More than one is possible: a supplement never replaces the original.
    table_no         INTEGER NOT NULL DEFAULT 9 CHECK (table_no = 9),
    digest           BLOB    NOT NULL CHECK (length(digest) = 32),
    visit            BLOB    NOT NULL CHECK (length(visit) = 16),
    parcel           BLOB    NOT NULL CHECK (length(parcel) = 32),
    sealed_unix_ms   INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX sealed_by_digest ON sealed (digest);
CREATE INDEX sealed_by_visit ON sealed (visit, sealed_unix_ms);
CREATE INDEX sealed_by_parcel ON sealed (parcel);
