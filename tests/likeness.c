#include "likeness.h"

#include <math.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

void picture_deinit(Picture *picture)
{
    free(picture->rgb);
    *picture = (Picture){0};
}

static Picture make(int width, int height)
{
    return (Picture){width, height, mem_calloc((size_t)width * (size_t)height, 3)};
}

bool picture_read(Picture *picture, const char *path)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    *picture = (Picture){0};
    if (!png_image_begin_read_from_file(&image, path))
        return false;
    image.format = PNG_FORMAT_RGB;
    *picture = make((int)image.width, (int)image.height);
    if (png_image_finish_read(&image, NULL, picture->rgb, 0, NULL))
        return true;
    picture_deinit(picture);
    return false;
}

bool picture_write(const Picture *picture, const char *path)
{
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)picture->width,
                       .height = (png_uint_32)picture->height,
                       .format = PNG_FORMAT_RGB};
    return png_image_write_to_file(&image, path, 0, picture->rgb, 0, NULL);
}

static void reduce_cell(const Picture *picture, int col, int row, unsigned char rgb[3])
{
    double sum[3] = {0}, count = 0;
    for (int y = row * LIKENESS_CELL; y < (row + 1) * LIKENESS_CELL && y < picture->height; y++)
        for (int x = col * LIKENESS_CELL; x < (col + 1) * LIKENESS_CELL && x < picture->width;
             x++, count++)
            for (int k = 0; k < 3; k++)
                sum[k] +=
                    picture->rgb[3 * ((size_t)y * (size_t)picture->width + (size_t)x) + (size_t)k];
    for (int k = 0; k < 3; k++)
        rgb[k] = (unsigned char)(sum[k] / count + 0.5);
}

Picture picture_reduce(const Picture *picture)
{
    Picture small = make((picture->width + LIKENESS_CELL - 1) / LIKENESS_CELL,
                         (picture->height + LIKENESS_CELL - 1) / LIKENESS_CELL);
    for (int row = 0; row < small.height; row++)
        for (int col = 0; col < small.width; col++)
            reduce_cell(picture, col, row,
                        small.rgb + 3 * ((size_t)row * (size_t)small.width + (size_t)col));
    return small;
}

/* IEC 61966-2-1 and CIE 15. */
void likeness_lab(const double rgb[3], double lab[3])
{
    static const double TO_XYZ[3][3] = {{0.4124564, 0.3575761, 0.1804375},
                                        {0.2126729, 0.7151522, 0.0721750},
                                        {0.0193339, 0.1191920, 0.9503041}};
    static const double WHITE[3] = {0.95047, 1, 1.08883};
    double linear[3], f[3];
    for (int k = 0; k < 3; k++) {
        const double c = rgb[k] / 255;
        linear[k] = c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
    }
    for (int k = 0; k < 3; k++) {
        const double t =
            (TO_XYZ[k][0] * linear[0] + TO_XYZ[k][1] * linear[1] + TO_XYZ[k][2] * linear[2]) /
            WHITE[k];
        f[k] = t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }
    lab[0] = 116 * f[1] - 16;
    lab[1] = 500 * (f[0] - f[1]);
    lab[2] = 200 * (f[1] - f[2]);
}

static double *lab_of(const Picture *picture)
{
    const size_t count = (size_t)picture->width * (size_t)picture->height;
    double *lab = mem_calloc(3 * count, sizeof *lab);
    for (size_t i = 0; i < count; i++) {
        const unsigned char *c = picture->rgb + 3 * i;
        likeness_lab((double[]){c[0], c[1], c[2]}, lab + 3 * i);
    }
    return lab;
}

static int clamp(int v, int count)
{
    return v < 0 ? 0 : v < count ? v : count - 1;
}

/* Distance of the two at a cell, blurred by 1 2 1 both ways. */
static double distance_at(const double *a, const double *b, int width, int height, int col, int row)
{
    double d[3] = {0};
    for (int dy = -1; dy <= 1; dy++)
        for (int dx = -1; dx <= 1; dx++) {
            const double weight = (2 - abs(dx)) * (2 - abs(dy)) / 16.0;
            const size_t at = 3 * ((size_t)clamp(row + dy, height) * (size_t)width +
                                   (size_t)clamp(col + dx, width));
            for (size_t k = 0; k < 3; k++)
                d[k] += weight * (a[at + k] - b[at + k]);
        }
    return sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
}

Likeness likeness_of(const Picture *a, const Picture *b)
{
    Likeness likeness = {0};
    if (a->width != b->width || a->height != b->height)
        return (Likeness){INFINITY, INFINITY, 0, 0};
    double *of_a = lab_of(a), *of_b = lab_of(b);
    for (int row = 0; row < a->height; row++)
        for (int col = 0; col < a->width; col++) {
            const double d = distance_at(of_a, of_b, a->width, a->height, col, row);
            likeness.mean += d / ((double)a->width * (double)a->height);
            if (d > likeness.worst)
                likeness = (Likeness){likeness.mean, d, col * LIKENESS_CELL, row * LIKENESS_CELL};
        }
    free(of_a);
    free(of_b);
    return likeness;
}
