-- What the regulator publishes for the field, every version of it, each as the office signed it.

CREATE TABLE content (
    -- One row per kind, id and version: a file that was published once never changes, its successor is another row.
    table_no INTEGER NOT NULL DEFAULT 17 CHECK (table_no = 17),
    kind     TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    version  INTEGER NOT NULL CHECK (version >= 0),
    hash     BLOB    NOT NULL CHECK (length(hash) = 32),
    -- The whole signed record, so that its signature can be checked again at any time.
    bytes    BLOB    NOT NULL,
    sum      INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX content_by_name ON content (kind, id, version);

-- A program that did not know content has passed over it in the feed: everything comes once more.
DELETE FROM meta WHERE name = 'server.cursor';
