/* anatomy: one update of a run, taken apart: what every line of its rule came to.
 *
 * Numbers that the run keeps (the slots, w) are those it kept; what lies between (m-hat, v-hat, a
 * falling learning rate) is what the line says, worked out from them. So nothing here names an
 * algorithm, and a rule that cannot be read still shows its gradient, its slots and its step. Knows
 * nothing of pictures. */
#ifndef RAVINE_SIM_ANATOMY_H
#define RAVINE_SIM_ANATOMY_H

#include "optim/ruletext.h"
#include "sim/run.h"

enum {
    ANATOMY_STATE_MAX = 256, /* doubles of state; the slots of larger ones are left out */
    ANATOMY_ITEMS_MAX = 32,
    ANATOMY_ALL = -1 /* line of an item that belongs to none */
};

/* An update and what it was made of. */
typedef struct StepRecord {
    const Optimizer *optimizer;
    double hyper[OPTIMIZER_HYPERS_MAX]; /* as update t saw them */
    long t;                             /* it led from step t - 1 to step t */
    Vec2 w, g, next;                    /* g: what the rule was given at w */
    bool has_state;
    double before[ANATOMY_STATE_MAX], after[ANATOMY_STATE_MAX]; /* the slots */
} StepRecord;

/* Update t of a run, t from 1 to its last step. Walks like run_state. */
void step_record(const Run *run, long t, StepRecord *record);

/* A slot of one row as a value, RULE_UNKNOWN for others. */
RuleValue slot_value(const Optimizer *optimizer, size_t slot, const double *state);
/* The index of the slot that goes by a symbol, -1 if there is none. */
int slot_named(const Optimizer *optimizer, RuleSpan symbol);
/* Hyperparameters and t, for a scope that is about to read the rule. */
void scope_begin(RuleScope *scope, const StepRecord *record);

typedef enum AnatomyKind {
    ANATOMY_GRADIENT, /* given */
    ANATOMY_RESULT,   /* what a line of the rule came to */
    ANATOMY_SLOT,     /* kept, though no line says so */
    ANATOMY_STEP      /* next - w */
} AnatomyKind;

typedef struct AnatomyItem {
    AnatomyKind kind;
    RuleSpan symbol;  /* math markup, static */
    int row;          /* of a slot of several, else -1 */
    int line;         /* index into lines, or ANATOMY_ALL */
    const Slot *slot; /* NULL if it is none */
    RuleValue value;
    RuleValue said; /* a result as its line says it: value but for rounding. RULE_UNKNOWN where the
                       line cannot be computed or holds on a condition */
} AnatomyItem;

typedef struct Anatomy {
    StepRecord record;
    const char *lines[OPTIMIZER_RULE_MAX + 1];
    size_t line_count;
    AnatomyItem items[ANATOMY_ITEMS_MAX]; /* by line; those of none: the gradient first, the rest
                                             behind the last line */
    size_t item_count;
} Anatomy;

void anatomy_make(Anatomy *anatomy, const Run *run, long t);

#endif
