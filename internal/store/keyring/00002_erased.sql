-- +goose Up
-- Who was erased, for good: the key is gone, and a copy of the data from before is put
-- back without them. It is kept beside the keys since a copy of the data would take it
-- back.

CREATE TABLE erased (
    chronology TEXT PRIMARY KEY,
    moment     TEXT NOT NULL
);
