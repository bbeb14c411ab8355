#include "optim/optimizer_spec.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "optim/catalogue.h"
#include "optim/schedule.h"

typedef struct Span {
    const char *text;
    size_t len;
} Span;

static const char *optimizer_name_at(const void *context, size_t index)
{
    (void)context;
    return optimizer_at(index)->id;
}

static const char *hyper_name_at(const void *context, size_t index)
{
    const Optimizer *optimizer = context;
    return index < optimizer_hyper_count(optimizer) ? optimizer_hyper(optimizer, index)->id
                                                    : "label";
}

static bool unknown_optimizer(const char *word, Err *err)
{
    const char *near = text_nearest(word, optimizer_count(), optimizer_name_at, NULL);
    if (near)
        return err_set(err, "unknown optimizer '%s'; did you mean '%s'?", word, near);
    StrBuf names = {0};
    for (size_t i = 0; i < optimizer_count(); i++)
        strbuf_printf(&names, "%s%s", i > 0 ? ", " : "", optimizer_at(i)->id);
    err_set(err, "unknown optimizer '%s'; there are %s", word, strbuf_text(&names));
    strbuf_deinit(&names);
    return false;
}

static bool unknown_hyper(const Optimizer *optimizer, const char *word, Err *err)
{
    StrBuf text = {0};
    for (size_t i = 0; i < optimizer->hyper_count; i++)
        strbuf_printf(&text, "%s%s", i > 0 ? ", " : "", optimizer->hypers[i].id);
    if (optimizer_has_schedule(optimizer))
        strbuf_put(&text, ", schedule");
    const char *near =
        text_nearest(word, optimizer_hyper_count(optimizer) + 1, hyper_name_at, optimizer);
    if (near)
        strbuf_printf(&text, "; did you mean '%s'?", near);
    err_set(err, "%s has no hyperparameter '%s'; it has %s", optimizer->id, word,
            strbuf_text(&text));
    strbuf_deinit(&text);
    return false;
}

static bool set_label(OptimizerSpec *spec, Span label, Err *err)
{
    if (label.len >= OPTIMIZER_LABEL_MAX)
        return err_set(err, "%s: label of %zu bytes; at most %d are allowed", spec->optimizer->id,
                       label.len, OPTIMIZER_LABEL_MAX - 1);
    memcpy(spec->label, label.text, label.len);
    spec->label[label.len] = '\0';
    return true;
}

/* "lr@40": cuts the key, and leaves what follows the sign; 0 without one. */
static bool take_step(OptimizerSpec *spec, Span *key, long *step, Err *err)
{
    const char *sign = memchr(key->text, '@', key->len);
    long long number = 0;
    *step = 0;
    if (!sign)
        return true;
    size_t len = (size_t)(sign - key->text);
    if (!text_integer(sign + 1, key->len - len - 1, 1, OPTIMIZER_STEP_MAX, &number))
        return err_set(err, "%s: %.*s: expected a step from 1 to %ld after '@'",
                       spec->optimizer->id, (int)key->len, key->text, (long)OPTIMIZER_STEP_MAX);
    key->len = len;
    *step = (long)number;
    return true;
}

static bool is_given(const OptimizerSpec *spec, const HyperChange *change)
{
    if (change->step == 0)
        return spec->given[change->hyper];
    for (size_t i = 0; i < spec->change_count; i++)
        if (spec->changes[i].step == change->step && spec->changes[i].hyper == change->hyper)
            return true;
    return false;
}

static bool set_hyper(OptimizerSpec *spec, Span key, Span value, Err *err)
{
    const Optimizer *optimizer = spec->optimizer;
    char word[64];
    long step;
    if (!take_step(spec, &key, &step, err))
        return false;
    if (key.len >= sizeof word)
        return err_set(err, "%s has no hyperparameter '%.*s...'", optimizer->id, 32, key.text);
    memcpy(word, key.text, key.len);
    word[key.len] = '\0';
    int index = optimizer_hyper_find(optimizer, word);
    if (index < 0)
        return unknown_hyper(optimizer, word, err);
    HyperChange change = {.step = step, .hyper = (size_t)index};
    if (is_given(spec, &change))
        return err_set(err, "%s: %s is given twice", optimizer->id, word);
    if (!hyper_read(optimizer_hyper(optimizer, change.hyper), value.text, value.len, &change.value,
                    err)) {
        err_prefix(err, "%s: ", optimizer->id);
        return false;
    }
    return optimizer_spec_change(spec, change) ||
           err_set(err, "%s: more than %d changes on the way", optimizer->id,
                   OPTIMIZER_CHANGES_MAX);
}

