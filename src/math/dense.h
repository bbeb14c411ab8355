/* dense: linear systems and eigenvalues of matrices larger than 2 x 2, as Hessians of n parameters
 * are.
 *
 * Works on the caller's flat arrays, row-major, and allocates nothing. Knows nothing of what the
 * matrices mean. For 2 x 2 ones with names for their entries there is math/sym2.h. */
#ifndef RAVINE_MATH_DENSE_H
#define RAVINE_MATH_DENSE_H

#include <stdbool.h>
#include <stddef.h>

/* As many rows as callers that keep a matrix on the stack have room for. */
enum { DENSE_MAX = 64 };

/* Solves a x = b by elimination with row pivoting; a is destroyed, b becomes x. False if a pivot is
 * 0 or x is not finite: then b holds nothing of use. A matrix that is almost singular passes, with
 * a solution as long as that. */
bool dense_solve(double *a, double *b, size_t n);

/* Eigenvalues of a symmetric matrix in ascending order, row k of `vector` [n][n] the unit
 * eigenvector of value[k], orthogonal to the others. a is destroyed. False if a is not finite. By
 * Jacobi's rotations, row by row (Golub and Van Loan 2013, algorithm 8.5.3). */
bool dense_eigen(double *a, double *value, double *vector, size_t n);

#endif
