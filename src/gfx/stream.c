#include "gfx/stream.h"

/* bytes: a buffer of less would be used up too soon. */
enum { STREAM_MIN = 1 << 20 };

/* bytes in one frame: a software driver keeps all that it is given, several times over, until it
 * finds the time to draw it. */
enum { GIVEN_MAX = 1 << 19 };

void stream_init(Stream *stream, GLenum target)
{
    *stream = (Stream){.target = target};
    glGenBuffers(1, &stream->buffer);
    glBindBuffer(target, stream->buffer);
}

void stream_deinit(Stream *stream)
{
    glDeleteBuffers(1, &stream->buffer);
    *stream = (Stream){0};
}

void stream_forget(Stream *stream)
{
    stream->size = stream->used = 0;
}

void stream_begin(Stream *stream)
{
    stream->given = 0;
}

static void give(Stream *stream, size_t bytes)
{
    if (stream->given > GIVEN_MAX) {
        glFinish();
        stream->given = 0;
    }
    stream->given += bytes;
}

void *stream_map(Stream *stream, size_t bytes, size_t *place)
{
    give(stream, bytes);
    if (stream->used + bytes > stream->size) {
        stream->size = bytes > stream->size / 2 ? 2 * bytes + STREAM_MIN : stream->size;
        stream->used = 0;
        glBufferData(stream->target, (GLsizeiptr)stream->size, NULL, GL_STREAM_DRAW);
    }
    *place = stream->used;
    stream->used += bytes;
    return glMapBufferRange(stream->target, (GLintptr)*place, (GLsizeiptr)bytes,
                            GL_MAP_WRITE_BIT | GL_MAP_UNSYNCHRONIZED_BIT |
                                GL_MAP_INVALIDATE_RANGE_BIT);
}
