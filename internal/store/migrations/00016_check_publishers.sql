-- +goose Up

-- The results are counted for each publisher of record, so that a buyer can be
-- held against the others that the same publisher publishes.
DROP TABLE check_counts;
CREATE TABLE check_counts (
  rule text NOT NULL, state text NOT NULL,
  field text NOT NULL,                  -- '' counts the results
  publisher text NOT NULL,              -- of the process; '' of an organisation's
  n bigint NOT NULL,
  PRIMARY KEY (rule, state, field, publisher)
);

-- +goose Down
DROP TABLE check_counts;
CREATE TABLE check_counts (
  rule text NOT NULL, state text NOT NULL, field text NOT NULL, n bigint NOT NULL,
  PRIMARY KEY (rule, state, field)
);
