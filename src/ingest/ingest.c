#include "nines/ingest/ingest.h"

#include "explain.h"
#include "guess.h"
#include "ingest_private.h"
#include "nines/base/text.h"
#include "nines/ingest/tree.h"
#include "nines/store/query.h"

#define HEAD_BYTES 4096
#define PROGRESS_ROWS 4096

/* ---- profile and source ---- */

/* Read once: they do not change while the program runs. */
static const GPtrArray *all_profiles(GError **error)
{
    static GPtrArray *profiles;
    if (!profiles)
        profiles = profiles_load(error);
    return profiles;
}

static const Profile *asked_profile(const IngestRun *run, const GPtrArray *profiles, const Shape *shape, GError **error)
{
    const char *name = run->options->profile;
    const Profile *profile = profile_find(profiles, name, error);
    g_autofree char *missing = NULL, *tree_name = g_strconcat(name, "-tree", NULL);
    if (!profile)
        return NULL;
    /* One name for both forms of the project's own records. */
    const Profile *tree = shape->columns ? NULL : profile_find(profiles, tree_name, NULL);
    profile = tree ? tree : profile;
    if (profile_fits(profile, shape, &missing))
        return profile;
    error_at(error, ERROR_DATA, run->path, 0, 0, "does not fit the profile %s, which misses: %s", profile->name,
             missing);
    return NULL;
}

static bool choose_zone(IngestRun *run, GError **error)
{
    const char *name = run->options->timezone ? run->options->timezone : run->profile->timezone;
    run->zone = name ? zone_find(name, error) : zone_utc();
    return run->zone != NULL;
}

/* Several profiles that fit alike are the user's choice, not a reason to guess. */
static bool any_fits(const GPtrArray *profiles, const Shape *shape)
{
    for (guint i = 0; i < profiles->len; i++) {
        const Profile *profile = profiles->pdata[i];
        g_autofree char *missing = NULL;
        if (!profile->guess && profile_fits(profile, shape, &missing))
            return true;
    }
    return false;
}

/* Webhooks and pipelines wrap the record that an API would give. */
static const char *const wrappers[] = {"data.incident",
                                       "data.resource_data",
                                       "event.data.incident",
                                       "payload.incident",
                                       "event.incident",
                                       "resource_data",
                                       "data.alert",
                                       "event.data",
                                       "data",
                                       "payload",
                                       "event",
                                       "incident",
                                       "detail",
                                       "body",
                                       "record"};

/* Where the facts of an unknown record lie: the wrapped part, if it is the larger. */
#define WRAPPED_LEAST 4u

static Shape unwrap(IngestRun *run, const Shape *shape)
{
    for (guint i = 0; shape->record && i < G_N_ELEMENTS(wrappers); i++) {
        const YamlNode *inner = tree_get(shape->record, wrappers[i]);
        if (!inner || inner->kind != YAML_MAPPING ||
            inner->children->len < MAX(WRAPPED_LEAST, shape->record->children->len))
            continue;
        run->wrapper = wrappers[i];
        return (Shape){
            .file = shape->file, .record = inner, .envelope = shape->envelope, .is_listed = shape->is_listed};
    }
    return *shape;
}

static const Profile *guess(IngestRun *run, const GPtrArray *profiles, const Shape *outer)
{
    Shape unwrapped = unwrap(run, outer);
    const Shape *shape = &unwrapped;
    run->guesses = run->guesses ? run->guesses : g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < profiles->len && !run->guessed; i++)
        if (((const Profile *)profiles->pdata[i])->guess)
            run->guessed = guess_profile(profiles->pdata[i], shape, run->guesses);
    return run->guessed;
}

static const Profile *recognise_wrapped(IngestRun *run, const GPtrArray *profiles, const Shape *shape)
{
    for (guint i = 0; shape->record && i < G_N_ELEMENTS(wrappers); i++) {
        Shape inner = {
            .file = shape->file, .record = tree_get(shape->record, wrappers[i]), .envelope = shape->envelope};
        bool holds = inner.record && inner.record->kind == YAML_MAPPING;
        const Profile *profile = holds ? profile_recognise(profiles, &inner, NULL) : NULL;
        if (!profile || !profile->keys->len || !profile_has_time(profile, &inner))
            continue;
        run->wrapper = wrappers[i];
        return profile;
    }
    return NULL;
}

