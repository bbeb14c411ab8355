/* Data losses: which rows an update sees, what is read from files and what is refused, and the
 * losses against differences, hand-computed numbers and the normal equations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/rng.h"
#include "math/difference.h"
#include "problem/batch.h"
#include "problem/dataset.h"
#include "problem/factory.h"
#include "problem/init.h"
#include "problem/loss.h"
#include "problem/regression.h"

/* ---- batches ---- */

enum { ROWS_MAX = 300 };

/* The rows of epoch `epoch`, batch after batch; checks the sizes on the way. */
static void read_epoch(const Batches *batches, long epoch, size_t *rows)
{
    size_t seen = 0;
    long length = batches_epoch(batches);
    for (long i = 0; i < length; i++) {
        Batch batch = batch_at(batches, epoch * length + i + 1);
        size_t left = batches->rows - seen;
        assert_int_equal(batch_size(&batch), left < batches->size ? left : batches->size);
        while (batch_size(&batch) > 0) {
            rows[seen++] = batch_next(&batch);
        }
    }
    assert_int_equal(seen, batches->rows);
}

static void check_permutation(const size_t *rows, size_t count)
{
    bool seen[ROWS_MAX] = {false};
    for (size_t i = 0; i < count; i++) {
        assert_true(rows[i] < count);
        if (seen[rows[i]]) {
            fail_msg("of %zu rows, row %zu comes twice", count, rows[i]);
        }
        seen[rows[i]] = true;
    }
}

static void a_shuffled_epoch_is_a_permutation_and_each_another_one(void **state)
{
    (void)state;
    static const size_t counts[] = {1, 2, 3, 5, 16, 17, 100, 128, 257, 300};
    static const size_t sizes[] = {1, 2, 7, 16, 300};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            Batches batches;
            size_t before[ROWS_MAX], rows[ROWS_MAX];
            batches_init(&batches, BATCH_SHUFFLE, counts[i], sizes[k], 11);
            read_epoch(&batches, 0, before);
            check_permutation(before, counts[i]);
            for (long epoch = 1; epoch < 4; epoch++) {
                read_epoch(&batches, epoch, rows);
                check_permutation(rows, counts[i]);
                /* 16! orders and more: the same one twice would be no accident */
                if (counts[i] >= 16) {
                    assert_memory_not_equal(rows, before, counts[i] * sizeof *rows);
                }
                memcpy(before, rows, sizeof rows);
            }
        }
    }
}

/* Every row at every place of the order alike: chi-squared over rows x places has (n - 1)^2 degrees
 * of freedom where each line and column adds up; six deviations above the mean. */
static void all_orders_are_equally_likely(void **state)
{
    (void)state;
    enum { N = 10, EPOCHS = 20000 };
    static double met[N][N];
    memset(met, 0, sizeof met);
    Batches batches;
    batches_init(&batches, BATCH_SHUFFLE, N, 4, 5);
    for (long epoch = 0; epoch < EPOCHS; epoch++) {
        size_t rows[ROWS_MAX];
        read_epoch(&batches, epoch, rows);
        for (size_t i = 0; i < N; i++) {
            met[i][rows[i]]++;
        }
    }
    double chi = 0, expected = (double)EPOCHS / N, freedom = (N - 1) * (N - 1);
    for (size_t i = 0; i < N * N; i++) {
        double off = met[i / N][i % N] - expected;
        chi += off * off / expected;
    }
    if (!(fabs(chi - freedom) < 6 * sqrt(2 * freedom))) {
        fail_msg("chi-squared %.1f with %.0f degrees of freedom", chi, freedom);
    }
}

static void sequential_rows_come_as_they_stand(void **state)
{
    (void)state;
    Batches batches;
    batches_init(&batches, BATCH_SEQUENTIAL, 23, 5, 3);
    assert_int_equal(batches_epoch(&batches), 5);
    for (long epoch = 0; epoch < 3; epoch++) {
        size_t rows[ROWS_MAX];
        read_epoch(&batches, epoch, rows);
        for (size_t i = 0; i < 23; i++) {
            assert_int_equal(rows[i], i);
        }
    }
    Batch last = batch_at(&batches, 5), first = batch_at(&batches, 6);
    assert_int_equal(batch_size(&last), 3);
    assert_int_equal(batch_size(&first), 5);
}

