-- +goose Up

-- Everything below can be dropped and derived again from the releases.

CREATE TABLE processes (
  ocid        text   NOT NULL PRIMARY KEY,
  docid       bigint NOT NULL,          -- newest statement last; key of the search table
  title       text   NOT NULL,
  buyer_key   text   NOT NULL,
  buyer_name  text   NOT NULL,
  method      text   NOT NULL,
  value_minor bigint,
  currency    text   NOT NULL,
  signed      text   NOT NULL,
  ends        text   NOT NULL,
  year        bigint NOT NULL,          -- signed, else of the first statement; 0 unknown
  extensions  bigint NOT NULL,
  releases    bigint NOT NULL,
  first_date  text   NOT NULL,
  last_date   text   NOT NULL,
  case_id     text   NOT NULL,
  publisher   text   NOT NULL,
  record      bytea  NOT NULL           -- zstd of the compiled release
);
CREATE UNIQUE INDEX processes_docid ON processes (docid);
CREATE INDEX processes_buyer ON processes (buyer_key, docid);
CREATE INDEX processes_year ON processes (year, docid);
CREATE INDEX processes_case ON processes (case_id) WHERE case_id <> '';

CREATE TABLE participants (
  ocid text NOT NULL,
  role text NOT NULL,                   -- buyer, supplier, proposedSupplier, tenderer, reviewBody …
  key  text NOT NULL,
  name text NOT NULL,
  PRIMARY KEY (ocid, role, key)
);
CREATE INDEX participants_key ON participants (key, role, ocid);

CREATE TABLE awards (
  ocid text NOT NULL, id text NOT NULL, title text NOT NULL, status text NOT NULL, date text NOT NULL,
  value_minor bigint, currency text NOT NULL,
  PRIMARY KEY (ocid, id)
);

CREATE TABLE contracts (
  ocid text NOT NULL, id text NOT NULL, award_id text NOT NULL, title text NOT NULL, status text NOT NULL,
  signed text NOT NULL, starts text NOT NULL, ends text NOT NULL,
  value_minor bigint, currency text NOT NULL,
  PRIMARY KEY (ocid, id)
);

CREATE TABLE bids (
  ocid text NOT NULL, id text NOT NULL, status text NOT NULL, date text NOT NULL, tenderer text NOT NULL,
  value_minor bigint, currency text NOT NULL,
  PRIMARY KEY (ocid, id)
);

CREATE TABLE extensions (
  ocid text NOT NULL, contract text NOT NULL, number bigint NOT NULL,
  date text NOT NULL, previous_end text NOT NULL, new_end text NOT NULL, added_up_to text NOT NULL,
  value_before bigint, value_after bigint, value_added bigint, currency text NOT NULL,
  kind text NOT NULL, agreed text NOT NULL,
  PRIMARY KEY (ocid, contract, number)
);
CREATE INDEX extensions_date ON extensions (date DESC, ocid, contract, number);

CREATE TABLE decisions (
  ocid text NOT NULL, id text NOT NULL, body_key text NOT NULL, body_name text NOT NULL, title text NOT NULL,
  type text NOT NULL, status text NOT NULL, decided text NOT NULL, published text NOT NULL,
  reported_by text NOT NULL,            -- '' where the body filed it itself
  PRIMARY KEY (ocid, id)
);
CREATE INDEX decisions_id ON decisions (id);
CREATE INDEX decisions_decided ON decisions (decided DESC, id);

CREATE TABLE conditions (
  ocid text NOT NULL, decision text NOT NULL, id text NOT NULL, description text NOT NULL,
  due text NOT NULL, due_last text NOT NULL, due_basis text NOT NULL, status text NOT NULL,
  PRIMARY KEY (ocid, decision, id)
);
CREATE INDEX conditions_due ON conditions (due_last, ocid, decision, id);

CREATE TABLE flags (
  ocid text NOT NULL, rule text NOT NULL, contract text NOT NULL, version bigint NOT NULL,
  state text NOT NULL, evidence text NOT NULL,
  PRIMARY KEY (ocid, rule, contract)
);
CREATE INDEX flags_rule ON flags (rule, state, ocid);

CREATE TABLE links (
  ocid text NOT NULL, other text NOT NULL,
  PRIMARY KEY (ocid, other)
);
CREATE INDEX links_other ON links (other);

CREATE TABLE also_reported (
  ocid text NOT NULL, publisher text NOT NULL, field text NOT NULL, recorded text NOT NULL, reported text NOT NULL,
  PRIMARY KEY (ocid, publisher, field)
);

-- The events that stand, those no later filing superseded, with their date and
-- figures as all releases have them: an older release filed later can complete
-- what an event says.
CREATE TABLE current_events (
  ocid text NOT NULL, guid text NOT NULL,
  seq bigint NOT NULL,                  -- the leaf that dates it
  rank bigint NOT NULL,                 -- its place in the process's life
  date text NOT NULL, figures text NOT NULL,
  PRIMARY KEY (ocid, guid)
);
CREATE INDEX current_events_newest ON current_events (seq DESC, rank DESC);

CREATE VIRTUAL TABLE search USING fts5 (title, buyer, suppliers, words, tokenize = 'unicode61 remove_diacritics 2', prefix = '3');

-- +goose Down
DROP TABLE search; DROP TABLE current_events; DROP TABLE also_reported; DROP TABLE links; DROP TABLE flags;
DROP TABLE conditions; DROP TABLE decisions; DROP TABLE extensions; DROP TABLE bids; DROP TABLE contracts;
DROP TABLE awards; DROP TABLE participants; DROP TABLE processes;
