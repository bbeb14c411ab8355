#include "problem/regression.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/text.h"

/* Every row of a logistic loss costs an exp at every point of the map. */
enum { LOGISTIC_ROWS_MAX = 10000, ROWS_DEFAULT = 128, BATCH_DEFAULT = 16, STEPS = 160 };

static const char *const penalties[] = {"l2", "l1", NULL};
static const char *const schemes[] = {"shuffle", "sequential", "replacement", NULL};
static const char *const scalings[] = {"none", "standard", NULL};
static const char *const made_lines[] = {"line", "outliers", NULL};
static const char *const made_classes[] = {"classes", "separable", NULL};

/* Defaults of the two models differ only in what data there are. */
#define ROWS_OF(generator, makers, generators, wide, rows_max)                                     \
    {                                                                                              \
        {"data",                                                                                   \
         NULL,                                                                                     \
         "a CSV file with columns x and y, or made up: " generators,                               \
         .kind = PARAM_FILE,                                                                       \
         .choices = makers,                                                                        \
         .text = generator},                                                                       \
            {"x", NULL, "the file's column of x, by name or number", .kind = PARAM_TEXT,           \
             .text = ""},                                                                          \
            {"y", NULL, "the file's column of y, by name or number", .kind = PARAM_TEXT,           \
             .text = ""},                                                                          \
            {"scaling", NULL, "of the columns: as they are, or to mean 0 and deviation 1",         \
             .kind = PARAM_CHOICE, .choices = scalings},                                           \
            {"n", "N", "rows made up", ROWS_DEFAULT, 2, rows_max, .kind = PARAM_INTEGER},          \
            PARAM_ROW_NUMBER("scatter", NULL, "deviation of the rows made up", wide, 0, 100),      \
            {"data_seed", NULL, "of the rows made up", 0, 0, 0x1p63, .kind = PARAM_INTEGER},       \
            PARAM_ROW_NUMBER("lambda", "\\lambda", "strength of the penalty", 0, 0, 1e6),          \
            {"penalty", NULL, "half the squares of w and b, or their sizes", .kind = PARAM_CHOICE, \
             .choices = penalties},                                                                \
            {"batch",                                                                              \
             "B",                                                                                  \
             "rows that an update sees",                                                           \
             BATCH_DEFAULT,                                                                        \
             0,                                                                                    \
             DATASET_ROWS_MAX,                                                                     \
             .kind = PARAM_INTEGER,                                                                \
             .zero = "full"},                                                                      \
            {"sampling", NULL, "how rows are chosen", .kind = PARAM_CHOICE, .choices = schemes},   \
            {"batches", NULL, "a file with the rows of each update, 't: i0 i1 ...' per line",      \
             .kind = PARAM_FILE, .text = ""},                                                      \
    }

enum { OWN_PARAMS = 12 };

typedef struct Row {
    LossModel model;
    ProblemInfo info;
    size_t rows_max;
    const char *tex; /* of a row's loss */
    ParamRow params[OWN_PARAMS];
} Row;

static const Row rows[] = {
    {LOSS_LINEAR,
     {"linreg", "Linear regression", "mean of (w*x_i + b - y_i)^2/2, plus lambda R(w, b)",
      "Legendre 1805, Nouvelles methodes pour la determination des orbites des cometes, Paris"},
     DATASET_ROWS_MAX,
     "\\frac{1}{2}(wx_i + b - y_i)^2",
     ROWS_OF("line", made_lines, "line, outliers", 0.6, DATASET_ROWS_MAX)},
    {LOSS_LOGISTIC,
     {"logreg", "Logistic regression",
      "mean of log(1 + exp(z_i)) - y_i*z_i, z_i = w*x_i + b, plus lambda R(w, b)",
      "Cox 1958, J. R. Stat. Soc. B 20(2), 215-242"},
     LOGISTIC_ROWS_MAX,
     "(\\log(1 + e^{wx_i + b}) - y_i(wx_i + b))",
     ROWS_OF("classes", made_classes, "classes, separable", 0.8, LOGISTIC_ROWS_MAX)},
};

size_t regression_count(void)
{
    return sizeof rows / sizeof rows[0];
}

