-- +goose Up

-- What everything is derived by (tables and rules), each time it changed: an
-- input, with a leaf, for other rules publish other events.
CREATE TABLE renewals (
  seq         bigint NOT NULL PRIMARY KEY,
  fingerprint text   NOT NULL
);

-- +goose Down
DROP TABLE renewals;
