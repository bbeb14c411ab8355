/* listing: what `ravine list` says: the tables of the house, for people and for programs. */
#ifndef RAVINE_APP_LISTING_H
#define RAVINE_APP_LISTING_H

#include <stdio.h>

#include "app/options.h"

/* Writes options->list in options->format. */
void listing_write(const Options *options, FILE *out);

#endif
