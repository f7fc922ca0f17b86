#include "map_row.h"

#include "nines/base/text.h"
#include <string.h>

typedef struct {
    Target target;
    guint columns_n;
    guint *columns; /* in order of preference */
    bool together;
    const char *const *headings; /* of columns that are flags: the heading is the value; else NULL */
    bool otherwise;              /* services that count only where no flag was set */
} RowField;

typedef struct {
    const KindRule *rule;
    int *columns; /* of each condition; -1: the file has no such column */
} RowRule;

struct RowMap {
    const Profile *profile;
    GArray *fields; /* RowField */
    GArray *rules;  /* RowRule */
    char *arena;
    gsize used, size;
    GPtrArray *spills; /* texts that did not fit into the arena */
};

static bool matches_any(const GPtrArray *patterns, const char *key)
{
    for (guint i = 0; i < patterns->len; i++)
        if (g_pattern_match_simple(patterns->pdata[i], key))
            return true;
    return false;
}

/* A column that another field reads is no flag of this one. */
static bool is_read(const RowMap *map, const char *heading)
{
    const char *const one[] = {heading, NULL};
    Shape shape = {.columns = one};
    for (guint i = 0; i < map->profile->fields->len; i++) {
        const FieldRule *rule = map->profile->fields->pdata[i];
        for (guint j = 0; j < rule->sources->len; j++)
            if (shape_column(&shape, ((FieldSource *)rule->sources->pdata[j])->path) == 0)
                return true;
    }
    return false;
}

/* A column for each of several services, 1 where it is affected. */
static void add_flags(RowMap *map, const Shape *shape, const FieldRule *rule, const FieldSource *source)
{
    RowField field = {rule->target,   0,    g_new(guint, g_strv_length((char **)shape->columns) + 1), true,
                      shape->columns, false};
    for (guint i = 0; shape->columns[i]; i++) {
        g_autofree char *key = text_key(shape->columns[i], -1);
        if (*key && matches_any(source->flags, key) && !matches_any(source->except, key) &&
            !is_read(map, shape->columns[i]))
            field.columns[field.columns_n++] = i;
    }
    g_array_append_val(map->fields, field);
}

static void add_field(RowMap *map, const Shape *shape, const FieldRule *rule)
{
    const FieldSource *first = rule->sources->len ? rule->sources->pdata[0] : NULL;
    bool flags = first && first->flags->len;
    if (flags)
        add_flags(map, shape, rule, first);
    RowField field = {rule->target, 0, g_new(guint, rule->sources->len), rule->together, NULL, flags};
    for (guint i = 0; i < rule->sources->len; i++) {
        int column = shape_column(shape, ((FieldSource *)rule->sources->pdata[i])->path);
        if (column >= 0)
            field.columns[field.columns_n++] = (guint)column;
    }
    if (field.columns_n)
        g_array_append_val(map->fields, field);
    else
        g_free(field.columns);
}

static void add_rule(RowMap *map, const Shape *shape, const KindRule *rule)
{
    RowRule row_rule = {rule, g_new(int, rule->when->len)};
    for (guint i = 0; i < rule->when->len; i++)
        row_rule.columns[i] = shape_column(shape, ((Condition *)rule->when->pdata[i])->path);
    g_array_append_val(map->rules, row_rule);
}

#define ARENA_BYTES 65536

RowMap *row_map_new(const Profile *profile, const char *const *columns)
{
    RowMap *map = g_new0(RowMap, 1);
    Shape shape = {.columns = columns};
    map->profile = profile;
    map->fields = g_array_new(FALSE, FALSE, sizeof(RowField));
    map->rules = g_array_new(FALSE, FALSE, sizeof(RowRule));
    map->arena = g_malloc(ARENA_BYTES);
    map->size = ARENA_BYTES;
    map->spills = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < profile->fields->len; i++)
        add_field(map, &shape, profile->fields->pdata[i]);
    for (guint i = 0; i < profile->rules->len; i++)
        add_rule(map, &shape, profile->rules->pdata[i]);
    return map;
}

void row_map_free(RowMap *map)
{
    if (!map)
        return;
    for (guint i = 0; i < map->fields->len; i++)
        g_free(g_array_index(map->fields, RowField, i).columns);
    for (guint i = 0; i < map->rules->len; i++)
        g_free(g_array_index(map->rules, RowRule, i).columns);
    g_array_unref(map->fields);
    g_array_unref(map->rules);
    g_ptr_array_unref(map->spills);
    g_free(map->arena);
    g_free(map);
}

/* ---- cells ---- */

void row_map_begin(RowMap *map)
{
    map->used = 0;
    if (map->spills->len)
        g_ptr_array_set_size(map->spills, 0);
}

