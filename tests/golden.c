#include "golden.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LINE_MAX_BYTES = 1024,
    ROWS_MAX = 256,
    FIELDS_MAX = 16,
    COLUMNS = 3,        /* x y f */
    COLUMNS_BATCHED = 8 /* x y f gx gy fb gxb gyb */
};

struct Golden {
    FILE *file;
    const char *name;
    int line_number;
    char line[LINE_MAX_BYTES];
    bool pending; /* line holds the head of the next record */
    char *field[FIELDS_MAX];
    size_t field_count;
    GoldenTrajectory trajectory;
    int step[ROWS_MAX];
    double column[COLUMNS_BATCHED][ROWS_MAX];
    GoldenFunction function;
    GoldenSchedule schedule;
};

static void broken(const Golden *g, const char *what)
{
    fprintf(stderr, "golden data: %s:%d: %s\n", g->name, g->line_number, what);
    abort();
}

Golden *golden_open(const char *name)
{
    Golden *g = calloc(1, sizeof *g);
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", GOLDEN_DIR, name);
    if (g != NULL) {
        g->name = name;
        g->file = fopen(path, "r");
    }
    if (g == NULL || g->file == NULL) {
        fprintf(stderr, "golden data: cannot read '%s'\n", path);
        abort();
    }
    return g;
}

void golden_close(Golden *golden)
{
    if (golden == NULL)
        return;
    fclose(golden->file);
    free(golden);
}

static bool read_line(Golden *g)
{
    if (g->pending) {
        g->pending = false;
        return true;
    }
    if (fgets(g->line, sizeof g->line, g->file) == NULL)
        return false;
    g->line_number++;
    if (strchr(g->line, '\n') == NULL)
        broken(g, "line too long or cut off");
    g->field_count = 0;
    for (char *word = strtok(g->line, " \t\n"); word != NULL; word = strtok(NULL, " \t\n")) {
        if (g->field_count == FIELDS_MAX)
            broken(g, "too many fields");
        g->field[g->field_count++] = word;
    }
    return true;
}

static void need(const Golden *g, size_t fields)
{
    if (g->field_count != fields)
        broken(g, "wrong number of fields");
}

static double number(const Golden *g, size_t index)
{
    char *end = NULL;
    double value = strtod(g->field[index], &end);
    if (*end != '\0')
        broken(g, "not a number");
    return value;
}

static void copy(const Golden *g, char *out, size_t size, size_t index)
{
    if (strlen(g->field[index]) >= size)
        broken(g, "text too long");
    memcpy(out, g->field[index], strlen(g->field[index]) + 1);
}

/* One row "step x y f ..."; how many columns after the step. */
static size_t read_row(Golden *g, size_t row)
{
    if (!read_line(g))
        broken(g, "the file ends within a trajectory");
    size_t columns = g->field_count == COLUMNS_BATCHED + 1 ? COLUMNS_BATCHED : COLUMNS;
    need(g, columns + 1);
    g->step[row] = (int)number(g, 0);
    for (size_t k = 0; k < columns; k++)
        g->column[k][row] = number(g, k + 1);
    return columns;
}

const GoldenTrajectory *golden_next(Golden *golden)
{
    Golden *g = golden;
    if (!read_line(g))
        return NULL;
    need(g, 10);
    if (strcmp(g->field[0], "case") != 0)
        broken(g, "expected 'case'");
    GoldenTrajectory *t = &g->trajectory;
    copy(g, t->file, sizeof t->file, 1);
    copy(g, t->problem, sizeof t->problem, 2);
    copy(g, t->optimizer, sizeof t->optimizer, 3);
    t->start = vec2(number(g, 4), number(g, 5));
    t->upto_1e12 = (int)number(g, 6);
    t->upto_1e9 = (int)number(g, 7);
    t->upto_1e6 = (int)number(g, 8);
    t->rows = (size_t)number(g, 9);
    if (t->rows == 0 || t->rows > ROWS_MAX)
        broken(g, "wrong number of rows");
    size_t columns = COLUMNS_BATCHED;
    for (size_t i = 0; i < t->rows; i++) {
        size_t found = read_row(g, i);
        columns = found < columns ? found : columns;
    }
    t->step = g->step;
    const double **column[] = {&t->x, &t->y, &t->f, &t->gx, &t->gy, &t->fb, &t->gxb, &t->gyb};
    for (size_t k = 0; k < COLUMNS_BATCHED; k++)
        *column[k] = k < columns ? g->column[k] : NULL;
    return t;
}

