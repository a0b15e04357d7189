-- +goose Up

-- Replies and corrections asked for. Work of the desk: only what was decided is
-- public, and of it neither words nor names, but for a reply that was filed.
CREATE TABLE tickets (
  id              text   NOT NULL PRIMARY KEY, -- its number, random
  secret          text   NOT NULL,             -- SHA-256 of the secret of its page's address, hex
  mail            text   NOT NULL,             -- SHA-256 of number and e-mail address, hex; '' where none was given
  digest          text   NOT NULL,             -- SHA-256 of what is asked: the same waits once
  organisation    text   NOT NULL,             -- whose publishers decide; '' until it is handed to one
  author          text   NOT NULL,             -- person signed in; '' for the public
  for_whom        text   NOT NULL,             -- organisation of the desk that answers; '' for the public
  kind            text   NOT NULL CHECK (kind IN ('reply', 'correction')),
  ocid            text   NOT NULL,
  about           text   NOT NULL,             -- id of what it answers; '' is a fact of the page
  words           text   NOT NULL,
  source          text   NOT NULL,             -- web address; '' where none
  name            text   NOT NULL,             -- as a reply is to be signed
  office          text   NOT NULL,
  state           text   NOT NULL CHECK (state IN ('open', 'accepted', 'corrected', 'published', 'refused')),
  reason          text   NOT NULL,             -- published
  created_at      text   NOT NULL,
  acknowledged_at text   NOT NULL,
  decided_at      text   NOT NULL,
  decided_by      text   NOT NULL CHECK (decided_by = '' OR decided_by <> author),
  seq             bigint NOT NULL              -- of the release that came of it; -1 where none
);
CREATE INDEX tickets_organisation ON tickets (organisation);
CREATE INDEX tickets_process ON tickets (ocid);
CREATE INDEX tickets_decided ON tickets (decided_at);
CREATE UNIQUE INDEX tickets_waiting ON tickets (digest) WHERE state = 'open';

-- +goose Down
DROP TABLE tickets;
