-- +goose Up
-- The spine: chronologies, sealed entries, what is computed from them, and housekeeping.
-- One SQL text for SQLite and PostgreSQL: ids TEXT made in Go, moments TEXT in one UTC
-- layout, flags BOOLEAN, numbers BIGINT, sealed bytes BYTEA, no JSON.

CREATE TABLE installation (
    one           BIGINT  PRIMARY KEY CHECK (one = 1),
    id            TEXT    NOT NULL,
    demo          BOOLEAN NOT NULL,
    written_by    BIGINT  NOT NULL,
    readable_from BIGINT  NOT NULL,
    made          TEXT    NOT NULL
);

CREATE TABLE chronology (
    id      TEXT   PRIMARY KEY,
    sort    TEXT   NOT NULL,
    version BIGINT NOT NULL
);

CREATE TABLE act (
    id         TEXT PRIMARY KEY,
    worker     TEXT NOT NULL,
    route      TEXT NOT NULL,
    chronology TEXT NOT NULL,
    digest     TEXT NOT NULL,
    moment     TEXT NOT NULL
);

CREATE TABLE entry (
    id         TEXT   PRIMARY KEY,
    chronology TEXT   NOT NULL REFERENCES chronology (id),
    act        TEXT   NOT NULL REFERENCES act (id),
    number     BIGINT NOT NULL,
    envelope   BYTEA  NOT NULL,
    UNIQUE (chronology, number)
);
CREATE INDEX entry_act ON entry (act);

CREATE TABLE part (
    entry  TEXT   NOT NULL REFERENCES entry (id),
    n      BIGINT NOT NULL,
    sealed BYTEA  NOT NULL,
    PRIMARY KEY (entry, n)
);

CREATE TABLE leaf (
    entry TEXT  PRIMARY KEY REFERENCES entry (id),
    hash  BYTEA NOT NULL,
    place BIGINT
);
CREATE INDEX leaf_waiting ON leaf (entry) WHERE place IS NULL;

CREATE TABLE access (
    chronology   TEXT   NOT NULL,
    entry        TEXT   NOT NULL,
    organisation TEXT   NOT NULL,
    basis        TEXT   NOT NULL,
    labels       BIGINT NOT NULL,
    from_at      TEXT   NOT NULL,
    until_at     TEXT   NOT NULL,
    PRIMARY KEY (chronology, entry, organisation)
);

CREATE TABLE link (
    chronology   TEXT NOT NULL,
    entry        TEXT NOT NULL,
    worker       TEXT NOT NULL,
    organisation TEXT NOT NULL,
    from_at      TEXT NOT NULL,
    until_at     TEXT NOT NULL,
    PRIMARY KEY (chronology, entry, worker)
);
CREATE INDEX link_worker ON link (worker, until_at);

CREATE TABLE deadline (
    chronology TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    rule       TEXT    NOT NULL,
    start      TEXT    NOT NULL,
    running    BOOLEAN NOT NULL,
    must       BOOLEAN NOT NULL,
    due_at     TEXT    NOT NULL,
    owner      TEXT    NOT NULL,
    labels     BIGINT  NOT NULL,
    print      TEXT    NOT NULL,
    sealed     BYTEA   NOT NULL,
    PRIMARY KEY (chronology, id)
);

CREATE TABLE summary (
    chronology   TEXT   NOT NULL,
    organisation TEXT   NOT NULL,
    from_at      TEXT   NOT NULL,
    until_at     TEXT   NOT NULL,
    labels       BIGINT NOT NULL,
    bases        TEXT   NOT NULL,
    print        TEXT   NOT NULL,
    sealed       BYTEA  NOT NULL,
    PRIMARY KEY (organisation, chronology, from_at)
);
CREATE INDEX summary_reach ON summary (organisation, bases, labels);

CREATE TABLE look (
    id           TEXT   PRIMARY KEY,
    worker       TEXT   NOT NULL,
    organisation TEXT   NOT NULL,
    purpose      TEXT   NOT NULL,
    route        TEXT   NOT NULL,
    chronology   TEXT   NOT NULL,
    labels       BIGINT NOT NULL,
    shown        BIGINT NOT NULL,
    moment       TEXT   NOT NULL
);
CREATE INDEX look_chronology ON look (chronology, moment);

CREATE TABLE account (
    login    TEXT PRIMARY KEY,
    worker   TEXT NOT NULL UNIQUE,
    password TEXT NOT NULL,
    made     TEXT NOT NULL
);

CREATE TABLE session (
    token  TEXT PRIMARY KEY,
    worker TEXT NOT NULL,
    made   TEXT NOT NULL,
    seen   TEXT NOT NULL,
    ends   TEXT NOT NULL
);

CREATE TABLE throttle (
    what  TEXT   PRIMARY KEY,
    tries BIGINT NOT NULL,
    until TEXT   NOT NULL
);

CREATE TABLE draft (
    id         TEXT PRIMARY KEY,
    worker     TEXT NOT NULL,
    route      TEXT NOT NULL,
    chronology TEXT NOT NULL,
    saved      TEXT NOT NULL,
    sealed     BYTEA NOT NULL
);
CREATE INDEX draft_worker ON draft (worker, saved);

CREATE TABLE alarm (
    id       TEXT PRIMARY KEY,
    what     TEXT NOT NULL,
    detail   TEXT NOT NULL,
    moment   TEXT NOT NULL,
    answered TEXT NOT NULL
);
