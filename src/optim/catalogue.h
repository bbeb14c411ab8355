/* The optimizers, in the order people see them. OPT(name) stands for optimizer_name, which the
 * file of its family defines. Included with OPT defined; no include guard on purpose. */
OPT(sgd)
OPT(momentum)
OPT(nesterov)
OPT(adagrad)
OPT(rmsprop)
OPT(adam)
