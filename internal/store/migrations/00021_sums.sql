-- +goose Up

-- What the processes of an organisation are worth together, in each of its
-- roles and each currency: of those with one supplier and a stated value.
-- Amounts are split, so that no sum of whole units or of rests is too large.

ALTER TABLE participants ADD COLUMN value_minor bigint; -- of the process; none where several suppliers share it
ALTER TABLE participants ADD COLUMN currency text NOT NULL DEFAULT '';
UPDATE participants SET
  value_minor = (SELECT p.value_minor FROM processes p WHERE p.ocid = participants.ocid),
  currency = (SELECT p.currency FROM processes p WHERE p.ocid = participants.ocid)
  WHERE (SELECT count(*) FROM participants s WHERE s.ocid = participants.ocid AND s.role = 'supplier') = 1;

CREATE TABLE sums (
  key      text   NOT NULL,
  role     text   NOT NULL,
  currency text   NOT NULL,
  n        bigint NOT NULL,
  units    bigint NOT NULL,             -- of a thousand million minor units
  rest     bigint NOT NULL,
  PRIMARY KEY (key, role, currency)
);

-- +goose StatementBegin
CREATE TRIGGER sums_in AFTER INSERT ON participants WHEN NEW.value_minor IS NOT NULL BEGIN
  INSERT INTO sums VALUES (NEW.key, NEW.role, NEW.currency, 1, NEW.value_minor / 1000000000, NEW.value_minor % 1000000000)
  ON CONFLICT (key, role, currency) DO UPDATE SET n = n + 1, units = units + excluded.units, rest = rest + excluded.rest;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER sums_out AFTER DELETE ON participants WHEN OLD.value_minor IS NOT NULL BEGIN
  UPDATE sums SET n = n - 1, units = units - OLD.value_minor / 1000000000, rest = rest - OLD.value_minor % 1000000000
  WHERE key = OLD.key AND role = OLD.role AND currency = OLD.currency;
  DELETE FROM sums WHERE key = OLD.key AND role = OLD.role AND currency = OLD.currency AND n = 0;
END;
-- +goose StatementEnd

INSERT INTO sums SELECT key, role, currency, count(*), sum(value_minor / 1000000000), sum(value_minor % 1000000000)
  FROM participants WHERE value_minor IS NOT NULL GROUP BY key, role, currency;

-- +goose Down
DROP TRIGGER sums_in; DROP TRIGGER sums_out; DROP TABLE sums;
ALTER TABLE participants DROP COLUMN currency;
ALTER TABLE participants DROP COLUMN value_minor;
