#include "optim/optimizer.h"

#include <assert.h>
#include <string.h>

#include "optim/schedule.h"

const Trait optimizer_traits[OPTIMIZER_TRAITS] = {
    {TRACKS_FIRST_MOMENTS, "first_moments", "first", "moments", "tracks first moments (momentum)"},
    {TRACKS_SECOND_MOMENTS, "second_moments", "second", "moments",
     "tracks second moments (adaptive learning rates)"},
    {LEAKY_SECOND_MOMENTS, "leaky_second_moments", "leaky second", "moments",
     "its second moments fade away"},
    {BIAS_CORRECTION, "bias_correction", "bias", "correction",
     "corrects moment estimates for their start at zero"},
};

/* ---- hyperparameters ---- */

static int own_hyper_find(const Optimizer *optimizer, const char *id)
{
    for (size_t i = 0; i < optimizer->hyper_count; i++)
        if (strcmp(optimizer->hypers[i].id, id) == 0)
            return (int)i;
    return -1;
}

/* Without a learning rate that every step asks for there is nothing to schedule. */
bool optimizer_has_schedule(const Optimizer *optimizer)
{
    return own_hyper_find(optimizer, "lr") >= 0 && !optimizer->lr_is_start;
}

size_t optimizer_hyper_count(const Optimizer *optimizer)
{
    return optimizer->hyper_count + (optimizer_has_schedule(optimizer) ? SCHEDULE_HYPERS : 0);
}

const Hyper *optimizer_hyper(const Optimizer *optimizer, size_t index)
{
    assert(index < optimizer_hyper_count(optimizer));
    return index < optimizer->hyper_count ? &optimizer->hypers[index]
                                          : &schedule_hypers[index - optimizer->hyper_count];
}

bool optimizer_hyper_used(const Optimizer *optimizer, const double *hyper, size_t index)
{
    return index < optimizer->hyper_count ||
           schedule_uses(hyper + optimizer->hyper_count, index - optimizer->hyper_count);
}

bool optimizer_hyper_schedules(const Optimizer *optimizer, const double *hyper, size_t index)
{
    return index >= optimizer->hyper_count && schedule_rule(hyper + optimizer->hyper_count) != NULL;
}

int optimizer_hyper_find(const Optimizer *optimizer, const char *id)
{
    for (size_t i = 0; i < optimizer_hyper_count(optimizer); i++)
        if (strcmp(optimizer_hyper(optimizer, i)->id, id) == 0)
            return (int)i;
    return -1;
}

size_t optimizer_rule(const Optimizer *optimizer, const double *hyper,
                      const char *lines[OPTIMIZER_RULE_MAX + 1])
{
    size_t count = 0;
    if (optimizer_has_schedule(optimizer) &&
        (lines[0] = schedule_rule(hyper + optimizer->hyper_count)))
        count++;
    for (optimizer->rule(&(Setting){optimizer, hyper}, lines + count); lines[count]; count++)
        assert(count < OPTIMIZER_RULE_MAX);
    return count;
}

/* ---- state ---- */

size_t slot_rows(const Slot *slot, size_t n)
{
    return slot->rows == SLOT_SIMPLEX ? n + 1 : slot->rows == 0 ? 1 : slot->rows;
}

size_t slot_size(const Slot *slot, size_t n)
{
    size_t rows = slot_rows(slot, n);
    switch (slot->kind) {
    case SLOT_MATRIX:
        return rows * n * n;
    case SLOT_NUMBER:
        return rows;
    case SLOT_DIRECTION:
    case SLOT_SQUARES:
    case SLOT_POINT:
        break;
    }
    return rows * n;
}

size_t optimizer_slot_at(const Optimizer *optimizer, size_t slot, size_t n)
{
    assert(slot <= optimizer->slot_count);
    size_t at = 0;
    for (size_t i = 0; i < slot; i++)
        at += slot_size(&optimizer->slots[i], n);
    return at;
}

size_t optimizer_state_size(const Optimizer *optimizer, size_t n)
{
    return optimizer_slot_at(optimizer, optimizer->slot_count, n);
}
