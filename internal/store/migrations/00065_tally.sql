-- +goose Up

-- Counts, organisations and sums were kept by triggers, a statement or three
-- for each row; now a transaction gathers what it changes and writes it once.
-- What nobody asks for is no table: bids, awards, contracts and what others
-- report are read from the record. All of this is derived again.

DROP TRIGGER participants_in; DROP TRIGGER participants_out; DROP TRIGGER processes_in; DROP TRIGGER processes_out;
DROP TRIGGER flags_in; DROP TRIGGER flags_out; DROP TRIGGER extensions_in; DROP TRIGGER extensions_out;
DROP TRIGGER decisions_in; DROP TRIGGER decisions_out; DROP TRIGGER conditions_in; DROP TRIGGER conditions_out;
DROP TRIGGER sums_in; DROP TRIGGER sums_out;
DROP TABLE bids; DROP TABLE awards; DROP TABLE contracts; DROP TABLE also_reported;

DROP TABLE participants;
CREATE TABLE participants (
  ocid  text    NOT NULL,
  role  text    NOT NULL,               -- buyer, supplier, proposedSupplier, tenderer, reviewBody …
  key   text    NOT NULL,
  name  text    NOT NULL,
  docid bigint  NOT NULL,               -- of the process: the order of lists
  PRIMARY KEY (ocid, role, key)
) WITHOUT ROWID;
CREATE INDEX participants_key ON participants (key, role, docid);

-- What of the process's value counts in the sums of those who take part; none
-- where several suppliers share it.
ALTER TABLE processes ADD COLUMN summed_minor bigint;

DROP TABLE checks;
CREATE TABLE checks (
  ocid    text   NOT NULL PRIMARY KEY,
  docid   bigint NOT NULL,              -- of the process: the order of lists
  states  text   NOT NULL,
  details text   NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX checks_docid ON checks (docid);

DELETE FROM counts; DELETE FROM organisations; DELETE FROM sums; DELETE FROM check_counts; DELETE FROM processes;
