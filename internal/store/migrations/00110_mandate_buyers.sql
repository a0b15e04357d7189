-- +goose Up
-- A mandate is over several buyers, and over each by every key that the record
-- knows it by: keys in order, a space between.
ALTER TABLE mandates RENAME COLUMN buyer TO buyers;

-- +goose Down
ALTER TABLE mandates RENAME COLUMN buyers TO buyer;