static void replacement_draws_all_rows_alike(void **state)
{
    (void)state;
    enum { N = 50, SIZE = 20, UPDATES = 10000 };
    double met[N] = {0}, chi = 0, expected = (double)SIZE * UPDATES / N;
    size_t twice = 0;
    Batches batches;
    batches_init(&batches, BATCH_REPLACEMENT, N, SIZE, 1);
    for (long t = 1; t <= UPDATES; t++) {
        Batch batch = batch_at(&batches, t);
        bool seen[N] = {false};
        assert_int_equal(batch_size(&batch), SIZE);
        while (batch_size(&batch) > 0) {
            size_t row = batch_next(&batch);
            assert_true(row < N);
            twice += seen[row];
            seen[row] = true;
            met[row]++;
        }
    }
    for (size_t i = 0; i < N; i++) {
        chi += (met[i] - expected) * (met[i] - expected) / expected;
    }
    if (!(fabs(chi - (N - 1)) < 5 * sqrt(2 * (N - 1)))) {
        fail_msg("chi-squared %.1f with %d degrees of freedom", chi, N - 1);
    }
    /* A batch of 20 out of 50 meets 50 (1 - 0.98^20) = 16.62 different rows on average. */
    double repeats = (double)twice / UPDATES;
    if (!(fabs(repeats - (20 - 50 * (1 - pow(0.98, 20)))) < 0.1)) {
        fail_msg("%.3f repeats in a batch", repeats);
    }
}

/* Hashes the rows of update t. */
static uint64_t batch_print(const Batches *batches, long t)
{
    Batch batch = batch_at(batches, t);
    uint64_t print = 1469598103934665603u;
    while (batch_size(&batch) > 0) {
        print = (print ^ batch_next(&batch)) * 1099511628211u;
    }
    return print;
}

static void a_batch_is_the_same_whenever_it_is_asked_for(void **state)
{
    (void)state;
    enum { UPDATES = 200 };
    for (BatchScheme scheme = BATCH_SHUFFLE; scheme < BATCH_LIST; scheme++) {
        Batches batches, again, other;
        uint64_t forth[UPDATES];
        size_t different = 0;
        batches_init(&batches, scheme, 101, 8, 42);
        batches_init(&again, scheme, 101, 8, 42);
        batches_init(&other, scheme, 101, 8, 43);
        for (long t = 0; t < UPDATES; t++) {
            forth[t] = batch_print(&batches, t + 1);
        }
        for (long t = UPDATES - 1; t >= 0; t--) {
            assert_true(batch_print(&batches, t + 1) == forth[t]);
            assert_true(batch_print(&again, (t * 77) % UPDATES + 1) == forth[(t * 77) % UPDATES]);
            different += batch_print(&other, t + 1) != forth[t];
        }
        assert_int_equal(different, scheme == BATCH_SEQUENTIAL ? 0 : UPDATES);
    }
}

/* ---- files ---- */

typedef struct Place {
    char folder[64], path[96];
} Place;

static void make_place(Place *place)
{
    snprintf(place->folder, sizeof place->folder, "/tmp/ravine-data-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->path, sizeof place->path, "%s/bad.csv", place->folder);
}

static void leave_place(const Place *place)
{
    unlink(place->path);
    assert_int_equal(rmdir(place->folder), 0);
}

static void write_file(const char *path, const char *bytes, size_t count)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, count, file), count);
    assert_int_equal(fclose(file), 0);
}

static Problem *create(const char *model, const char *path, const char *more, Err *err)
{
    char spec[256];
    snprintf(spec, sizeof spec, "%s:data=%s%s", model, path, more);
    return problem_create(spec, err);
}

/* One line of visible text that has each of the parts. */
static void check_message(const char *message, const char *const *parts, size_t count)
{
    for (const char *at = message; *at != '\0'; at++) {
        if ((unsigned char)*at < ' ' || *at == 0x7f) {
            fail_msg("byte %d in '%s'", *at, message);
        }
    }
    for (size_t i = 0; i < count && parts[i] != NULL; i++) {
        if (strstr(message, parts[i]) == NULL) {
            fail_msg("no '%s' in '%s'", parts[i], message);
        }
    }
}

#define BYTES(text) (text), sizeof(text) - 1

