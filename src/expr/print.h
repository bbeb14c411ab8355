/* print: a formula as text and as markup, from the tree as written. */
#ifndef RAVINE_EXPR_PRINT_H
#define RAVINE_EXPR_PRINT_H

#include "base/strbuf.h"
#include "expr/parse.h"

void print_text(const Tree *tree, StrBuf *out);
void print_tex(const Tree *tree, StrBuf *out);

#endif
