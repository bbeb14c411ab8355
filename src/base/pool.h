/* pool: worker threads that share one loop.
 *
 * A thread made per call costs more than half a millisecond of work saves, so the threads are
 * made once and sleep between calls. Threads are optional: a pool of one runs the loop in the
 * caller. */
#ifndef RAVINE_BASE_POOL_H
#define RAVINE_BASE_POOL_H

#include <stddef.h>

typedef struct Pool Pool;

/* Work on items [begin, end) of the loop; called from several threads at once. */
typedef void PoolWork(void *context, size_t begin, size_t end);

/* threads counts the caller; 0 takes the number of processors (at most 16). Never fails: where
 * threads cannot be had there are fewer. */
Pool *pool_create(int threads);
void pool_destroy(Pool *pool); /* NULL is fine */

int pool_threads(const Pool *pool);

/* Runs work over [0, count) in pieces of at most `grain`, on all threads and the caller; returns
 * when all is done. pool may be NULL: then the caller does everything. Not reentrant. */
void pool_run(Pool *pool, size_t count, size_t grain, PoolWork *work, void *context);

#endif
