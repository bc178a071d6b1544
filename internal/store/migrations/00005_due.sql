-- +goose Up
-- What is due, laid out for the lists of each organisation that reads: a row for each
-- deadline that runs and each interval of access, in the order in which a list shows it,
-- so that a page reads what it shows and not everything. An older binary would write
-- deadlines without it: it can no longer read this schema.

CREATE TABLE due (
    organisation TEXT    NOT NULL,
    must         BOOLEAN NOT NULL,
    due_at       TEXT    NOT NULL,
    chronology   TEXT    NOT NULL,
    deadline     TEXT    NOT NULL,
    from_at      TEXT    NOT NULL,
    until_at     TEXT    NOT NULL,
    labels       BIGINT  NOT NULL,
    held         BIGINT  NOT NULL,
    bases        TEXT    NOT NULL
);

INSERT INTO due (organisation, must, due_at, chronology, deadline, from_at, until_at, labels, held, bases)
SELECT s.organisation, d.must, d.due_at, d.chronology, d.id, s.from_at, s.until_at, d.labels, s.labels, s.bases
FROM deadline d JOIN summary s ON s.chronology = d.chronology WHERE d.running AND (d.labels & s.labels) = d.labels;

-- Both bear every column: no list goes from them to the table.
CREATE INDEX due_next ON due (organisation, must, due_at, chronology, deadline, from_at, until_at, labels, held, bases);
CREATE INDEX due_chronology ON due (chronology, organisation, due_at, deadline, must, from_at, until_at, labels, held, bases);

DROP INDEX summary_reach;
CREATE INDEX summary_reach ON summary (organisation, bases, labels, until_at, from_at, chronology);
CREATE INDEX summary_chronology ON summary (chronology, organisation);
CREATE INDEX chronology_sort ON chronology (sort, id);

UPDATE installation SET written_by = 5, readable_from = 5;
