/* One file on its way into the store. */
#pragma once

#include "map_row.h"
#include "nines/ingest/ingest.h"
#include "nines/ingest/tree_reader.h"
#include "nines/store/staging.h"
#include "row_tree.h"

typedef struct {
    Store *store;
    const IngestOptions *options;
    const char *path;
    IngestReport *report;
    Encoding encoding;
    TreeFormat format;
    const Profile *profile;
    Profile *guessed;    /* owned: made for this file */
    GPtrArray *guesses;  /* char*: notes to be kept once the writer is open */
    const char *wrapper; /* path inside each record of a tree that holds the facts, as webhooks wrap them; or NULL */
    const Zone *zone;
    FactWriter *writer; /* NULL until run_open */
    Mapper mapper;
    struct TreeEvents *events; /* of a grouped log of trees, or NULL */
    const RowTree *rows;       /* where the profile reads rows as trees */
    GPtrArray *lists;          /* char*: those of the profile's lists of records that a tree has; NULL for rows */
    int64_t rows_n;            /* records so far, where one becomes several facts */
    bool split;                /* one did */
} IngestRun;

/* The profile: the one that was asked for, when it fits, else the one that the shape shows. */
bool run_choose(IngestRun *run, const Shape *shape, GError **error);
/* Begins to write, unless the same file stands in the store already (*known). */
bool run_open(IngestRun *run, const char *format, const char *dialect, bool *known, GError **error);
/* Puts the mapper's record or rejects it. For the reject: the record's number, and either its cells or some words. */
bool run_put(IngestRun *run, int64_t row, const CsvRecord *cells, const char *words, GError **error);
bool run_reject(IngestRun *run, const RejectFacts *reject, GError **error);
/* A sentence about the whole file, for the report and the store. */
bool run_note(IngestRun *run, const char *kind, const char *message, GError **error);
void run_progress(IngestRun *run, int64_t rows);

/* Chooses the profile of a tree by its first record that can be read; *empty when there is none. */
bool tree_look(IngestRun *run, bool *empty, GError **error);
/* Chooses the profile of delimited text by its columns. */
bool delimited_look(IngestRun *run, GError **error);
bool ingest_delimited(IngestRun *run, GError **error);
bool ingest_tree(IngestRun *run, GError **error);
/* The incidents of staged events, whose cells stand in the order of columns. */
bool events_collect(IngestRun *run, Staging *staging, const char *const *columns, GError **error);
/* The same of a log of states, where an incident is a run of rows that are down. */
bool runs_collect(IngestRun *run, Staging *staging, const char *const *columns, GError **error);
/* One record that is a tree, and what the profile makes of it; cells of the row that it was, or NULL. */
bool ingest_node(IngestRun *run, const YamlNode *node, int64_t number, const CsvRecord *cells, GError **error);
/* The rows of a grouped log, after the header was read. *rows_n: rows read. */
bool ingest_events(IngestRun *run, CsvReader *reader, RowMap *map, const char *const *columns, int64_t *rows_n,
                   GError **error);

void report_set(char **field, const char *text);
void report_reject(IngestReport *report, const RejectFacts *reject);
