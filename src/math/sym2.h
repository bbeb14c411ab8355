/* sym2: symmetric 2x2 matrices, as Hessians of two parameters are. */
#ifndef RAVINE_MATH_SYM2_H
#define RAVINE_MATH_SYM2_H

#include <stdbool.h>

#include "math/vec2.h"

typedef struct Sym2 {
    double xx, xy, yy;
} Sym2;

/* Eigenvalues ascending, unit eigenvectors to match, orthogonal to each other. */
typedef struct Eigen2 {
    double value[2];
    Vec2 vector[2];
} Eigen2;

/* By the stable half-angle form; exact for diagonal matrices. nan in, nan out. */
Eigen2 sym2_eigen(Sym2 a);

/* Solves a x = b by pivoted elimination. False (and *x untouched) if a is singular to working
 * precision or anything is not finite. */
bool sym2_solve(Sym2 a, Vec2 b, Vec2 *x);

Vec2 sym2_apply(Sym2 a, Vec2 v);

#endif
