/* Data from files: what is read, and what is refused, by name, line and culprit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixtures.h"
#include "problem/batch.h"
#include "problem/dataset.h"
#include "problem/factory.h"
#include "problem/regression.h"

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
        if (create(BAD[i].model, place.path, BAD[i].more, &err) != NULL)
            fail_msg("row %zu was taken", i);
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
    for (size_t i = 0; i < count; i++)
        fputs(text, file);
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
        if (problem == NULL)
            fail_msg("file %zu: %s", i, err.text);
        const Dataset *data = &regression_of(problem)->data;
        assert_int_equal(data->count, 2);
        assert_true(data->x[0] == 1 && data->x[1] == 3 && data->y[0] == 2 && data->y[1] == 4);
        assert_string_equal(data->x_name, GOOD[i].x_name);
        problem_destroy(problem);
    }
    leave_place(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bad_files_are_refused_by_name_line_and_culprit),
        cmocka_unit_test(what_is_too_large_is_refused),
        cmocka_unit_test(what_is_no_file_is_refused),
        cmocka_unit_test(what_could_be_waited_for_is_refused_at_once),
        cmocka_unit_test(files_of_other_programs_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
