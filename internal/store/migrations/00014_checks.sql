-- +goose Up

-- The rules in the order of the texts below; fields are those it can miss.
CREATE TABLE rule_book (
  place  bigint NOT NULL PRIMARY KEY,   -- from 0
  rule   text   NOT NULL,
  version bigint NOT NULL,
  fields text   NOT NULL                -- JSON
);

-- What every rule found for a process, in few bytes: flags holds only what was
-- raised. states has one letter for each rule in the order of the book (r, n, c,
-- a; the first of these where it has several results), details the rest: see
-- check.go.
CREATE TABLE checks (
  ocid    text   NOT NULL PRIMARY KEY,
  docid   bigint NOT NULL,              -- of the process: the order of lists
  states  text   NOT NULL,
  details text   NOT NULL
);
CREATE UNIQUE INDEX checks_docid ON checks (docid);

-- How many results each rule has in each state, and, of those without data, how
-- many miss each field.
CREATE TABLE check_counts (
  rule text NOT NULL, state text NOT NULL,
  field text NOT NULL,                  -- '' counts the results
  n bigint NOT NULL,
  PRIMARY KEY (rule, state, field)
);


-- +goose Down
DROP TABLE check_counts; DROP TABLE checks; DROP TABLE rule_book;
