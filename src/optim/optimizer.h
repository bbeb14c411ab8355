/* optimizer: the contract every update rule fulfils.
 *
 * An optimizer is a kernel over a flat array of n parameters. Element-wise rules then serve one
 * path (n = 2), a swarm (n = 2 x thousands, structure of arrays: all x, then all y) and a model
 * with hundreds of weights with the same lines. One const descriptor per rule says all there is to
 * know: panels, keys, command line, documents and tests read it, and no other file names an
 * algorithm. Adding one is one file and one line of optim/list.h.
 *
 * Knows nothing of problems: what it needs of the loss arrives with the step or through an
 * Oracle. */
#ifndef RAVINE_OPTIM_OPTIMIZER_H
#define RAVINE_OPTIM_OPTIMIZER_H

#include <stdbool.h>
#include <stddef.h>

#include "optim/hyper.h"

enum {
    OPTIMIZER_HYPERS_MAX = 18, /* its own and those of the schedule */
    OPTIMIZER_SLOTS_MAX = 8,
    OPTIMIZER_RULE_MAX = 7
};

/* What a slot's numbers mean, so that a picture can show them. */
typedef enum SlotKind {
    SLOT_DIRECTION, /* [n] along gradients and steps: a velocity, a running mean of g */
    SLOT_SQUARES,   /* [n] of squares, or a scale per parameter: second moments, step sizes */
    SLOT_POINT,     /* [n] a place where w might be: a vertex, a look-ahead point, an average */
    SLOT_MATRIX,    /* [n][n] row-major */
    SLOT_NUMBER     /* [1] a damping, a count */
} SlotKind;

/* As many rows as there are vertices of a simplex: n + 1. */
#define SLOT_SIMPLEX ((size_t)-1)

/* Something that a rule remembers from step to step, zero at first. */
typedef struct Slot {
    const char *id;     /* "velocity", "second_moment" */
    const char *symbol; /* math markup: "v" */
    const char *doc;
    SlotKind kind;
    size_t rows; /* how many of them in a row; 0 is short for 1 */
} Slot;

/* Evaluates the loss elsewhere than at w (look-ahead, line searches, simplices), or its Hessian.
 * Any of the functions may be asked for any finite or non-finite point, and sees the batch and the
 * noise of this update. The owner counts: a value or a gradient is one evaluation, a Hessian is n
 * (it costs as much as n gradients of Hessian-vector products). */
typedef struct Oracle {
    void *context;
    double (*value)(void *context, const double *w, size_t n);               /* f */
    double (*gradient)(void *context, const double *w, double *g, size_t n); /* f; g [n] */
    void (*hessian)(void *context, const double *w, double *h, size_t n);    /* h [n][n] */
} Oracle;

typedef struct Optimizer Optimizer;

/* A rule, and a value for each of its hyperparameters in the descriptor's order. */
typedef struct Setting {
    const Optimizer *optimizer;
    const double *hyper;
} Setting;

/* One update. Arrays do not overlap. A step allocates nothing. */
typedef struct Step {
    const Optimizer *optimizer; /* whose step it is */
    size_t n;                   /* parameters */
    long t;                     /* 1 for the first update */
    double *w;                  /* [n] in: current point; out: next point */
    double f;                   /* loss at w */
    const double *g;            /* [n] gradient at w */
    double *state;              /* the slots one after the other, in the descriptor's order */
    const double *hyper;        /* in the descriptor's order; lr as the schedule has it at t */
    const Oracle *oracle;
} Step;

static inline double oracle_value(const Step *step, const double *w)
{
    return step->oracle->value(step->oracle->context, w, step->n);
}

static inline double oracle_gradient(const Step *step, const double *w, double *g)
{
    return step->oracle->gradient(step->oracle->context, w, g, step->n);
}

static inline void oracle_hessian(const Step *step, const double *w, double *h)
{
    step->oracle->hessian(step->oracle->context, w, h, step->n);
}

typedef enum OptimizerTraits {
    TRACKS_FIRST_MOMENTS = 1 << 0,
    TRACKS_SECOND_MOMENTS = 1 << 1,
    LEAKY_SECOND_MOMENTS = 1 << 2,
    BIAS_CORRECTION = 1 << 3
} OptimizerTraits;

/* A column of the table that compares optimizers, in the order of their bits. */
enum { OPTIMIZER_TRAITS = 4 };
typedef struct Trait {
    unsigned bit;
    const char *id;    /* "first_moments" */
    const char *above; /* its heading, in two lines */
    const char *below;
    const char *doc; /* one line */
} Trait;
extern const Trait optimizer_traits[OPTIMIZER_TRAITS];

struct Optimizer {
    const char *id;     /* "adam" */
    const char *name;   /* "Adam" */
    const char *source; /* paper, year, equation */
    unsigned traits;    /* OptimizerTraits */
    /* The rule for these values, in math markup, one line per entry, NULL-terminated: what the
     * card shows, in the symbols of hyperparameters and slots, with g, w and t. Written into lines;
     * pure text. It is read as arithmetic, too (optim/ruletext), and has to be true: each line says
     * what becomes of the letter on its left, and a step is what all of them say in turn. */
    void (*rule)(const Setting *setting, const char *lines[OPTIMIZER_RULE_MAX + 1]);
    const Hyper *hypers; /* its own; optimizer_hyper knows those of the schedule too */
    size_t hyper_count;
    const Slot *slots;
    size_t slot_count;
    /* Sets what does not start at zero (NULL if nothing): state is zeroed before. */
    void (*init)(const Setting *setting, double *state, size_t n);
    void (*step)(const Step *step);
    /* True where the rule uses neither f nor g of w but asks the oracle for all it wants: then they
     * are not counted. NULL: it uses them. */
    bool (*ignores_w)(const Setting *setting);
    /* lr is no more than where the rule's own step sizes start: no schedule can act on it. */
    bool lr_is_start;
    /* Parameters act on each other (a matrix, a line search): a swarm is not its members. */
    bool coupled;
    const void *data; /* what only the functions above know: a rule that somebody typed, say */
};

/* The hyperparameters of an entrant: the rule's own, then, if it steps by a learning rate, those of
 * its schedule (optim/schedule.h). */
size_t optimizer_hyper_count(const Optimizer *optimizer);
const Hyper *optimizer_hyper(const Optimizer *optimizer, size_t index);
/* Whether it makes a difference while the others are as they are: a schedule's period does not
 * while lr is constant. */
bool optimizer_hyper_used(const Optimizer *optimizer, const double *hyper, size_t index);
/* Whether it belongs to a schedule that is in force. */
bool optimizer_hyper_schedules(const Optimizer *optimizer, const double *hyper, size_t index);
/* Whether it steps by a learning rate, so that there is something to schedule. */
bool optimizer_has_schedule(const Optimizer *optimizer);
/* Index of a hyperparameter, -1 if there is none. */
int optimizer_hyper_find(const Optimizer *optimizer, const char *id);

/* The rule as the card shows it: the schedule's line if there is one, then the descriptor's. */
size_t optimizer_rule(const Optimizer *optimizer, const double *hyper,
                      const char *lines[OPTIMIZER_RULE_MAX + 1]);

/* How many rows a slot has, doubles in one slot, and in all of them, for n parameters; where a slot
 * starts. */
size_t slot_rows(const Slot *slot, size_t n);
size_t slot_size(const Slot *slot, size_t n);
size_t optimizer_state_size(const Optimizer *optimizer, size_t n);
size_t optimizer_slot_at(const Optimizer *optimizer, size_t slot, size_t n);

#endif
