-- +goose Up
-- On which ground, who asked and who carried it out, by id: what was erased cannot say so
-- itself any more.

ALTER TABLE erased ADD COLUMN why          TEXT NOT NULL DEFAULT '';
ALTER TABLE erased ADD COLUMN organisation TEXT NOT NULL DEFAULT '';
ALTER TABLE erased ADD COLUMN asked_by     TEXT NOT NULL DEFAULT '';
ALTER TABLE erased ADD COLUMN done_by      TEXT NOT NULL DEFAULT '';
