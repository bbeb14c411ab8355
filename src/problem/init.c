#include "problem/init.h"

#include <math.h>
#include <string.h>

#include "base/text.h"

static const uint64_t INIT_STREAM = 0x696e697469616c73u;

enum { ATTEMPTS = 100 };

/* A start on the view's edge would be half out of the picture. */
static const double EDGE = 0.04;

static void draw_uniform(const Init *init, const Problem *problem, Rng *rng, Vec2 *w)
{
    (void)init;
    Vec2 size = box2_size(problem->view), from = problem->view.min;
    w->x = from.x + size.x * rng_range(rng, EDGE, 1 - EDGE);
    w->y = from.y + size.y * rng_range(rng, EDGE, 1 - EDGE);
}

static void draw_normal(const Init *init, const Problem *problem, Rng *rng, Vec2 *w)
{
    (void)problem;
    w->x = init_scale(*init) * rng_normal(rng);
    w->y = init_scale(*init) * rng_normal(rng);
}

static const struct {
    const char *name;
    bool scaled;
    void (*draw)(const Init *init, const Problem *problem, Rng *rng, Vec2 *w); /* NULL: never */
} ROWS[INIT_COUNT] = {
    [INIT_POINT] = {"point", false, NULL},
    [INIT_UNIFORM] = {"uniform", false, draw_uniform},
    [INIT_NORMAL] = {"normal", true, draw_normal},
};

double init_scale(Init init)
{
    return init.scale > 0 ? init.scale : 1;
}

bool init_parse(Init *init, const char *text, Err *err)
{
    size_t length = strcspn(text, ":");
    for (int i = 0; i < INIT_COUNT; i++) {
        if (strlen(ROWS[i].name) != length || memcmp(ROWS[i].name, text, length) != 0)
            continue;
        *init = (Init){(InitKind)i, 1};
        if (text[length] == '\0')
            return true;
        const char *number = text + length + 1;
        if (ROWS[i].scaled && text_number(number, strlen(number), &init->scale) &&
            init->scale >= INIT_SCALE_MIN && init->scale <= INIT_SCALE_MAX)
            return true;
    }
    *init = (Init){0};
    return err_set(err,
                   "'%s' is not accepted; expected point, uniform, normal, or normal:SCALE with a "
                   "SCALE from %g to %g",
                   text, INIT_SCALE_MIN, INIT_SCALE_MAX);
}

void init_print(Init init, StrBuf *out)
{
    strbuf_put(out, ROWS[init.kind].name);
    if (ROWS[init.kind].scaled && init_scale(init) != 1) {
        char scale[32];
        text_shortest(init.scale, scale);
        strbuf_printf(out, ":%s", scale);
    }
}

Rng init_rng(uint64_t seed)
{
    return rng_seeded(seed ^ INIT_STREAM);
}

bool init_draw(Init init, const Problem *problem, Rng *rng, Vec2 *w)
{
    for (int i = 0; i < ATTEMPTS && ROWS[init.kind].draw != NULL; i++) {
        Vec2 drawn;
        ROWS[init.kind].draw(&init, problem, rng, &drawn);
        if (isfinite(problem_value(problem, drawn))) {
            *w = drawn;
            return true;
        }
    }
    return false;
}
