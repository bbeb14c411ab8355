/* json: the three kinds of value that documents need, written to a stream. Structure (brackets and
 * commas) is the caller's. */
#ifndef RAVINE_APP_JSON_H
#define RAVINE_APP_JSON_H

#include <stdio.h>

/* Quoted and escaped; bytes above 127 pass, so UTF-8 stays UTF-8. */
void json_string(FILE *out, const char *text);

/* %.17g, which reads back as the same double; JSON has no word for the others, so they are the
 * strings "nan", "inf" and "-inf". */
void json_number(FILE *out, double value);

#endif