/* A clock alone is no start: the day stands in a column of its own, which only a guess finds. */
static bool starts_with_clock(const Profile *profile, const Shape *shape)
{
    const FieldRule *field = profile_field(profile, TARGET_STARTED);
    int64_t ms_of_day;
    for (guint i = 0; field && shape->samples && i < field->sources->len; i++) {
        int column = shape_column(shape, ((const FieldSource *)field->sources->pdata[i])->path);
        if (column >= 0)
            return clock_parse(shape->samples[column], -1, &ms_of_day);
    }
    return false;
}

static const Profile *recognised_profile(IngestRun *run, const GPtrArray *profiles, const Shape *shape, GError **error)
{
    GError *failure = NULL;
    const Profile *best = profile_recognise(profiles, shape, &failure);
    bool unknown = best ? !profile_has_time(best, shape) || starts_with_clock(best, shape) : !any_fits(profiles, shape);
    const Profile *wrapped = unknown ? recognise_wrapped(run, profiles, shape) : NULL;
    if (wrapped) {
        g_clear_error(&failure);
        return wrapped;
    }
    const Profile *guessed = unknown ? guess(run, profiles, shape) : NULL;
    if (guessed)
        g_clear_error(&failure);
    else if (failure)
        g_propagate_error(error, failure);
    else if (unknown)
        profile_refuse(shape, error);
    return guessed ? guessed : unknown ? NULL : best;
}

static const Profile *choose_profile(IngestRun *run, const GPtrArray *profiles, const Shape *shape, GError **error)
{
    const char *name = run->options->profile;
    const Profile *asked = name ? profile_find(profiles, name, NULL) : NULL;
    if (!name)
        return recognised_profile(run, profiles, shape, error);
    if (!asked || !asked->guess)
        return asked_profile(run, profiles, shape, error);
    if (!guess(run, profiles, shape))
        error_at(error, ERROR_DATA, run->path, 0, 0, "has no field whose name sounds like a start");
    return run->guessed;
}

bool run_choose(IngestRun *run, const Shape *shape, GError **error)
{
    const GPtrArray *profiles = all_profiles(error);
    if (!profiles)
        return false;
    run->profile = choose_profile(run, profiles, shape, error);
    if (!run->profile || !choose_zone(run, error))
        return false;
    const char *origin = run->options->origin ? run->options->origin : run->profile->origin;
    report_set(&run->report->profile, run->profile->name);
    report_set(&run->report->origin, origin);
    return true;
}

static char *options_text(const IngestOptions *options)
{
    GString *text = g_string_new(NULL);
    if (options->timezone)
        g_string_append_printf(text, "timezone=%s", options->timezone);
    if (options->encoding)
        g_string_append_printf(text, "%sencoding=%s", text->len ? " " : "", options->encoding);
    return g_string_free(text, FALSE);
}

/* A file that is known brings its old rejects with it, so that the second report says what the first said. */
static void recall_rejects(IngestRun *run, int64_t source_id)
{
    g_autoptr(Query) query = store_query(
        run->store, "SELECT row, line, column, field, reason FROM reject WHERE source_id = ?1 ORDER BY id", NULL);
    if (!query)
        return;
    query_bind_integer(query, 1, source_id);
    while (query_step(query, NULL)) {
        RejectFacts reject = {.row = query_integer(query, 0),
                              .line = query_integer(query, 1),
                              .column = query_integer(query, 2),
                              .field = query_text(query, 3),
                              .reason = query_text(query, 4)};
        report_reject(run->report, &reject);
    }
}

bool run_open(IngestRun *run, const char *format, const char *dialect, bool *known, GError **error)
{
    IngestReport *report = run->report;
    g_autofree char *options = options_text(run->options);
    report_set(&report->format, format);
    report_set(&report->dialect, dialect);
    report->grouped = run->profile->group != NULL;
    int64_t source_id = fact_source_known(run->store, run->encoding.hash, run->profile->name, report->origin, options,
                                          run->options->as_of, &report->counts);
    *known = report->known = source_id != 0;
    /* What is only looked at is read again. */
    *known = *known && !(run->options->explain_n && run->options->dry_run);
    if (*known) {
        recall_rejects(run, source_id);
        return run->options->dry_run || fact_source_confirm(run->store, source_id, run->options->as_of, error);
    }
    SourceFacts source = {.path = run->path,
                          .sha256 = run->encoding.hash,
                          .bytes_n = run->encoding.length,
                          .kind = run->profile->maintenance ? "maintenance" : "incidents",
                          .format = format,
                          .profile = run->profile->name,
                          .origin = report->origin,
                          .encoding = run->encoding.name,
                          .dialect = dialect,
                          .options = options,
                          .ingested_at = run->options->as_of};
    run->writer = fact_writer_open(run->store, &source, error);
    if (!run->writer)
        return false;
    mapper_init(&run->mapper, run->profile, run->zone);
    for (guint i = 0; run->guessed && i < run->guesses->len; i++)
        if (!run_note(run, "guessed", run->guesses->pdata[i], error))
            return false;
    return true;
}