ProblemInfo regression_info(size_t index)
{
    assert(index < regression_count());
    return rows[index].info;
}

void regression_rewrite(size_t index, const char *params, const ParamPaths *paths, StrBuf *out)
{
    assert(index < regression_count());
    params_rewrite(rows[index].params, OWN_PARAMS, params, paths, out);
}

/* ---- the kind ---- */

static void regression_point(const Problem *problem, int level, Vec2 w, double *out)
{
    const Regression *regression = problem->data;
    loss_point(&regression->loss, level, w, out);
}

static void regression_sample(const Problem *problem, long t, int level, Vec2 w, double *out)
{
    const Regression *regression = problem->data;
    loss_batch(&regression->loss, batch_at(&regression->batches, t), level, w, out);
}

static void regression_block(const Problem *problem, int level, const double *x, const double *y,
                             double *const *out, size_t count)
{
    const Regression *regression = problem->data;
    loss_block(&regression->loss, level, x, y, out, count);
}

static double regression_kink(const Problem *problem, Vec2 w)
{
    const Regression *regression = problem->data;
    return loss_kink(&regression->loss, w);
}

static void destroy(Regression *regression)
{
    dataset_deinit(&regression->data);
    batches_deinit(&regression->batches);
    free(regression->spec);
    free(regression->tex);
    free(regression);
}

static void regression_destroy(Problem *problem)
{
    destroy(problem->data);
}

/* With batches, and where every update sees all rows. */
static const ProblemKind batch_kind = {.point = regression_point,
                                       .sample = regression_sample,
                                       .block = regression_block,
                                       .kink = regression_kink,
                                       .destroy = regression_destroy};
static const ProblemKind full_kind = {.point = regression_point,
                                      .block = regression_block,
                                      .kink = regression_kink,
                                      .destroy = regression_destroy};

const Regression *regression_of(const Problem *problem)
{
    bool is = problem->kind == &batch_kind || problem->kind == &full_kind;
    return is ? problem->data : NULL;
}

double regression_predict(const Regression *regression, Vec2 w, double x)
{
    double z = w.x * x + w.y;
    return regression->loss.model == LOSS_LINEAR ? z : 1 / (1 + exp(-z));
}

/* ---- data and batches ---- */

static const char *text_of(const ParamSet *set, const char *name)
{
    return params_get(set, name)->text;
}

static size_t count_of(const ParamSet *set, const char *name)
{
    return (size_t)params_get(set, name)->integer;
}

static size_t choice_of(const ParamSet *set, const char *name)
{
    return (size_t)params_get(set, name)->value;
}

/* What tells only about rows made up has no place beside a file, and the other way round. */
static bool check_source(const Row *row, const ParamSet *set, bool made, Err *err)
{
    static const char *const for_made[] = {"n", "scatter", "data_seed"};
    static const char *const for_file[] = {"x", "y"};
    const char *const *foreign = made ? for_file : for_made;
    for (size_t i = 0; i < (made ? 2 : 3); i++) {
        if (params_get(set, foreign[i])->given) {
            return err_set(err, "problem '%s': %s is about %s, but data=%s is %s", row->info.id,
                           foreign[i], made ? "a file" : "data made up", text_of(set, "data"),
                           made ? "made up" : "a file");
        }
    }
    return true;
}

static bool get_data(const Row *row, const ParamSet *set, FileKinds kinds, Dataset *data, Err *err)
{
    const char *source = text_of(set, "data");
    bool labels = row->model == LOSS_LOGISTIC;
    const DatasetMaker *maker = dataset_maker(source, labels);
    assert((maker == NULL) == param_names_file(params_get(set, "data")));
    if (!check_source(row, set, maker != NULL, err))
        return false;
    if (maker != NULL) {
        maker->make(data, count_of(set, "n"), params_get(set, "scatter")->value,
                    (uint64_t)params_get(set, "data_seed")->integer);
        data->x_name = mem_strdup("x");
        data->y_name = mem_strdup("y");
    } else {
        DatasetWish wish = {.x = text_of(set, "x"),
                            .y = text_of(set, "y"),
                            .labels = labels,
                            .rows_max = row->rows_max,
                            .kinds = kinds};
        if (!dataset_read(data, source, &wish, err)) {
            StrBuf names = {0};
            dataset_maker_names(labels, &names);
            err_prefix(err, "problem '%s', data=FILE or %s: ", row->info.id, strbuf_text(&names));
            strbuf_deinit(&names);
            return false;
        }
    }
    if (choice_of(set, "scaling") == 1)
        dataset_standardise(data, labels);
    return true;
}

