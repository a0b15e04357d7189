-- +goose Up

-- The days, after the recorded one, on which something about a process falls
-- due: when one comes, the process is looked at again.
CREATE TABLE due_days (
  ocid text NOT NULL,
  day  text NOT NULL,
  PRIMARY KEY (ocid, day)
);
CREATE INDEX due_days_day ON due_days (day, ocid);

-- +goose Down
DROP TABLE due_days;
