-- +goose Up

-- What is written at the desk before it is published. It belongs to an
-- organisation, and nobody else sees it.
CREATE TABLE drafts (
  id            text    NOT NULL PRIMARY KEY,
  organisation  text    NOT NULL,
  author        text    NOT NULL,       -- id of a person
  form          text    NOT NULL,       -- that it was written in
  decision      boolean NOT NULL,       -- it speaks as an oversight body
  ocid          text    NOT NULL,       -- of the process it is about; '' until a new one has a name
  subject       text    NOT NULL,       -- what in the process it is about; '' where that is the process
  title         text    NOT NULL,       -- in lists
  fields        text    NOT NULL,       -- what was written, as a form sends it
  body          text    NOT NULL,       -- the release it makes; '' while something is wrong with it
  hash          text    NOT NULL,       -- SHA-256 of the body: what is approved; '' where there is none
  version       bigint  NOT NULL,       -- counts the edits
  state         text    NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'published')),
  note          text    NOT NULL,       -- why it was returned
  approver      text    NOT NULL,       -- id of the person who published it
  approved_hash text    NOT NULL,
  created_at    text    NOT NULL,
  changed_at    text    NOT NULL,
  published_at  text    NOT NULL,
  seq           bigint  NOT NULL,       -- of the release's leaf; -1 before
  CHECK (approver = '' OR approver <> author),
  CHECK ((state = 'published') = (approver <> '')),
  CHECK (state <> 'published' OR approved_hash = hash AND hash <> ''),
  CHECK (state <> 'submitted' OR hash <> '')
);
CREATE INDEX drafts_organisation ON drafts (organisation, state);
CREATE INDEX drafts_author ON drafts (author, state);

-- Every version that was kept of a draft.
CREATE TABLE draft_versions (
  draft   text   NOT NULL,
  version bigint NOT NULL,
  fields  text   NOT NULL,
  at      text   NOT NULL,
  PRIMARY KEY (draft, version)
);

-- +goose StatementBegin
CREATE TRIGGER a_published_draft_stays BEFORE UPDATE ON drafts WHEN old.state = 'published'
BEGIN SELECT raise(ABORT, 'a published draft does not change'); END;
-- +goose StatementEnd

-- +goose Down
DROP TABLE draft_versions; DROP TABLE drafts;
