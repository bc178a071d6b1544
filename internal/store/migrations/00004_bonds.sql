-- +goose Up
-- How a worker stands to a case: beside the person, named in a restricted case, there in
-- an emergency, or kept out by a conflict of interest; and that a case is restricted. An
-- older binary would list what only few may know of: it can no longer read this schema.

ALTER TABLE link ADD COLUMN bond TEXT NOT NULL DEFAULT 'beside';
CREATE INDEX link_bond ON link (bond, worker, chronology);

UPDATE installation SET written_by = 4, readable_from = 4;
