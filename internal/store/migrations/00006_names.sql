-- +goose Up
-- What changed lately is found by its moment, so that names in memory follow what is
-- written, by whichever process; and who asked for somebody met again, so that nobody
-- asks for one name after another, and every question is carried to whom it concerns. An
-- older binary does neither and reads all else as it did.

CREATE INDEX act_moment ON act (moment);

CREATE TABLE again (
    act          TEXT PRIMARY KEY,
    worker       TEXT NOT NULL,
    organisation TEXT NOT NULL,
    chronology   TEXT NOT NULL,
    moment       TEXT NOT NULL,
    carried      TEXT NOT NULL
);
CREATE INDEX again_worker ON again (worker, moment);
CREATE INDEX again_organisation ON again (organisation, moment);
CREATE INDEX again_waiting ON again (moment) WHERE carried = '';

UPDATE installation SET written_by = 6;
