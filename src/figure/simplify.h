/* simplify: lines with fewer points that look the same. */
#ifndef RAVINE_FIGURE_SIMPLIFY_H
#define RAVINE_FIGURE_SIMPLIFY_H

#include "view/draw/drawlist.h"

/* Leaves out points of a line, in place, such that none of them lies farther than tolerance px from
 * what is left; returns how many are left (Douglas and Peucker 1973, Algorithms for the reduction
 * of the number of points required to represent a digitized line or its caricature). */
size_t simplify_line(Point *points, size_t count, float tolerance);

#endif
