#include "optim/ruletext.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 32 };

/* In place of t in a power of it, once beginnings are forgotten. */
static const double LONG_AFTER = 1e9;

/* ---- names ---- */

RuleSpan rule_span(const char *text)
{
    return (RuleSpan){text, strlen(text)};
}

bool rule_same(RuleSpan a, RuleSpan b)
{
    size_t i = 0, j = 0;
    for (;;) {
        while (i < a.len && a.text[i] == ' ')
            i++;
        while (j < b.len && b.text[j] == ' ')
            j++;
        if (i == a.len || j == b.len)
            return i == a.len && j == b.len;
        if (a.text[i++] != b.text[j++])
            return false;
    }
}

bool rule_set(RuleScope *scope, RuleSpan symbol, RuleValue value, RuleSpan text)
{
    if (scope->count == RULE_NAMES_MAX)
        return false;
    scope->names[scope->count++] = (RuleName){symbol, value, text};
    return true;
}

static const RuleName *find(const RuleScope *scope, RuleSpan symbol)
{
    for (size_t i = scope->count; i-- > 0;)
        if (rule_same(scope->names[i].symbol, symbol))
            return &scope->names[i];
    return NULL;
}

const RuleValue *rule_get(const RuleScope *scope, RuleSpan symbol)
{
    const RuleName *name = find(scope, symbol);
    return name ? &name->value : NULL;
}

/* ---- reading ---- */

typedef struct Reader {
    const RuleScope *scope;
    const char *at, *end;
    int depth;
    bool in_bars;  /* the next bar closes */
    bool in_power; /* t may be long after */
    bool failed;
} Reader;

static RuleValue read_sum(Reader *reader);
static RuleValue read_factor(Reader *reader);

static RuleValue fail(Reader *reader)
{
    reader->failed = true;
    return rule_unknown();
}

static void skip_spaces(Reader *reader)
{
    while (reader->at < reader->end && *reader->at == ' ')
        reader->at++;
}

static bool next_is(Reader *reader, const char *text)
{
    skip_spaces(reader);
    size_t len = strlen(text);
    return (size_t)(reader->end - reader->at) >= len && memcmp(reader->at, text, len) == 0;
}

/* A command ends where letters end: \min is not in \minus. */
static bool take(Reader *reader, const char *text)
{
    if (!next_is(reader, text))
        return false;
    size_t len = strlen(text);
    if (text[0] == '\\' && isalpha((unsigned char)text[len - 1]) &&
        reader->at + len < reader->end && isalpha((unsigned char)reader->at[len]))
        return false;
    reader->at += len;
    return true;
}

static RuleValue expect(Reader *reader, const char *text, RuleValue value)
{
    return take(reader, text) ? value : fail(reader);
}

/* "{sum}", or a single character or command as TeX takes it. */
static RuleValue read_argument(Reader *reader)
{
    if (take(reader, "{"))
        return expect(reader, "}", read_sum(reader));
    return read_factor(reader);
}

static RuleValue read_fenced(Reader *reader, const char *close)
{
    bool bars = reader->in_bars;
    reader->in_bars = false;
    RuleValue value = read_sum(reader);
    reader->in_bars = bars;
    return expect(reader, close, value);
}

/* After \max or \min: "(a, b)". */
static RuleValue read_extreme(Reader *reader, RuleValue (*extreme)(RuleValue, RuleValue))
{
    if (!take(reader, "("))
        return fail(reader);
    RuleValue a = read_sum(reader);
    if (!take(reader, ","))
        return fail(reader);
    RuleValue b = read_fenced(reader, ")");
    return extreme(a, b);
}

static RuleValue read_sign(Reader *reader)
{
    if (!take(reader, "("))
        return fail(reader);
    return rule_sign(read_fenced(reader, ")"));
}

static RuleValue read_bars(Reader *reader, const char *close)
{
    bool bars = reader->in_bars;
    reader->in_bars = true;
    RuleValue value = read_sum(reader);
    reader->in_bars = bars;
    return rule_absolute(expect(reader, close, value));
}

/* The gradient at another place; see RuleScope. */
static RuleValue read_gradient(Reader *reader)
{
    if (!take(reader, "f") || !take(reader, "("))
        return fail(reader);
    RuleValue place = read_fenced(reader, ")");
    const RuleScope *scope = reader->scope;
    if (!scope->varies || place.shape != RULE_VECTOR)
        return fail(reader);
    if (scope->hessian)
        return rule_apply(rule_matrix(*scope->hessian), place);
    const RuleValue *g = rule_get(scope, rule_span("g"));
    return g ? *g : fail(reader);
}