static const struct {
    const char *model, *more, *bytes;
    size_t count;
    const char *parts[4];
} BAD[] = {
    {"linreg", "", BYTES(""), {"bad.csv", "empty"}},
    {"linreg", "", BYTES("\n\n# only words\n  \n"), {"bad.csv", "empty"}},
    {"linreg", "", BYTES("x,y\n"), {"bad.csv", "header", "no rows"}},
    {"linreg", "", BYTES("1\n2\n"), {"bad.csv:1:", "one column"}},
    {"linreg", "", BYTES("a,b,c\n1,2,3\n"), {"bad.csv:1:", "'x'", "a, b, c", "x=NAME"}},
    {"linreg", "", BYTES("1,2,3\n"), {"bad.csv:1:", "'x'", "3 columns", "x=1"}},
    {"linreg", ",y=z", BYTES("x,y\n1,2\n"), {"bad.csv:1:", "'z'", "x, y", "y=NAME"}},
    {"linreg", ",x=3", BYTES("1,2\n"), {"bad.csv:1:", "'3'", "x=2"}},
    {"linreg", "", BYTES("x,y\n1,2\n3,four\n"), {"bad.csv:3:", "'y'", "'four'", "number"}},
    {"linreg", "", BYTES("x,y\n1,2\n\n3,\n"), {"bad.csv:4:", "'y'", "empty"}},
    {"linreg", "", BYTES("x,y\n1,nan\n"), {"bad.csv:2:", "'y'", "'nan'", "finite"}},
    {"linreg", "", BYTES("1,2\n-Infinity,3\n"), {"bad.csv:2:", "'x'", "'-Infinity'", "finite"}},
    {"linreg", "", BYTES("1,1e999\n"), {"bad.csv:1:", "'1e999'"}},
    {"linreg", "", BYTES("1,-1e13\n"), {"bad.csv:1:", "'-1e13'", "1e+12"}},
    {"linreg", "", BYTES("1,0x10\n"), {"bad.csv:1:", "'0x10'"}},
    {"linreg", "", BYTES("x,y\n1,2\n3\n"), {"bad.csv:3:", "1 column", "2"}},
    {"linreg", "", BYTES("x,y\n1,2\n3,4,5\n"), {"bad.csv:3:", "3 columns", "2"}},
    {"linreg", "", BYTES("x,y\n1,2\n\"3,4\n5,6\n"), {"bad.csv:3:", "not closed"}},
    {"linreg", "", BYTES("x,y\n1,\"2\"0\n"), {"bad.csv:2:", "column 2", "'0'", "closing quote"}},
    {"linreg", "", BYTES("x,y\n1,\"\"\n"), {"bad.csv:2:", "'y'", "empty"}},
    {"linreg",
     "",
     BYTES("x,y,why\n1,2,\"so\nor\r\nso\"\n3,\"fo\"\"ur\",\"\"\n"),
     {"bad.csv:5:", "'y'", "'fo\"ur'"}},
    {"linreg", "", BYTES("\"a\nb\",c,d\n1,2,3\n"), {"bad.csv:1:", "'x'", "a?b, c, d"}},
    {"linreg", "", BYTES("x,y\n1,\x1b[31m\x07\n"), {"bad.csv:2:", "'y'", "number"}},
    {"linreg", "", BYTES("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), {"bad.csv:"}},
    {"linreg",
     "",
     BYTES("\x7f"
           "ELF\x02\x01\x01\0\0\0"),
     {"bad.csv:1:", "NUL"}},
    {"linreg", "", BYTES("a\x1b,\x08\r,c\n1,2,3\n"), {"bad.csv:1:", "'x'"}},
    {"logreg", "", BYTES("x,y\n1,0\n2,2\n"), {"bad.csv:3:", "'y'", "'2'", "0 or 1"}},
    {"logreg", "", BYTES("x,y\n1,0\n2,-1\n"), {"bad.csv:3:", "'-1'", "0 or 1"}},
    {"logreg", "", BYTES("x,spam\n1,0.5\n"), {"bad.csv:2:", "'spam'", "'0.5'", "0 or 1"}},
};

static void bad_files_are_refused_by_name_line_and_culprit(void **state)
{
    (void)state;
    Place place;
    make_place(&place);
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        Err err = {0};
        write_file(place.path, BAD[i].bytes, BAD[i].count);
        if (create(BAD[i].model, place.path, BAD[i].more, &err) != NULL) {
            fail_msg("row %zu was taken", i);
        }
        check_message(err.text, (const char *const[]){BAD[i].model}, 1);
        check_message(err.text, BAD[i].parts, 4);
    }
    leave_place(&place);
}

/* Fills the file with `count` times the text. */
static void write_many(const char *path, const char *text, size_t count)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    for (size_t i = 0; i < count; i++) {
        fputs(text, file);
    }
    assert_int_equal(fclose(file), 0);
}

static void check_refused(const Place *place, const char *model, const char *a, const char *b)
{
    Err err = {0};
    assert_null(create(model, place->path, "", &err));
    check_message(err.text, (const char *const[]){a, b}, 2);
}

