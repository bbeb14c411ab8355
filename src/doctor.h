/* doctor: looks at what Ravine finds on this machine, and says what is missing and how to get it.
 * Opens no window that anybody sees, and changes nothing. */
#ifndef RAVINE_DOCTOR_H
#define RAVINE_DOCTOR_H

#include <stdbool.h>

#include "base/strbuf.h"

/* Appends the report. False if something is missing that Ravine cannot do without. */
bool doctor_report(StrBuf *out);

#endif
