/* easel: where pictures are drawn that no window shows: by OpenGL where pixels are wanted and there
 * is some, else by cairo. Same fonts, same measures, same draw list. */
#ifndef RAVINE_EASEL_H
#define RAVINE_EASEL_H

#include "base/err.h"
#include "figure/lettering.h"
#include "figure/painter.h"
#include "view/draw/drawlist.h"

typedef struct Easel Easel;

typedef enum EaselUse {
    EASEL_PIXELS, /* whichever there is */
    EASEL_CAIRO,
    EASEL_VECTORS /* cairo, too; there will be no pixels */
} EaselUse;

/* NULL with one line in err if no font can be found. */
Easel *easel_create(EaselUse use, int width, int height, Err *err);
void easel_destroy(Easel *easel); /* NULL is fine */

/* For laying out; valid as long as the easel. */
const Fonts *easel_fonts(const Easel *easel);

/* NULL if OpenGL draws. */
Lettering *easel_lettering(const Easel *easel);

/* width x height x 4 bytes, top row first, opaque. watch: see figure/painter.h; NULL is fine, and
 * OpenGL tells nothing. False with one line in err if that is not the whole picture. */
bool easel_draw(Easel *easel, const DrawList *list, Color background, const PaintWatch *watch,
                unsigned char *rgba, Err *err);

#endif
