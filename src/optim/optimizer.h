/* optimizer: the contract every update rule fulfils, and the catalogue of them.
 *
 * An optimizer is a kernel over a flat array of n parameters. Element-wise rules then serve one
 * path (n = 2), a swarm (n = 2 x thousands, structure of arrays: all x, then all y) and a model
 * with hundreds of weights with the same lines. One const descriptor per rule says all there is to
 * know: panels, keys, command line, documents and tests read it, and no other file names an
 * algorithm. Adding one is one file and one line of catalogue.h.
 *
 * Knows nothing of problems: what it needs of the loss arrives with the step or through an
 * Oracle. */
#ifndef RAVINE_OPTIM_OPTIMIZER_H
#define RAVINE_OPTIM_OPTIMIZER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/strbuf.h"

enum {
    OPTIMIZER_HYPERS_MAX = 18, /* its own and those of the schedule */
    OPTIMIZER_SLOTS_MAX = 8,
    OPTIMIZER_RULE_MAX = 7,
    OPTIMIZER_LABEL_MAX = 160
};

typedef enum HyperKind {
    HYPER_REAL,
    HYPER_INTEGER, /* whole numbers: a count, a seed */
    HYPER_SWITCH,  /* 0 or 1 */
    HYPER_CHOICE   /* index into choices */
} HyperKind;

/* How a slider runs and how a key press changes the value. */
typedef enum HyperScale {
    HYPER_LINEAR,
    HYPER_LOG,      /* lr, eps: even steps of log10 v */
    HYPER_ONE_MINUS /* momenta: even steps of log10(1 - v), down to 1 - 10^-5 */
} HyperScale;

/* Where a learning rate's default comes from. The value in `fallback` multiplies it. */
typedef enum HyperFrom {
    HYPER_FIXED,     /* fallback is the default */
    HYPER_FROM_LR,   /* fallback x the problem's lr (rules whose step is lr x gradient) */
    HYPER_FROM_REACH /* fallback x the problem's reach (rules that normalise the gradient) */
} HyperFrom;

typedef struct Hyper {
    const char *id;     /* as in torch: "lr", "momentum", "beta1" */
    const char *symbol; /* math markup: "\\alpha", "\\rho" */
    const char *doc;    /* one line */
    HyperKind kind;
    HyperScale scale;
    HyperFrom from;
    double fallback;
    double min, max;               /* what is accepted, both included */
    double slider_min, slider_max; /* what the slider spans */
    const char *const *choices;    /* NULL-terminated, for HYPER_CHOICE */
    bool minor;                    /* not shown in the card until it differs from its default */
    bool radius;                   /* a distance: the rule looks no farther from w than this */
} Hyper;

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

