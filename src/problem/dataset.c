#include "problem/dataset.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/rng.h"
#include "base/text.h"
#include "problem/textfile.h"

/* Squares and sums of squares stay far from overflow. */
static const double VALUE_MAX = 1e12;

/* One field of a record, without its quotes or the blanks around it. */
typedef struct Field {
    const char *text;
    size_t length;
} Field;

/* Where in a record the next character stands. */
typedef enum Spot { SPOT_START /* of a field */, SPOT_PLAIN, SPOT_QUOTED, SPOT_CLOSED } Spot;

typedef struct Reader {
    TextFile file;
    const DatasetWish *wish;
    char separator;                   /* '\0' until the first record has been seen */
    Field field[DATASET_COLUMNS_MAX]; /* of the record in work */
    size_t fields, columns;           /* columns: of the first record */
    size_t x, y;                      /* columns wanted */
    StrBuf names;                     /* of the header, for messages; empty without one */
} Reader;

static void push(Dataset *data, double x, double y)
{
    if (data->count == data->cap) {
        size_t cap = data->cap;
        ARRAY_RESERVE(data->x, cap, data->count + 1);
        ARRAY_RESERVE(data->y, data->cap, data->count + 1);
    }
    data->x[data->count] = x;
    data->y[data->count++] = y;
}

void dataset_deinit(Dataset *data)
{
    free(data->x);
    free(data->y);
    free(data->x_name);
    free(data->y_name);
    *data = (Dataset){0};
}

/* ---- records: a line each, or several where quotes are open ---- */

/* In the order in which they are looked for. */
static const char separators[] = "\t;,";

static bool separates(const Reader *reader, char c)
{
    return reader->separator != '\0' ? c == reader->separator : strchr(separators, c) != NULL;
}

static Spot after(const Reader *reader, Spot spot, char c)
{
    if (spot == SPOT_QUOTED)
        return c == '"' ? SPOT_CLOSED : SPOT_QUOTED;
    if (c == '"' && (spot == SPOT_START || spot == SPOT_CLOSED))
        return SPOT_QUOTED;
    if (separates(reader, c) || (spot == SPOT_START && (c == ' ' || c == '\t')))
        return SPOT_START;
    return SPOT_PLAIN;
}

