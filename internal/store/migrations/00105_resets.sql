-- +goose Up

-- Links with which somebody who cannot sign in sets a password or an
-- authenticator anew. A link for an authenticator holds only once a second
-- administrator has confirmed it.
CREATE TABLE resets (
  hash         text    NOT NULL PRIMARY KEY, -- SHA-256 of the token, hex
  person       text    NOT NULL,
  password     boolean NOT NULL,             -- it is lost, and set anew
  factor       boolean NOT NULL,             -- it is lost, and set up anew
  issued_by    text    NOT NULL CHECK (issued_by <> person),
  issued_at    text    NOT NULL,
  confirmed_by text    NOT NULL CHECK (confirmed_by <> issued_by AND confirmed_by <> person),
  expires_at   text    NOT NULL,
  used_at      text    NOT NULL,
  revoked_at   text    NOT NULL,
  revoked_by   text    NOT NULL,
  CHECK (password OR factor),
  CHECK (used_at = '' OR NOT factor OR confirmed_by <> '')
);
-- One open link for one person.
CREATE UNIQUE INDEX resets_open ON resets (person) WHERE used_at = '' AND revoked_at = '';
CREATE INDEX resets_person ON resets (person);

-- +goose Down
DROP TABLE resets;
