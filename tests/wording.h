/* wording: the texts of a picture, where they stand and what lies under them.
 *
 * Walks a draw list as a backend does, with clips, fills and layers, and finds for each text its
 * ink on the picture and the colour of the ground it stands on. Texts that a later fill covers are
 * left out: nobody sees them. */
#ifndef RAVINE_TESTS_WORDING_H
#define RAVINE_TESTS_WORDING_H

#include "view/draw/drawlist.h"
#include "view/draw/hit.h"

typedef struct Wording {
    const char *text;
    Face face;
    float size, angle;
    Point corner[4]; /* of the ink, in order around it */
    Rect box;        /* around the corners */
    Rect clip;       /* what the text is cut to */
    Color color, halo;
    float halo_width;
    bool on_ground; /* no fill lies between it and the coloured map */
    Color under;    /* else: what does */
    Rect plate;     /* the fill it stands on */
    int formula;    /* pieces of one formula or one number share it */
    size_t command;
    bool crossed; /* a later fill, disc or the like covers a part of it */
    Rect crossed_by;
} Wording;

typedef struct Wordings {
    Wording *items;
    size_t count, cap;
} Wordings;

void wordings_read(Wordings *wordings, const DrawList *list, int width, int height,
                   Color background);
void wordings_deinit(Wordings *wordings);

/* True if the ink of both shares more than a px in every direction. */
bool wording_overlap(const Wording *a, const Wording *b);

#endif
