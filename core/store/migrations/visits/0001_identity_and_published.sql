-- Who this phone is, and what the office has published to it.
--
-- Every table of this database follows three rules, because rows may one day have to be read out of a torn file
-- without the help of any index or inner page (see ../NOTES.md):
--   1. it is an ordinary rowid table, so that its rows lie whole on leaf pages of one known kind;
--   2. its first column, table_no, is a constant that says which table a found row belongs to;
--   3. table_no is never reused, and columns are only ever added at the end.
--
-- Where a table has a column sum, it is a checksum over the columns that never change (src/rows/sum.rs). SQLite has
-- none: a bit that the flash flips inside a value would otherwise be read as if it had been written.

CREATE TABLE meta (
    -- One small value per name: identity, server cursor, install epoch, language, clock high water.
    table_no INTEGER NOT NULL DEFAULT 1 CHECK (table_no = 1),
    name     TEXT    NOT NULL,
    value    BLOB    NOT NULL,
    sum        INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX meta_by_name ON meta (name);

CREATE TABLE published (
    -- Content of the office by kind and key. Only a higher revision replaces a row.
    table_no INTEGER NOT NULL DEFAULT 2 CHECK (table_no = 2),
    kind     TEXT    NOT NULL CHECK (kind IN ('authority', 'checklist', 'inspector')),
    key      BLOB    NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 0),
    bytes    BLOB    NOT NULL,
    sum        INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX published_by_key ON published (kind, key);

CREATE TABLE device (
    -- Devices of the jurisdiction. A revoked one stays: its old work must still be attributed.
    table_no   INTEGER NOT NULL DEFAULT 3 CHECK (table_no = 3),
    device     BLOB    NOT NULL CHECK (length(device) = 16),
    inspector  BLOB    NOT NULL CHECK (length(inspector) = 16),
    public_key BLOB    NOT NULL,
    revoked    INTEGER NOT NULL CHECK (revoked IN (0, 1)),
    revision   INTEGER NOT NULL CHECK (revision >= 0),
    bytes      BLOB    NOT NULL,
    sum        INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX device_by_id ON device (device);

CREATE TABLE task (
    -- One row per task, the highest revision known.
    table_no        INTEGER NOT NULL DEFAULT 4 CHECK (table_no = 4),
    task            BLOB    NOT NULL CHECK (length(task) = 16),
    revision        INTEGER NOT NULL CHECK (revision >= 0),
    due_unix_ms     INTEGER NOT NULL,
    title           TEXT    NOT NULL,
    enterprise      BLOB    NOT NULL CHECK (length(enterprise) = 16),
    enterprise_name TEXT    NOT NULL,
    -- A withdrawn task is kept: work already done under it still travels.
    withdrawn       INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
    -- Copied from the visit's state, so that a list of open tasks walks one index and reads only what it shows.
    done            INTEGER NOT NULL CHECK (done IN (0, 1)),
    checklist       BLOB    NOT NULL CHECK (length(checklist) = 32),
    visit           BLOB    NOT NULL CHECK (length(visit) = 16),
    bytes           BLOB    NOT NULL,
    sum        INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX task_by_id ON task (task);
CREATE INDEX task_by_visit ON task (visit);
CREATE INDEX task_by_due ON task (due_unix_ms, task);
CREATE INDEX task_by_standing ON task (withdrawn, done, due_unix_ms, task);
