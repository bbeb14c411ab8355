/* render: pictures of a race in files, without a window. The file's format is one row of a table.
 */
#ifndef RAVINE_RENDER_H
#define RAVINE_RENDER_H

#include <stdio.h>

#include "app/app.h"
#include "app/options.h"

/* One picture, in options->format. False with one line in err. */
bool render_picture(App *app, const Options *options, FILE *file, Err *err);

#endif
