#include "sim/stability.h"

#include <math.h>
#include <string.h>

#include "math/dense.h"

/* What varies, two components each: w, then g, then up to three directions. */
enum { PLACE = 0, GRADIENT = 2, DIRECTIONS = 4, DIRECTIONS_MAX = 3, CLOSED_MAX = 8 };

_Static_assert(DIRECTIONS + 2 * DIRECTIONS_MAX == RULE_VARIED_MAX, "room for all that varies");

/* w and the directions after the update, with derivatives by what varies. */
typedef struct Answer {
    RuleValue w;
    RuleValue direction[DIRECTIONS_MAX];
    size_t slot[DIRECTIONS_MAX];
    bool kept[DIRECTIONS_MAX]; /* some line says what becomes of it */
    size_t count;
    bool moves; /* some line says where w goes */
} Answer;

static RuleValue varied(int first)
{
    RuleValue v = rule_vector(vec2(0, 0));
    v.d[0][first] = 1.0;
    v.d[1][first + 1] = 1.0;
    return v;
}

static bool is_direction(const Slot *slot)
{
    return slot->kind == SLOT_DIRECTION && slot_rows(slot, RUN_PARAMS) == 1;
}

/* False if there are more directions than this can follow. */
static bool begin(Answer *answer, RuleScope *scope, const StepRecord *record, const Sym2 *h)
{
    const Optimizer *optimizer = record->optimizer;
    scope_begin(scope, record);
    scope->varies = true;
    scope->hessian = h;
    answer->count = 0;
    answer->moves = false;
    answer->w = varied(PLACE);
    for (size_t i = 0; i < optimizer->slot_count; i++) {
        RuleValue value = slot_value(optimizer, i, record->before);
        if (is_direction(&optimizer->slots[i])) {
            if (answer->count == DIRECTIONS_MAX)
                return false;
            value = varied(DIRECTIONS + 2 * (int)answer->count);
            answer->direction[answer->count] = value;
            answer->kept[answer->count] = false;
            answer->slot[answer->count++] = i;
        }
        rule_set(scope, rule_span(optimizer->slots[i].symbol), value, (RuleSpan){0});
    }
    RuleValue g = varied(GRADIENT);
    if (h) {
        g = rule_vector(vec2(0, 0));
        g.d[0][PLACE] = h->xx;
        g.d[0][PLACE + 1] = g.d[1][PLACE] = h->xy;
        g.d[1][PLACE + 1] = h->yy;
    }
    rule_set(scope, rule_span("g"), g, (RuleSpan){0});
    return rule_set(scope, rule_span("w"), answer->w, (RuleSpan){0});
}

static bool depends(const RuleValue *v)
{
    static const RuleValue none;
    return memcmp(v->d, none.d, sizeof none.d) != 0 || v->kinked;
}

/* Beginnings are forgotten in what varies; in what is held, they are where they are. */
static RuleValue work_out(RuleScope *scope, RuleSpan text)
{
    scope->faded = true;
    RuleValue value = rule_evaluate(scope, text);
    scope->faded = false;
    return depends(&value) ? value : rule_evaluate(scope, text);
}

static void take(Answer *answer, RuleScope *scope, const StepRecord *record,
                 const RuleStatement *statement)
{
    const Optimizer *optimizer = record->optimizer;
    int slot = slot_named(optimizer, statement->target);
    RuleValue value;
    if (slot >= 0 && !is_direction(&optimizer->slots[slot]))
        value = slot_value(optimizer, (size_t)slot, record->after);
    else
        value = work_out(scope, statement->text);
    if (rule_same(statement->target, rule_span("w"))) {
        answer->w = value;
        answer->moves = true;
    }
    /* "g <- grad f(w + rho v)" keeps what it names. */
    int named = slot_named(optimizer, statement->text);
    for (size_t i = 0; i < answer->count; i++) {
        if ((int)answer->slot[i] == slot || (int)answer->slot[i] == named) {
            answer->direction[i] = value;
            answer->kept[i] = true;
        }
    }
    rule_set(scope, statement->target, value, statement->text);
}

static bool usable(const RuleValue *v)
{
    if (v->shape != RULE_VECTOR || v->kinked)
        return false;
    for (int i = 0; i < 2; i++)
        for (int k = 0; k < RULE_VARIED_MAX; k++)
            if (!isfinite(v->d[i][k]))
                return false;
    return true;
}

/* The update with the gradient free (h NULL) or that of the bowl h. False if it is not linear. */
static bool answer_of(Answer *answer, const StepRecord *record, const Sym2 *h)
{
    RuleScope scope;
    const char *lines[OPTIMIZER_RULE_MAX + 1];
    if (!record->has_state || !begin(answer, &scope, record, h))
        return false;
    record->optimizer->rule(&(Setting){record->optimizer, record->hyper}, lines);
    for (size_t i = 0; lines[i]; i++) {
        RuleStatement parts[RULE_PARTS_MAX];
        size_t count = rule_statements(lines[i], parts);
        for (size_t k = 0; k < count; k++)
            take(answer, &scope, record, &parts[k]);
    }
    for (size_t i = 0; i < answer->count; i++)
        if (!answer->kept[i])
            answer->direction[i] = rule_vector(vec2(0, 0)); /* not in use */
    bool linear = answer->moves && usable(&answer->w) && depends(&answer->w);
    for (size_t i = 0; i < answer->count; i++)
        linear = linear && usable(&answer->direction[i]);
    return linear;
}

/* ---- the learning rate it comes to ---- */

