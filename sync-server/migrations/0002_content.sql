-- What the regulator publishes for the field, and the key under which the office signs it.

CREATE TABLE office_key (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    suite    INTEGER NOT NULL,
    -- The private half, as secret as the file itself. Devices pin the public half when they enrol, so it never changes.
    secret   BLOB    NOT NULL CHECK (length(secret) = 32)
) STRICT;

CREATE TRIGGER office_key_is_not_updated BEFORE UPDATE ON office_key
BEGIN SELECT RAISE(ABORT, 'devices have pinned the key'); END;
CREATE TRIGGER office_key_is_not_deleted BEFORE DELETE ON office_key
BEGIN SELECT RAISE(ABORT, 'devices have pinned the key'); END;

-- Published files: parts of checklists, law, rules, risk lists, quiz, media. A change is the next version.
CREATE TABLE content (
    sequence          INTEGER PRIMARY KEY CHECK (sequence >= 1),
    kind              TEXT    NOT NULL,
    id                TEXT    NOT NULL,
    version           INTEGER NOT NULL CHECK (version >= 1),
    -- Of the file. The item holds the signed record with the file in it.
    hash              BLOB    NOT NULL CHECK (length(hash) = 32),
    published_unix_ms INTEGER NOT NULL,
    item              INTEGER NOT NULL REFERENCES item (id),
    UNIQUE (kind, id, version)
) STRICT;

CREATE TRIGGER content_is_not_updated BEFORE UPDATE ON content
BEGIN SELECT RAISE(ABORT, 'published content never changes'); END;
CREATE TRIGGER content_is_not_deleted BEFORE DELETE ON content
BEGIN SELECT RAISE(ABORT, 'published content never changes'); END;
CREATE TRIGGER content_has_no_gaps BEFORE INSERT ON content
WHEN NEW.sequence != (SELECT coalesce(max(sequence), 0) + 1 FROM content)
BEGIN SELECT RAISE(ABORT, 'the sequence of content has no gaps'); END;
CREATE TRIGGER content_only_rises BEFORE INSERT ON content
WHEN NEW.version <= (SELECT coalesce(max(version), 0) FROM content WHERE kind = NEW.kind AND id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a version is greater than the one before'); END;
