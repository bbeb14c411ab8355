/* Batches: which rows an update sees, in every order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "problem/batch.h"

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
        while (batch_size(&batch) > 0)
            rows[seen++] = batch_next(&batch);
    }
    assert_int_equal(seen, batches->rows);
}

static void check_permutation(const size_t *rows, size_t count)
{
    bool seen[ROWS_MAX] = {false};
    for (size_t i = 0; i < count; i++) {
        assert_true(rows[i] < count);
        if (seen[rows[i]])
            fail_msg("of %zu rows, row %zu comes twice", count, rows[i]);
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
                if (counts[i] >= 16)
                    assert_memory_not_equal(rows, before, counts[i] * sizeof *rows);
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
        for (size_t i = 0; i < N; i++)
            met[i][rows[i]]++;
    }
    double chi = 0, expected = (double)EPOCHS / N, freedom = (N - 1) * (N - 1);
    for (size_t i = 0; i < N * N; i++) {
        double off = met[i / N][i % N] - expected;
        chi += off * off / expected;
    }
    if (!(fabs(chi - freedom) < 6 * sqrt(2 * freedom)))
        fail_msg("chi-squared %.1f with %.0f degrees of freedom", chi, freedom);
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
        for (size_t i = 0; i < 23; i++)
            assert_int_equal(rows[i], i);
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
    for (size_t i = 0; i < N; i++)
        chi += (met[i] - expected) * (met[i] - expected) / expected;
    if (!(fabs(chi - (N - 1)) < 5 * sqrt(2 * (N - 1))))
        fail_msg("chi-squared %.1f with %d degrees of freedom", chi, N - 1);
    /* A batch of 20 out of 50 meets 50 (1 - 0.98^20) = 16.62 different rows on average. */
    double repeats = (double)twice / UPDATES;
    if (!(fabs(repeats - (20 - 50 * (1 - pow(0.98, 20)))) < 0.1))
        fail_msg("%.3f repeats in a batch", repeats);
}

/* Hashes the rows of update t. */
static uint64_t batch_print(const Batches *batches, long t)
{
    Batch batch = batch_at(batches, t);
    uint64_t print = 1469598103934665603u;
    while (batch_size(&batch) > 0)
        print = (print ^ batch_next(&batch)) * 1099511628211u;
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
        for (long t = 0; t < UPDATES; t++)
            forth[t] = batch_print(&batches, t + 1);
        for (long t = UPDATES - 1; t >= 0; t--) {
            assert_true(batch_print(&batches, t + 1) == forth[t]);
            assert_true(batch_print(&again, (t * 77) % UPDATES + 1) == forth[(t * 77) % UPDATES]);
            different += batch_print(&other, t + 1) != forth[t];
        }
        assert_int_equal(different, scheme == BATCH_SEQUENTIAL ? 0 : UPDATES);
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
