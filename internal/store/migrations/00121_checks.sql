-- +goose Up

-- What the rules found for a process, as two texts that many processes share:
-- each pair is kept once. It is derived again.
DROP TABLE checks;
CREATE TABLE check_results (
  id      integer NOT NULL PRIMARY KEY, -- from the SHA-256 of both texts
  states  text    NOT NULL,
  details text    NOT NULL
);
CREATE TABLE checks (
  ocid    text   NOT NULL PRIMARY KEY,
  docid   bigint NOT NULL,              -- of the process: the order of lists
  results bigint NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX checks_docid ON checks (docid);

-- +goose Down
DROP TABLE checks; DROP TABLE check_results;
CREATE TABLE checks (
  ocid    text   NOT NULL PRIMARY KEY,
  docid   bigint NOT NULL,
  states  text   NOT NULL,
  details text   NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX checks_docid ON checks (docid);