static void what_is_too_large_is_refused(void **state)
{
    (void)state;
    Place place;
    make_place(&place);
    write_many(place.path, "7", (1 << 20) + 1);
    check_refused(&place, "linreg", "bad.csv:1:", "longer than 1048576 bytes");
    write_many(place.path, "7", 1 << 20);
    check_refused(&place, "linreg", "bad.csv:1:", "one column");
    write_many(place.path, "1,", 1 << 19);
    check_refused(&place, "linreg", "bad.csv:1:", "more than 256 columns");
    write_many(place.path, "1,0\n", 100001);
    check_refused(&place, "linreg", "bad.csv:100001:", "more than 100000 rows");
    write_many(place.path, "1,0\n", 10001);
    check_refused(&place, "logreg", "bad.csv:10001:", "more than 10000 rows");
    leave_place(&place);
}

static void what_is_no_file_is_refused(void **state)
{
    (void)state;
    Place place;
    make_place(&place);
    check_refused(&place, "linreg", "bad.csv'", "No such file");
    Err err = {0};
    assert_null(create("linreg", place.folder, "", &err));
    check_message(err.text, (const char *const[]){place.folder, "directory"}, 2);
    leave_place(&place);
}

/* Whatever could be waited for: a line at once, and the test's own end if not. */
static void what_could_be_waited_for_is_refused_at_once(void **state)
{
    (void)state;
    static const char *const KINDS[][2] = {{"/dev/zero", "a device"}, {"/dev/tty", "a device"}};
    Place place;
    Err err = {0};
    make_place(&place);
    alarm(30);
    assert_int_equal(mkfifo(place.path, 0600), 0);
    check_refused(&place, "linreg", "bad.csv'", "it is a FIFO; expected a file");
    Batches batches;
    assert_false(batches_read(&batches, place.path, FILE_OR_STDIN, 3, 0, &err));
    check_message(err.text, (const char *const[]){"a FIFO", "a file or /dev/stdin"}, 2);
    leave_place(&place);
    for (size_t i = 0; i < sizeof KINDS / sizeof *KINDS; i++) {
        err = (Err){0};
        assert_null(create("linreg", KINDS[i][0], "", &err));
        check_message(err.text, KINDS[i], 2);
    }
    alarm(0);
}

/* All of them hold (1, 2), (3, 4). */
static void files_of_other_programs_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *more, *x_name;
    } GOOD[] = {
        {"x,y\n1,2\n3,4\n", "", "x"},
        {"1,2\n3,4", "", "x"},
        {"x,y\r\n1,2\r\n3,4\r\n", "", "x"},
        {"\xEF\xBB\xBFx,y\n1,2\n3,4\n", "", "x"},
        {"\xEF\xBB\xBFy;who;x\r\n2;Anna;1\r\n4;Otto;3\r\n", "", "x"},
        {"1\t2\n3\t4\n", "", "x"},
        {"# measured\n\n age , height \n 1 ,2\n3, 4.0e0\n\n", "", "age"},
        {"y,z,dose\n2,nan,1\n4,?,3\n", ",x=dose", "dose"},
        {"9,4e0,2,1\n9,-4,4,3\n", ",x=4,y=3", "x"},
        /* in quotes, as RFC 4180 has them */
        {"\"x\",\"y\"\r\n\"1\",\"2\"\r\n\"3\",\"4\"\r\n", "", "x"},
        {"\"1\",2\n3,\" 4\"", "", "x"},
        {"y,note,x\n2,\"a, b; c\t\"\"d\"\"\",1\n4,\"\",3\n", "", "x"},
        {"y,note,x\n2,\"two\n\nlines\r\n# of it\",1\n4,\"one\",3\n", "", "x"},
        {"\"note; of\na kind\";\"dose, in g\";y\n-;1;2\n-;3;4\n", ",x=\"dose, in g\"",
         "dose, in g"},
        {"\"size \"\"5\"\"\",y\n1,2\n3,4\n", "", "size \"5\""},
        {"\"a\nb\",y\n1,2\n3,4\n", "", "a b"},
        {" \"x\" ,  \"y\"\n 1, \"2\" \n3,4\n", "", "x"},
        {"x,y,size\n1,2,5\" or so\n3,4,a \"b\" c\n", "", "x"},
    };
    Place place;
    make_place(&place);
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) {
        Err err = {0};
        write_file(place.path, GOOD[i].bytes, strlen(GOOD[i].bytes));
        Problem *problem = create("linreg", place.path, GOOD[i].more, &err);
        if (problem == NULL) {
            fail_msg("file %zu: %s", i, err.text);
        }
        const Dataset *data = &regression_of(problem)->data;
        assert_int_equal(data->count, 2);
        assert_true(data->x[0] == 1 && data->x[1] == 3 && data->y[0] == 2 && data->y[1] == 4);
        assert_string_equal(data->x_name, GOOD[i].x_name);
        problem_destroy(problem);
    }
    leave_place(&place);
}