static Span trimmed(Span span)
{
    while (span.len > 0 && span.text[0] == ' ') {
        span.text++;
        span.len--;
    }
    while (span.len > 0 && span.text[span.len - 1] == ' ')
        span.len--;
    return span;
}

/* What an entrant's text may say of the entrant beside its rule's hyperparameters. */
typedef enum OwnKey { KEY_LABEL, KEY_VISIBLE, OWN_KEYS } OwnKey;
static const char *const own_keys[OWN_KEYS] = {"label", "visible"};

static OwnKey own_key(Span key)
{
    OwnKey own = KEY_LABEL;
    while (own < OWN_KEYS &&
           (strlen(own_keys[own]) != key.len || memcmp(own_keys[own], key.text, key.len) != 0))
        own++;
    return own;
}

static bool set_visible(OptimizerSpec *spec, Span value, Err *err)
{
    static const Hyper visible = {.id = "visible", .kind = HYPER_SWITCH, .max = 1};
    double on;
    if (!hyper_read(&visible, value.text, value.len, &on, err)) {
        err_prefix(err, "%s: ", spec->optimizer->id);
        return false;
    }
    spec->hidden = on == 0;
    return true;
}

/* One "key=value". given: which of its own keys were. */
static bool set_item(OptimizerSpec *spec, Span item, bool given[OWN_KEYS], Err *err)
{
    const char *id = spec->optimizer->id;
    const char *equals = memchr(item.text, '=', item.len);
    if (item.len == 0)
        return err_set(err, "%s: expected key=value after ':' and between commas", id);
    if (!equals)
        return err_set(err, "%s: expected key=value, not '%.*s'", id, (int)item.len, item.text);
    Span key = {item.text, (size_t)(equals - item.text)};
    Span value = trimmed((Span){equals + 1, item.len - key.len - 1});
    if (value.len == 0)
        return err_set(err, "%s: %.*s= has no value", id, (int)key.len, key.text);
    const OwnKey own = own_key(key);
    if (own == OWN_KEYS)
        return set_hyper(spec, key, value, err);
    if (given[own])
        return err_set(err, "%s: %s is given twice", id, own_keys[own]);
    given[own] = true;
    return own == KEY_LABEL ? set_label(spec, value, err) : set_visible(spec, value, err);
}

bool optimizer_spec_parse(OptimizerSpec *spec, const char *text, Err *err)
{
    *spec = (OptimizerSpec){0};
    for (size_t i = 0; i < OPTIMIZER_HYPERS_MAX; i++)
        spec->hyper[i] = (double)NAN;

    char word[64];
    size_t word_len = strcspn(text, ":");
    if (word_len == 0)
        return err_set(err, "expected an optimizer before '%s'", text);
    if (word_len >= sizeof word)
        return err_set(err, "unknown optimizer '%.*s...'", 32, text);
    memcpy(word, text, word_len);
    word[word_len] = '\0';
    spec->optimizer = optimizer_find(word);
    if (!spec->optimizer)
        return unknown_optimizer(word, err);

    bool given[OWN_KEYS] = {false};
    for (const char *at = text + word_len; *at;) {
        at++; /* the ':' or ',' */
        Span item = {at, strcspn(at, ",")};
        if (!set_item(spec, item, given, err))
            return false;
        at += item.len;
    }
    if (!given[KEY_LABEL]) /* the text, as far as there is room */
        snprintf(spec->label, sizeof spec->label, "%s", text);
    return true;
}

/* A bare text starts with the id, as a whole word. */
bool optimizer_spec_labelled(const OptimizerSpec *spec)
{
    size_t len = strlen(spec->optimizer->id);
    bool is_text = strncmp(spec->label, spec->optimizer->id, len) == 0 &&
                   (spec->label[len] == '\0' || spec->label[len] == ':');
    return spec->label[0] != '\0' && !is_text;
}

void optimizer_spec_print(const OptimizerSpec *spec, StrBuf *out)
{
    const Optimizer *optimizer = spec->optimizer;
    const char *separator = ":";
    strbuf_put(out, optimizer->id);
    for (size_t i = 0; i < optimizer_hyper_count(optimizer); i++) {
        const Hyper *hyper = optimizer_hyper(optimizer, i);
        if (!spec->given[i])
            continue;
        strbuf_printf(out, "%s%s=", separator, hyper->id);
        hyper_print(hyper, spec->hyper[i], out);
        separator = ",";
    }
    for (size_t i = 0; i < spec->change_count; i++) {
        const HyperChange *change = &spec->changes[i];
        const Hyper *hyper = optimizer_hyper(optimizer, change->hyper);
        strbuf_printf(out, "%s%s@%ld=", separator, hyper->id, change->step);
        hyper_print(hyper, change->value, out);
        separator = ",";
    }
    if (spec->hidden) {
        strbuf_printf(out, "%svisible=off", separator);
        separator = ",";
    }
    if (optimizer_spec_labelled(spec))
        strbuf_printf(out, "%slabel=%s", separator, spec->label);
}

