-- +goose Up

-- An event of an organisation keeps its name in feeds, whatever is removed of
-- what it says: its place among those of its survey is part of that.
ALTER TABLE organisation_events ADD COLUMN ordinal bigint NOT NULL DEFAULT 0;
UPDATE organisation_events SET ordinal = (SELECT count(*) FROM organisation_events o WHERE o.seq = organisation_events.seq AND o.rowid < organisation_events.rowid);
DROP INDEX organisation_events_newest;
CREATE INDEX organisation_events_newest ON organisation_events (seq DESC, ordinal);
CREATE INDEX organisation_events_rule ON organisation_events (rule, seq DESC, ordinal);

-- +goose Down
DROP INDEX organisation_events_rule; DROP INDEX organisation_events_newest;
CREATE INDEX organisation_events_newest ON organisation_events (seq DESC, key, rule);
ALTER TABLE organisation_events DROP COLUMN ordinal;