static bool get_batches(const Row *row, const ParamSet *set, FileKinds kinds,
                        Regression *regression, Err *err)
{
    size_t count = regression->data.count, size = count_of(set, "batch");
    const char *path = text_of(set, "batches");
    if (path[0] == '\0') {
        batches_init(&regression->batches, (BatchScheme)choice_of(set, "sampling"), count, size,
                     (uint64_t)params_get(set, "seed")->integer);
        return true;
    }
    if (params_get(set, "sampling")->given) {
        return err_set(err, "problem '%s': batches=%s says which rows, so sampling has no say",
                       row->info.id, path);
    }
    size_t most = params_get(set, "batch")->given ? size : 0;
    if (!batches_read(&regression->batches, path, kinds, count, most, err)) {
        err_prefix(err, "problem '%s', batches=FILE: ", row->info.id);
        return false;
    }
    return true;
}

/* ---- what a picture needs ---- */

/* The middle of the picture: the minimum, or what a little penalty would make one. */
static Vec2 choose_center(const Regression *regression, bool minimum, Vec2 at)
{
    Loss loss = regression->loss;
    loss.penalty = LOSS_L2;
    loss.lambda = 0.02;
    return minimum || loss_minimum(&loss, &at) ? at : vec2(0, 0);
}

static Sym2 hessian_at(const Loss *loss, Vec2 w)
{
    double out[6];
    loss_point(loss, 6, w, out);
    return (Sym2){out[3], out[4], out[5]};
}

/* Half a view, as a part of how far it is from 0. */
#define VIEW_LEAST 1e-6

/* A view that holds a level set of the loss's quadratic model, with a start on it. The level is
 * what the loss falls from no weights at all. A valley may be longer than the picture: eight times
 * its width is enough to see it is one. */
static void choose_view(Problem *problem, const Loss *loss, Vec2 center)
{
    double there = problem_value(problem, center);
    double level = 2 * fmax(problem_value(problem, vec2(0, 0)) - there, 0.25 * fabs(there) + 1e-6);
    Eigen2 eigen = sym2_eigen(hessian_at(loss, center));
    double narrow = sqrt(2 * level / eigen.value[1]);
    double wide = eigen.value[0] > 0 ? sqrt(2 * level / eigen.value[0]) : 8 * narrow;
    wide = fmin(wide, 8 * narrow);
    Vec2 along = vec2_scale(eigen.vector[0], wide), across = vec2_scale(eigen.vector[1], narrow);
    along = along.x > 0 ? vec2_scale(along, -1) : along;
    across = across.y < 0 ? vec2_scale(across, -1) : across;
    Vec2 half = vec2_scale(vec2(hypot(along.x, across.x), hypot(along.y, across.y)), 1.25);
    /* Wide enough for different numbers at its edges. */
    half =
        vec2(fmax(half.x, VIEW_LEAST * fabs(center.x)), fmax(half.y, VIEW_LEAST * fabs(center.y)));
    Vec2 start = vec2_add(center, vec2_add(vec2_scale(along, 0.75), vec2_scale(across, 0.8)));
    double unit = problem_tidy(fmin(half.x, half.y)) / 100;
    problem->start = vec2(round(start.x / unit) * unit, round(start.y / unit) * unit);
    problem->view = (Box2){vec2_sub(center, half), vec2_add(center, half)};
    problem->domain = problem->view;
    problem->reach = problem_tidy(2 * fmin(half.x, half.y) / 50);
}

