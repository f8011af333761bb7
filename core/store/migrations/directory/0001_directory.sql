-- The directory of enterprises: large, published, and to be had again from the office at any time.
-- It is a file of its own so that its size never slows down the check of the inspector's own work.

CREATE TABLE enterprise (
    -- row_no orders search results and numbers the bits of the postings; it is never reused.
    row_no     INTEGER PRIMARY KEY AUTOINCREMENT,
    id         BLOB    NOT NULL CHECK (length(id) = 16),
    revision   INTEGER NOT NULL CHECK (revision >= 0),
    name       TEXT    NOT NULL,
    uscc       TEXT    NOT NULL,
    region     TEXT    NOT NULL,
    address    TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    -- Name as compared in searches: narrow, lower case, letters and digits only.
    name_plain TEXT    NOT NULL,
    bytes      BLOB    NOT NULL
) STRICT;
CREATE UNIQUE INDEX enterprise_by_id ON enterprise (id);
CREATE UNIQUE INDEX enterprise_by_uscc ON enterprise (uscc);
CREATE INDEX enterprise_by_name ON enterprise (name_plain, row_no);

CREATE TABLE gone (
    -- Removed enterprises with the revision that removed them, so that an older page cannot bring one back.
    id       BLOB    NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    revision INTEGER NOT NULL
) STRICT;

CREATE TABLE posting (
    -- Which rows hold a token, in blocks of 16,384 rows: two bytes per row while few, a bitmap when many.
    -- A search costs one short read per token and block, whatever the words; a full-text index whose lists are
    -- walked entry by entry takes as long as its most common word.
    token INTEGER NOT NULL,
    block INTEGER NOT NULL,
    rows  BLOB    NOT NULL,
    PRIMARY KEY (token, block)
) STRICT, WITHOUT ROWID;

CREATE TABLE life (
    -- One row once visits.db has noted that this file was made. A file without it is new to visits.db: if another
    -- one had been noted before, that one is lost and its content has to be pulled again.
    noted INTEGER NOT NULL PRIMARY KEY CHECK (noted = 1)
) STRICT;
