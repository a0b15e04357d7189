-- +goose Up

-- The desk: who may do what. None of it belongs to a process, and none of it is
-- derived. Secrets are kept as hashes, but for the seeds of second factors,
-- which the server must know to check a code.
CREATE TABLE desk_organisations (
  id         text    NOT NULL PRIMARY KEY,
  name       text    NOT NULL UNIQUE,
  key        text    NOT NULL,          -- the organisation as the record knows it; '' where it does not
  oversight  boolean NOT NULL,          -- it may hold mandates
  created_at text    NOT NULL
);

CREATE TABLE people (
  id         text    NOT NULL PRIMARY KEY,
  email      text    NOT NULL UNIQUE,   -- in lower case; how one signs in, not who one is
  name       text    NOT NULL,
  password   text    NOT NULL,          -- argon2id, with salt and parameters
  factor     text    NOT NULL,          -- seed of the second factor (TOTP), base32
  counter    bigint  NOT NULL,          -- time step of the last code used: none works twice
  disabled   boolean NOT NULL,
  created_at text    NOT NULL
);

CREATE TABLE recovery_codes (
  person text NOT NULL,
  hash   text NOT NULL,                 -- SHA-256, hex
  PRIMARY KEY (person, hash)
);

-- Roles. An administrator's holds only once a second person has confirmed it.
CREATE TABLE members (
  organisation text NOT NULL,           -- '' is the site
  person       text NOT NULL,
  role         text NOT NULL CHECK (role IN ('contributor', 'publisher', 'oversight officer', 'organisation administrator', 'site administrator')),
  granted_by   text NOT NULL,
  granted_at   text NOT NULL,
  confirmed_by text NOT NULL CHECK (confirmed_by = '' OR confirmed_by <> granted_by),
  PRIMARY KEY (organisation, person, role),
  CHECK ((role = 'site administrator') = (organisation = ''))
);
CREATE INDEX members_person ON members (person);

-- Which body may decide on which buyer, from when to when, and by what law.
CREATE TABLE mandates (
  id           text NOT NULL PRIMARY KEY,
  organisation text NOT NULL,
  buyer        text NOT NULL,           -- organisation key in the record
  from_day     text NOT NULL,
  to_day       text NOT NULL,           -- the last day; '' where open
  source       text NOT NULL,           -- address of the law or order it rests on
  requested_by text NOT NULL,
  requested_at text NOT NULL,
  approved_by  text NOT NULL CHECK (approved_by = '' OR approved_by <> requested_by),
  approved_at  text NOT NULL,
  ended_by     text NOT NULL,
  ended_at     text NOT NULL
);
CREATE INDEX mandates_organisation ON mandates (organisation);

CREATE TABLE invitations (
  hash         text NOT NULL PRIMARY KEY, -- SHA-256 of the token, hex
  email        text NOT NULL,
  organisation text NOT NULL,
  role         text NOT NULL,
  invited_by   text NOT NULL,
  invited_at   text NOT NULL,
  confirmed_by text NOT NULL CHECK (confirmed_by = '' OR confirmed_by <> invited_by),
  expires_at   text NOT NULL,
  used_at      text NOT NULL,
  revoked_at   text NOT NULL
);
-- One open invitation of one address to one organisation.
CREATE UNIQUE INDEX invitations_open ON invitations (email, organisation) WHERE used_at = '' AND revoked_at = '';

CREATE TABLE sessions (
  hash      text NOT NULL PRIMARY KEY,  -- SHA-256 of the token, hex
  id        text NOT NULL UNIQUE,       -- what the person's own list calls it
  person    text NOT NULL,
  begun_at  text NOT NULL,              -- when the person signed in; kept when the token is renewed
  seen_at   text NOT NULL,
  factor_at text NOT NULL,              -- when a code was last given
  agent     text NOT NULL
);
CREATE INDEX sessions_person ON sessions (person);

CREATE TABLE tokens (
  hash         text NOT NULL PRIMARY KEY, -- SHA-256 of the token, hex
  id           text NOT NULL UNIQUE,
  person       text NOT NULL,
  organisation text NOT NULL,
  name         text NOT NULL,
  scopes       text NOT NULL,           -- separated by spaces
  created_at   text NOT NULL,
  expires_at   text NOT NULL,
  revoked_at   text NOT NULL
);
CREATE INDEX tokens_person ON tokens (person);

-- Forms already acted upon: a second submission is known and does nothing.
CREATE TABLE submissions (
  person text NOT NULL,
  once   text NOT NULL,
  at     text NOT NULL,
  PRIMARY KEY (person, once)
);

-- What happened to accounts, appended.
CREATE TABLE security_log (
  seq          bigint NOT NULL PRIMARY KEY,
  at           text   NOT NULL,
  kind         text   NOT NULL,
  person       text   NOT NULL,         -- who did it; '' where nobody signed in did
  organisation text   NOT NULL,
  address      text   NOT NULL,         -- where the request came from
  subject      text   NOT NULL
);
CREATE INDEX security_log_person ON security_log (person, seq);

-- +goose StatementBegin
CREATE TRIGGER security_log_is_not_rewritten BEFORE UPDATE ON security_log
BEGIN SELECT raise(ABORT, 'the security log is only appended to'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER security_log_is_not_deleted BEFORE DELETE ON security_log
BEGIN SELECT raise(ABORT, 'the security log is only appended to'); END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE security_log; DROP TABLE submissions; DROP TABLE tokens; DROP TABLE sessions; DROP TABLE invitations;
DROP TABLE mandates; DROP TABLE members; DROP TABLE recovery_codes; DROP TABLE people; DROP TABLE desk_organisations;
