-- +goose Up

-- Failed attempts to sign in, so that a restart forgives none: by account and by
-- network, as hashes, and all together. Networks are kept for a minute,
-- accounts for a day after the last failure.
CREATE TABLE attempts (
  of     text   NOT NULL PRIMARY KEY,   -- 'account ' or 'network ' and a SHA-256 in hex, or 'all'
  n      bigint NOT NULL,
  at     text   NOT NULL,               -- of the last failure; of a network and of all, when the minute began
  until  text   NOT NULL                -- when the wait is over
);

-- +goose Down
DROP TABLE attempts;
