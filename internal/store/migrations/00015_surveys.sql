-- +goose Up

-- Surveys of the market, appended, each with its leaf. A survey is a function
-- of the releases with seq < size, the day recorded by then, and the rules.
CREATE TABLE surveys (
  seq  bigint NOT NULL PRIMARY KEY,
  size bigint NOT NULL,
  day  text   NOT NULL,
  rules text  NOT NULL,                 -- JSON: rule, version and hash of its figures
  events text NOT NULL                  -- hash of the organisation_events it published
);

-- What became of organisations' flags with each survey, appended: an
-- organisation is of no process, so these are no events of one.
CREATE TABLE organisation_events (
  key text NOT NULL, rule text NOT NULL, seq bigint NOT NULL,  -- the survey's leaf
  kind text NOT NULL, name text NOT NULL, version bigint NOT NULL, summary text NOT NULL,
  PRIMARY KEY (key, rule, seq)
);
CREATE INDEX organisation_events_newest ON organisation_events (seq DESC, key, rule);

-- Derived: the figures of the latest survey, and what they say of organisations.
CREATE TABLE survey_figures (
  rule text NOT NULL, key text NOT NULL, figures text NOT NULL,
  PRIMARY KEY (rule, key)
);
CREATE TABLE organisation_flags (
  key text NOT NULL, rule text NOT NULL, name text NOT NULL, version bigint NOT NULL,
  state text NOT NULL, evidence text NOT NULL,
  PRIMARY KEY (key, rule)
);
CREATE INDEX organisation_flags_rule ON organisation_flags (rule, state, name, key);

-- +goose Down
DROP TABLE organisation_flags; DROP TABLE survey_figures; DROP TABLE organisation_events; DROP TABLE surveys;
