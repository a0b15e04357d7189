-- +goose Up

-- Lists are read a page at a time, from a place on, along an index that holds
-- their order; what stands above them, how many there are, is kept as rows
-- come and go. Both are derived like all the rest.

ALTER TABLE participants ADD COLUMN docid bigint NOT NULL DEFAULT 0;
ALTER TABLE flags ADD COLUMN docid bigint NOT NULL DEFAULT 0;
ALTER TABLE current_events ADD COLUMN kind text NOT NULL DEFAULT '';
UPDATE participants SET docid = coalesce((SELECT docid FROM processes p WHERE p.ocid = participants.ocid), 0);
UPDATE flags SET docid = coalesce((SELECT docid FROM processes p WHERE p.ocid = flags.ocid), 0);
UPDATE current_events SET kind = coalesce((SELECT kind FROM events e WHERE e.ocid = current_events.ocid AND e.guid = current_events.guid), '');

DROP INDEX participants_key;
DROP INDEX flags_rule;
DROP INDEX extensions_date;
DROP INDEX decisions_decided;
DROP INDEX conditions_due;
CREATE INDEX participants_key ON participants (key, role, docid);
CREATE INDEX participants_name ON participants (key, name);
CREATE INDEX flags_rule ON flags (rule, state, docid, contract);
CREATE INDEX extensions_date ON extensions (date, ocid, contract, number);
CREATE INDEX decisions_decided ON decisions (decided, ocid, id);
CREATE INDEX conditions_due ON conditions ((CASE WHEN status IN ('met', 'partiallyMet', 'notMet', 'waived') THEN 1 ELSE 0 END), due_last, ocid, decision, id);
CREATE INDEX current_events_kind ON current_events (kind, seq DESC, rank DESC, guid);

-- How many rows there are of a sort: processes, by year, with a flag raised;
-- extensions, decisions, conditions; results of rules by state.
CREATE TABLE counts (
  sort text   NOT NULL,
  key  text   NOT NULL,
  n    bigint NOT NULL,
  PRIMARY KEY (sort, key)
);

-- Every organisation that takes part in a process, with the number of
-- processes in each of its roles.
CREATE TABLE organisations (
  key       text   NOT NULL PRIMARY KEY,
  name      text   NOT NULL,            -- the last of its names in order of the alphabet
  buyer     bigint NOT NULL,
  supplier  bigint NOT NULL,
  proposed  bigint NOT NULL,
  overseer  bigint NOT NULL,
  processes bigint NOT NULL             -- in any role
);
CREATE INDEX organisations_processes ON organisations (processes DESC, name, key);
CREATE INDEX organisations_buyer ON organisations (buyer DESC, name) WHERE buyer > 0;
CREATE INDEX organisations_supplier ON organisations (supplier DESC, name) WHERE supplier > 0;

