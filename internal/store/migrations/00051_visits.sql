-- +goose Up

-- When a person signed in, and when the time before: what the desk shows as new
-- is new since then.
CREATE TABLE desk_visits (
  person    text NOT NULL PRIMARY KEY,
  begun_at  text NOT NULL,
  before_at text NOT NULL              -- '' at the first time
);

-- +goose Down
DROP TABLE desk_visits;
