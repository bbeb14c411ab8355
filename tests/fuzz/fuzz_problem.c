/* Any text as a PROBLEM: refused with a message, or a whole problem, soon, that its spec makes
 * again. */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "fuzz.h"
#include "problem/factory.h"

#ifndef __has_feature
#define __has_feature(feature) 0
#endif

/* Seconds that a person may wait for a problem; sanitizers and builds for debugging take longer. */
#if defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__) && !__has_feature(address_sanitizer)
static const double patience = 1;
#else
static const double patience = 10;
#endif

static void check_whole(const Problem *p)
{
    Vec2 size = box2_size(p->view);
    if (!(size.x > 0 && size.y > 0) || !vec2_finite(p->view.min) || !vec2_finite(p->view.max))
        fuzz_fail("its view is %g x %g", size.x, size.y);
    if (!vec2_finite(p->start))
        fuzz_fail("it starts at (%g, %g)", p->start.x, p->start.y);
    if (!(p->lr > 0 && isfinite(p->lr) && p->reach > 0 && isfinite(p->reach)))
        fuzz_fail("lr %g, reach %g", p->lr, p->reach);
    if (isnan(p->floor) || p->floor == (double)INFINITY)
        fuzz_fail("floor %g", p->floor);
    if (p->landmark_count > PROBLEM_LANDMARKS_MAX || p->steps < 1)
        fuzz_fail("%zu landmarks, %ld steps", p->landmark_count, p->steps);
    for (size_t i = 0; i < p->landmark_count; i++)
        if (!vec2_finite(p->landmarks[i].at) || !isfinite(p->landmarks[i].value))
            fuzz_fail("landmark %zu at (%g, %g): %g", i, p->landmarks[i].at.x, p->landmarks[i].at.y,
                      p->landmarks[i].value);
}

static void check_same(const Problem *p, const Problem *q)
{
    static const Vec2 points[] = {{0.7, -1.1}, {0, 0}, {1, 1}, {-3.2, 4.1}};
    const char *ours = p->formula ? p->formula : "data", *theirs = q->formula ? q->formula : "data";
    if (strcmp(p->spec, q->spec) != 0 || strcmp(ours, theirs) != 0)
        fuzz_fail("spec '%s' gives '%s': %s instead of %s", p->spec, q->spec, theirs, ours);
    if (!fuzz_same(p->lr, q->lr) || !fuzz_same(p->reach, q->reach) ||
        !fuzz_same(p->start.x, q->start.x) || !fuzz_same(p->start.y, q->start.y) ||
        p->landmark_count != q->landmark_count)
        fuzz_fail("spec '%s' gives another problem", p->spec);
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        double a[6], b[6];
        p->kind->point(p, 6, points[i], a);
        q->kind->point(q, 6, points[i], b);
        for (int k = 0; k < 6; k++)
            if (!fuzz_same(a[k], b[k]))
                fuzz_fail("output %d at (%g, %g): %.17g, but %.17g from spec '%s'", k, points[i].x,
                          points[i].y, a[k], b[k], p->spec);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    Err err = {0};
    clock_t before = clock();
    Problem *problem = problem_create(text, &err);
    double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
    if (seconds > patience)
        fuzz_fail("it takes %.1f s", seconds);
    if (!problem) {
        fuzz_check_message(&err);
    } else {
        check_whole(problem);
        Problem *copy = problem_create(problem->spec, &err);
        if (!copy)
            fuzz_fail("its spec '%s' is refused: %s", problem->spec, err.text);
        check_same(problem, copy);
        problem_destroy(copy);
    }
    problem_destroy(problem);
    free(text);
    return 0;
}
