-- +goose Up

-- What programs sent with an idempotency key, and what they were answered: the
-- same again gets the same answer.
CREATE TABLE requests (
  organisation text   NOT NULL,
  key          text   NOT NULL,          -- SHA-256 of the key, hex
  sent         text   NOT NULL,          -- SHA-256 of scope and body, hex
  status       bigint NOT NULL,
  answer       text   NOT NULL,          -- JSON
  at           text   NOT NULL,
  PRIMARY KEY (organisation, key)
);

-- +goose Down
DROP TABLE requests;
