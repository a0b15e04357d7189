-- +goose Up

-- How far each publisher's API has been read: fetching goes on from here.
CREATE TABLE fetches (
  source      text NOT NULL PRIMARY KEY, -- the API, as it is asked
  first       text NOT NULL,             -- everything since has been asked for; '' where no time was given
  since       text NOT NULL,             -- the window being read, or read last
  until       text NOT NULL,
  next        text NOT NULL,             -- address of the page to read next; '' where the window is read whole
  recorded_at text NOT NULL
);

-- Every page that was filed, as it was received.
CREATE TABLE responses (
  source      text   NOT NULL,
  url         text   NOT NULL,
  received_at text   NOT NULL,
  status      bigint NOT NULL,
  size        bigint NOT NULL,           -- in bytes, decoded
  sha256      text   NOT NULL,           -- of these bytes, hex
  releases    bigint NOT NULL,           -- read from it, whatever became of them
  PRIMARY KEY (source, url, received_at)
);

-- +goose Down
DROP TABLE responses; DROP TABLE fetches;
