/* stream: a buffer on the graphics card that is written from beginning to end, then given new
 * memory, for the card may still be reading what was written before. Nor is the card given more in
 * a frame than it can keep in mind. */
#ifndef RAVINE_GFX_STREAM_H
#define RAVINE_GFX_STREAM_H

#include <stddef.h>

#include "gfx/gl.h"

typedef struct Stream {
    GLenum target;
    GLuint buffer;
    size_t size, used;
    size_t given; /* bytes, since the driver has drawn all */
} Stream;

void stream_init(Stream *stream, GLenum target); /* leaves it bound */
void stream_deinit(Stream *stream);

/* The next room is in new memory. */
void stream_forget(Stream *stream);
/* Before a frame. */
void stream_begin(Stream *stream);

/* Room for `bytes` in the bound buffer, *place from its beginning; NULL if there is none. Unmap it
 * before it is drawn from. */
void *stream_map(Stream *stream, size_t bytes, size_t *place);

#endif
