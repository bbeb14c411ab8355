#include "sim/anatomy.h"

#include <assert.h>
#include <string.h>

/* ---- the record ---- */

void step_record(const Run *run, long t, StepRecord *record)
{
    assert(t >= 1 && t <= run_last_step(run));
    const OptimizerSpec *spec = run_spec(run);
    const Problem *problem = run_problem(run);
    const HistoryRow before = *run_row(run, t - 1);
    *record = (StepRecord){.optimizer = spec->optimizer,
                           .t = t,
                           .w = before.w,
                           .g = before.g,
                           .next = run_row(run, t)->w};
    optimizer_spec_at(spec, t, record->hyper);
    if (problem_stochastic(problem)) {
        double out[6];
        problem_sample(problem, t, 3, before.w, out);
        record->g = vec2(out[1], out[2]);
    }
    record->has_state = optimizer_state_size(spec->optimizer, RUN_PARAMS) <= ANATOMY_STATE_MAX;
    if (record->has_state) {
        run_state(run, t - 1, record->before);
        run_state(run, t, record->after);
    }
}

RuleValue slot_value(const Optimizer *optimizer, size_t slot, const double *state)
{
    const double *at = state + optimizer_slot_at(optimizer, slot, RUN_PARAMS);
    if (slot_rows(&optimizer->slots[slot], RUN_PARAMS) != 1)
        return (RuleValue){.shape = RULE_UNKNOWN};
    switch (optimizer->slots[slot].kind) {
    case SLOT_MATRIX:
        return (RuleValue){.shape = RULE_MATRIX, .at = {at[0], at[1], at[3]}};
    case SLOT_NUMBER:
        return rule_number(at[0]);
    default:
        return rule_vector(vec2(at[0], at[1]));
    }
}

int slot_named(const Optimizer *optimizer, RuleSpan symbol)
{
    for (size_t i = 0; i < optimizer->slot_count; i++)
        if (rule_same(rule_span(optimizer->slots[i].symbol), symbol))
            return (int)i;
    return -1;
}

void scope_begin(RuleScope *scope, const StepRecord *record)
{
    const Optimizer *optimizer = record->optimizer;
    *scope = (RuleScope){.t = (double)record->t};
    /* The first that goes by a symbol is meant: the last to be set. */
    for (size_t i = optimizer->hyper_count; i-- > 0;) {
        const Hyper *hyper = &optimizer->hypers[i];
        if (hyper_is_number(hyper))
            rule_set(scope, rule_span(hyper->symbol), rule_number(record->hyper[i]), (RuleSpan){0});
    }
}

/* ---- items ---- */

static AnatomyItem *add_item(Anatomy *anatomy, AnatomyItem item)
{
    if (anatomy->item_count == ANATOMY_ITEMS_MAX)
        return NULL;
    anatomy->items[anatomy->item_count] = item;
    return &anatomy->items[anatomy->item_count++];
}

/* Whether a later statement has the same target: then this one's result is not what stays. */
static bool assigned_later(const Anatomy *anatomy, size_t line, size_t part, RuleSpan target)
{
    for (size_t i = line; i < anatomy->line_count; i++) {
        RuleStatement parts[RULE_PARTS_MAX];
        size_t count = rule_statements(anatomy->lines[i], parts);
        for (size_t k = i == line ? part + 1 : 0; k < count; k++)
            if (rule_same(parts[k].target, target))
                return true;
    }
    return false;
}

/* What was kept of a target, or of the very thing its text names ("g <- grad f(w + rho v)"). */
static RuleValue kept(const Anatomy *anatomy, size_t line, size_t part,
                      const RuleStatement *statement, const Slot **slot)
{
    const StepRecord *record = &anatomy->record;
    *slot = NULL;
    if (rule_same(statement->target, rule_span("w")))
        return assigned_later(anatomy, line, part, statement->target)
                   ? (RuleValue){.shape = RULE_UNKNOWN}
                   : rule_vector(record->next);
    int index = slot_named(record->optimizer, statement->target);
    bool stays = index >= 0 && !assigned_later(anatomy, line, part, statement->target);
    if (index < 0) {
        index = slot_named(record->optimizer, statement->text);
        stays = index >= 0;
    }
    if (!stays || !record->has_state)
        return (RuleValue){.shape = RULE_UNKNOWN};
    *slot = &record->optimizer->slots[index];
    return slot_value(record->optimizer, (size_t)index, record->after);
}

static void read_statement(Anatomy *anatomy, RuleScope *scope, size_t line, size_t part,
                           const RuleStatement *statement)
{
    AnatomyItem item = {.kind = ANATOMY_RESULT,
                        .symbol = statement->target,
                        .row = -1,
                        .line = (int)line,
                        .said = {.shape = RULE_UNKNOWN}};
    if (!statement->conditional)
        item.said = rule_evaluate(scope, statement->text);
    item.value = kept(anatomy, line, part, statement, &item.slot);
    if (item.value.shape == RULE_UNKNOWN)
        item.value = item.said;
    /* What happened on a condition, for one component perhaps, is for a later line to show. */
    rule_set(scope, statement->target, item.value, statement->text);
    if (item.value.shape != RULE_UNKNOWN)
        add_item(anatomy, item);
}

