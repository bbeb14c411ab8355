/* Any words as a command line, with a space between them: refused with one line, or options within
 * their ranges. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/options.h"
#include "fuzz.h"

enum { WORDS_MAX = 64 };

/* Cuts text at its spaces, in place. */
static int split(char *text, char **argv)
{
    int argc = 0;
    for (char *word = text; word && argc < WORDS_MAX;) {
        argv[argc++] = word;
        char *end = strchr(word, ' ');
        if (end)
            *end++ = '\0';
        word = end;
    }
    return argc;
}

static void check_ranges(const Options *o)
{
    if (o->mode > MODE_VERSION || o->topic > MODE_VERSION || o->format >= FORMAT_COUNT ||
        o->list > LIST_COMMANDS || o->optimizer_count > RACE_ENTRANTS_MAX)
        fuzz_fail("mode %d, topic %d, format %d, list %d, %zu optimizers", o->mode, o->topic,
                  o->format, o->list, o->optimizer_count);
    if (o->steps < -1 || o->steps > OPTIONS_STEPS_MAX || o->step < -1 ||
        o->step > OPTIONS_STEPS_MAX)
        fuzz_fail("steps %ld, step %ld", o->steps, o->step);
    bool scaled = o->scale == 0 || (o->scale >= OPTIONS_SCALE_MIN && o->scale <= OPTIONS_SCALE_MAX);
    if (!scaled || !vec2_finite(o->start) || !vec2_finite(o->at))
        fuzz_fail("scale %g, start (%g, %g), at (%g, %g)", o->scale, o->start.x, o->start.y,
                  o->at.x, o->at.y);
    bool sized = o->width != 0 || o->height != 0;
    if (sized && (o->width < OPTIONS_SIZE_MIN || o->width > OPTIONS_SIZE_MAX ||
                  o->height < OPTIONS_SIZE_MIN || o->height > OPTIONS_SIZE_MAX))
        fuzz_fail("%d x %d pixels", o->width, o->height);
    bool pictured = o->mode == MODE_WINDOW || o->mode == MODE_RENDER;
    if (pictured && (o->steps == 0 || o->steps > APP_STEPS_MAX))
        fuzz_fail("%ld steps for a picture", o->steps);
    if (o->width_mm != 0 && (o->width_mm < OPTIONS_MM_MIN || o->width_mm > OPTIONS_MM_MAX))
        fuzz_fail("%g mm", o->width_mm);
    if (o->fps < 0 || o->fps > OPTIONS_FPS_MAX || o->hold > OPTIONS_HOLD_MAX)
        fuzz_fail("%g frames a second, held for %g s", o->fps, o->hold);
    if (o->mode < MODE_HELP && !(options_formats(o) & 1u << o->format))
        fuzz_fail("mode %d writes no %d", o->mode, o->format);
    for (size_t i = 0; i < o->optimizer_count; i++)
        if (!o->optimizers[i])
            fuzz_fail("optimizer %zu is missing", i);
}

/* What each command counts on. */
static void check_complete(const Options *o)
{
    bool complete = true;
    if (o->mode == MODE_TRACE)
        complete = o->scenario || (o->problem && o->optimizer_count > 0);
    else if (o->mode == MODE_EVAL)
        complete = o->problem && o->at_given;
    else if (o->mode == MODE_RENDER)
        complete = o->output != NULL;
    if (!complete)
        fuzz_fail("mode %d without what it needs", o->mode);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    char program[] = "ravine";
    char *argv[WORDS_MAX + 2] = {program};
    int argc = 1 + (*text ? split(text, argv + 1) : 0);
    Options options;
    Err err = {0};
    if (options_parse(&options, argc, argv, &err)) {
        check_ranges(&options);
        check_complete(&options);
        StrBuf help = {0};
        options_help(options.topic, &help);
        if (help.len == 0)
            fuzz_fail("no help on topic %d", options.topic);
        strbuf_deinit(&help);
    } else {
        fuzz_check_line(&err);
    }
    free(text);
    return 0;
}
