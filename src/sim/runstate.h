/* runstate: what a run is doing, at one step: moving, arrived, in trouble. sim/watch finds it out.
 */
#ifndef RAVINE_SIM_RUNSTATE_H
#define RAVINE_SIM_RUNSTATE_H

typedef enum RunState {
    RUN_RUNNING,   /* still moving at this step */
    RUN_CONVERGED, /* gradient below the tolerance, Hessian not negative, from step `since` on */
    RUN_SADDLE,    /* lingers within a small part of the view of a saddle, seen by the local
                      quadratic model; may leave again */
    RUN_STALLED,   /* hardly moves though there is some way to go and the gradient is not small
                      (AdaGrad's fate), or on a plateau with no curvature */
    RUN_DIVERGED,  /* non-finite, or farther than `far` from the domain */
    RUN_UNDEFINED, /* the start has no finite value: there was nothing to diverge from */
    RUN_BUDGET     /* spent its budget while still moving; only ever the last step's state */
} RunState;

/* A run's state at one step, and the step at which that state began. */
typedef struct RunStatus {
    RunState state;
    long since;
} RunStatus;

#endif
