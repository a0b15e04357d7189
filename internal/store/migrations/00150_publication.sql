-- +goose Up

-- On what terms a batch's releases were published, beside their licence, as
-- their package says.
ALTER TABLE batches ADD COLUMN policy     text NOT NULL DEFAULT '';
ALTER TABLE batches ADD COLUMN extensions text NOT NULL DEFAULT ''; -- addresses, a line each

-- +goose Down
ALTER TABLE batches DROP COLUMN extensions; ALTER TABLE batches DROP COLUMN policy;
