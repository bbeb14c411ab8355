#include "figure/figure.h"

#include <cairo-pdf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "figure/cairopen.h"
#include "figure/svgpen.h"
#include "gfx/png.h"

static const double POINTS_PER_MM = 72 / 25.4;

static cairo_status_t paint(cairo_surface_t *surface, double scale, CairoText text,
                            const DrawList *list, const FigurePage *page, PaintLines lines,
                            Lettering *lettering)
{
    cairo_t *cr = cairo_create(surface);
    CairoPen cairo;
    cairo_scale(cr, scale, scale);
    cairopen_init(&cairo, cr, lettering, text);
    const Pen pen = cairopen_pen(&cairo);
    painter_paint(list, page->width, page->height,
                  &(PaintStyle){page->background, lines, page->watch}, lettering, &pen);
    cairopen_deinit(&cairo);
    const cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    return status;
}

/* False if something is missing in what was painted. */
static bool complete(cairo_status_t status, const Lettering *lettering, Err *err)
{
    Err own = {0};
    return (status == CAIRO_STATUS_SUCCESS && lettering_whole(lettering, &own)) ||
           err_set(err, "cannot draw the whole picture: %s",
                   own.text[0] ? own.text : cairo_status_to_string(status));
}

/* ---- pixels ---- */

bool figure_raster(const DrawList *list, const FigurePage *page, PaintLines lines,
                   Lettering *lettering, unsigned char *rgba, Err *err)
{
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, page->width, page->height);
    const cairo_status_t status =
        paint(surface, 1, CAIRO_TEXT_OUTLINES, list, page, lines, lettering);
    cairo_surface_flush(surface);
    const unsigned char *rows = cairo_image_surface_get_data(surface);
    const size_t stride = (size_t)cairo_image_surface_get_stride(surface);
    for (size_t y = 0; rows && y < (size_t)page->height; y++)
        for (size_t x = 0; x < (size_t)page->width; x++, rgba += 4) {
            uint32_t pixel;
            memcpy(&pixel, rows + y * stride + 4 * x, sizeof pixel);
            rgba[0] = (unsigned char)(pixel >> 16);
            rgba[1] = (unsigned char)(pixel >> 8);
            rgba[2] = (unsigned char)pixel;
            rgba[3] = 255;
        }
    cairo_surface_destroy(surface);
    return complete(status, lettering, err);
}

bool figure_write_png(const DrawList *list, const FigurePage *page, Lettering *lettering,
                      FILE *file, Err *err)
{
    unsigned char *rgba = mem_calloc((size_t)page->width * (size_t)page->height, 4);
    const PngNotes notes = {page->title, page->race, page->px_per_mm};
    const bool good = figure_raster(list, page, PAINT_PIXELS, lettering, rgba, err) &&
                      png_write(file, rgba, page->width, page->height, &notes, err);
    free(rgba);
    return good;
}

/* ---- PDF ---- */

static cairo_status_t write_bytes(void *file, const unsigned char *bytes, unsigned count)
{
    return fwrite(bytes, 1, count, file) == count ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

bool figure_write_pdf(const DrawList *list, const FigurePage *page, Lettering *lettering,
                      FILE *file, Err *err)
{
    const double scale = POINTS_PER_MM / page->px_per_mm;
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
        write_bytes, file, page->width * scale, page->height * scale);
    /* Later versions may hide what is embedded inside compressed objects. */
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, page->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, page->race);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Ravine " RAVINE_VERSION);
    /* The same command makes the same bytes. */
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
    const cairo_status_t painted =
        paint(surface, scale, CAIRO_TEXT_STRINGS, list, page, PAINT_TRACED, lettering);
    errno = 0;
    cairo_surface_finish(surface);
    const cairo_status_t written = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    return complete(painted, lettering, err) &&
           (written == CAIRO_STATUS_SUCCESS ||
            err_set(err, "cannot write the figure: %s",
                    errno ? strerror(errno) : cairo_status_to_string(written)));
}

/* ---- SVG ---- */

static void put_words(StrBuf *out, const char *begin, const char *text, const char *end)
{
    strbuf_put(out, begin);
    svgpen_put_text(out, text, strlen(text));
    strbuf_put(out, end);
}

bool figure_write_svg(const DrawList *list, const FigurePage *page, Lettering *lettering,
                      FILE *file, Err *err)
{
    StrBuf out = {0};
    SvgPen svg = {.out = &out};
    const Pen pen = svgpen_pen(&svg);
    strbuf_printf(&out,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                  "xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.1\" xml:space="
                  "\"preserve\" width=\"%.3fmm\" height=\"%.3fmm\" viewBox=\"0 0 %d %d\">\n",
                  page->width / page->px_per_mm, page->height / page->px_per_mm, page->width,
                  page->height);
    put_words(&out, "<title>", page->title, "</title>\n");
    put_words(&out, "<metadata><race xmlns=\"https://ravine.invalid/race\">", page->race,
              "</race></metadata>\n");
    svgpen_styles(lettering, &out);
    painter_paint(list, page->width, page->height,
                  &(PaintStyle){page->background, PAINT_TRACED, page->watch}, lettering, &pen);
    strbuf_put(&out, "</svg>\n");
    errno = 0;
    const bool whole = (svg.trouble.text[0] == '\0' ||
                        err_set(err, "cannot draw the whole picture: %s", svg.trouble.text)) &&
                       complete(CAIRO_STATUS_SUCCESS, lettering, err);
    const bool good = whole && fwrite(strbuf_text(&out), 1, out.len, file) == out.len;
    strbuf_deinit(&out);
    return good || err_set(err, "cannot write the figure: %s", strerror(errno));
}
