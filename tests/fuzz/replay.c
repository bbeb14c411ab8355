/* Feeds the lines of a corpus to a fuzz target, a test case each: replay_NAME CORPUS. What was
 * once found stays found, with any compiler and without libFuzzer. And what goes between a corpus
 * and libFuzzer, which wants a file for each input:
 *
 *   replay_NAME CORPUS --seeds DIRECTORY   writes them
 *   replay_NAME --line FILE                an input as a line of a corpus */
#include <stdio.h>
#include <string.h>

#include "corpus.h"
#include "fuzz.h"

static void replay(void *context, const StrBuf *input, const char *line, int number)
{
    int *count = context;
    printf("# line %d: %s\n", number, line); /* before it may abort */
    fflush(stdout);
    LLVMFuzzerTestOneInput((const uint8_t *)strbuf_text(input), input->len);
    printf("ok %d - %.60s\n", ++*count, line);
}

static void count_inputs(void *context, const StrBuf *input, const char *line, int number)
{
    (void)input, (void)line, (void)number;
    ++*(int *)context;
}

typedef struct Seeds {
    const char *directory;
    bool failed;
} Seeds;

static void write_seed(void *context, const StrBuf *input, const char *line, int number)
{
    (void)line;
    Seeds *seeds = context;
    StrBuf path = {0};
    strbuf_printf(&path, "%s/%03d", seeds->directory, number);
    FILE *file = fopen(strbuf_text(&path), "wb");
    bool good = file && fwrite(strbuf_text(input), 1, input->len, file) == input->len;
    if (file)
        good = fclose(file) == 0 && good;
    seeds->failed = seeds->failed || !good;
    strbuf_deinit(&path);
}

static int test(const char *corpus)
{
    int count = 0, done = 0;
    corpus_each(corpus, count_inputs, &count);
    printf("1..%d\n", count);
    corpus_each(corpus, replay, &done);
    return count == 0;
}

static int print_line(const char *input)
{
    StrBuf line = {0};
    corpus_write(input, &line);
    puts(strbuf_text(&line));
    strbuf_deinit(&line);
    return 0;
}

int main(int argc, char **argv)
{
    bool line = argc == 3 && strcmp(argv[1], "--line") == 0;
    bool seeds = argc == 4 && strcmp(argv[2], "--seeds") == 0;
    StrBuf file = {0};
    int status = 2;
    if (argc != 2 && !line && !seeds)
        fprintf(stderr, "usage: %s CORPUS [--seeds DIRECTORY] | --line FILE\n", argv[0]);
    else if (!corpus_read(argv[line ? 2 : 1], &file))
        perror(argv[line ? 2 : 1]);
    else if (line)
        status = print_line(strbuf_text(&file));
    else if (!seeds)
        status = test(strbuf_text(&file));
    else {
        Seeds into = {.directory = argv[3]};
        corpus_each(strbuf_text(&file), write_seed, &into);
        status = into.failed;
    }
    strbuf_deinit(&file);
    return status;
}