static void read_line(Anatomy *anatomy, RuleScope *scope, size_t line)
{
    RuleStatement parts[RULE_PARTS_MAX];
    size_t count = rule_statements(anatomy->lines[line], parts);
    for (size_t i = 0; i < count; i++)
        read_statement(anatomy, scope, line, i, &parts[i]);
}

/* The line that a schedule puts before the rule: the learning rate as this update saw it. */
static void add_schedule(Anatomy *anatomy)
{
    RuleStatement parts[RULE_PARTS_MAX];
    int lr = optimizer_hyper_find(anatomy->record.optimizer, "lr");
    if (lr < 0 || rule_statements(anatomy->lines[0], parts) == 0)
        return;
    add_item(anatomy, (AnatomyItem){.kind = ANATOMY_RESULT,
                                    .symbol = parts[0].target,
                                    .row = -1,
                                    .line = 0,
                                    .value = rule_number(anatomy->record.hyper[lr])});
}

static bool has_item_of(const Anatomy *anatomy, const Slot *slot)
{
    for (size_t i = 0; i < anatomy->item_count; i++)
        if (anatomy->items[i].slot == slot)
            return true;
    return false;
}

static bool all_zero(const double *at, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (at[i] != 0.0)
            return false;
    return true;
}

static RuleValue row_value(const Slot *slot, const double *at, size_t row)
{
    if (slot->kind == SLOT_NUMBER)
        return rule_number(at[row]);
    return rule_vector(vec2(at[row * RUN_PARAMS], at[row * RUN_PARAMS + 1]));
}

/* Slots that no line speaks of, but for those not in use. */
static void add_slots(Anatomy *anatomy)
{
    const StepRecord *record = &anatomy->record;
    const Optimizer *optimizer = record->optimizer;
    for (size_t i = 0; record->has_state && i < optimizer->slot_count; i++) {
        const Slot *slot = &optimizer->slots[i];
        const double *at = record->after + optimizer_slot_at(optimizer, i, RUN_PARAMS);
        size_t rows = slot_rows(slot, RUN_PARAMS);
        if (has_item_of(anatomy, slot) || all_zero(at, slot_size(slot, RUN_PARAMS)) ||
            (slot->kind == SLOT_MATRIX && rows > 1))
            continue;
        for (size_t row = 0; row < rows; row++)
            add_item(anatomy,
                     (AnatomyItem){.kind = ANATOMY_SLOT,
                                   .symbol = rule_span(slot->symbol),
                                   .row = rows > 1 ? (int)row : -1,
                                   .line = ANATOMY_ALL,
                                   .slot = slot,
                                   .value = rows > 1 ? row_value(slot, at, row)
                                                     : slot_value(optimizer, i, record->after)});
    }
}

static void begin_scope(RuleScope *scope, const StepRecord *record)
{
    scope_begin(scope, record);
    for (size_t i = 0; record->has_state && i < record->optimizer->slot_count; i++)
        rule_set(scope, rule_span(record->optimizer->slots[i].symbol),
                 slot_value(record->optimizer, i, record->before), (RuleSpan){0});
    rule_set(scope, rule_span("g"), rule_vector(record->g), (RuleSpan){0});
    rule_set(scope, rule_span("w"), rule_vector(record->w), (RuleSpan){0});
}

void anatomy_make(Anatomy *anatomy, const Run *run, long t)
{
    RuleScope scope;
    const char *own[OPTIMIZER_RULE_MAX + 1];
    anatomy->item_count = 0;
    step_record(run, t, &anatomy->record);
    const StepRecord *record = &anatomy->record;
    anatomy->line_count = optimizer_rule(record->optimizer, record->hyper, anatomy->lines);
    record->optimizer->rule(&(Setting){record->optimizer, record->hyper}, own);
    add_item(anatomy, (AnatomyItem){.kind = ANATOMY_GRADIENT,
                                    .symbol = rule_span("g"),
                                    .row = -1,
                                    .line = ANATOMY_ALL,
                                    .value = rule_vector(record->g)});
    size_t line = 0;
    if (anatomy->line_count > 0 && anatomy->lines[0] != own[0]) {
        add_schedule(anatomy);
        line = 1;
    }
    begin_scope(&scope, record);
    for (; line < anatomy->line_count; line++)
        read_line(anatomy, &scope, line);
    add_slots(anatomy);
    add_item(anatomy, (AnatomyItem){.kind = ANATOMY_STEP,
                                    .symbol = rule_span("\\Delta w"),
                                    .row = -1,
                                    .line = (int)anatomy->line_count - 1,
                                    .value = rule_vector(vec2_sub(record->next, record->w))});
}
