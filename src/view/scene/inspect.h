/* inspect: the numbers behind a close look at the selected optimizer, for map and panel alike.
 *
 * Two looks, each on or off: the anatomy of the step at the playhead, and the curvature of the
 * ground. Curvature is that under the pointer while it is over the map and no anatomy is open, else
 * that at the playhead: a step's numbers must not change with the mouse. Computes anew only when
 * something moved. Without any look, it knows still what its learning rate could be. Knows nothing
 * of pixels. */
#ifndef RAVINE_VIEW_SCENE_INSPECT_H
#define RAVINE_VIEW_SCENE_INSPECT_H

#include <stdbool.h>
#include <stdint.h>

#include "sim/anatomy.h"
#include "sim/curvature.h"
#include "view/scene/scene.h"

/* A zeroed one is a fresh one. */
typedef struct Inspection {
    bool anatomy, curvature; /* what is on show, and has something to show */
    bool at_pointer;         /* where the curvature is from */
    size_t entrant;
    int lines;     /* so many lines of the rule are on show; the gradient always is */
    bool whole;    /* all of them, and what no line speaks of */
    bool stepping; /* the rule is being walked through */
    Anatomy step;  /* its record belongs to both looks */
    Response response;
    bool even;   /* the rate is the same in all directions */
    bool scales; /* its step differs from the scaled gradient */
    Vec2 scaled; /* -rate g, if the response is linear */
    Curvature ground;
    double factor; /* what true lengths are multiplied with on the map; set by whoever draws it, */
    bool in_view;  /* as is whether the step is on the map */
    double stable_below; /* the learning rate below which steps die out on the ground under the
                            head, as a quadratic; nan if there is none to speak of */
    uint64_t step_key, ground_key, limit_key;
} Inspection;

/* Brings it up to date with the scene. */
void inspect_update(Inspection *inspection, const Scene *scene);

/* Whether an item is on show, as far as the rule has been walked through. */
bool inspect_shows(const Inspection *inspection, const AnatomyItem *item);

/* Whether the last line on show is this one, while the rule is walked through. */
bool inspect_is_current(const Inspection *inspection, int line);

/* An id as words: "first_moment" is "first moment". */
void inspect_words(const char *id, char *text, size_t size);

/* How an item's vector points where steps go: 1 as it is, -1 turned around, 0: it is no arrow. */
int inspect_sense(const Inspection *inspection, const AnatomyItem *item);

#endif
