/* Any text as the line of a race: refused with a message and nothing changed, or a race whose own
 * line makes the same race elsewhere. */
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/raceline.h"
#include "fuzz.h"

static void begin(App *app, const char *problem)
{
    Err err = {0};
    if (!app_init(app, &(AppOptions){.problem = problem}, &err))
        fuzz_fail("%s", err.text);
}

static void check_same(const App *a, const App *b)
{
    const Race *p = a->race, *q = b->race;
    if (race_count(p) != race_count(q))
        fuzz_fail("%zu entrants, not %zu", race_count(q), race_count(p));
    for (size_t i = 0; i < race_count(p); i++) {
        const OptimizerSpec *own = race_wanted(p, i), *other = race_wanted(q, i);
        if (!optimizer_spec_same(own, other))
            fuzz_fail("entrant %zu is another '%s'", i, other->optimizer->id);
        if (optimizer_spec_labelled(own) && strcmp(own->label, other->label) != 0)
            fuzz_fail("entrant %zu: label '%s', not '%s'", i, other->label, own->label);
    }
    if (strcmp(race_problem(p)->spec, race_problem(q)->spec) != 0)
        fuzz_fail("problem '%s', not '%s'", race_problem(q)->spec, race_problem(p)->spec);
    Vec2 start = race_start(p), there = race_start(q);
    if (!fuzz_same(start.x, there.x) || !fuzz_same(start.y, there.y))
        fuzz_fail("starts at (%.17g, %.17g), not (%.17g, %.17g)", there.x, there.y, start.x,
                  start.y);
    if (race_limits(p).budget != race_limits(q).budget || a->steps_chosen != b->steps_chosen)
        fuzz_fail("%ld steps, not %ld", race_limits(q).budget, race_limits(p).budget);
}

/* The line and a race elsewhere, made from it. */
static void check_line(const App *app)
{
    static App other;
    StrBuf line = {0}, again = {0};
    Err err = {0};
    raceline_print(app, &line);
    begin(&other, "beale");
    if (!raceline_apply(&other, strbuf_text(&line), &err))
        fuzz_fail("%s is refused: %s", strbuf_text(&line), err.text);
    check_same(app, &other);
    raceline_print(&other, &again);
    if (strcmp(strbuf_text(&again), strbuf_text(&line)) != 0)
        fuzz_fail("%s prints as %s", strbuf_text(&line), strbuf_text(&again));
    app_deinit(&other);
    strbuf_deinit(&again);
    strbuf_deinit(&line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static App app;
    char *text = fuzz_text(data, size);
    Err err = {0};
    begin(&app, "bowl");
    uint64_t before = race_revision(app.race);
    if (raceline_apply(&app, text, &err)) {
        app_update(&app, &(Input){.width = 1280, .height = 720, .display_scale = 1}, 0.01);
    } else {
        fuzz_check_message(&err);
        if (race_revision(app.race) != before)
            fuzz_fail("refused, but not without a change");
    }
    check_line(&app);
    app_deinit(&app);
    free(text);
    return 0;
}
