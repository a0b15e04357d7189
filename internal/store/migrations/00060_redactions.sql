-- +goose Up

-- What was asked to be removed, and by whom: two people, neither of them both.
-- Work of the desk, not public.
CREATE TABLE redaction_proposals (
  id           bigint NOT NULL PRIMARY KEY,
  ocid         text   NOT NULL,
  seq          bigint NOT NULL,          -- the release's entry
  pointers     text   NOT NULL,          -- JSON list of JSON pointers
  ground       text   NOT NULL CHECK (ground IN ('court-order', 'defamation-order', 'personal-data', 'safety', 'unlawful', 'source-error')),
  note         text   NOT NULL,
  organisation text   NOT NULL,          -- id of the proposer's
  asked_by     text   NOT NULL,          -- its name, as it is shown
  proposed_by  text   NOT NULL CHECK (proposed_by <> ''),
  proposed_at  text   NOT NULL,
  approved_by  text   NOT NULL CHECK (approved_by = '' OR approved_by <> proposed_by),
  closed_by    text   NOT NULL,          -- withdrew it or turned it down
  closed_at    text   NOT NULL           -- when it was carried out, withdrawn or turned down; '' while it waits
);

-- The tombstones of bodies that were removed: published, like a leaf. All but
-- the salt is committed to by the entry leaf.
CREATE TABLE redactions (
  ocid        text   NOT NULL,
  seq         bigint NOT NULL,           -- the entry whose body was removed
  leaf        bigint NOT NULL,           -- the entry that says so
  replacement bigint NOT NULL,           -- the entry of what stands in its place
  place       bigint NOT NULL,           -- as in releases
  release_id  text   NOT NULL,
  date        text   NOT NULL,
  tag         text   NOT NULL,
  publisher   text   NOT NULL,
  filer       text   NOT NULL,
  batch       bigint NOT NULL,
  recorded_at text   NOT NULL,
  identity    text   NOT NULL,           -- what events and flags call the release, before and after
  content     text   NOT NULL,           -- identity of the replacement's own body
  ground      text   NOT NULL,
  pointers    text   NOT NULL,           -- JSON list
  asked_by    text   NOT NULL,
  approved_by text   NOT NULL CHECK (approved_by <> ''),
  at          text   NOT NULL,
  salt        bytea  NOT NULL,
  PRIMARY KEY (ocid, seq),
  CHECK (asked_by <> '')
);
CREATE INDEX redactions_leaf ON redactions (leaf);

-- A replacement takes the place of what it replaces: the entry first filed
-- there. NULL where a release has its own.
ALTER TABLE releases ADD COLUMN place bigint;

-- The entry that removed part of what an event said; NULL where all is there.
ALTER TABLE events ADD COLUMN redacted bigint;
ALTER TABLE organisation_events ADD COLUMN redacted bigint;

-- +goose Down
ALTER TABLE organisation_events DROP COLUMN redacted;
ALTER TABLE events DROP COLUMN redacted;
ALTER TABLE releases DROP COLUMN place;
DROP TABLE redactions; DROP TABLE redaction_proposals;