/* Not 0 when one of eight bytes lies below a blank. */
static inline uint64_t below_blank(const char *text)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);
    uint64_t word;
    memcpy(&word, text, sizeof word);
    return (word - ones * 0x20) & ~word & ones * 0x80;
}

/* True when no byte lies below a blank: eight at a time, as nearly all texts are so. */
static bool is_plain(const char *text, gsize length)
{
    gsize i = 0;
    uint64_t low = 0;
    for (; i + 8 <= length; i += 8)
        low |= below_blank(text + i);
    if (length >= 8)
        return !(low | below_blank(text + length - 8));
    for (; i < length && (guchar)text[i] >= 0x20; i++)
        ;
    return i == length;
}

static bool has_controls(const char *text, gsize length)
{
    if (is_plain(text, length))
        return false;
    for (gsize i = 0; i < length; i++)
        if ((guchar)text[i] < 0x20 && text[i] != '\n' && text[i] != '\t')
            return true;
    return false;
}

static const char *spill(RowMap *map, const Slice *cell)
{
    char *text = text_clean(cell->text, (gssize)cell->length);
    g_ptr_array_add(map->spills, text);
    return text;
}

/* Most cells serve as they stand; one that lost blanks at its end is copied. */
static const char *cell_text(RowMap *map, const Slice *cell)
{
    if (has_controls(cell->text, cell->length))
        return spill(map, cell);
    if (cell->text[cell->length] == '\0')
        return cell->text;
    if (map->used + cell->length + 1 > map->size)
        return spill(map, cell);
    char *text = map->arena + map->used;
    memcpy(text, cell->text, cell->length);
    text[cell->length] = '\0';
    map->used += cell->length + 1;
    return text;
}

const char *row_map_cell(RowMap *map, const CsvRecord *row, guint column)
{
    return column < row->fields_n ? cell_text(map, &row->fields[column]) : "";
}

/* Blanks around a cell are no part of its value. */
static Slice trim(Slice cell)
{
    while (cell.length && g_ascii_isspace(cell.text[cell.length - 1]))
        cell.length--;
    while (cell.length && g_ascii_isspace(*cell.text))
        cell.text++, cell.length--;
    return cell;
}

/* A date and its clock in two columns, an id of two parts. */
static void fill_joined(RowMap *map, Mapper *mapper, const CsvRecord *row, const RowField *field)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < field->columns_n; i++) {
        Slice cell = field->columns[i] < row->fields_n ? trim(row->fields[field->columns[i]]) : (Slice){"", 0};
        if (!mapper_is_null(map->profile, cell.text, cell.length))
            g_string_append_printf(text, "%s%.*s", text->len ? " " : "", (int)cell.length, cell.text);
    }
    Slice joined = {text->str, text->len};
    if (text->len)
        mapper_put(mapper, field->target, spill(map, &joined), -1, field->columns[0] + 1);
}

static bool is_set(Slice cell)
{
    static const char *const words[] = {"1", "1.0", "true", "yes", "x"};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (strlen(words[i]) == cell.length && g_ascii_strncasecmp(words[i], cell.text, cell.length) == 0)
            return true;
    return false;
}

static void fill_flags(Mapper *mapper, const CsvRecord *row, const RowField *field)
{
    for (guint i = 0; i < field->columns_n; i++) {
        guint column = field->columns[i];
        if (column < row->fields_n && is_set(trim(row->fields[column])))
            mapper_put(mapper, field->target, field->headings[column], -1, column + 1);
    }
}

static void fill_field(RowMap *map, Mapper *mapper, const CsvRecord *row, const RowField *field)
{
    if (field->headings) {
        fill_flags(mapper, row, field);
        return;
    }
    if (field->otherwise && mapper->record->services->len)
        return;
    if (field->together && target_joins(field->target)) {
        fill_joined(map, mapper, row, field);
        return;
    }
    for (guint i = 0; i < field->columns_n; i++) {
        guint column = field->columns[i];
        Slice cell = column < row->fields_n ? trim(row->fields[column]) : (Slice){"", 0};
        if (mapper_is_null(map->profile, cell.text, cell.length))
            continue;
        const char *text = field->target < TARGET_TIMES ? cell.text : cell_text(map, &cell);
        mapper_put(mapper, field->target, text, (gssize)cell.length, column + 1);
        if (!field->together)
            return;
    }
}

/* ---- rules ---- */

static bool condition_holds(const Condition *condition, const Slice *cell)
{
    for (guint i = 0; i < condition->values->len; i++) {
        const char *value = condition->values->pdata[i];
        if (strlen(value) == cell->length && g_ascii_strncasecmp(value, cell->text, cell->length) == 0)
            return true;
    }
    return false;
}

