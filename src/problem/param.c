#include "problem/param.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"

enum { NAME_MAX_BYTES = 64, NUMBER_MAX_BYTES = 32 };

/* 2^63: the seed's end is what the type holds, which no double does. */
static const double INTEGER_END = 0x1p63;

const ParamRow param_common_rows[PARAM_COMMON] = {
    {"noise", "\\sigma", "standard deviation of Gaussian noise on each gradient component", 0, 0,
     1e6, .kind = PARAM_NUMBER},
    {"seed", NULL, "of gradient noise and of the batches drawn", 0, 0, 0x1p63,
     .kind = PARAM_INTEGER},
};

static bool is_text(const ParamRow *row)
{
    return row->kind == PARAM_TEXT || row->kind == PARAM_FILE;
}

static void append(ParamSet *set, const ParamRow *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assert(set->count < PARAMS_MAX);
        set->item[set->count++] =
            (Param){.row = &rows[i],
                    .value = rows[i].fallback,
                    .integer = (long long)rows[i].fallback,
                    .text = is_text(&rows[i]) ? mem_strdup(rows[i].text) : NULL};
    }
}

void params_init(ParamSet *set, const ParamRow *rows, size_t count)
{
    *set = (ParamSet){0};
    append(set, rows, count);
    append(set, param_common_rows, PARAM_COMMON);
}

void params_deinit(ParamSet *set)
{
    for (size_t i = 0; i < set->count; i++)
        free(set->item[i].text);
    *set = (ParamSet){0};
}

static Param *find(ParamSet *set, const char *name)
{
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->item[i].row->name, name) == 0)
            return &set->item[i];
    return NULL;
}

const Param *params_get(const ParamSet *set, const char *name)
{
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->item[i].row->name, name) == 0)
            return &set->item[i];
    assert(false); /* no such parameter */
    return NULL;
}

static const char *param_name(const void *context, size_t index)
{
    return ((const ParamSet *)context)->item[index].row->name;
}

static bool unknown_param(const ParamSet *set, const char *owner, const char *name, Err *err)
{
    const char *near = text_nearest(name, set->count, param_name, set);
    if (near != NULL) {
        return err_set(err, "problem '%s' has no parameter '%s'; did you mean '%s'?", owner, name,
                       near);
    }
    StrBuf names = {0};
    for (size_t i = 0; i < set->count; i++)
        strbuf_printf(&names, "%s%s", i == 0 ? "" : ", ", set->item[i].row->name);
    err_set(err, "problem '%s' has no parameter '%s'; it has: %s", owner, name,
            strbuf_text(&names));
    strbuf_deinit(&names);
    return false;
}

/* ---- values ---- */

/* The integer ends of a row; 2^63 stands for the largest there is. Where 0 has a word, the word is
 * what people write. */
static void integer_range(const ParamRow *row, long long *low, long long *high)
{
    *low = row->zero != NULL ? 1 : (long long)row->min;
    *high = row->max >= INTEGER_END ? INT64_MAX : (long long)row->max;
}

void param_expected(const ParamRow *row, StrBuf *out)
{
    char low[NUMBER_MAX_BYTES], high[NUMBER_MAX_BYTES];
    long long least, most;
    switch (row->kind) {
    case PARAM_NUMBER:
        text_shortest(row->min, low);
        text_shortest(row->max, high);
        strbuf_printf(out, "a number from %s to %s", low, high);
        break;
    case PARAM_INTEGER:
        integer_range(row, &least, &most);
        strbuf_printf(out, "a whole number from %lld ", least);
        if (most == INT64_MAX)
            strbuf_put(out, "on");
        else
            strbuf_printf(out, "to %lld", most);
        if (row->zero != NULL)
            strbuf_printf(out, ", or %s", row->zero);
        break;
    case PARAM_CHOICE:
        for (size_t i = 0; row->choices[i] != NULL; i++) {
            const char *joint = row->choices[i + 1] == NULL ? " or " : ", ";
            strbuf_printf(out, "%s%s", i == 0 ? "" : joint, row->choices[i]);
        }
        break;
    case PARAM_TEXT:
        strbuf_put(out, "a name; one with commas in double quotes");
        break;
    case PARAM_FILE:
        strbuf_put(out, "a file's name; one with commas in double quotes");
        break;
    }
}

static bool bad_value(const ParamRow *row, const char *owner, const char *text, size_t length,
                      Err *err)
{
    StrBuf expected = {0};
    param_expected(row, &expected);
    err_set(err, "problem '%s': %s must be %s, not '%.*s'", owner, row->name,
            strbuf_text(&expected), (int)length, text);
    strbuf_deinit(&expected);
    return false;
}

static bool is_word(const char *text, size_t length, const char *word)
{
    return word != NULL && strlen(word) == length && memcmp(word, text, length) == 0;
}