/* ---- losses ---- */

static Problem *make(const char *spec)
{
    Err err = {0};
    Problem *problem = problem_create(spec, &err);
    if (problem == NULL) {
        fail_msg("'%s': %s", spec, err.text);
    }
    return problem;
}

typedef struct Update {
    const Problem *problem;
    long t; /* 0: the whole loss */
} Update;

static void terms_of(const Update *update, Vec2 w, double *out)
{
    if (update->t > 0) {
        problem_sample(update->problem, update->t, 6, w, out);
        return;
    }
    Vec2 g;
    Sym2 h;
    out[0] = problem_hessian(update->problem, w, &g, &h);
    out[1] = g.x, out[2] = g.y;
    out[3] = h.xx, out[4] = h.xy, out[5] = h.yy;
}

static double value_of(const void *context, Vec2 w)
{
    double out[6];
    terms_of(context, w, out);
    return out[0];
}

static Vec2 gradient_of(const void *context, Vec2 w)
{
    double out[6];
    terms_of(context, w, out);
    return vec2(out[1], out[2]);
}

static void check_derivatives(const Problem *problem, long t, Vec2 w)
{
    Update update = {problem, t};
    double out[6];
    terms_of(&update, w, out);
    Vec2 g = difference_gradient(value_of, &update, w, 0);
    Sym2 h = difference_hessian(gradient_of, &update, w, 0);
    double worst = fmax(difference_error_vec2(vec2(out[1], out[2]), g),
                        difference_error_sym2((Sym2){out[3], out[4], out[5]}, h));
    if (!(worst < 2e-8)) {
        fail_msg("%s, update %ld, at (%g, %g): error %g", problem->spec, t, w.x, w.y, worst);
    }
}

static void derivatives_agree_with_differences(void **state)
{
    (void)state;
    static const char *const SPECS[] = {
        "linreg",
        "linreg:lambda=0.3",
        "linreg:lambda=0.3,penalty=l1,batch=5",
        "linreg:data=outliers,scaling=standard,sampling=replacement",
        "logreg",
        "logreg:lambda=0.2,n=50,batch=7",
        "logreg:lambda=0.2,penalty=l1",
        "logreg:data=separable,sampling=sequential",
    };
    Rng rng = rng_seeded(9);
    for (size_t i = 0; i < sizeof SPECS / sizeof *SPECS; i++) {
        Problem *problem = make(SPECS[i]);
        size_t checked = 0;
        for (long k = 0; k < 200; k++) {
            Vec2 w = vec2(rng_range(&rng, problem->view.min.x, problem->view.max.x),
                          rng_range(&rng, problem->view.min.y, problem->view.max.y));
            bool kinked = strstr(SPECS[i], "l1") != NULL;
            assert_true(problem_has_kink_near(problem, w, 1e-3) ==
                        (kinked && fmin(fabs(w.x), fabs(w.y)) <= 1e-3));
            if (kinked && fmin(fabs(w.x), fabs(w.y)) < 1e-2) {
                continue;
            }
            check_derivatives(problem, 0, w);
            check_derivatives(problem, k + 1, w);
            checked++;
        }
        assert_true(checked > 150);
        problem_destroy(problem);
    }
}

static void expect(const char *what, double got, double want, double tolerance)
{
    if (!(fabs(got - want) <= tolerance * fmax(1, fabs(want)))) {
        fail_msg("%s: %.17g, expected %.17g", what, got, want);
    }
}

/* Rows (0, 1), (1, 3), (2, 2) at w = 1, b = 2: residuals 1, 0, 2; half the mean of their squares is
 * 5/6. Derivatives of the mean: x r: (0 + 0 + 4)/3, r: 3/3, x^2: 5/3, x: 3/3, 1. */
