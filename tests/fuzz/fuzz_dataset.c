/* Any bytes as a file of data, and as a list of batches: refused with one line that names the file
 * and says where in it, or rows that a loss can be made of, which written out read back the same.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "fuzz.h"
#include "problem/batch.h"
#include "problem/factory.h"
#include "problem/regression.h"

enum { ROWS_MAX = 1000, PATH_SPACE = 32, BATCH_ROWS = 7 };

/* A file that nothing but this program sees, and that is gone with it. */
typedef struct Place {
    FILE *file;
    char path[PATH_SPACE];
} Place;

static Place place_with(const void *bytes, size_t size)
{
    Place place = {.file = tmpfile()};
    if (!place.file || fwrite(bytes, 1, size, place.file) != size || fflush(place.file) != 0)
        fuzz_fail("no room for a file of %zu bytes", size);
    snprintf(place.path, sizeof place.path, "/dev/fd/%d", fileno(place.file));
    return place;
}

/* From its beginning, where opening it means going on with it. */
static const char *path_of(const Place *place)
{
    rewind(place->file);
    return place->path;
}

static void check_refusal(const Err *err, const char *path)
{
    fuzz_check_line(err);
    if (!strstr(err->text, path))
        fuzz_fail("a message that names no file: %s", err->text);
}

/* ---- data ---- */

static void check_rows(const Dataset *data, bool labels)
{
    if (data->count < 1 || data->count > ROWS_MAX || !data->x_name || !data->y_name)
        fuzz_fail("%zu rows", data->count);
    for (size_t i = 0; i < data->count; i++) {
        double x = data->x[i], y = data->y[i];
        if (!(fabs(x) <= 1e12 && fabs(y) <= 1e12) || (labels && y != 0 && y != 1))
            fuzz_fail("row %zu: (%g, %g)", i, x, y);
    }
}

/* Its rows as a file of numbers alone are the same rows. */
static void check_again(const Dataset *data, const DatasetWish *wish)
{
    StrBuf text = {0};
    for (size_t i = 0; i < data->count; i++)
        strbuf_printf(&text, "%.17g,%.17g\n", data->x[i], data->y[i]);
    Place place = place_with(strbuf_text(&text), text.len);
    Dataset again;
    Err err = {0};
    if (!dataset_read(&again, path_of(&place), wish, &err))
        fuzz_fail("%s\nis refused: %s", strbuf_text(&text), err.text);
    if (again.count != data->count)
        fuzz_fail("%zu rows become %zu", data->count, again.count);
    for (size_t i = 0; i < data->count; i++)
        if (!fuzz_same(data->x[i], again.x[i]) || !fuzz_same(data->y[i], again.y[i]))
            fuzz_fail("row %zu: (%.17g, %.17g) becomes (%.17g, %.17g)", i, data->x[i], data->y[i],
                      again.x[i], again.y[i]);
    dataset_deinit(&again);
    strbuf_deinit(&text);
    fclose(place.file);
}

static void read_data(const Place *place, DatasetWish wish)
{
    Dataset data;
    Err err = {0};
    if (dataset_read(&data, path_of(place), &wish, &err)) {
        check_rows(&data, wish.labels);
        check_again(&data,
                    &(DatasetWish){.x = "", .y = "", .labels = wish.labels, .rows_max = ROWS_MAX});
        dataset_deinit(&data);
    } else {
        check_refusal(&err, place->path);
        if (data.count != 0 || data.x || data.x_name)
            fuzz_fail("refused, but %zu rows are left", data.count);
    }
}

/* ---- what is made of them ---- */

static void check_loss(const Problem *problem)
{
    double out[3];
    Vec2 size = box2_size(problem->view);
    problem->kind->point(problem, 3, problem->start, out);
    if (!(size.x > 0 && size.y > 0) || !vec2_finite(problem->start) || !isfinite(out[0]))
        fuzz_fail("%s: %g at (%g, %g) of a view %g x %g", problem->spec, out[0], problem->start.x,
                  problem->start.y, size.x, size.y);
    if (!(problem->lr > 0 && isfinite(problem->lr)) || !isfinite(problem->floor))
        fuzz_fail("%s: lr %g, floor %g", problem->spec, problem->lr, problem->floor);
    for (size_t i = 0; i < problem->landmark_count; i++)
        if (!vec2_finite(problem->landmarks[i].at) || !isfinite(problem->landmarks[i].value))
            fuzz_fail("%s: landmark %zu", problem->spec, i);
}

static void make_loss(const Place *place, const char *model, const char *more)
{
    char spec[PATH_SPACE + 64];
    Err err = {0};
    snprintf(spec, sizeof spec, "%s:data=%s%s", model, path_of(place), more);
    Problem *problem = problem_create(spec, &err);
    if (problem)
        check_loss(problem);
    else
        check_refusal(&err, place->path);
    problem_destroy(problem);
}

/* ---- batches ---- */

static void check_batches(const Batches *batches)
{
    for (long t = 1; t <= (long)batches->list_count + 1; t++) {
        Batch batch = batch_at(batches, t);
        if (batch_size(&batch) == 0)
            fuzz_fail("batch %ld is empty", t);
        while (batch_size(&batch) > 0) {
            size_t row = batch_next(&batch);
            if (row >= BATCH_ROWS)
                fuzz_fail("batch %ld has row %zu of %d", t, row, BATCH_ROWS);
        }
    }
}

static void read_batches(const Place *place, size_t size)
{
    Batches batches;
    Err err = {0};
    if (batches_read(&batches, path_of(place), FILE_REGULAR, BATCH_ROWS, size, &err))
        check_batches(&batches);
    else
        check_refusal(&err, place->path);
    batches_deinit(&batches);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Place place = place_with(data, size);
    read_data(&place, (DatasetWish){.x = "", .y = "", .rows_max = ROWS_MAX});
    read_data(&place, (DatasetWish){.x = "", .y = "", .labels = true, .rows_max = ROWS_MAX});
    read_data(&place, (DatasetWish){.x = "2", .y = "1", .rows_max = 10});
    make_loss(&place, "linreg", "");
    make_loss(&place, "linreg", ",scaling=standard,lambda=0.1,penalty=l1");
    make_loss(&place, "logreg", ",lambda=0.1");
    read_batches(&place, 0);
    read_batches(&place, 3);
    fclose(place.file);
    return 0;
}
