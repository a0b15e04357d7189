-- +goose Up

-- Where a filing's releases came from, and on what terms.
ALTER TABLE batches ADD COLUMN source_url text NOT NULL DEFAULT '';
ALTER TABLE batches ADD COLUMN licence    text NOT NULL DEFAULT '';

-- The files that were read. Hash and size are of all its bytes as read, and
-- unknown until they were.
CREATE TABLE files (
  id     bigint NOT NULL PRIMARY KEY,
  name   text   NOT NULL,
  sha256 text   NOT NULL,               -- hex; '' until it was read to the end
  size   bigint NOT NULL
);
CREATE INDEX files_name ON files (name);
CREATE TABLE batch_files (
  batch bigint NOT NULL,
  file  bigint NOT NULL,
  PRIMARY KEY (batch, file)
);

-- What could not be filed: as bytes, with its place, the reason, and what is
-- needed to file it later. No part of the public record.
CREATE TABLE quarantine (
  id          bigint NOT NULL PRIMARY KEY,
  file        bigint NOT NULL,
  member      text   NOT NULL,          -- the file's name, with that of an archive's member
  document    bigint NOT NULL,
  pointer     text   NOT NULL,
  at_byte     bigint NOT NULL,
  reason      text   NOT NULL,          -- a code
  sentence    text   NOT NULL,
  publisher   text   NOT NULL,
  source      text   NOT NULL,
  source_url  text   NOT NULL,
  licence     text   NOT NULL,
  recorded_at text   NOT NULL,
  filed_at    text   NOT NULL,          -- '' while it is held
  sha256      text   NOT NULL,          -- of the bytes, hex; '' where none could be kept
  body        bytea                     -- zstd of the bytes as received
);
CREATE UNIQUE INDEX quarantine_place ON quarantine (member, document, pointer, at_byte, sha256);

-- +goose Down
DROP TABLE quarantine; DROP TABLE batch_files; DROP TABLE files;
ALTER TABLE batches DROP COLUMN licence; ALTER TABLE batches DROP COLUMN source_url;