static void linear_losses_are_those_of_a_hand_computed_set(void **state)
{
    (void)state;
    double x[] = {0, 1, 2}, y[] = {1, 3, 2}, out[6];
    Dataset data = {.x = x, .y = y, .count = 3};
    static const double PLAIN[] = {5.0 / 6, 4.0 / 3, 1, 5.0 / 3, 1, 1};
    /* lambda 0.5: L2 adds (1 + 4)/4, then 0.5 w; L1 adds 0.5 (1 + 2), then 0.5. */
    static const double SQUARES[] = {1.25, 0.5, 1, 0.5, 0, 0.5};
    static const double SIZES[] = {1.5, 0.5, 0.5, 0, 0, 0};
    for (int k = 0; k < 3; k++) {
        Loss loss;
        loss_init(&loss, LOSS_LINEAR, k == 2 ? LOSS_L1 : LOSS_L2, k > 0 ? 0.5 : 0, &data);
        loss_point(&loss, 6, vec2(1, 2), out);
        for (int i = 0; i < 6; i++) {
            double more = k == 0 ? 0 : k == 1 ? SQUARES[i] : SIZES[i];
            expect("linear", out[i], PLAIN[i] + more, 1e-15);
        }
    }
}

/* Rows (0, 0) and (1, 1) at w = log 3, b = 0: z is 0 and log 3, p is 1/2 and 3/4; the losses are
 * log 2 and log(4) - log(3). Derivatives of the mean: x (p - y): -1/8, p - y: 1/8; with p (1 - p) =
 * 1/4 and 3/16: 3/32, 3/32, 7/32. */
static void logistic_losses_are_those_of_a_hand_computed_set(void **state)
{
    (void)state;
    double x[] = {0, 1}, y[] = {0, 1}, out[6];
    Dataset data = {.x = x, .y = y, .count = 2};
    const double want[] = {(3 * log(2) - log(3)) / 2, -0.125, 0.125, 3.0 / 32, 3.0 / 32, 7.0 / 32};
    Loss loss;
    loss_init(&loss, LOSS_LOGISTIC, LOSS_L2, 0, &data);
    loss_point(&loss, 6, vec2(log(3), 0), out);
    for (int i = 0; i < 6; i++) {
        expect("logistic", out[i], want[i], 1e-15);
    }
    double w = log(3), b = 0, f, *const place[] = {&f};
    loss_block(&loss, 1, &w, &b, place, 1);
    expect("logistic block", f, want[0], 1e-13);
    /* Far out it is linear: z = -1000 where y is 1. */
    loss_point(&loss, 3, vec2(-1000, 0), out);
    expect("logistic far out", out[0], (log(2) + 1000) / 2, 1e-15);
    expect("its slope", out[1], -0.5, 1e-15);
}

/* (X'X/n + lambda 1) w = X'y/n, by Cramer's rule. */
static void check_normal_equations(const Problem *problem, double lambda)
{
    const Dataset *data = &regression_of(problem)->data;
    double n = (double)data->count, xx = 0, x = 0, xy = 0, y = 0;
    for (size_t i = 0; i < data->count; i++) {
        xx += data->x[i] * data->x[i] / n;
        x += data->x[i] / n;
        xy += data->x[i] * data->y[i] / n;
        y += data->y[i] / n;
    }
    double det = (xx + lambda) * (1 + lambda) - x * x;
    Vec2 w = vec2((xy * (1 + lambda) - x * y) / det, ((xx + lambda) * y - x * xy) / det);
    assert_int_equal(problem->landmark_count, 1);
    assert_int_equal(problem->landmarks[0].kind, LANDMARK_MINIMUM);
    expect("w", problem->landmarks[0].at.x, w.x, 1e-12);
    expect("b", problem->landmarks[0].at.y, w.y, 1e-12);
    double squares = 0;
    for (size_t i = 0; i < data->count; i++) {
        double r = w.x * data->x[i] + w.y - data->y[i];
        squares += r * r / n;
    }
    expect("floor", problem->floor, 0.5 * squares + 0.5 * lambda * (w.x * w.x + w.y * w.y), 1e-12);
}

static void the_minimum_solves_the_normal_equations(void **state)
{
    (void)state;
    static const struct {
        const char *spec;
        double lambda;
    } CASES[] = {{"linreg", 0},
                 {"linreg:data=outliers,n=31,data_seed=4", 0},
                 {"linreg:lambda=0.25", 0.25},
                 {"linreg:lambda=20,scatter=3,n=1000", 20},
                 {"linreg:scaling=standard,lambda=1", 1}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        Problem *problem = make(CASES[i].spec);
        check_normal_equations(problem, CASES[i].lambda);
        problem_destroy(problem);
    }
}

/* No direction leads down from the L1 minimum, and where lambda is above every slope at 0 it is 0.
 */