-- +goose StatementBegin
CREATE TRIGGER participants_in AFTER INSERT ON participants BEGIN
  INSERT INTO organisations VALUES (NEW.key, NEW.name, NEW.role = 'buyer', NEW.role = 'supplier', NEW.role = 'proposedSupplier', NEW.role = 'reviewBody',
    NOT EXISTS (SELECT 1 FROM participants o WHERE o.ocid = NEW.ocid AND o.key = NEW.key AND o.role <> NEW.role))
  ON CONFLICT (key) DO UPDATE SET name = max(name, excluded.name), buyer = buyer + excluded.buyer, supplier = supplier + excluded.supplier,
    proposed = proposed + excluded.proposed, overseer = overseer + excluded.overseer, processes = processes + excluded.processes;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER participants_out AFTER DELETE ON participants BEGIN
  UPDATE organisations SET name = coalesce((SELECT max(o.name) FROM participants o WHERE o.key = OLD.key), ''),
    buyer = buyer - (OLD.role = 'buyer'), supplier = supplier - (OLD.role = 'supplier'), proposed = proposed - (OLD.role = 'proposedSupplier'),
    overseer = overseer - (OLD.role = 'reviewBody'),
    processes = processes - NOT EXISTS (SELECT 1 FROM participants o WHERE o.ocid = OLD.ocid AND o.key = OLD.key)
  WHERE key = OLD.key;
  DELETE FROM organisations WHERE key = OLD.key AND processes = 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER processes_in AFTER INSERT ON processes BEGIN
  INSERT INTO counts VALUES ('processes', '', 1), ('year', NEW.year, 1) ON CONFLICT (sort, key) DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER processes_out AFTER DELETE ON processes BEGIN
  UPDATE counts SET n = n - 1 WHERE sort = 'processes' AND key = '';
  UPDATE counts SET n = n - 1 WHERE sort = 'year' AND key = OLD.year;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER flags_in AFTER INSERT ON flags BEGIN
  INSERT INTO counts VALUES (NEW.state, NEW.rule, 1) ON CONFLICT (sort, key) DO UPDATE SET n = n + 1;
  INSERT INTO counts SELECT 'flag', NEW.rule, 1 WHERE NEW.state = 'raised' AND NOT EXISTS
    (SELECT 1 FROM flags o WHERE o.ocid = NEW.ocid AND o.rule = NEW.rule AND o.state = 'raised' AND o.contract <> NEW.contract)
  ON CONFLICT (sort, key) DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER flags_out AFTER DELETE ON flags BEGIN
  UPDATE counts SET n = n - 1 WHERE sort = OLD.state AND key = OLD.rule;
  UPDATE counts SET n = n - 1 WHERE sort = 'flag' AND key = OLD.rule AND OLD.state = 'raised'
    AND NOT EXISTS (SELECT 1 FROM flags o WHERE o.ocid = OLD.ocid AND o.rule = OLD.rule AND o.state = 'raised');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER extensions_in AFTER INSERT ON extensions BEGIN
  INSERT INTO counts VALUES ('extensions', '', 1) ON CONFLICT (sort, key) DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER extensions_out AFTER DELETE ON extensions BEGIN
  UPDATE counts SET n = n - 1 WHERE sort = 'extensions' AND key = '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER decisions_in AFTER INSERT ON decisions BEGIN
  INSERT INTO counts VALUES ('decisions', '', 1) ON CONFLICT (sort, key) DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER decisions_out AFTER DELETE ON decisions BEGIN
  UPDATE counts SET n = n - 1 WHERE sort = 'decisions' AND key = '';
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER conditions_in AFTER INSERT ON conditions BEGIN
  INSERT INTO counts VALUES ('conditions', '', 1) ON CONFLICT (sort, key) DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER conditions_out AFTER DELETE ON conditions BEGIN
  UPDATE counts SET n = n - 1 WHERE sort = 'conditions' AND key = '';
END;
-- +goose StatementEnd

INSERT INTO organisations SELECT key, max(name), count(DISTINCT CASE role WHEN 'buyer' THEN ocid END),
  count(DISTINCT CASE role WHEN 'supplier' THEN ocid END), count(DISTINCT CASE role WHEN 'proposedSupplier' THEN ocid END),
  count(DISTINCT CASE role WHEN 'reviewBody' THEN ocid END), count(DISTINCT ocid) FROM participants GROUP BY key;
INSERT INTO counts SELECT 'processes', '', count(*) FROM processes;
INSERT INTO counts SELECT 'year', year, count(*) FROM processes GROUP BY year;
INSERT INTO counts SELECT state, rule, count(*) FROM flags GROUP BY state, rule;
INSERT INTO counts SELECT 'flag', rule, count(DISTINCT ocid) FROM flags WHERE state = 'raised' GROUP BY rule;
INSERT INTO counts SELECT 'extensions', '', count(*) FROM extensions;
INSERT INTO counts SELECT 'decisions', '', count(*) FROM decisions;
INSERT INTO counts SELECT 'conditions', '', count(*) FROM conditions;

-- +goose Down
DROP TRIGGER participants_in; DROP TRIGGER participants_out; DROP TRIGGER processes_in; DROP TRIGGER processes_out;
DROP TRIGGER flags_in; DROP TRIGGER flags_out; DROP TRIGGER extensions_in; DROP TRIGGER extensions_out;
DROP TRIGGER decisions_in; DROP TRIGGER decisions_out; DROP TRIGGER conditions_in; DROP TRIGGER conditions_out;
DROP TABLE organisations; DROP TABLE counts;
DROP INDEX current_events_kind; DROP INDEX conditions_due; DROP INDEX decisions_decided; DROP INDEX extensions_date;
DROP INDEX flags_rule; DROP INDEX participants_name; DROP INDEX participants_key;
CREATE INDEX participants_key ON participants (key, role, ocid);
CREATE INDEX flags_rule ON flags (rule, state, ocid);
CREATE INDEX extensions_date ON extensions (date DESC, ocid, contract, number);
CREATE INDEX decisions_decided ON decisions (decided DESC, id);
CREATE INDEX conditions_due ON conditions (due_last, ocid, decision, id);
ALTER TABLE current_events DROP COLUMN kind;
ALTER TABLE flags DROP COLUMN docid;
ALTER TABLE participants DROP COLUMN docid;
