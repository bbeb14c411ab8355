#include "gfx/png.h"

#include <errno.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

bool png_write(FILE *file, const unsigned char *rgba, int width, int height, Err *err)
{
    size_t count = (size_t)width * (size_t)height;
    unsigned char *rgb = mem_calloc(count, 3);
    for (size_t i = 0; i < count; i++) {
        memcpy(rgb + 3 * i, rgba + 4 * i, 3);
    }
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)width,
                       .height = (png_uint_32)height,
                       .format = PNG_FORMAT_RGB};
    errno = 0;
    bool done = png_image_write_to_stdio(&image, file, 0, rgb, 0, NULL);
    if (!done) {
        err_set(err, "cannot write the picture: %s", errno ? strerror(errno) : image.message);
    }
    free(rgb);
    return done;
}