static bool read_integer(Param *param, const char *text, size_t length)
{
    long long low, high;
    integer_range(param->row, &low, &high);
    bool zero = is_word(text, length, param->row->zero);
    if (zero)
        param->integer = 0;
    return zero || text_integer(text, length, low, high, &param->integer);
}

static bool read_choice(Param *param, const char *text, size_t length)
{
    for (size_t i = 0; param->row->choices[i] != NULL; i++) {
        if (is_word(text, length, param->row->choices[i])) {
            param->value = (double)i;
            return true;
        }
    }
    return false;
}

/* ---- texts in quotes ---- */

/* What a backslash and a letter stand for. */
static const char escapes[][2] = {{'\\', '\\'}, {'"', '"'}, {'n', '\n'}, {'t', '\t'}, {'r', '\r'}};
enum { ESCAPES = sizeof escapes / sizeof escapes[0] };

/* Bytes of a quoted text that begins here, both quotes with it; 0 if it does not end. */
static size_t quoted_length(const char *text)
{
    size_t i = 1;
    while (text[i] != '\0' && text[i] != '"')
        i += text[i] == '\\' && text[i + 1] != '\0' ? 2 : 1;
    return text[i] == '"' ? i + 1 : 0;
}

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = c != '\0' ? strchr(digits, c) : NULL;
    return found != NULL ? (int)(found - digits) : -1;
}

/* The byte of "\xHH", whose digits these are; 0 if it is none. */
static char hex_byte(const char *digits)
{
    int high = hex_digit(digits[0]), low = high >= 0 ? hex_digit(digits[1]) : -1;
    return low >= 0 ? (char)(16 * high + low) : '\0';
}

/* Appends what the backslash at text stands for; the bytes it takes, 0 if it stands for nothing. */
static size_t unescape(const char *text, StrBuf *out)
{
    for (size_t i = 0; i < ESCAPES; i++) {
        if (text[1] == escapes[i][0]) {
            strbuf_put_char(out, escapes[i][1]);
            return 2;
        }
    }
    char byte = text[1] == 'x' ? hex_byte(text + 2) : '\0';
    if (byte == '\0')
        return 0;
    strbuf_put_char(out, byte);
    return 4;
}

/* Appends what the quotes hold. False if that is nothing or not well written. */
static bool unquote(const char *text, size_t length, StrBuf *out)
{
    if (quoted_length(text) != length)
        return false;
    for (size_t i = 1; i + 1 < length;) {
        size_t taken = 1;
        if (text[i] == '\\')
            taken = unescape(text + i, out);
        else
            strbuf_put_char(out, text[i]);
        if (taken == 0)
            return false;
        i += taken;
    }
    return out->len > 0;
}

static bool read_text(Param *param, const char *text, size_t length)
{
    StrBuf value = {0};
    bool good = length > 0;
    if (good && *text == '"')
        good = unquote(text, length, &value);
    else
        strbuf_put_bytes(&value, text, length);
    free(param->text);
    param->text = mem_strdup(strbuf_text(&value));
    strbuf_deinit(&value);
    return good;
}

/* Whether a text reads back as it is, wherever a line may stand. */
static bool is_plain(const char *text)
{
    size_t length = strlen(text);
    if (length == 0 || *text == '"' || *text == ' ' || text[length - 1] == ' ')
        return false;
    for (const char *c = text; *c != '\0';) {
        size_t count = text_character(c);
        if (count == 0 || (unsigned char)*c < ' ' || *c == 0x7f || *c == ',')
            return false;
        c += count;
    }
    return true;
}

static void put_text(const char *text, StrBuf *out)
{
    if (is_plain(text)) {
        strbuf_put(out, text);
        return;
    }
    strbuf_put_char(out, '"');
    for (size_t count; *text != '\0'; text += count) {
        size_t i = 0;
        while (i < ESCAPES && *text != escapes[i][1])
            i++;
        count = text_character(text);
        if (i < ESCAPES) {
            strbuf_printf(out, "\\%c", escapes[i][0]);
        } else if (count == 0 || (unsigned char)*text < ' ' || *text == 0x7f) {
            strbuf_printf(out, "\\x%02x", (unsigned)(unsigned char)*text);
            count = 1;
        } else {
            strbuf_put_bytes(out, text, count);
        }
    }
    strbuf_put_char(out, '"');
}

static bool read_value(Param *param, const char *text, size_t length)
{
    const ParamRow *row = param->row;
    switch (row->kind) {
    case PARAM_NUMBER:
        return text_number(text, length, &param->value) && param->value >= row->min &&
               param->value <= row->max;
    case PARAM_INTEGER:
        if (!read_integer(param, text, length))
            return false;
        param->value = (double)param->integer;
        return true;
    case PARAM_CHOICE:
        return read_choice(param, text, length);
    case PARAM_TEXT:
    case PARAM_FILE:
        return read_text(param, text, length);
    }
    return false;
}

/* ---- text ---- */