/* One update. Arrays do not overlap. A step allocates nothing. */
typedef struct Step {
    size_t n;            /* parameters */
    long t;              /* 1 for the first update */
    double *w;           /* [n] in: current point; out: next point */
    double f;            /* loss at w */
    const double *g;     /* [n] gradient at w */
    double *state;       /* the slots one after the other, in the descriptor's order */
    const double *hyper; /* in the descriptor's order; lr as the schedule has it at t */
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

typedef struct Optimizer {
    const char *id;     /* "adam" */
    const char *name;   /* "Adam" */
    const char *source; /* paper, year, equation */
    unsigned traits;    /* OptimizerTraits */
    /* The rule for these values, in math markup, one line per entry, NULL-terminated: what the
     * card shows, in the symbols of hyperparameters and slots, with g, w and t. Written into lines;
     * pure text. It is read as arithmetic, too (optim/ruletext), and has to be true: each line says
     * what becomes of the letter on its left, and a step is what all of them say in turn. */
    void (*rule)(const double *hyper, const char *lines[OPTIMIZER_RULE_MAX + 1]);
    const Hyper *hypers; /* its own; optimizer_hyper knows those of the schedule too */
    size_t hyper_count;
    const Slot *slots;
    size_t slot_count;
    /* Sets what does not start at zero (NULL if nothing): state is zeroed before. */
    void (*init)(double *state, size_t n, const double *hyper);
    void (*step)(const Step *step);
    /* True where the rule uses neither f nor g of w but asks the oracle for all it wants: then they
     * are not counted. NULL: it uses them. */
    bool (*ignores_w)(const double *hyper);
    /* lr is no more than where the rule's own step sizes start: no schedule can act on it. */
    bool lr_is_start;
    /* Parameters act on each other (a matrix, a line search): a swarm is not its members. */
    bool coupled;
} Optimizer;

size_t optimizer_count(void);
const Optimizer *optimizer_at(size_t index);
const Optimizer *optimizer_find(const char *id); /* NULL if there is none */

/* The hyperparameters of an entrant: the rule's own, then, if it steps by a learning rate, those of
 * its schedule (optim/schedule.h). */
size_t optimizer_hyper_count(const Optimizer *optimizer);
const Hyper *optimizer_hyper(const Optimizer *optimizer, size_t index);
/* Whether it makes a difference while the others are as they are: a schedule's period does not
 * while lr is constant. */
bool optimizer_hyper_used(const Optimizer *optimizer, const double *hyper, size_t index);
/* Whether it belongs to a schedule that is in force. */
bool optimizer_hyper_schedules(const Optimizer *optimizer, const double *hyper, size_t index);
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

/* A hyperparameter's default on a problem with these two scales, rounded to two digits. */
double hyper_default(const Hyper *hyper, double problem_lr, double problem_reach);

/* The hyperparameter with its slider spanning what matters around a default: a learning rate that
 * follows the problem, two decades below it to one above; others unchanged. */
Hyper hyper_around(const Hyper *hyper, double fallback);

/* Slider position in [0, 1] of a value, and back. position outside is clamped; the value of a
 * position is rounded to a tidy number (three significant digits on the scale's own axis). */
double hyper_position(const Hyper *hyper, double value);
double hyper_at(const Hyper *hyper, double position);

typedef enum TuneSize { TUNE_FINE, TUNE_NORMAL, TUNE_COARSE } TuneSize;

/* The next tidy value up (direction 1) or down (-1), inside [slider_min, slider_max] unless the
 * value is already outside: log scales walk 1, 1.1, 1.2 ... (fine), 1, 1.2, 1.5, 2, 2.5, 3, 4, 5,
 * 6, 8 (normal), 1, 2, 5 (coarse); ONE_MINUS walks 1 - v likewise; switches and choices step. */
double hyper_tuned(const Hyper *hyper, double value, int direction, TuneSize size);

/* Whether it is set on a slider: a real or a whole number. */
bool hyper_is_number(const Hyper *hyper);

/* As a person reads and types it: shortest text; switches "on"/"off"; choices by name. */
void hyper_print(const Hyper *hyper, double value, StrBuf *out);

/* Reads it, range checked. The message names the hyperparameter and what is accepted. */
bool hyper_read(const Hyper *hyper, const char *text, size_t len, double *value, Err *err);

/* From update step + 1 on a hyperparameter has another value, written "lr@40=0.01": the past stays,
 * the future bends. */
typedef struct HyperChange {
    long step; /* 1 or more */
    size_t hyper;
    double value;
} HyperChange;

enum { OPTIMIZER_CHANGES_MAX = 32, OPTIMIZER_STEP_MAX = 1000000000 };

/* One entrant of a race, written "adam:lr=0.1,beta1=0.8" on the command line. */
typedef struct OptimizerSpec {
    const Optimizer *optimizer;
    char label[OPTIMIZER_LABEL_MAX]; /* the text or its beginning, unless label=... was given */
    double hyper[OPTIMIZER_HYPERS_MAX];
    bool given[OPTIMIZER_HYPERS_MAX];           /* named in the text; the others hold NaN until
                                                   optimizer_spec_defaults */
    HyperChange changes[OPTIMIZER_CHANGES_MAX]; /* by step, then hyper; at most one of both */
    size_t change_count;
} OptimizerSpec;

bool optimizer_spec_parse(OptimizerSpec *spec, const char *text, Err *err);

/* The shortest text that parses to the same spec: what was given, and the label if it was. */
void optimizer_spec_print(const OptimizerSpec *spec, StrBuf *out);

/* Whether the label was given, rather than being the text. */
bool optimizer_spec_labelled(const OptimizerSpec *spec);

/* Fills in what was not given. */
void optimizer_spec_defaults(OptimizerSpec *spec, double problem_lr, double problem_reach);

/* Adds a change, or another value to one there is. False if there are too many. */
bool optimizer_spec_change(OptimizerSpec *spec, HyperChange change);
/* The same for good: from `change.step` on nothing else happens to that hyperparameter. */
bool optimizer_spec_change_on(OptimizerSpec *spec, HyperChange change);

/* A hyperparameter as it is set after `step` updates, whatever the schedule. */
double optimizer_spec_value(const OptimizerSpec *spec, size_t hyper, long step);

/* The steps at which something changes, rising, each once; returns how many. */
size_t optimizer_spec_forks(const OptimizerSpec *spec, long steps[OPTIMIZER_CHANGES_MAX]);

/* Whether hyperparameters differ from update to update, by changes or by schedule. */
bool optimizer_spec_varies(const OptimizerSpec *spec);
/* All of them as update t (1 for the first) sees them, lr times the schedule's factor. hyper has
 * OPTIMIZER_HYPERS_MAX places. */
void optimizer_spec_at(const OptimizerSpec *spec, long t, double *hyper);

/* Whether two specs make the same runs. */
bool optimizer_spec_same(const OptimizerSpec *a, const OptimizerSpec *b);

#endif
