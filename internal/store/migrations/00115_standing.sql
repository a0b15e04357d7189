-- +goose Up

-- The events that stand, without what each says already where it was published:
-- figures are NULL where they are still those. It is derived again.
DROP TABLE current_events;
CREATE TABLE current_events (
  ocid    text   NOT NULL,
  guid    bytea  NOT NULL,
  seq     bigint NOT NULL,              -- the leaf that dates it
  rank    bigint NOT NULL,              -- its place in the process's life
  date    text   NOT NULL,
  figures text,                         -- as all releases have them now
  kind    text   NOT NULL,
  PRIMARY KEY (ocid, guid)
) WITHOUT ROWID;
CREATE INDEX current_events_newest ON current_events (seq DESC, rank DESC);
CREATE INDEX current_events_kind ON current_events (kind, seq DESC, rank DESC, guid);