static RuleValue read_decimal(Reader *reader)
{
    char digits[32];
    size_t len = 0;
    while (reader->at < reader->end && len + 1 < sizeof digits &&
           (isdigit((unsigned char)*reader->at) || *reader->at == '.'))
        digits[len++] = *reader->at++;
    digits[len] = '\0';
    return rule_number(strtod(digits, NULL));
}

/* Past "{...}" or one character. */
static void skip_argument(Reader *reader)
{
    skip_spaces(reader);
    int open = 0;
    do {
        if (reader->at >= reader->end)
            return;
        open += *reader->at == '{' ? 1 : *reader->at == '}' ? -1 : 0;
        reader->at++;
    } while (open > 0);
}

/* A letter or a command, with the accent over it and the subscript below. */
static RuleSpan read_symbol(Reader *reader)
{
    const char *from = reader->at;
    if (*reader->at == '\\') {
        reader->at++;
        const char *name = reader->at;
        while (reader->at < reader->end && isalpha((unsigned char)*reader->at))
            reader->at++;
        size_t len = (size_t)(reader->at - name);
        if ((len == 3 && (memcmp(name, "hat", 3) == 0 || memcmp(name, "bar", 3) == 0)) ||
            (len == 5 && memcmp(name, "tilde", 5) == 0))
            skip_argument(reader);
    } else {
        reader->at++;
    }
    if (next_is(reader, "_")) {
        reader->at++;
        skip_argument(reader);
    }
    return (RuleSpan){from, (size_t)(reader->at - from)};
}

/* x_{t+1}: what defined x_{t}, one step later. */
static RuleValue read_later(Reader *reader, RuleSpan symbol)
{
    static const char later[] = "_{t+1}";
    const size_t len = sizeof later - 1;
    if (symbol.len <= len || symbol.len >= 40 || reader->depth >= DEPTH_MAX ||
        memcmp(symbol.text + symbol.len - len, later, len) != 0)
        return fail(reader);
    char now[48];
    memcpy(now, symbol.text, symbol.len - len);
    strcpy(now + symbol.len - len, "_{t}");
    const RuleName *name = find(reader->scope, rule_span(now));
    if (!name || name->text.len == 0)
        return fail(reader);
    RuleScope scope = *reader->scope;
    scope.t += 1.0;
    Reader inner = {.scope = &scope,
                    .at = name->text.text,
                    .end = name->text.text + name->text.len,
                    .depth = reader->depth + 1};
    RuleValue value = read_sum(&inner);
    return inner.failed ? fail(reader) : value;
}

static RuleValue read_name(Reader *reader)
{
    RuleSpan symbol = read_symbol(reader);
    const RuleScope *scope = reader->scope;
    if (rule_same(symbol, rule_span("t")))
        return rule_number(scope->faded && reader->in_power ? LONG_AFTER : scope->t);
    const RuleValue *value = rule_get(scope, symbol);
    if (value)
        return value->shape == RULE_UNKNOWN ? fail(reader) : *value;
    if (rule_same(symbol, rule_span("I")))
        return rule_matrix((Sym2){1, 0, 1});
    return read_later(reader, symbol);
}

static RuleValue read_base(Reader *reader)
{
    skip_spaces(reader);
    if (reader->at >= reader->end)
        return fail(reader);
    if (isdigit((unsigned char)*reader->at))
        return read_decimal(reader);
    if (take(reader, "("))
        return read_fenced(reader, ")");
    if (take(reader, "\\lvert"))
        return read_bars(reader, "\\rvert");
    if (take(reader, "|"))
        return read_bars(reader, "|");
    if (take(reader, "\\sqrt"))
        return rule_root(read_argument(reader));
    if (take(reader, "\\frac")) {
        RuleValue over = read_argument(reader);
        return rule_divide(over, read_argument(reader));
    }
    if (take(reader, "\\max"))
        return read_extreme(reader, rule_max);
    if (take(reader, "\\min"))
        return read_extreme(reader, rule_min);
    if (take(reader, "\\sign"))
        return read_sign(reader);
    if (take(reader, "\\nabla"))
        return read_gradient(reader);
    if (isalpha((unsigned char)*reader->at) || *reader->at == '\\')
        return read_name(reader);
    return fail(reader);
}

static RuleValue read_factor(Reader *reader)
{
    if (reader->depth >= DEPTH_MAX)
        return fail(reader);
    reader->depth++;
    RuleValue value = read_base(reader);
    while (!reader->failed && take(reader, "^")) {
        bool in_power = reader->in_power;
        reader->in_power = true;
        value = rule_power(value, read_argument(reader));
        reader->in_power = in_power;
    }
    reader->depth--;
    return value;
}