static void the_minimum_with_sizes_is_one(void **state)
{
    (void)state;
    static const char *const SPECS[] = {
        "linreg:lambda=0.1,penalty=l1", "linreg:lambda=2,penalty=l1",
        "logreg:lambda=0.05,penalty=l1", "linreg:lambda=100,penalty=l1"};
    for (size_t i = 0; i < 4; i++) {
        Problem *problem = make(SPECS[i]);
        assert_int_equal(problem->landmark_count, 1);
        Vec2 at = problem->landmarks[0].at;
        double here = problem_value(problem, at);
        for (int k = 0; k < 64; k++) {
            Vec2 off = vec2(1e-3 * cos(k * 0.0981747704), 1e-3 * sin(k * 0.0981747704));
            if (!(problem_value(problem, vec2_add(at, off)) > here)) {
                fail_msg("%s: lower beside (%.17g, %.17g)", SPECS[i], at.x, at.y);
            }
        }
        assert_true(i < 3 || (at.x == 0 && at.y == 0));
        problem_destroy(problem);
    }
}

static void batches_of_equal_size_average_to_the_whole(void **state)
{
    (void)state;
    static const char *const SPECS[] = {
        "linreg:n=96,batch=12,lambda=0.1", "linreg:n=96,batch=8,sampling=sequential",
        "logreg:n=96,batch=16,lambda=0.1,penalty=l1", "logreg:n=96,batch=1,seed=5"};
    for (size_t i = 0; i < 4; i++) {
        Problem *problem = make(SPECS[i]);
        for (long epoch = 0; epoch < 3; epoch++) {
            double sum[6] = {0}, out[6];
            Vec2 w = vec2(0.3 * (double)(epoch + 1), -0.7);
            for (long t = 1; t <= problem->epoch; t++) {
                problem_sample(problem, epoch * problem->epoch + t, 6, w, out);
                for (int k = 0; k < 6; k++) {
                    sum[k] += out[k] / (double)problem->epoch;
                }
            }
            terms_of(&(Update){problem, 0}, w, out);
            for (int k = 0; k < 6; k++) {
                expect(SPECS[i], sum[k], out[k], 1e-13);
            }
        }
        problem_destroy(problem);
    }
}

/* ---- first weights ---- */

enum { DRAWS = 20000 };

/* Mean and variance of each weight over many draws; checks that another seed draws others. */
static void draw_many(const char *how, const Problem *problem, Vec2 *mean, Vec2 *variance)
{
    static Vec2 drawn[DRAWS];
    Init init;
    Err err = {0};
    assert_true(init_parse(&init, how, &err));
    Rng rng = init_rng(17), same = init_rng(17), other = init_rng(18);
    Vec2 w = {0, 0}, sum = {0, 0};
    for (size_t i = 0; i < DRAWS; i++) {
        assert_true(init_draw(init, problem, &rng, &drawn[i]));
        assert_true(init_draw(init, problem, &same, &w));
        assert_memory_equal(&w, &drawn[i], sizeof w);
        assert_true(init_draw(init, problem, &other, &w));
        assert_memory_not_equal(&w, &drawn[i], sizeof w);
        sum = vec2_add(sum, drawn[i]);
    }
    *mean = vec2_scale(sum, 1.0 / DRAWS);
    *variance = vec2(0, 0);
    for (size_t i = 0; i < DRAWS; i++) {
        Vec2 off = vec2_sub(drawn[i], *mean);
        *variance = vec2_add(*variance, vec2(off.x * off.x / DRAWS, off.y * off.y / DRAWS));
    }
}

/* A uniform variable of width d has variance d^2/12; 92 % of the view are drawn from. Means lie
 * within five of their deviations; the variance of a variance is (kurtosis - 1)/n variance^2. */
static void uniform_weights_fill_the_view(void **state)
{
    (void)state;
    static const char *const SPECS[] = {"rosenbrock", "linreg", "bowl:kappa=100"};
    for (size_t i = 0; i < 3; i++) {
        Problem *problem = make(SPECS[i]);
        Box2 view = problem->view;
        Vec2 mean, variance, size = box2_size(view), middle = box2_center(view);
        draw_many("uniform", problem, &mean, &variance);
        double sx = 0.92 * size.x / sqrt(12), sy = 0.92 * size.y / sqrt(12);
        assert_true(fabs(mean.x - middle.x) < 5 * sx / sqrt(DRAWS));
        assert_true(fabs(mean.y - middle.y) < 5 * sy / sqrt(DRAWS));
        assert_true(fabs(variance.x / (sx * sx) - 1) < 5 * sqrt(0.8 / DRAWS));
        assert_true(fabs(variance.y / (sy * sy) - 1) < 5 * sqrt(0.8 / DRAWS));
        Rng rng = init_rng(2);
        for (int k = 0; k < DRAWS; k++) {
            Vec2 w;
            init_draw((Init){.kind = INIT_UNIFORM}, problem, &rng, &w);
            assert_true(w.x > view.min.x && w.x < view.max.x && w.y > view.min.y &&
                        w.y < view.max.y);
        }
        problem_destroy(problem);
    }
}