static void find_facts(Problem *problem, const Regression *regression)
{
    const Loss *loss = &regression->loss;
    Vec2 at = {0, 0};
    bool minimum = loss_minimum(loss, &at);
    Vec2 center = choose_center(regression, minimum, at);
    choose_view(problem, loss, center);
    problem->lr = problem_tidy(0.5 / loss_curvature(loss, regression->batches.size));
    problem->floor = 0; /* of classes that do not overlap: as near as one likes, never reached */
    if (minimum) {
        problem->floor = problem_value(problem, at);
        problem->landmarks[problem->landmark_count++] =
            (Landmark){LANDMARK_MINIMUM, true, at, problem->floor};
    } else if (loss->model == LOSS_LINEAR) {
        problem->floor = 0.5 * loss->residual; /* along a line of minima: all x are the same */
    }
}

/* ---- texts ---- */

static char *spec_text(const Row *row, const ParamSet *set)
{
    StrBuf text = {0};
    strbuf_put(&text, row->info.id);
    params_print(set, &text);
    char *copy = mem_strdup(strbuf_text(&text));
    strbuf_deinit(&text);
    return copy;
}

/* The loss with its numbers, "\frac{1}{128}\sum_i ... + 0.1(|w| + |b|)". */
static char *tex_text(const Row *row, const Regression *regression)
{
    StrBuf text = {0};
    char lambda[32];
    text_shortest(regression->loss.lambda, lambda);
    strbuf_printf(&text, "\\frac{1}{%zu}\\sum_i %s", regression->data.count, row->tex);
    if (regression->loss.lambda > 0 && regression->loss.penalty == LOSS_L2)
        strbuf_printf(&text, " + \\frac{%s}{2}(w^2 + b^2)", lambda);
    else if (regression->loss.lambda > 0)
        strbuf_printf(&text, " + %s(|w| + |b|)", lambda);
    char *copy = mem_strdup(strbuf_text(&text));
    strbuf_deinit(&text);
    return copy;
}

/* ---- making one ---- */

/* What set says, with the data read; NULL if they cannot be. */
static Regression *read_regression(const Row *row, const ParamSet *set, FileKinds kinds, Err *err)
{
    Regression *regression = mem_calloc(1, sizeof *regression);
    if (!get_data(row, set, kinds, &regression->data, err) ||
        !get_batches(row, set, kinds, regression, err)) {
        destroy(regression);
        return NULL;
    }
    loss_init(&regression->loss, row->model, (LossPenalty)choice_of(set, "penalty"),
              params_get(set, "lambda")->value, &regression->data);
    return regression;
}

static Problem *create(const Row *row, ParamSet *set, uint64_t seed, FileKinds kinds, Err *err)
{
    /* Only batches that are drawn need a seed, and how many rows there are decides whether any
     * are: the seed counts as given until that is known. */
    params_settle_seed(set, seed, true);
    Regression *regression = read_regression(row, set, kinds, err);
    if (regression == NULL)
        return NULL;
    const Batches *batches = &regression->batches;
    bool drawn = batches->scheme == BATCH_REPLACEMENT ||
                 (batches->scheme == BATCH_SHUFFLE && !batches_full(batches));
    params_settle_seed(set, seed, drawn || params_get(set, "noise")->value > 0);
    regression->spec = spec_text(row, set);
    regression->tex = tex_text(row, regression);

    Problem *problem = mem_calloc(1, sizeof *problem);
    problem->kind = batches_full(batches) ? &full_kind : &batch_kind;
    problem->data = regression;
    problem->id = row->info.id;
    problem->title = row->info.title;
    problem->source = row->info.source;
    problem->spec = regression->spec;
    problem->tex = regression->tex;
    problem->names[0] = "w";
    problem->names[1] = "b";
    problem->scale = CONTOUR_LOG;
    problem->steps = STEPS;
    problem->epoch = batches_epoch(batches);
    problem->noise = params_get(set, "noise")->value;
    problem->seed = (uint64_t)params_get(set, "seed")->integer;
    problem->params = *set;
    *set = (ParamSet){0};
    find_facts(problem, regression);
    return problem;
}

Problem *regression_create(size_t index, const char *params, uint64_t seed, FileKinds kinds,
                           Err *err)
{
    assert(index < regression_count());
    const Row *row = &rows[index];
    ParamSet set;
    params_init(&set, row->params, OWN_PARAMS);
    Problem *problem =
        params_read(&set, row->info.id, params, err) ? create(row, &set, seed, kinds, err) : NULL;
    params_deinit(&set);
    return problem;
}