/* Whether another factor follows without a sign between. */
static bool more_factors(Reader *reader)
{
    skip_spaces(reader);
    if (reader->at >= reader->end)
        return false;
    char c = *reader->at;
    if (c == '|')
        return !reader->in_bars;
    return isalnum((unsigned char)c) || c == '(' || (c == '\\' && !next_is(reader, "\\rvert"));
}

static RuleValue read_product(Reader *reader)
{
    RuleValue value = read_factor(reader);
    while (!reader->failed)
        if (take(reader, "/"))
            value = rule_divide(value, read_factor(reader));
        else if (take(reader, "\\cdot") || more_factors(reader))
            value = rule_multiply(value, read_factor(reader));
        else
            break;
    return value;
}

static RuleValue read_sum(Reader *reader)
{
    RuleValue value;
    if (take(reader, "-"))
        value = rule_subtract(rule_number(0), read_product(reader));
    else
        value = read_product(reader);
    while (!reader->failed)
        if (take(reader, "+"))
            value = rule_add(value, read_product(reader));
        else if (take(reader, "-"))
            value = rule_subtract(value, read_product(reader));
        else
            break;
    return value;
}

RuleValue rule_evaluate(const RuleScope *scope, RuleSpan text)
{
    Reader reader = {.scope = scope, .at = text.text, .end = text.text + text.len};
    RuleValue value = read_sum(&reader);
    skip_spaces(&reader);
    return reader.failed || reader.at != reader.end ? rule_unknown() : value;
}

/* ---- statements ---- */

/* The next place of `mark` outside all brackets, `end` if there is none. */
static const char *find_mark(const char *at, const char *end, const char *mark)
{
    size_t len = strlen(mark);
    int open = 0;
    for (; at < end; at++) {
        if (open == 0 && (size_t)(end - at) >= len && memcmp(at, mark, len) == 0)
            return at;
        open += *at == '{' || *at == '(' ? 1 : *at == '}' || *at == ')' ? -1 : 0;
    }
    return end;
}

static RuleSpan trimmed(const char *from, const char *end)
{
    static const char space[] = "\\text{  }", half[] = "\\text{ }";
    for (bool more = true; more;) {
        more = false;
        if (from < end && *from == ' ') {
            from++;
            more = true;
        }
        if (from < end && end[-1] == ' ') {
            end--;
            more = true;
        }
        const char *words[] = {space, half};
        for (int i = 0; i < 2; i++) {
            size_t len = strlen(words[i]);
            if ((size_t)(end - from) >= len && memcmp(from, words[i], len) == 0) {
                from += len;
                more = true;
            }
        }
    }
    return (RuleSpan){from, (size_t)(end - from)};
}

/* One statement, or a chain of them; returns how many were added. */
static size_t add_statements(const char *from, const char *end, bool conditional,
                             RuleStatement *out, size_t room)
{
    static const char arrow[] = "\\leftarrow";
    const char *mark = find_mark(from, end, arrow);
    size_t skip = sizeof arrow - 1;
    if (mark == end) {
        mark = find_mark(from, end, "=");
        skip = 1;
    }
    if (mark == end || room == 0)
        return 0;
    out[0] = (RuleStatement){trimmed(from, mark), trimmed(mark + skip, end), conditional};
    const char *next = skip == 1 ? find_mark(mark + 1, end, "=") : end;
    if (next == end)
        return 1;
    size_t count = 1 + add_statements(mark + 1, end, conditional, out + 1, room - 1);
    out[0].text = out[count - 1].text;
    return count;
}

size_t rule_statements(const char *line, RuleStatement statements[RULE_PARTS_MAX])
{
    const char *end = line + strlen(line), *at = line;
    const char *colon = find_mark(line, end, ":");
    bool conditional = colon != end;
    /* "\text{otherwise: } ...": the colon is inside the words. */
    static const char words[] = "\\text{";
    if (!conditional && strncmp(line, words, sizeof words - 1) == 0) {
        const char *close = strchr(line, '}');
        if (close && memchr(line, ':', (size_t)(close - line))) {
            conditional = true;
            colon = close;
        }
    }
    if (conditional)
        at = colon + 1;
    size_t count = 0;
    while (at < end) {
        const char *comma = find_mark(at, end, ",");
        count += add_statements(at, comma, conditional, statements + count, RULE_PARTS_MAX - count);
        at = comma < end ? comma + 1 : end;
    }
    return count;
}