static void normal_weights_have_mean_0_and_their_scale(void **state)
{
    (void)state;
    static const struct {
        const char *how;
        double scale;
    } CASES[] = {{"normal", 1}, {"normal:0.01", 0.01}, {"normal:3", 3}};
    Problem *problem = make("rosenbrock");
    for (size_t i = 0; i < 3; i++) {
        Vec2 mean, variance;
        double s = CASES[i].scale;
        draw_many(CASES[i].how, problem, &mean, &variance);
        assert_true(fabs(mean.x) < 5 * s / sqrt(DRAWS) && fabs(mean.y) < 5 * s / sqrt(DRAWS));
        assert_true(fabs(variance.x / (s * s) - 1) < 5 * sqrt(2.0 / DRAWS));
        assert_true(fabs(variance.y / (s * s) - 1) < 5 * sqrt(2.0 / DRAWS));
    }
    problem_destroy(problem);
}

static void weights_are_drawn_where_the_loss_is_finite(void **state)
{
    (void)state;
    Problem *half = make("log(x) + y^2"), *none = make("log(-1 - x^2) + y^2");
    Rng rng = init_rng(0);
    Vec2 w = {7, 8};
    for (int i = 0; i < 1000; i++) {
        assert_true(init_draw((Init){INIT_NORMAL, 2}, half, &rng, &w));
        assert_true(w.x > 0);
    }
    w = vec2(7, 8);
    assert_false(init_draw((Init){INIT_NORMAL, 2}, none, &rng, &w));
    assert_false(init_draw((Init){.kind = INIT_POINT}, half, &rng, &w));
    assert_true(w.x == 7 && w.y == 8);
    problem_destroy(half);
    problem_destroy(none);
}

static void ways_to_choose_weights_are_text(void **state)
{
    (void)state;
    static const char *const SAME[] = {"point", "uniform", "normal", "normal:0.25"};
    static const char *const WRONG[] = {"",          "norml",     "normal:",    "normal:0",
                                        "normal:-1", "normal:1x", "normal:1e9", "uniform:2",
                                        "point:1",   "normalx",   "normal:nan"};
    for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++) {
        Init init;
        Err err = {0};
        StrBuf text = {0};
        assert_true(init_parse(&init, SAME[i], &err));
        init_print(init, &text);
        assert_string_equal(strbuf_text(&text), SAME[i]);
        strbuf_deinit(&text);
    }
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++) {
        Init init;
        Err err = {0};
        char quoted[32];
        snprintf(quoted, sizeof quoted, "'%s'", WRONG[i]);
        assert_false(init_parse(&init, WRONG[i], &err));
        check_message(err.text, (const char *const[]){quoted, "uniform", "normal:SCALE"}, 3);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shuffled_epoch_is_a_permutation_and_each_another_one),
        cmocka_unit_test(all_orders_are_equally_likely),
        cmocka_unit_test(sequential_rows_come_as_they_stand),
        cmocka_unit_test(replacement_draws_all_rows_alike),
        cmocka_unit_test(a_batch_is_the_same_whenever_it_is_asked_for),
        cmocka_unit_test(bad_files_are_refused_by_name_line_and_culprit),
        cmocka_unit_test(what_is_too_large_is_refused),
        cmocka_unit_test(what_is_no_file_is_refused),
        cmocka_unit_test(what_could_be_waited_for_is_refused_at_once),
        cmocka_unit_test(files_of_other_programs_are_read),
        cmocka_unit_test(derivatives_agree_with_differences),
        cmocka_unit_test(linear_losses_are_those_of_a_hand_computed_set),
        cmocka_unit_test(logistic_losses_are_those_of_a_hand_computed_set),
        cmocka_unit_test(the_minimum_solves_the_normal_equations),
        cmocka_unit_test(the_minimum_with_sizes_is_one),
        cmocka_unit_test(batches_of_equal_size_average_to_the_whole),
        cmocka_unit_test(uniform_weights_fill_the_view),
        cmocka_unit_test(normal_weights_have_mean_0_and_their_scale),
        cmocka_unit_test(weights_are_drawn_where_the_loss_is_finite),
        cmocka_unit_test(ways_to_choose_weights_are_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
