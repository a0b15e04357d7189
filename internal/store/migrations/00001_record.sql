-- +goose Up

-- The truth: statements as filed, appended and never rewritten. seq is the
-- index of the release's leaf in the ledger.
CREATE TABLE releases (
  ocid        text   NOT NULL,
  seq         bigint NOT NULL,
  release_id  text   NOT NULL,
  date        text   NOT NULL,          -- as published
  tag         text   NOT NULL,          -- comma-separated
  publisher   text   NOT NULL,          -- who says it
  filer       text   NOT NULL,          -- who filed it here
  batch       bigint NOT NULL,
  recorded_at text   NOT NULL,
  identity    text   NOT NULL,          -- SHA-256 of the RFC 8785 form, hex
  sha256      text   NOT NULL,          -- of the body as received, hex
  stored_hash text   NOT NULL,          -- SHA-256 of the stored bytes, hex
  salt        bytea  NOT NULL,
  body        bytea  NOT NULL,          -- zstd of the bytes as received
  PRIMARY KEY (ocid, seq)
);
CREATE UNIQUE INDEX releases_identity ON releases (ocid, identity);
CREATE INDEX releases_seq ON releases (seq);

-- One row a filing: where its releases came from.
CREATE TABLE batches (
  id          bigint NOT NULL PRIMARY KEY,
  filer       text   NOT NULL,
  source      text   NOT NULL,
  recorded_at text   NOT NULL
);

-- The ledger: leaves in order, the node hashes of their tree, signed heads.
CREATE TABLE leaves (
  seq  bigint NOT NULL PRIMARY KEY,
  leaf bytea  NOT NULL
);
CREATE TABLE nodes (
  id   bigint NOT NULL PRIMARY KEY,     -- index in storage order (x/mod tlog)
  hash bytea  NOT NULL
);
CREATE TABLE checkpoints (
  size bigint NOT NULL PRIMARY KEY,
  note bytea  NOT NULL
);

-- The recorded day: an input, with a leaf. Rules read the latest.
CREATE TABLE days (
  day text   NOT NULL PRIMARY KEY,
  seq bigint NOT NULL
);

-- What happened, appended. An event holds references and figures, never prose:
-- date and figures as they were when it was published.
CREATE TABLE events (
  ocid    text    NOT NULL,
  guid    text    NOT NULL,
  kind    text    NOT NULL,
  subject text    NOT NULL,
  cause   text    NOT NULL,
  ordinal bigint  NOT NULL,
  date    text    NOT NULL,
  figures text    NOT NULL,
  seq     bigint  NOT NULL,             -- the leaf that dates it
  at      text    NOT NULL,
  hash    text    NOT NULL,             -- SHA-256 of the row, hex
  PRIMARY KEY (ocid, guid)
);
CREATE INDEX events_kind ON events (kind, seq DESC);

-- A later filing can change what happened: the event stays, marked by the leaf
-- that superseded it, or that made it current again.
CREATE TABLE event_changes (
  ocid    text    NOT NULL,
  guid    text    NOT NULL,
  seq     bigint  NOT NULL,
  current boolean NOT NULL,
  PRIMARY KEY (ocid, guid, seq)
);

CREATE TABLE settings (
  name  text NOT NULL PRIMARY KEY,
  value text NOT NULL
);

-- +goose Down
DROP TABLE settings; DROP TABLE event_changes; DROP TABLE events; DROP TABLE days;
DROP TABLE checkpoints; DROP TABLE nodes; DROP TABLE leaves; DROP TABLE batches; DROP TABLE releases;