/* Takes lines until no quote is open. *more is false at the end of the file. */
static bool next_record(Reader *reader, bool *more, Err *err)
{
    TextFile *file = &reader->file;
    if (!textfile_next(file, more, err))
        return false;
    Spot spot = SPOT_START;
    for (size_t at = 0;;) {
        for (; at < file->length; at++)
            spot = after(reader, spot, file->line[at]);
        if (spot != SPOT_QUOTED || !*more)
            return true;
        if (!textfile_go_on(file, more, err))
            return false;
        if (!*more) {
            return textfile_complain(file, err,
                                     "a quote is opened and not closed; expected '\"' at "
                                     "the end of the field");
        }
    }
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static Field trimmed(Field field)
{
    while (field.length > 0 && is_blank(*field.text)) {
        field.text++;
        field.length--;
    }
    while (field.length > 0 && is_blank(field.text[field.length - 1]))
        field.length--;
    return field;
}

/* As much of a field as fits into a message. */
static int shown(Field field)
{
    return field.length < 40 ? (int)field.length : 40;
}

/* What stands between quotes, doubled ones halved where they stand. *at moves from the one quote to
 * behind the other. */
static Field take_quoted(char **at)
{
    char *from = *at + 1, *to = from;
    const char *text = from;
    for (; *from != '\0' && (*from != '"' || from[1] == '"'); from++) {
        from += *from == '"';
        *to++ = *from;
    }
    *at = from + (*from == '"');
    return (Field){text, (size_t)(to - text)};
}

static Field take_plain(const Reader *reader, char **at)
{
    const char *text = *at;
    while (**at != '\0' && **at != reader->separator)
        ++*at;
    return trimmed((Field){text, (size_t)(*at - text)});
}

/* The field at *at, which moves to what ends it: a separator or the end of the record. */
static bool take_field(Reader *reader, char **at, Field *field, Err *err)
{
    char *first = *at;
    while (is_blank(*first) && *first != reader->separator)
        first++;
    if (*first != '"') {
        *field = take_plain(reader, at);
        return true;
    }
    *field = take_quoted(&first);
    *at = first;
    Field rest = take_plain(reader, at);
    const char separator[] = {'\'', reader->separator, '\'', '\0'};
    return rest.length == 0 ||
           textfile_complain(&reader->file, err,
                             "column %zu: '%.*s' behind the closing quote; expected %s there, or "
                             "'\"\"' for a quote inside",
                             reader->fields + 1, shown(rest), rest.text,
                             reader->separator == '\t' ? "a tab" : separator);
}

static bool split(Reader *reader, Err *err)
{
    char *at = reader->file.line;
    reader->fields = 0;
    for (bool more = true; more; at += more) {
        if (reader->fields == DATASET_COLUMNS_MAX) {
            return textfile_complain(&reader->file, err, "more than %d columns",
                                     DATASET_COLUMNS_MAX);
        }
        if (!take_field(reader, &at, &reader->field[reader->fields], err))
            return false;
        reader->fields++;
        more = *at != '\0';
    }
    return true;
}

/* Quotes may hold blanks. */
static bool to_number(Field field, double *value)
{
    field = trimmed(field);
    return text_number(field.text, field.length, value);
}

static bool is_number(Field field)
{
    double value;
    return to_number(field, &value);
}

/* "nan", "-inf": no number that could be used, but no name of a column either. */
static bool is_nonfinite(Field field)
{
    field = trimmed(field);
    static const char *const words[] = {"nan", "inf", "infinity"};
    char text[16] = "";
    size_t sign = field.length > 0 && (*field.text == '-' || *field.text == '+');
    if (field.length - sign < sizeof text)
        memcpy(text, field.text + sign, field.length - sign);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (text_same_name(text, words[i]))
            return true;
    return false;
}

/* A header holds names, no number. */
static bool is_header(const Reader *reader)
{
    for (size_t i = 0; i < reader->fields; i++)
        if (is_number(reader->field[i]) || is_nonfinite(reader->field[i]))
            return false;
    return true;
}

/* ---- columns ---- */

static bool named(Field field, const char *name)
{
    return strlen(name) == field.length && memcmp(name, field.text, field.length) == 0;
}

/* The column of this name or number, or `fields`. */
static size_t find_column(const Reader *reader, const char *name)
{
    size_t i = 0;
    while (reader->names.len > 0 && i < reader->fields && !named(reader->field[i], name))
        i++;
    long long number;
    if (reader->names.len > 0 && i < reader->fields)
        return i;
    if (text_integer(name, strlen(name), 1, (long long)reader->fields, &number))
        return (size_t)number - 1;
    return reader->fields;
}

/* wanted: as the person named it, or ""; fallback: its name and place otherwise. */
static bool choose_column(Reader *reader, const char *wanted, const char *fallback, size_t place,
                          size_t *column, Err *err)
{
    const char *name = wanted[0] != '\0' ? wanted : fallback;
    *column = find_column(reader, name);
    if (*column < reader->fields)
        return true;
    *column = place;
    if (wanted[0] == '\0' && reader->fields == 2)
        return true;
    if (reader->names.len == 0) {
        return textfile_complain(&reader->file, err,
                                 "no column '%s' among %zu columns without names; choose with "
                                 "%s=1 to %s=%zu",
                                 name, reader->fields, fallback, fallback, reader->fields);
    }
    return textfile_complain(&reader->file, err,
                             "no column '%s'; there are: %.300s; choose with %s=NAME", name,
                             strbuf_text(&reader->names), fallback);
}

/* For a line on the screen. */
static char *column_name(const Reader *reader, size_t column, const char *fallback)
{
    Field field = reader->field[column];
    if (reader->names.len == 0 || field.length == 0)
        return mem_strdup(fallback);
    char *name = mem_strndup(field.text, field.length);
    for (char *c = name; *c != '\0'; c++)
        *c = (unsigned char)*c < ' ' ? ' ' : *c;
    return name;
}

/* What separates columns; where nothing does, there is only one, and a comma was missed. */
static char find_separator(const Reader *reader)
{
    const TextFile *file = &reader->file;
    size_t best = sizeof separators - 1;
    Spot spot = SPOT_START;
    for (size_t at = 0; at < file->length; at++) {
        spot = after(reader, spot, file->line[at]);
        const char *found = strchr(separators, file->line[at]);
        if (spot == SPOT_START && found != NULL && (size_t)(found - separators) < best)
            best = (size_t)(found - separators);
    }
    return best < sizeof separators - 1 ? separators[best] : ',';
}

/* Looks at the first record: what separates columns, which are wanted, whether it is a header. */
static bool read_shape(Reader *reader, Dataset *data, bool *header, Err *err)
{
    reader->separator = find_separator(reader);
    if (!split(reader, err))
        return false;
    if (reader->fields < 2) {
        return textfile_complain(&reader->file, err,
                                 "only one column; expected x and y with a comma, a semicolon or a "
                                 "tab between them");
    }
    reader->columns = reader->fields;
    *header = is_header(reader);
    for (size_t i = 0; i < reader->fields && *header; i++) {
        strbuf_printf(&reader->names, "%s%.*s", i > 0 ? ", " : "", (int)reader->field[i].length,
                      reader->field[i].text);
    }
    if (!choose_column(reader, reader->wish->x, "x", 0, &reader->x, err) ||
        !choose_column(reader, reader->wish->y, "y", 1, &reader->y, err))
        return false;
    data->x_name = column_name(reader, reader->x, "x");
    data->y_name = column_name(reader, reader->y, "y");
    return true;
}

/* ---- rows ---- */

static bool read_number(Reader *reader, size_t column, const char *name, double *value, Err *err)
{
    Field field = reader->field[column];
    if (field.length == 0) {
        return textfile_complain(&reader->file, err, "column '%.40s' is empty; expected a number",
                                 name);
    }
    if (!to_number(field, value)) {
        return textfile_complain(&reader->file, err, "column '%.40s': '%.*s' is not a %snumber",
                                 name, shown(field), field.text,
                                 is_nonfinite(field) ? "finite " : "");
    }
    if (fabs(*value) > VALUE_MAX) {
        return textfile_complain(&reader->file, err,
                                 "column '%.40s': '%.*s' is beyond %g; use another unit", name,
                                 shown(field), field.text, VALUE_MAX);
    }
    return true;
}

static bool read_row(Reader *reader, Dataset *data, Err *err)
{
    double x, y;
    if (reader->fields != reader->columns) {
        return textfile_complain(&reader->file, err, "%zu columns; the first line has %zu",
                                 reader->fields, reader->columns);
    }
    if (!read_number(reader, reader->x, data->x_name, &x, err) ||
        !read_number(reader, reader->y, data->y_name, &y, err))
        return false;
    if (reader->wish->labels && y != 0 && y != 1) {
        Field field = reader->field[reader->y];
        return textfile_complain(&reader->file, err,
                                 "column '%.40s': '%.*s' is no label; expected 0 or 1",
                                 data->y_name, shown(field), field.text);
    }
    if (data->count == reader->wish->rows_max)
        return textfile_complain(&reader->file, err, "more than %zu rows", reader->wish->rows_max);
    push(data, x, y);
    return true;
}

static bool read_all(Reader *reader, Dataset *data, Err *err)
{
    bool more, header = false;
    if (!next_record(reader, &more, err))
        return false;
    if (!more)
        return err_set(err, "'%s' is empty; expected rows of numbers x,y", reader->file.path);
    if (!read_shape(reader, data, &header, err) || (!header && !read_row(reader, data, err)))
        return false;
    for (;;) {
        if (!next_record(reader, &more, err))
            return false;
        if (!more)
            break;
        if (!split(reader, err) || !read_row(reader, data, err))
            return false;
    }
    return data->count > 0 ||
           err_set(err, "'%s' has a header but no rows; expected numbers x,y", reader->file.path);
}

bool dataset_read(Dataset *data, const char *path, const DatasetWish *wish, Err *err)
{
    *data = (Dataset){0};
    Reader *reader = mem_calloc(1, sizeof *reader);
    reader->wish = wish;
    bool good = textfile_open(&reader->file, path, wish->kinds, err) && read_all(reader, data, err);
    textfile_close(&reader->file);
    strbuf_deinit(&reader->names);
    free(reader);
    if (!good)
        dataset_deinit(data);
    return good;
}

/* ---- made up ---- */

/* x off the origin, so that the loss is a tilted valley and not a round bowl. */
static void make_line(Dataset *data, size_t count, double scatter, uint64_t seed)
{
    Rng rng = rng_seeded(seed);
    for (size_t i = 0; i < count; i++) {
        double x = rng_range(&rng, 0, 3);
        push(data, x, 1.2 * x - 0.5 + scatter * rng_normal(&rng));
    }
}

/* The same line; every eighth row was read off the wrong scale. */
static void make_outliers(Dataset *data, size_t count, double scatter, uint64_t seed)
{
    make_line(data, count, scatter, seed);
    for (size_t i = 7; i < count; i += 8)
        data->y[i] += 5;
}

static void make_classes(Dataset *data, size_t count, double scatter, uint64_t seed)
{
    Rng rng = rng_seeded(seed);
    for (size_t i = 0; i < count; i++) {
        double label = (double)(i % 2);
        push(data, 0.5 + 1.5 * label + scatter * rng_normal(&rng), label);
    }
}

/* A gap between the classes: without a penalty the loss has no minimum. */
static void make_separable(Dataset *data, size_t count, double scatter, uint64_t seed)
{
    Rng rng = rng_seeded(seed);
    for (size_t i = 0; i < count; i++) {
        double label = (double)(i % 2), away = 0.25 + fabs(scatter * rng_normal(&rng));
        push(data, 1 + (label > 0 ? away : -away), label);
    }
}

static const DatasetMaker makers[] = {{"line", false, make_line},
                                      {"outliers", false, make_outliers},
                                      {"classes", true, make_classes},
                                      {"separable", true, make_separable}};
enum { MAKERS = sizeof makers / sizeof makers[0] };

const DatasetMaker *dataset_maker(const char *name, bool labels)
{
    for (size_t i = 0; i < MAKERS; i++)
        if (makers[i].labels == labels && strcmp(makers[i].name, name) == 0)
            return &makers[i];
    return NULL;
}

void dataset_maker_names(bool labels, StrBuf *out)
{
    const char *joint = "";
    for (size_t i = 0; i < MAKERS; i++) {
        if (makers[i].labels == labels) {
            strbuf_printf(out, "%s%s", joint, makers[i].name);
            joint = " or ";
        }
    }
}

static void standardise(double *values, size_t count)
{
    double mean = 0, variance = 0;
    for (size_t i = 0; i < count; i++)
        mean += values[i] / (double)count;
    for (size_t i = 0; i < count; i++) {
        values[i] -= mean;
        variance += values[i] * values[i] / (double)count;
    }
    for (size_t i = 0; i < count && variance > 0; i++)
        values[i] /= sqrt(variance);
}

void dataset_standardise(Dataset *data, bool labels)
{
    standardise(data->x, data->count);
    if (!labels)
        standardise(data->y, data->count);
}