static Box2 read_box(const Golden *g)
{
    need(g, 5);
    return (Box2){vec2(number(g, 1), number(g, 2)), vec2(number(g, 3), number(g, 4))};
}

static void read_critical(const Golden *g, GoldenFunction *f)
{
    need(g, 7);
    if (f->critical_count == GOLDEN_CRITICAL_MAX)
        broken(g, "too many critical points");
    GoldenCritical *c = &f->critical[f->critical_count++];
    copy(g, c->kind, sizeof c->kind, 1);
    c->at = vec2(number(g, 2), number(g, 3));
    c->value = number(g, 4);
    c->eigen[0] = number(g, 5);
    c->eigen[1] = number(g, 6);
}

static void read_circle(const Golden *g, GoldenFunction *f)
{
    need(g, 4);
    if (f->circle_count == GOLDEN_FEW_MAX)
        broken(g, "too many circles");
    GoldenCircle *c = &f->circle[f->circle_count++];
    copy(g, c->kind, sizeof c->kind, 1);
    c->radius = number(g, 2);
    c->value = number(g, 3);
}

static void read_global(const Golden *g, GoldenFunction *f)
{
    need(g, 4);
    if (f->minimum_count == GOLDEN_FEW_MAX)
        broken(g, "too many global minima");
    f->minimum[f->minimum_count] = vec2(number(g, 1), number(g, 2));
    f->minimum_value[f->minimum_count++] = number(g, 3);
}

static void read_sample(const Golden *g, GoldenFunction *f)
{
    need(g, 9);
    if (f->sample_count == GOLDEN_SAMPLES_MAX)
        broken(g, "too many samples");
    GoldenSample *s = &f->sample[f->sample_count++];
    s->at = vec2(number(g, 1), number(g, 2));
    s->value = number(g, 3);
    s->gradient = vec2(number(g, 4), number(g, 5));
    s->hessian = (Sym2){.xx = number(g, 6), .xy = number(g, 7), .yy = number(g, 8)};
}

static void read_fact(const Golden *g, GoldenFunction *f)
{
    const char *key = g->field[0];
    if (strcmp(key, "domain") == 0) {
        f->domain = read_box(g);
    } else if (strcmp(key, "box") == 0) {
        f->box = read_box(g);
    } else if (strcmp(key, "global") == 0) {
        read_global(g, f);
    } else if (strcmp(key, "critical") == 0) {
        read_critical(g, f);
    } else if (strcmp(key, "circle") == 0) {
        read_circle(g, f);
    } else if (strcmp(key, "sample") == 0) {
        read_sample(g, f);
    } else if (strcmp(key, "error") == 0) {
        need(g, 4);
        f->error_value = number(g, 1);
        f->error_gradient = number(g, 2);
        f->error_hessian = number(g, 3);
    } else {
        broken(g, "unknown keyword");
    }
}

const GoldenFunction *golden_function_next(Golden *golden)
{
    Golden *g = golden;
    if (!read_line(g))
        return NULL;
    need(g, 2);
    if (strcmp(g->field[0], "function") != 0)
        broken(g, "expected 'function'");
    GoldenFunction *f = &g->function;
    memset(f, 0, sizeof *f);
    copy(g, f->id, sizeof f->id, 1);
    while (read_line(g)) {
        if (g->field_count == 2 && strcmp(g->field[0], "function") == 0) {
            g->pending = true;
            break;
        }
        if (g->field_count == 0)
            broken(g, "empty line");
        read_fact(g, f);
    }
    return f;
}

const GoldenSchedule *golden_schedule_next(Golden *golden)
{
    Golden *g = golden;
    GoldenSchedule *schedule = &g->schedule;
    if (!read_line(g))
        return NULL;
    need(g, 3);
    if (strcmp(g->field[0], "schedule") != 0)
        broken(g, "expected 'schedule'");
    copy(g, schedule->spec, sizeof schedule->spec, 1);
    schedule->count = (size_t)number(g, 2);
    if (schedule->count > GOLDEN_FACTORS_MAX)
        broken(g, "too many factors");
    for (size_t i = 0; i < schedule->count; i++) {
        if (!read_line(g))
            broken(g, "the file ends within a schedule");
        need(g, 1);
        schedule->factor[i] = number(g, 0);
    }
    return schedule;
}
