/* plainmath: the formulas of descriptors for a terminal, in ASCII: "w <- w - alpha m_hat".
 *
 * Reads the markup that view/text/mathtext draws. A command without a sign of its own is written by
 * its name, so that Greek letters and functions need no table. Knows nothing of fonts. */
#ifndef RAVINE_APP_PLAINMATH_H
#define RAVINE_APP_PLAINMATH_H

#include "base/strbuf.h"

/* Appends the formula. Broken markup comes out as it can be read; nothing fails. */
void plainmath(const char *markup, StrBuf *out);

#endif