static bool rule_holds(const RowRule *rule, const CsvRecord *row)
{
    for (guint i = 0; i < rule->rule->when->len; i++) {
        int column = rule->columns[i];
        if (column < 0 || (guint)column >= row->fields_n ||
            !condition_holds(rule->rule->when->pdata[i], &row->fields[column]))
            return false;
    }
    return true;
}

void row_map_fill(RowMap *map, Mapper *mapper, const CsvRecord *row)
{
    row_map_begin(map);
    for (guint i = 0; i < map->fields->len; i++)
        fill_field(map, mapper, row, &g_array_index(map->fields, RowField, i));
    for (guint i = 0; i < map->rules->len; i++)
        if (rule_holds(&g_array_index(map->rules, RowRule, i), row))
            mapper_apply(mapper, g_array_index(map->rules, RowRule, i).rule);
}

/* ---- day first ---- */

struct OrderVotes {
    guint columns_n;
    int64_t *votes; /* columns_n x (TIME_VOTE_MONTH_FIRST + 1) */
};

/* The votes of time_vote, and how many of the undecided ones have a clock of twelve hours. */
#define VOTE_AMERICAN (TIME_VOTE_MONTH_FIRST + 1)
#define VOTE_KINDS (VOTE_AMERICAN + 1)

static bool has_meridiem(const Slice *cell)
{
    const char *end = cell->text + cell->length;
    return cell->length > 2 &&
           (g_ascii_strncasecmp(end - 2, "AM", 2) == 0 || g_ascii_strncasecmp(end - 2, "PM", 2) == 0);
}

OrderVotes *order_votes_new(guint columns_n)
{
    OrderVotes *votes = g_new(OrderVotes, 1);
    votes->columns_n = columns_n;
    votes->votes = g_new0(int64_t, (gsize)columns_n * VOTE_KINDS);
    return votes;
}

void order_votes_free(OrderVotes *votes)
{
    if (!votes)
        return;
    g_free(votes->votes);
    g_free(votes);
}

static void add_vote(int64_t *votes, const Slice *cell)
{
    TimeVote vote = time_vote(cell->text, (ssize_t)cell->length);
    votes[vote]++;
    votes[VOTE_AMERICAN] += vote == TIME_VOTE_EITHER && has_meridiem(cell);
}

void order_votes_add(OrderVotes *votes, const CsvRecord *row)
{
    for (guint i = 0; i < MIN(votes->columns_n, row->fields_n); i++)
        add_vote(&votes->votes[i * VOTE_KINDS], &row->fields[i]);
}

/* file: the votes of all columns of times, which speak for one that shows nothing. */
static void decide(const int64_t *votes, const int64_t *file, const char *column, TimeRules *rules, GPtrArray *notes)
{
    int64_t day = votes[TIME_VOTE_DAY_FIRST], month = votes[TIME_VOTE_MONTH_FIRST], either = votes[TIME_VOTE_EITHER];
    const int64_t *speaker = day || month ? votes : file;
    rules->order = speaker[TIME_VOTE_MONTH_FIRST] > speaker[TIME_VOTE_DAY_FIRST] ? TIME_MONTH_FIRST : TIME_DAY_FIRST;
    if (day && month)
        g_ptr_array_add(notes, g_strdup_printf("column \"%s\" has dates that are day-first and dates that are "
                                               "month-first; read as %s",
                                               column, month > day ? "month-first" : "day-first"));
    else if (either && !day && !month && !file[TIME_VOTE_DAY_FIRST] && !file[TIME_VOTE_MONTH_FIRST]) {
        rules->order = file[VOTE_AMERICAN] ? TIME_MONTH_FIRST : TIME_DAY_FIRST;
        g_ptr_array_add(
            notes,
            g_strdup_printf("column \"%s\" does not show whether its dates are day-first or "
                            "month-first; %s is assumed",
                            column, file[VOTE_AMERICAN] ? "month-first, as the clock has twelve hours," : "day-first"));
    }
}

void order_votes_decide(const OrderVotes *votes, const RowMap *map, const char *const *columns, Mapper *mapper,
                        GPtrArray *notes)
{
    int64_t file[VOTE_KINDS] = {0};
    for (guint i = 0; i < map->fields->len; i++) {
        const RowField *field = &g_array_index(map->fields, RowField, i);
        for (int kind = 0; kind < VOTE_KINDS && field->target < TARGET_TIMES; kind++)
            file[kind] += votes->votes[field->columns[0] * VOTE_KINDS + (guint)kind];
    }
    for (guint i = 0; i < map->fields->len; i++) {
        const RowField *field = &g_array_index(map->fields, RowField, i);
        if (field->target < TARGET_TIMES)
            decide(&votes->votes[field->columns[0] * VOTE_KINDS], file, columns[field->columns[0]],
                   &mapper->rules[field->target], notes);
    }
}
