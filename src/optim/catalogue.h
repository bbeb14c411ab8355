/* catalogue: the optimizers that Ravine has, in the order people see them. Which they are is
 * optim/list.h. */
#ifndef RAVINE_OPTIM_CATALOGUE_H
#define RAVINE_OPTIM_CATALOGUE_H

#include "optim/optimizer.h"

size_t optimizer_count(void);
const Optimizer *optimizer_at(size_t index);
const Optimizer *optimizer_find(const char *id); /* NULL if there is none */

#endif