void optimizer_spec_defaults(OptimizerSpec *spec, double problem_lr, double problem_reach)
{
    for (size_t i = 0; i < optimizer_hyper_count(spec->optimizer); i++)
        if (isnan(spec->hyper[i]))
            spec->hyper[i] =
                hyper_default(optimizer_hyper(spec->optimizer, i), problem_lr, problem_reach);
}

/* ---- values that change on the way ---- */

static void remove_change(OptimizerSpec *spec, size_t at)
{
    memmove(&spec->changes[at], &spec->changes[at + 1],
            (--spec->change_count - at) * sizeof spec->changes[0]);
}

/* By step, then in the table's order, so that equal changes are written alike. */
static bool comes_after(const HyperChange *a, const HyperChange *b)
{
    return a->step > b->step || (a->step == b->step && a->hyper > b->hyper);
}

bool optimizer_spec_change(OptimizerSpec *spec, HyperChange change)
{
    if (change.step == 0) {
        spec->hyper[change.hyper] = change.value;
        spec->given[change.hyper] = true;
        return true;
    }
    size_t at = spec->change_count;
    while (at > 0 && comes_after(&spec->changes[at - 1], &change))
        at--;
    HyperChange *before = at > 0 ? &spec->changes[at - 1] : NULL;
    if (before && before->step == change.step && before->hyper == change.hyper) {
        before->value = change.value;
        return true;
    }
    if (spec->change_count == OPTIMIZER_CHANGES_MAX)
        return false;
    memmove(&spec->changes[at + 1], &spec->changes[at],
            (spec->change_count++ - at) * sizeof change);
    spec->changes[at] = change;
    return true;
}

bool optimizer_spec_change_on(OptimizerSpec *spec, HyperChange change)
{
    for (size_t i = spec->change_count; i-- > 0;)
        if (spec->changes[i].hyper == change.hyper && spec->changes[i].step >= change.step)
            remove_change(spec, i);
    if (change.step > 0 && optimizer_spec_value(spec, change.hyper, change.step) == change.value)
        return true;
    return optimizer_spec_change(spec, change);
}

double optimizer_spec_value(const OptimizerSpec *spec, size_t hyper, long step)
{
    double value = spec->hyper[hyper];
    for (size_t i = 0; i < spec->change_count && spec->changes[i].step <= step; i++)
        if (spec->changes[i].hyper == hyper)
            value = spec->changes[i].value;
    return value;
}

size_t optimizer_spec_forks(const OptimizerSpec *spec, long steps[OPTIMIZER_CHANGES_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < spec->change_count; i++)
        if (count == 0 || steps[count - 1] != spec->changes[i].step)
            steps[count++] = spec->changes[i].step;
    return count;
}

static const double *schedule_of(const OptimizerSpec *spec, const double *hyper)
{
    return optimizer_has_schedule(spec->optimizer) ? hyper + spec->optimizer->hyper_count : NULL;
}

bool optimizer_spec_varies(const OptimizerSpec *spec)
{
    const double *schedule = schedule_of(spec, spec->hyper);
    return spec->change_count > 0 || (schedule && schedule_rule(schedule) != NULL);
}

void optimizer_spec_at(const OptimizerSpec *spec, long t, double *hyper)
{
    memcpy(hyper, spec->hyper, sizeof spec->hyper);
    for (size_t i = 0; i < spec->change_count && spec->changes[i].step < t; i++)
        hyper[spec->changes[i].hyper] = spec->changes[i].value;
    const double *schedule = schedule_of(spec, hyper);
    if (schedule)
        hyper[optimizer_hyper_find(spec->optimizer, "lr")] *= schedule_factor(schedule, t);
}

bool optimizer_spec_same(const OptimizerSpec *a, const OptimizerSpec *b)
{
    if (a->optimizer != b->optimizer || a->change_count != b->change_count)
        return false;
    for (size_t i = 0; i < a->change_count; i++)
        if (a->changes[i].step != b->changes[i].step ||
            a->changes[i].hyper != b->changes[i].hyper ||
            a->changes[i].value != b->changes[i].value)
            return false;
    size_t size = optimizer_hyper_count(a->optimizer) * sizeof *a->hyper;
    return memcmp(a->hyper, b->hyper, size) == 0;
}
