-- +goose Up

-- Search keeps which words a process has, and no longer the text it took them
-- from, which is in the record, nor where in the text they stood: no question
-- asks for that. It is derived again.
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (words, content = '', contentless_delete = 1, detail = none,
  tokenize = 'unicode61 remove_diacritics 2', prefix = '3');
-- Each word of each process, for the verifier.
CREATE VIRTUAL TABLE search_terms USING fts5vocab (search, instance);

-- +goose Down
DROP TABLE search_terms;
DROP TABLE search;
CREATE VIRTUAL TABLE search USING fts5 (title, buyer, suppliers, words, tokenize = 'unicode61 remove_diacritics 2', prefix = '3');
