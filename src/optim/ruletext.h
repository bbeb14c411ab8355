/* ruletext: the rule that a card shows, read as arithmetic.
 *
 * A descriptor writes its rule once, as mathematics for people. This module computes what those
 * lines say, so that every number of a step can be shown beside the line that makes it, and the
 * step's derivatives can be had, without a second description of any algorithm. Letters mean what a
 * RuleScope says; all is element-wise over two parameters but for matrices. What it cannot compute
 * (f(q) < f(w), "u random") it says so about, and guesses nothing.
 *
 * Knows neither problems nor runs. */
#ifndef RAVINE_OPTIM_RULETEXT_H
#define RAVINE_OPTIM_RULETEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "optim/rulevalue.h"

enum {
    RULE_NAMES_MAX = 48,
    RULE_PARTS_MAX = 4 /* statements in one line of a rule */
};

/* A piece of a rule's text. Borrowed. */
typedef struct RuleSpan {
    const char *text;
    size_t len;
} RuleSpan;

typedef struct RuleName {
    RuleSpan symbol;
    RuleValue value;
    RuleSpan text; /* where it was defined: x_{t+1} is that text one step later; may be empty */
} RuleName;

/* What letters mean. Names set later hide earlier ones. */
typedef struct RuleScope {
    RuleName names[RULE_NAMES_MAX];
    size_t count;
    double t;
    bool faded; /* powers of t count as 0: as the rule is once its beginnings are forgotten */
    /* The gradient elsewhere, \nabla f(...): this matrix times the place, as a quadratic has it;
     * NULL: the gradient that `g` names. In neither case can its value be known. */
    const Sym2 *hessian;
    bool varies; /* derivatives are wanted, and \nabla f(...) may be used */
} RuleScope;

/* False if there are too many names. */
bool rule_set(RuleScope *scope, RuleSpan symbol, RuleValue value, RuleSpan text);
/* NULL if nothing goes by that name. */
const RuleValue *rule_get(const RuleScope *scope, RuleSpan symbol);
/* Whether two spans are the same but for spaces. */
bool rule_same(RuleSpan a, RuleSpan b);
RuleSpan rule_span(const char *text);

/* "f(q) < f(w): w \leftarrow q" is target w, text q, conditional. Of a chain "a = b = c" the
 * targets are a and b, each with the text c. */
typedef struct RuleStatement {
    RuleSpan target, text;
    bool conditional;
} RuleStatement;

/* The statements of one line of a rule; returns how many. */
size_t rule_statements(const char *line, RuleStatement statements[RULE_PARTS_MAX]);

/* What the text is worth; shape RULE_UNKNOWN if that cannot be said. */
RuleValue rule_evaluate(const RuleScope *scope, RuleSpan text);

#endif
