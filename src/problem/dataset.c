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

/* One field of a line, without the blanks around it. */
typedef struct Field {
    const char *text;
    size_t length;
} Field;

typedef struct Reader {
    TextFile file;
    const DatasetWish *wish;
    char separator;
    Field field[DATASET_COLUMNS_MAX]; /* of the line in work */
    size_t fields, columns;           /* columns: of the first line */
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

/* ---- lines ---- */

static Field trimmed(const char *text, size_t length)
{
    while (length > 0 && (*text == ' ' || *text == '\t')) {
        text++;
        length--;
    }
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t')) {
        length--;
    }
    return (Field){text, length};
}

/* As much of a field as fits into a message. */
static int shown(Field field)
{
    return field.length < 40 ? (int)field.length : 40;
}

static bool split(Reader *reader, Err *err)
{
    const char *at = reader->file.line;
    if (strchr(at, '"') != NULL) {
        return textfile_complain(&reader->file, err,
                                 "quoted fields are not read; expected plain text between '%c'",
                                 reader->separator);
    }
    reader->fields = 0;
    for (bool more = true; more;) {
        if (reader->fields == DATASET_COLUMNS_MAX) {
            return textfile_complain(&reader->file, err, "more than %d columns",
                                     DATASET_COLUMNS_MAX);
        }
        const char *end = strchr(at, reader->separator);
        more = end != NULL;
        size_t length = more ? (size_t)(end - at) : strlen(at);
        reader->field[reader->fields++] = trimmed(at, length);
        at += length + more;
    }
    return true;
}

static bool is_number(Field field)
{
    double value;
    return text_number(field.text, field.length, &value);
}

/* "nan", "-inf": no number that could be used, but no name of a column either. */
static bool is_nonfinite(Field field)
{
    static const char *const words[] = {"nan", "inf", "infinity"};
    char text[16] = "";
    size_t sign = field.length > 0 && (*field.text == '-' || *field.text == '+');
    if (field.length - sign < sizeof text) {
        memcpy(text, field.text + sign, field.length - sign);
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (text_same_name(text, words[i])) {
            return true;
        }
    }
    return false;
}

/* A header holds names, no number. */
static bool is_header(const Reader *reader)
{
    for (size_t i = 0; i < reader->fields; i++) {
        if (is_number(reader->field[i]) || is_nonfinite(reader->field[i])) {
            return false;
        }
    }
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
    while (reader->names.len > 0 && i < reader->fields && !named(reader->field[i], name)) {
        i++;
    }
    long long number;
    if (reader->names.len > 0 && i < reader->fields) {
        return i;
    }
    if (text_integer(name, strlen(name), 1, (long long)reader->fields, &number)) {
        return (size_t)number - 1;
    }
    return reader->fields;
}

/* wanted: as the person named it, or ""; fallback: its name and place otherwise. */
static bool choose_column(Reader *reader, const char *wanted, const char *fallback, size_t place,
                          size_t *column, Err *err)
{
    const char *name = wanted[0] != '\0' ? wanted : fallback;
    *column = find_column(reader, name);
    if (*column < reader->fields) {
        return true;
    }
    *column = place;
    if (wanted[0] == '\0' && reader->fields == 2) {
        return true;
    }
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

static char *column_name(const Reader *reader, size_t column, const char *fallback)
{
    Field field = reader->field[column];
    return reader->names.len > 0 && field.length > 0 ? mem_strndup(field.text, field.length)
                                                     : mem_strdup(fallback);
}

/* Looks at the first line: what separates columns, which are wanted, whether it is a header. */
static bool read_shape(Reader *reader, Dataset *data, bool *header, Err *err)
{
    static const char separators[] = "\t;,";
    const char *found = separators;
    while (*found != '\0' && strchr(reader->file.line, *found) == NULL) {
        found++;
    }
    reader->separator = *found != '\0' ? *found : ',';
    if (!split(reader, err)) {
        return false;
    }
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
        !choose_column(reader, reader->wish->y, "y", 1, &reader->y, err)) {
        return false;
    }
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
    if (!text_number(field.text, field.length, value)) {
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
        !read_number(reader, reader->y, data->y_name, &y, err)) {
        return false;
    }
    if (reader->wish->labels && y != 0 && y != 1) {
        Field field = reader->field[reader->y];
        return textfile_complain(&reader->file, err,
                                 "column '%.40s': '%.*s' is no label; expected 0 or 1",
                                 data->y_name, shown(field), field.text);
    }
    if (data->count == reader->wish->rows_max) {
        return textfile_complain(&reader->file, err, "more than %zu rows", reader->wish->rows_max);
    }
    push(data, x, y);
    return true;
}

static bool read_all(Reader *reader, Dataset *data, Err *err)
{
    bool more, header = false;
    if (!textfile_next(&reader->file, &more, err)) {
        return false;
    }
    if (!more) {
        return err_set(err, "'%s' is empty; expected rows of numbers x,y", reader->file.path);
    }
    if (!read_shape(reader, data, &header, err) || (!header && !read_row(reader, data, err))) {
        return false;
    }
    for (;;) {
        if (!textfile_next(&reader->file, &more, err)) {
            return false;
        }
        if (!more) {
            break;
        }
        if (!split(reader, err) || !read_row(reader, data, err)) {
            return false;
        }
    }
    return data->count > 0 ||
           err_set(err, "'%s' has a header but no rows; expected numbers x,y", reader->file.path);
}

bool dataset_read(Dataset *data, const char *path, const DatasetWish *wish, Err *err)
{
    *data = (Dataset){0};
    Reader *reader = mem_calloc(1, sizeof *reader);
    reader->wish = wish;
    bool good = textfile_open(&reader->file, path, err) && read_all(reader, data, err);
    textfile_close(&reader->file);
    strbuf_deinit(&reader->names);
    free(reader);
    if (!good) {
        dataset_deinit(data);
    }
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
    for (size_t i = 7; i < count; i += 8) {
        data->y[i] += 5;
    }
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
    for (size_t i = 0; i < MAKERS; i++) {
        if (makers[i].labels == labels && strcmp(makers[i].name, name) == 0) {
            return &makers[i];
        }
    }
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
    for (size_t i = 0; i < count; i++) {
        mean += values[i] / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        values[i] -= mean;
        variance += values[i] * values[i] / (double)count;
    }
    for (size_t i = 0; i < count && variance > 0; i++) {
        values[i] /= sqrt(variance);
    }
}

void dataset_standardise(Dataset *data, bool labels)
{
    standardise(data->x, data->count);
    if (!labels) {
        standardise(data->y, data->count);
    }
}
