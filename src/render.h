/* render: pictures of a race in files, without a window. The file's format is one row of a table.
 */
#ifndef RAVINE_RENDER_H
#define RAVINE_RENDER_H

#include <stdio.h>

#include "app/app.h"
#include "app/options.h"

/* False with one line in err if options ask for more than a picture can hold. */
bool render_fits(const Options *options, Err *err);

/* One picture, in options->format. With progress, where that is a terminal (NULL: it is not). False
 * with one line in err. */
bool render_picture(App *app, const Options *options, FILE *file, FILE *progress, Err *err);

/* A film of the race, into the file at path. Likewise; what is in the file then is nothing. */
bool render_film(App *app, const Options *options, const char *path, FILE *progress, Err *err);

#endif