/* ---- records ---- */

bool run_reject(IngestRun *run, const RejectFacts *reject, GError **error)
{
    report_reject(run->report, reject);
    return fact_writer_reject(run->writer, reject, error);
}

/* The cells as they would stand in a file of their own, near enough to find the row by. */
static char *join_cells(const CsvRecord *cells)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < cells->fields_n; i++) {
        if (i)
            g_string_append_c(text, ',');
        g_string_append_len(text, cells->fields[i].text, (gssize)cells->fields[i].length);
    }
    return g_string_free(text, FALSE);
}

static bool reject_record(IngestRun *run, int64_t row, const CsvRecord *cells, const char *words, GError **error)
{
    const Mapper *mapper = &run->mapper;
    g_autofree char *joined = cells ? join_cells(cells) : NULL;
    RejectFacts reject = {.row = row,
                          .line = mapper->record->line,
                          .column = mapper->problem_column,
                          .field = target_name(mapper->problem_target),
                          .reason = mapper->problem,
                          .raw = joined ? joined : words,
                          .raw_length = -1};
    return run_reject(run, &reject, error);
}

/* The writer rejects what has the id of an earlier record and other facts. */
static void report_writer_reject(IngestRun *run, int64_t row)
{
    RejectFacts reject = {
        .row = row, .line = run->mapper.record->line, .field = "id", .reason = fact_writer_reject_reason(run->writer)};
    report_reject(run->report, &reject);
}

/* One window for each service: the first bears the record's id, the others their service besides. */
static bool put_maintenance(IngestRun *run, PutOutcome *outcome, GError **error)
{
    const Mapper *mapper = &run->mapper;
    const Record *record = mapper->record;
    for (guint i = 0; i < MAX(record->services->len, 1u); i++) {
        const char *service = record->services->len ? record->services->pdata[i] : NULL;
        g_autofree char *other = i && record->external_id ? g_strconcat(record->external_id, " ", service, NULL) : NULL;
        if (!fact_writer_put_maintenance(run->writer, other ? other : record->external_id, service, mapper->from,
                                         mapper->to, mapper->announced, record->updated_at, record->title, record->line,
                                         outcome, error))
            return false;
    }
    run->split = run->split || record->services->len > 1;
    return true;
}

static void explain(IngestRun *run, int64_t row)
{
    GPtrArray *explained = run->report->explained;
    if (explained->len >= run->options->explain_n + (run->options->explain_n > 0))
        return;
    if (!explained->len)
        g_ptr_array_add(explained, explain_reading(&run->mapper, run->options->timezone != NULL));
    g_ptr_array_add(explained, explain_record(&run->mapper, row));
}

bool run_put(IngestRun *run, int64_t row, const CsvRecord *cells, const char *words, GError **error)
{
    PutOutcome outcome;
    if (!mapper_end(&run->mapper))
        return reject_record(run, row, cells, words, error);
    explain(run, row);
    bool ok = mapper_is_maintenance(&run->mapper) ? put_maintenance(run, &outcome, error)
                                                  : fact_writer_put(run->writer, run->mapper.record, &outcome, error);
    if (ok && outcome == PUT_REJECTED)
        report_writer_reject(run, row);
    return ok;
}

bool run_note(IngestRun *run, const char *kind, const char *message, GError **error)
{
    g_ptr_array_add(run->report->notes, g_strdup(message));
    return fact_writer_note(run->writer, true, kind, NULL, 0, message, error);
}

void run_progress(IngestRun *run, int64_t rows)
{
    if (run->options->progress && rows % PROGRESS_ROWS == 0)
        run->options->progress(rows, run->options->user_data);
}

/* ---- the file ---- */

static bool find_format(IngestRun *run, GError **error)
{
    char head[HEAD_BYTES];
    g_autoptr(TextSource) source = text_source_open(run->path, &run->encoding, error);
    gssize n = source ? text_source_read(source, head, sizeof head, error) : -1;
    if (n < 0)
        return false;
    run->format = tree_format(run->path, head, (gsize)n);
    return true;
}

