#include "optim/catalogue.h"

#include <assert.h>
#include <string.h>

#define OPT(name) extern const Optimizer optimizer_##name;
#include "optim/list.h"
#undef OPT

#define OPT(name) &optimizer_##name,
static const Optimizer *const catalogue[] = {
#include "optim/list.h"
};
#undef OPT

size_t optimizer_count(void)
{
    return sizeof catalogue / sizeof *catalogue;
}

const Optimizer *optimizer_at(size_t index)
{
    assert(index < optimizer_count());
    return catalogue[index];
}

const Optimizer *optimizer_find(const char *id)
{
    for (size_t i = 0; i < optimizer_count(); i++)
        if (strcmp(catalogue[i]->id, id) == 0)
            return catalogue[i];
    return NULL;
}
