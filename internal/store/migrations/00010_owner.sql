-- +goose Up
-- Who must, beside what is due, so that a list of what is in one's own hands walks an
-- index and passes over nothing that is in others'. An older binary would write what is due
-- without it: it can no longer read this schema.

ALTER TABLE due ADD COLUMN owner TEXT NOT NULL DEFAULT '';

UPDATE due SET owner = COALESCE((SELECT d.owner FROM deadline d WHERE d.chronology = due.chronology AND d.id = due.deadline), '');

CREATE INDEX due_owner ON due (organisation, owner, due_at, chronology, deadline, from_at, until_at, labels, held, bases) WHERE must = TRUE;

UPDATE installation SET written_by = 10, readable_from = 10;
