#include "platform/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "platform/ending.h"

extern char **environ;

enum { WORDS_MAX = 64 };

int child_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        return errno;
    for (int i = 0; i < 2; i++)
        fcntl(ends[i], F_SETFD, FD_CLOEXEC); /* else nobody would see the end */
    return 0;
}

static void redirect(posix_spawn_file_actions_t *actions, int from, int to, int otherwise)
{
    if (from >= 0)
        posix_spawn_file_actions_adddup2(actions, from, to);
    else
        posix_spawn_file_actions_addopen(actions, to, "/dev/null", otherwise, 0);
}

/* A group of its own, and every signal as the system has it. */
static int spawn(Child *child, const char *const *words, int in, int out)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none;
    char *argv[WORDS_MAX] = {NULL};
    for (size_t i = 0; i < WORDS_MAX - 1 && words[i]; i++)
        memcpy(&argv[i], &words[i], sizeof argv[i]); /* posix_spawn's type is older than const */
    posix_spawn_file_actions_init(&actions);
    redirect(&actions, in, STDIN_FILENO, O_RDONLY);
    redirect(&actions, out, STDOUT_FILENO, O_WRONLY);
    posix_spawn_file_actions_adddup2(&actions, fileno(child->said), STDERR_FILENO);
    sigemptyset(&none);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setsigmask(&attributes, &none);
    const int error = posix_spawnp(&child->pid, words[0], &actions, &attributes, argv, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error;
}

int child_start(Child *child, const char *const *words, int in, int out)
{
    *child = (Child){.said = tmpfile()};
    if (!child->said)
        return errno;
    fcntl(fileno(child->said), F_SETFD, FD_CLOEXEC);
    const int error = spawn(child, words, in, out);
    if (error != 0) {
        fclose(child->said);
        return error;
    }
    child->place = ending_add_child(child->pid);
    return 0;
}

void child_signal(Child *child, int signal)
{
    kill(child->pid, signal);
}

double child_work(const Child *child)
{
    struct timespec t;
    clockid_t clock;
    if (clock_getcpuclockid(child->pid, &clock) != 0 || clock_gettime(clock, &t) != 0)
        return -1;
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void child_wait(Child *child)
{
    siginfo_t info;
    while (waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOWAIT) != 0 && errno == EINTR)
        continue;
}

static void explain(Child *child, int status, StrBuf *reason)
{
    char line[300];
    rewind(child->said);
    if (fgets(line, sizeof line, child->said)) {
        line[strcspn(line, "\n")] = '\0';
        strbuf_put(reason, line);
    } else if (WIFSIGNALED(status)) {
        strbuf_printf(reason, "it was ended by signal %d", WTERMSIG(status));
    } else if (WIFEXITED(status) && WEXITSTATUS(status) != 0) {
        strbuf_printf(reason, "it ended with status %d and no reason", WEXITSTATUS(status));
    }
}

bool child_finish(Child *child, StrBuf *reason)
{
    int status = -1;
    child_wait(child);
    ending_drop_child(child->place);
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    explain(child, status, reason);
    fclose(child->said);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