/* What the directions become per unit of each component of g, were it to stay: v = A v + B g. */
static bool settle(const Answer *answer, double settled[2][2 * DIRECTIONS_MAX])
{
    const size_t n = 2 * answer->count;
    for (int column = 0; column < 2; column++) {
        double a[4 * DIRECTIONS_MAX * DIRECTIONS_MAX];
        for (size_t i = 0; i < n; i++) {
            const double *d = answer->direction[i / 2].d[i % 2];
            settled[column][i] = d[GRADIENT + column];
            for (size_t k = 0; k < n; k++)
                a[i * n + k] = (i == k ? 1.0 : 0.0) - d[DIRECTIONS + k];
        }
        if (n > 0 && !dense_solve(a, settled[column], n))
            return false;
    }
    return true;
}

static bool rate_of(const Answer *answer, Sym2 *rate)
{
    double settled[2][2 * DIRECTIONS_MAX], r[2][2];
    if (!settle(answer, settled))
        return false;
    for (int i = 0; i < 2; i++) {
        for (int column = 0; column < 2; column++) {
            double sum = answer->w.d[i][GRADIENT + column];
            for (size_t k = 0; k < 2 * answer->count; k++)
                sum += answer->w.d[i][DIRECTIONS + k] * settled[column][k];
            r[i][column] = -sum;
        }
    }
    *rate = (Sym2){r[0][0], 0.5 * (r[0][1] + r[1][0]), r[1][1]};
    return isfinite(rate->xx) && isfinite(rate->xy) && isfinite(rate->yy) &&
           (rate->xx != 0.0 || rate->yy != 0.0);
}

void stability_response(const StepRecord *record, Response *response)
{
    const Optimizer *optimizer = record->optimizer;
    Answer answer;
    *response = (Response){0};
    /* Where nothing is known, a direction is a mean of gradients. */
    for (size_t i = 0; i < optimizer->slot_count; i++)
        response->sense[i] = is_direction(&optimizer->slots[i]) ? -1 : 0;
    if (!answer_of(&answer, record, NULL))
        return;
    for (size_t i = 0; i < answer.count; i++) {
        int at = DIRECTIONS + 2 * (int)i;
        if (answer.w.d[0][at] + answer.w.d[1][at + 1] > 0.0)
            response->sense[answer.slot[i]] = 1;
    }
    response->linear = rate_of(&answer, &response->rate);
}

/* ---- the map on a bowl ---- */

typedef struct Square {
    double at[CLOSED_MAX][CLOSED_MAX];
    size_t n;
} Square;

static bool closed_map(const StepRecord *record, Sym2 h, Square *map)
{
    Answer answer;
    if (!answer_of(&answer, record, &h))
        return false;
    map->n = 2 + 2 * answer.count;
    for (size_t i = 0; i < map->n; i++) {
        const double *d = i < 2 ? answer.w.d[i] : answer.direction[i / 2 - 1].d[i % 2];
        for (size_t k = 0; k < map->n; k++)
            map->at[i][k] = d[k < 2 ? PLACE + k : DIRECTIONS + k - 2];
    }
    return true;
}

static double largest(const Square *a)
{
    double most = 0.0;
    for (size_t i = 0; i < a->n; i++)
        for (size_t k = 0; k < a->n; k++)
            most = fmax(most, fabs(a->at[i][k]));
    return most;
}

/* By Gelfand's formula, |A^m|^(1/m), m a power of two; exact to about 1e-6. */
static double radius_of(const Square *map)
{
    enum { DOUBLINGS = 24 };
    Square a = *map, b;
    double log_size = 0.0, weight = 1.0;
    for (int round = 0; round <= DOUBLINGS; round++) {
        double most = largest(&a);
        if (!(most > 0.0))
            return most == 0.0 ? 0.0 : (double)NAN;
        log_size += weight * log(most);
        weight *= 0.5;
        for (size_t i = 0; i < a.n; i++)
            for (size_t k = 0; k < a.n; k++)
                a.at[i][k] /= most;
        b.n = a.n;
        for (size_t i = 0; i < a.n; i++)
            for (size_t k = 0; k < a.n; k++) {
                b.at[i][k] = 0.0;
                for (size_t j = 0; j < a.n; j++)
                    b.at[i][k] += a.at[i][j] * a.at[j][k];
            }
        a = b;
    }
    return exp(log_size);
}

double stability_radius(const StepRecord *record, Sym2 h)
{
    Square map;
    return closed_map(record, h, &map) ? radius_of(&map) : (double)NAN;
}

/* Flat directions stay where they are, with radius 1 but for rounding. */
static bool grows(const Square *flat, const Square *bowl, double steeper)
{
    Square map = {.n = flat->n};
    for (size_t i = 0; i < map.n; i++)
        for (size_t k = 0; k < map.n; k++)
            map.at[i][k] = flat->at[i][k] + steeper * (bowl->at[i][k] - flat->at[i][k]);
    return !(radius_of(&map) <= 1.0 + 2e-6);
}

double stability_margin(const StepRecord *record, Sym2 h)
{
    Square flat, bowl;
    if (!closed_map(record, (Sym2){0, 0, 0}, &flat) || !closed_map(record, h, &bowl))
        return (double)NAN;
    double low = 1e-12, high = 1.0;
    while (!grows(&flat, &bowl, high)) {
        if (high > 1e12)
            return INFINITY;
        low = high;
        high *= 4.0;
    }
    while (high / low > 1.0 + 1e-9 && low < high) {
        double middle = sqrt(low * high);
        if (grows(&flat, &bowl, middle))
            high = middle;
        else
            low = middle;
    }
    return sqrt(low * high);
}
