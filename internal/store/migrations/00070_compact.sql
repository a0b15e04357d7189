-- +goose Up

-- What is published, in few bytes: hashes as bytes, no key stored twice, and
-- nothing that another row says already. Leaves are rendered to the bytes that
-- were hashed when they are read.

-- What one leaf says, without its number and its time. A release's is 1 and its
-- three commitments (process, body, speaker); any other is its JSON.
CREATE TABLE leaves_compact (
  seq  integer NOT NULL PRIMARY KEY,
  at   text    NOT NULL,
  leaf bytea   NOT NULL
);
INSERT INTO leaves_compact SELECT seq, json ->> '$.at',
    CASE WHEN json ->> '$.kind' = 'release' AND length(json) = 261 + length(json ->> '$.at') + length(json ->> '$.seq')
      THEN unhex('01' || (json ->> '$.process') || (json ->> '$.body') || (json ->> '$.speaker'))
      ELSE leaf END
  FROM (SELECT seq, leaf, CAST(leaf AS text) AS json FROM leaves) ORDER BY seq;
DROP TABLE leaves;
ALTER TABLE leaves_compact RENAME TO leaves;

CREATE TABLE nodes_compact (
  id   integer NOT NULL PRIMARY KEY,    -- index in storage order (x/mod tlog)
  hash bytea   NOT NULL
);
INSERT INTO nodes_compact SELECT id, hash FROM nodes ORDER BY id;
DROP TABLE nodes;
ALTER TABLE nodes_compact RENAME TO nodes;

-- Who says what was filed.
CREATE TABLE publishers (
  id   integer NOT NULL PRIMARY KEY,
  name text    NOT NULL UNIQUE
);
INSERT INTO publishers SELECT row_number() OVER (ORDER BY min(seq)), publisher FROM releases GROUP BY publisher;

-- The truth: statements as filed. Who filed one is in its batch, when in its leaf.
CREATE TABLE releases_compact (
  ocid       text    NOT NULL,
  seq        integer NOT NULL PRIMARY KEY, -- of its leaf; with ocid first on an engine that needs it
  release_id text    NOT NULL,
  date       text    NOT NULL,          -- as published
  tag        text    NOT NULL,          -- comma-separated
  publisher  bigint  NOT NULL,
  batch      bigint  NOT NULL,
  identity   bytea   NOT NULL,          -- SHA-256 of the RFC 8785 form
  checksum   bytea   NOT NULL,          -- first 8 bytes of the SHA-256 of the stored bytes: against damage, the leaf is against forgery
  salt       bytea   NOT NULL,
  body       bytea   NOT NULL,          -- zstd of the bytes as received
  place      bigint                     -- the entry first filed in its place; NULL where it has its own
);
INSERT INTO releases_compact SELECT r.ocid, r.seq, r.release_id, r.date, r.tag, p.id, r.batch, unhex(r.identity), substr(unhex(r.stored_hash), 1, 8), r.salt, r.body, r.place
  FROM releases r JOIN publishers p ON p.name = r.publisher ORDER BY r.seq;
DROP TABLE releases;
ALTER TABLE releases_compact RENAME TO releases;
CREATE UNIQUE INDEX releases_identity ON releases (ocid, identity);

CREATE VIEW filed AS SELECT r.ocid, r.seq, r.release_id, r.date, r.tag, coalesce(p.name, '') AS publisher, coalesce(b.filer, '') AS filer,
    r.batch, coalesce(l.at, '') AS recorded_at, r.identity, r.checksum, r.salt, r.body, r.place
  FROM releases r LEFT JOIN publishers p ON p.id = r.publisher LEFT JOIN batches b ON b.id = r.batch LEFT JOIN leaves l ON l.seq = r.seq;

-- What happened, dated by the leaf.
CREATE TABLE events_compact (
  ocid     text   NOT NULL,
  guid     bytea  NOT NULL,
  kind     text   NOT NULL,
  subject  text   NOT NULL,
  cause    bytea  NOT NULL,             -- the release's identity; else as it is
  ordinal  bigint NOT NULL,
  date     text   NOT NULL,
  figures  text   NOT NULL,
  seq      bigint NOT NULL,
  checksum bytea  NOT NULL,             -- first 8 bytes of the SHA-256 of the row
  redacted bigint,                      -- the entry that removed part of what it said; NULL where all is there
  PRIMARY KEY (ocid, guid)
) WITHOUT ROWID;
INSERT INTO events_compact SELECT ocid, unhex(guid), kind, subject, CASE length(cause) WHEN 64 THEN unhex(cause) ELSE CAST(cause AS blob) END,
    ordinal, date, figures, seq, substr(unhex(hash), 1, 8), redacted FROM events ORDER BY ocid, guid;
DROP TABLE events;
ALTER TABLE events_compact RENAME TO events;

CREATE TABLE event_changes_compact (
  ocid    text    NOT NULL,
  guid    bytea   NOT NULL,
  seq     bigint  NOT NULL,
  current boolean NOT NULL,
  PRIMARY KEY (ocid, guid, seq)
) WITHOUT ROWID;
INSERT INTO event_changes_compact SELECT ocid, unhex(guid), seq, current FROM event_changes ORDER BY ocid, guid, seq;
DROP TABLE event_changes;
ALTER TABLE event_changes_compact RENAME TO event_changes;

-- The derived table that names events.
CREATE TABLE current_events_compact (
  ocid text NOT NULL, guid bytea NOT NULL,
  seq bigint NOT NULL, rank bigint NOT NULL, date text NOT NULL, figures text NOT NULL, kind text NOT NULL,
  PRIMARY KEY (ocid, guid)
);
INSERT INTO current_events_compact SELECT ocid, unhex(guid), seq, rank, date, figures, kind FROM current_events ORDER BY ocid, guid;
DROP TABLE current_events;
ALTER TABLE current_events_compact RENAME TO current_events;
CREATE INDEX current_events_newest ON current_events (seq DESC, rank DESC);
CREATE INDEX current_events_kind ON current_events (kind, seq DESC, rank DESC, guid);