static bool note_file(IngestRun *run, GError **error)
{
    g_autofree char *warning = encoding_warning(&run->encoding);
    if (warning && !run_note(run, "encoding-assumed", warning, error))
        return false;
    int64_t older_n = fact_writer_older(run->writer);
    if (older_n) {
        g_autofree char *records = text_count(older_n, "record is", "records are");
        g_autofree char *message = g_strdup_printf(
            "%s older than what stands, by the time of change, else the as-of; kept as revisions", records);
        if (!run_note(run, "older-version", message, error))
            return false;
    }
    if (run->mapper.clock_only_n) {
        g_autofree char *clocks = text_count(run->mapper.clock_only_n, "clock", "clocks");
        g_autofree char *read = g_strdup_printf("%s without a day, read as the first after the start", clocks);
        if (!run_note(run, "day-assumed", read, error))
            return false;
    }
    if (run->mapper.ended_somewhen_n) {
        g_autofree char *incidents = text_count(run->mapper.ended_somewhen_n, "incident is", "incidents are");
        g_autofree char *read = g_strdup_printf("%s over by status but without an end, and count as open", incidents);
        if (!run_note(run, "end-missing", read, error))
            return false;
    }
    if (!run->mapper.zone_assumed_n)
        return true;
    g_autofree char *times = text_count(run->mapper.zone_assumed_n, "time", "times");
    g_autofree char *message = g_strdup_printf("%s without a zone, read as %s", times, zone_name(run->zone));
    return run_note(run, "zone-assumed", message, error);
}

/* A column that begins with a time and goes on with other things (a sheet of totals) is no column of starts. */
static bool check_guess(const IngestRun *run, GError **error)
{
    SourceCounts counts;
    if (!run->guessed || !run->guessed->by_values)
        return true;
    fact_writer_counts(run->writer, &counts);
    if (counts.rejected_n * 2 <= counts.read_n)
        return true;
    const FieldRule *start = profile_field(run->guessed, TARGET_STARTED);
    const FieldSource *source = start->sources->pdata[0];
    error_at(error, ERROR_DATA, run->path, 0, 0,
             "fits no profile, and only the first values of \"%s\" are times: %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT
             " rows have no start; a profile can name it (docs/profiles.md)",
             source->path, counts.rejected_n, counts.read_n);
    return false;
}

static bool finish(IngestRun *run, GError **error)
{
    if (!run->writer)
        return true;
    if (!check_guess(run, error))
        return false;
    if (!note_file(run, error))
        return false;
    if (run->split) {
        run->report->grouped = true;
        fact_writer_set_rows(run->writer, run->rows_n);
    }
    if (!run->options->dry_run)
        return fact_writer_commit(run->writer, &run->report->counts, error);
    fact_writer_counts(run->writer, &run->report->counts);
    return true;
}

static void run_clear(IngestRun *run)
{
    mapper_clear(&run->mapper);
    fact_writer_free(run->writer);
    profile_free(run->guessed);
    if (run->guesses)
        g_ptr_array_unref(run->guesses);
    if (run->lists)
        g_ptr_array_unref(run->lists);
}

void ingest_look(const IngestOptions *options, const char *path, IngestLook *look)
{
    g_autoptr(IngestReport) report = ingest_report_new();
    IngestRun run = {.options = options, .path = path, .report = report};
    bool empty = false,
         looked = encoding_detect(path, options->encoding, &run.encoding, NULL) && find_format(&run, NULL);
    if (looked)
        looked = run.format == TREE_NONE ? delimited_look(&run, NULL) : tree_look(&run, &empty, NULL);
    *look = (IngestLook){KNOWN_NOT, NULL};
    if (looked && !empty && run.profile) {
        bool guessed = run.profile == run.guessed;
        look->known = !guessed ? KNOWN_BY_PROFILE : run.guessed->by_values ? KNOWN_BY_VALUES : KNOWN_BY_NAMES;
        look->origin = g_strdup(run.profile->origin);
    }
    run_clear(&run);
}

bool ingest_recognises(const IngestOptions *options, const char *path)
{
    IngestLook look;
    ingest_look(options, path, &look);
    g_free(look.origin);
    return look.known == KNOWN_BY_PROFILE;
}

bool ingest_file(Store *store, const IngestOptions *options, const char *path, IngestReport *report, GError **error)
{
    IngestRun run = {.store = store, .options = options, .path = path, .report = report};
    report_set(&report->path, path);
    if (!encoding_detect(path, options->encoding, &run.encoding, error) || !find_format(&run, error))
        return false;
    report_set(&report->encoding, run.encoding.name);
    bool ok =
        (run.format == TREE_NONE ? ingest_delimited(&run, error) : ingest_tree(&run, error)) && finish(&run, error);
    run_clear(&run);
    return ok;
}