/* Reads one "name=value", [text, text + length). */
static bool read_param(ParamSet *set, const char *owner, const char *text, size_t length, Err *err)
{
    const char *equals = memchr(text, '=', length);
    if (equals == NULL) {
        return err_set(err, "problem '%s': expected name=value, not '%.*s'", owner, (int)length,
                       text);
    }
    char name[NAME_MAX_BYTES];
    size_t name_length = (size_t)(equals - text);
    if (name_length >= sizeof name)
        name_length = sizeof name - 1;
    memcpy(name, text, name_length);
    name[name_length] = '\0';
    Param *param = find(set, name);
    if (param == NULL)
        return unknown_param(set, owner, name, err);
    if (param->given)
        return err_set(err, "problem '%s': %s is given twice", owner, name);
    param->given = true;
    size_t value_length = length - (size_t)(equals + 1 - text);
    return read_value(param, equals + 1, value_length) ||
           bad_value(param->row, owner, equals + 1, value_length, err);
}

/* Bytes of the "name=value" at text: up to a comma that stands in no quotes. */
static size_t item_length(const char *text)
{
    size_t name = strcspn(text, "=,");
    size_t quoted = text[name] == '=' && text[name + 1] == '"' ? quoted_length(text + name + 1) : 0;
    size_t before = quoted > 0 ? name + 1 + quoted : 0;
    return before + strcspn(text + before, ",");
}

bool params_read(ParamSet *set, const char *owner, const char *text, Err *err)
{
    for (bool more = *text != '\0'; more;) {
        size_t length = item_length(text);
        if (!read_param(set, owner, text, length, err))
            return false;
        more = text[length] == ',';
        text += length + more;
    }
    return true;
}

bool param_names_file(const Param *param)
{
    if (param->row->kind != PARAM_FILE || param->text[0] == '\0')
        return false;
    for (size_t i = 0; param->row->choices != NULL && param->row->choices[i] != NULL; i++)
        if (strcmp(param->text, param->row->choices[i]) == 0)
            return false;
    return true;
}

/* Appends the path of a file as it is to be written; one that would be taken for a word gets a
 * folder. */
static void put_path(const Param *param, const ParamPaths *paths, StrBuf *out)
{
    StrBuf path = {0};
    paths->write(paths->context, param->text, &path);
    Param written = {.row = param->row, .text = path.data};
    if (!param_names_file(&written))
        strbuf_put(out, "./");
    put_text(strbuf_text(&path), out);
    strbuf_deinit(&path);
}

void params_rewrite(const ParamRow *rows, size_t count, const char *text, const ParamPaths *paths,
                    StrBuf *out)
{
    for (bool more = *text != '\0'; more;) {
        size_t length = item_length(text), name = strcspn(text, "=,"), i = 0;
        while (i < count && !is_word(text, name, rows[i].name))
            i++;
        Param param = {.row = &rows[i]};
        bool file = i < count && rows[i].kind == PARAM_FILE && name < length &&
                    read_text(&param, text + name + 1, length - name - 1) &&
                    param_names_file(&param);
        strbuf_put_bytes(out, text, file ? name + 1 : length);
        if (file)
            put_path(&param, paths, out);
        free(param.text);
        more = text[length] == ',';
        text += length + more;
        strbuf_put(out, more ? "," : "");
    }
}

static bool is_fallback(const Param *param)
{
    const ParamRow *row = param->row;
    if (is_text(row))
        return strcmp(param->text, row->text) == 0;
    return row->kind == PARAM_INTEGER ? param->integer == (long long)row->fallback
                                      : param->value == row->fallback;
}

void param_print(const Param *param, StrBuf *out)
{
    char number[NUMBER_MAX_BYTES];
    switch (param->row->kind) {
    case PARAM_NUMBER:
        text_shortest(param->value, number);
        strbuf_put(out, number);
        break;
    case PARAM_INTEGER:
        if (param->integer == 0 && param->row->zero != NULL)
            strbuf_put(out, param->row->zero);
        else
            strbuf_printf(out, "%lld", param->integer);
        break;
    case PARAM_CHOICE:
        strbuf_put(out, param->row->choices[(size_t)param->value]);
        break;
    case PARAM_TEXT:
    case PARAM_FILE:
        put_text(param->text, out);
        break;
    }
}

void params_print(const ParamSet *set, StrBuf *out)
{
    const char *separator = ":";
    for (size_t i = 0; i < set->count; i++) {
        const Param *param = &set->item[i];
        if (!is_fallback(param)) {
            strbuf_printf(out, "%s%s=", separator, param->row->name);
            param_print(param, out);
            separator = ",";
        }
    }
}

void params_settle_seed(ParamSet *set, uint64_t seed, bool random)
{
    Param *param = find(set, "seed");
    if (!param->given) {
        param->integer = random ? (long long)(seed & INT64_MAX) : 0;
        param->value = (double)param->integer;
    }
}
