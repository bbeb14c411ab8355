#include "base/pool.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/array.h"

enum { POOL_THREADS_MAX = 16 };

struct Pool {
    pthread_t thread[POOL_THREADS_MAX];
    int helpers; /* threads beside the caller */

    pthread_mutex_t lock;
    pthread_cond_t wake; /* a loop opened, or the end */
    pthread_cond_t idle; /* the last helper left the loop */

    /* Under the lock. A helper that wakes after the loop was closed finds it closed and goes back
     * to sleep, so that short loops do not wait for every thread to wake. */
    bool open;
    bool quit;
    unsigned long turn; /* of the loop: a helper joins each loop once */
    int busy;           /* helpers inside the loop */

    /* The loop; constant while it is open, but for `next`. */
    PoolWork *work;
    void *context;
    size_t count;
    size_t grain;
    atomic_size_t next;
};

static void pool_take_pieces(Pool *pool)
{
    for (;;) {
        size_t begin = atomic_fetch_add_explicit(&pool->next, pool->grain, memory_order_relaxed);
        if (begin >= pool->count)
            return;
        size_t rest = pool->count - begin;
        pool->work(pool->context, begin, begin + (rest < pool->grain ? rest : pool->grain));
    }
}

static void *pool_helper(void *argument)
{
    Pool *pool = argument;
    unsigned long seen = 0;
    pthread_mutex_lock(&pool->lock);
    for (;;) {
        while (!pool->quit && !(pool->open && pool->turn != seen))
            pthread_cond_wait(&pool->wake, &pool->lock);
        if (pool->quit)
            break;
        seen = pool->turn;
        pool->busy++;
        pthread_mutex_unlock(&pool->lock);
        pool_take_pieces(pool);
        pthread_mutex_lock(&pool->lock);
        if (--pool->busy == 0)
            pthread_cond_signal(&pool->idle);
    }
    pthread_mutex_unlock(&pool->lock);
    return NULL;
}

Pool *pool_create(int threads)
{
    if (threads <= 0) {
        long processors = sysconf(_SC_NPROCESSORS_ONLN);
        threads = processors > 0 ? (int)(processors < 1024 ? processors : 1024) : 1;
    }
    if (threads > POOL_THREADS_MAX)
        threads = POOL_THREADS_MAX;
    Pool *pool = mem_calloc(1, sizeof *pool);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->wake, NULL);
    pthread_cond_init(&pool->idle, NULL);
    while (pool->helpers < threads - 1) {
        if (pthread_create(&pool->thread[pool->helpers], NULL, pool_helper, pool) != 0)
            break;
        pool->helpers++;
    }
    return pool;
}

void pool_destroy(Pool *pool)
{
    if (!pool)
        return;
    pthread_mutex_lock(&pool->lock);
    pool->quit = true;
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->lock);
    for (int i = 0; i < pool->helpers; i++)
        pthread_join(pool->thread[i], NULL);
    pthread_cond_destroy(&pool->idle);
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

int pool_threads(const Pool *pool)
{
    return pool ? pool->helpers + 1 : 1;
}

void pool_run(Pool *pool, size_t count, size_t grain, PoolWork *work, void *context)
{
    assert(grain > 0);
    if (!pool || pool->helpers == 0 || count <= grain) {
        for (size_t begin = 0; begin < count; begin += grain)
            work(context, begin, count - begin < grain ? count : begin + grain);
        return;
    }
    pthread_mutex_lock(&pool->lock);
    assert(!pool->open);
    pool->work = work;
    pool->context = context;
    pool->count = count;
    pool->grain = grain;
    atomic_store_explicit(&pool->next, 0, memory_order_relaxed);
    pool->turn++;
    pool->open = true;
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->lock);

    pool_take_pieces(pool);

    pthread_mutex_lock(&pool->lock);
    pool->open = false;
    while (pool->busy > 0)
        pthread_cond_wait(&pool->idle, &pool->lock);
    pthread_mutex_unlock(&pool->lock);
}
