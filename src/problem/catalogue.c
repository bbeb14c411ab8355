#include "problem/catalogue.h"

#include <assert.h>

/* x0, y0, x1, y1 */
#define BOX(x0, y0, x1, y1)                                                                        \
    {                                                                                              \
        {x0, y0},                                                                                  \
        {                                                                                          \
            x1, y1                                                                                 \
        }                                                                                          \
    }

#define LIBRARY "Surjanovic and Bingham 2013, Virtual Library of Simulation Experiments: "

/* In the order people see: first what teaches most, then by kind of trouble. Formulas and facts
 * agree with tests/golden/functions.tsv. A view is chosen for the picture from `start`; where it
 * spans decades of values, or the valley's floor is what matters, the row says LOG (AUTO would
 * depend on the window's shape); lr lets plain gradient descent show its nature within `steps`. */
#define NUMBER PARAM_ROW_NUMBER

/* clang-format off */
static const CatalogueRow rows[] = {
    /* Saddles, bowls, valleys. */
    {"saddle_bounded", "Bounded saddle", "x^2/2 - y^2/2 + 0.05*y^4",
     .domain = BOX(-4, -4, 4, 4), .view = BOX(-6, -2.4, 4.5, 3), .start = {-4.2, 0.0005}, CONTOUR_LINEAR, "0.1", "0.1", 120,
     .landmarks = "global 0, sqrt(5); global 0, -sqrt(5); saddle 0, 0",
     .source = "after Nesterov 2004, Introductory Lectures on Convex Optimization, Example 1.2.2"},
    {"bowl", "Ill-conditioned bowl", "(x^2 + kappa*y^2)/2", {NUMBER("kappa", "\\kappa", "condition number", 50, 1, 1e6)},
     .domain = BOX(-5, -5, 5, 5), .view = BOX(-10.5, -3.7, 4, 3.9), .start = {-9, 2.6}, CONTOUR_LOG, "1.875/kappa", "0.3", 150,
     .landmarks = "global 0, 0",
     .source = "Nocedal and Wright 2006, Numerical Optimization, 2nd ed., section 3.3"},
    {"rosenbrock", "Rosenbrock", "(a - x)^2 + b*(y - x^2)^2",
     {NUMBER("a", "a", "the minimum lies at (a, a^2)", 1, -10, 10), NUMBER("b", "b", "steepness of the valley's walls", 100, 0.01, 1e6)},
     .domain = BOX(-5, -5, 10, 10), .view = BOX(-2.4, -0.8, 2.4, 1.7), .start = {-1.2, 1}, CONTOUR_LOG, "0.12/b", "0.06", 600,
     .landmarks = "global a, a^2",
     .source = "Rosenbrock 1960, Comput. J. 3(3), 175-184"},
    {"himmelblau", "Himmelblau", "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
     .domain = BOX(-5, -5, 5, 5), .view = BOX(-8, -4.3, 8, 4.2), .start = {-0.2, -1.45}, CONTOUR_LOG, "0.01", "0.1", 0,
     .landmarks = "global 3, 2; global -2.805118086952745, 3.131312518250573; global -3.779310253377747, -3.2831859912861696;"
                  "global 3.5844283403304917, -1.8481265269644036; saddle 3.385154183607021, 0.07385187983774928;"
                  "saddle 0.08667750455539636, 2.884254701174776; saddle -3.0730257507643897, -0.08135304428796751;"
                  "saddle -0.12796134673068008, -1.9537149802445763; maximum -0.2708445906673476, -0.9230385564799815",
     .source = "Himmelblau 1972, Applied Nonlinear Programming, McGraw-Hill"},
    {"beale", "Beale", "(1.5 - x + x*y)^2 + (2.25 - x + x*y^2)^2 + (2.625 - x + x*y^3)^2",
     .domain = BOX(-4.5, -4.5, 4.5, 4.5), .view = BOX(-1.6, -1.6, 4.6, 1.7), .start = {1, 1.5}, CONTOUR_LOG, "0.007", "0.08", 250,
     .landmarks = "global 3, 0.5; saddle 0, 1; saddle 0.10053793732415836, -2.644513585023125",
     .source = "Beale 1958, Tech. Rep. 25, Statistical Techniques Research Group, Princeton University"},
    {"saddle", "Saddle", "x^2 - y^2",
     .domain = BOX(-2, -2, 2, 2), .view = BOX(-2.6, -1.4, 2.6, 1.4), .start = {-2, 0.001}, CONTOUR_LINEAR, "0.04", "0.03", 100,
     .landmarks = "saddle 0, 0",
     .source = "Dauphin et al. 2014, Advances in Neural Information Processing Systems 27, 2933-2941"},
    {"monkey_saddle", "Monkey saddle", "x^3 - 3*x*y^2",
     .domain = BOX(-2, -2, 2, 2), .view = BOX(-2.4, -1.3, 2.4, 1.3), .start = {1.5, 0.02}, CONTOUR_LINEAR, "0.02", "0.02", 80,
     .landmarks = "degenerate 0, 0",
     .source = "Hilbert and Cohn-Vossen 1932, Anschauliche Geometrie, Springer"},
    /* A few minima to choose from. */
    {"styblinski_tang", "Styblinski-Tang", "(x^4 - 16*x^2 + 5*x + y^4 - 16*y^2 + 5*y)/2",
     .domain = BOX(-5, -5, 5, 5), .view = BOX(-7.3, -4, 7.3, 3.7), .start = {5.7, 0.9}, CONTOUR_LOG, "0.015", "0.1", 0,
     .landmarks = "global -2.903534027771177, -2.903534027771177; minimum -2.903534027771177, 2.746802770990837;"
                  "minimum 2.746802770990837, -2.903534027771177; minimum 2.746802770990837, 2.746802770990837;"
                  "saddle -2.903534027771177, 0.1567312567803401; saddle 0.1567312567803401, -2.903534027771177;"
                  "saddle 0.1567312567803401, 2.746802770990837; saddle 2.746802770990837, 0.1567312567803401;"
                  "maximum 0.1567312567803401, 0.1567312567803401",
     .source = "Styblinski and Tang 1990, Neural Networks 3(4), 467-483"},
    {"six_hump_camel", "Six-hump camel", "(4 - 2.1*x^2 + x^4/3)*x^2 + x*y + (-4 + 4*y^2)*y^2",
     .domain = BOX(-3, -2, 3, 2), .view = BOX(-2.3, -1.2, 2.3, 1.2), .start = {0.9, 0.1}, CONTOUR_LINEAR, "0.02", "0.05", 0,
     .landmarks = "global -0.08984201310031806, 0.7126564030207396; global 0.08984201310031806, -0.7126564030207396; saddle 0, 0",
     .search = true,
     .source = "Dixon and Szego 1978, Towards Global Optimisation 2, North-Holland"},
    {"three_hump_camel", "Three-hump camel", "2*x^2 - 1.05*x^4 + x^6/6 + x*y + y^2",
     .domain = BOX(-5, -5, 5, 5), .view = BOX(-3.2, -1.7, 3.2, 1.7), .start = {-2.4, -0.9}, CONTOUR_LOG, "0.05", "0.05", 0,
     .landmarks = "global 0, 0; minimum -1.7475523458302888, 0.8737761729151444; minimum 1.7475523458302888, -0.8737761729151444;"
                  "saddle -1.07054229182366, 0.53527114591183; saddle 1.07054229182366, -0.53527114591183",
     .source = LIBRARY "three-hump camel function"},
    {"mccormick", "McCormick", "sin(x + y) + (x - y)^2 - 1.5*x + 2.5*y + 1",
     .domain = BOX(-1.5, -3, 4, 4), .view = BOX(-4.5, -3, 7, 3), .start = {4.3, -1.7}, CONTOUR_LINEAR, "0.1", "0.1", 0,
     .landmarks = "global 1/2 - pi/3, -1/2 - pi/3; minimum 1/2 + 2*pi/3, -1/2 + 2*pi/3; saddle 1/2 + pi/3, -1/2 + pi/3",
     .source = "McCormick 1976, Math. Programming 10, 147-175; form of " LIBRARY "McCormick function"},
    {"branin", "Branin", "(y - 5.1/(4*pi^2)*x^2 + 5/pi*x - 6)^2 + 10*(1 - 1/(8*pi))*cos(x) + 10",
     .domain = BOX(-5, 0, 10, 15), .view = BOX(-9.5, -0.5, 18, 14), .start = {-3.2, 2.2}, CONTOUR_LOG, "0.06", "0.2", 0,
     .landmarks = "global -pi, 12.275; global pi, 2.275; global 3*pi, 2.475; saddle 0, 6; saddle 2*pi, 1.1",
     .source = "Branin 1972, IBM J. Res. Dev. 16(5), 504-522"},
    {"goldstein_price", "Goldstein-Price",
     "(1 + (x + y + 1)^2*(19 - 14*x + 3*x^2 - 14*y + 6*x*y + 3*y^2))"
     "*(30 + (2*x - 3*y)^2*(18 - 32*x + 12*x^2 + 48*y - 36*x*y + 27*y^2))",
     .domain = BOX(-2, -2, 2, 2), .view = BOX(-3, -1.9, 3, 1.3), .start = {-1.6, 0.8}, CONTOUR_LOG, "5e-6", "0.15", 200,
     .landmarks = "global 0, -1; minimum -0.6, -0.4; minimum 1.8, 0.2; minimum 1.2, 0.8; saddle -0.4, -0.6; saddle 1.2, -0.2;"
                  "saddle 1.4, 0.6; saddle 0.6, 0.4; maximum 0.8, 0.2",
     .source = "Goldstein and Price 1971, Math. Comp. 25(115), 569-574"},
    {"dixon_price", "Dixon-Price", "(x - 1)^2 + 2*(2*y^2 - x)^2",
     .domain = BOX(-10, -10, 10, 10), .view = BOX(-2.2, -1.7, 4.2, 1.7), .start = {-1.5, 0.05}, CONTOUR_LOG, "0.02", "0.05", 150,
     .landmarks = "global 1, sqrt(1/2); global 1, -sqrt(1/2); saddle 1/3, 0",
     .source = "Dixon and Price 1989, J. Optim. Theory Appl. 60(2), 261-275"},
    /* One minimum, several characters of valley. */
    {"booth", "Booth", "(x + 2*y - 7)^2 + (2*x + y - 5)^2",
     .domain = BOX(-10, -10, 10, 10), .view = BOX(-10, -1, 12, 10.4), .start = {-7, 7}, CONTOUR_LOG, "0.09", "0.3", 0,
     .landmarks = "global 1, 3",
     .source = LIBRARY "Booth function"},
    {"matyas", "Matyas", "0.26*(x^2 + y^2) - 0.48*x*y",
     .domain = BOX(-10, -10, 10, 10), .view = BOX(-10, -7.2, 8.5, 2.5), .start = {-7, -3.5}, CONTOUR_LOG, "1.7", "0.3", 0,
     .landmarks = "global 0, 0",
     .source = LIBRARY "Matyas function"},
    {"zakharov", "Zakharov", "x^2 + y^2 + (x/2 + y)^2 + (x/2 + y)^4",
     .domain = BOX(-5, -5, 10, 10), .view = BOX(-5.5, -2.6, 5, 3), .start = {-4.4, 0.1}, CONTOUR_LOG, "0.06", "0.1", 0,
     .landmarks = "global 0, 0",
     .source = LIBRARY "Zakharov function"},
    {"sum_different_powers", "Sum of different powers", "x^2 + (y^2)^(3/2)",
     .domain = BOX(-1, -1, 1, 1), .view = BOX(-1.45, -0.6, 1.45, 0.9), .start = {-1.1, 0.8}, CONTOUR_LOG, "0.2", "0.03", 0,
     .landmarks = "global 0, 0",
     .source = LIBRARY "sum of different powers function"},
    /* Many minima. */
    {"rastrigin", "Rastrigin", "x^2 + y^2 + A*(2 - cos(2*pi*x) - cos(2*pi*y))", {NUMBER("A", "A", "depth of the ripples", 10, 0, 100)},
     .domain = BOX(-5.12, -5.12, 5.12, 5.12), .view = BOX(-3.3, -1.75, 3.3, 1.75), .start = {-2.1, 0.4}, CONTOUR_LINEAR, "1.8/(2 + 40*A)", "0.3", 80,
     .landmarks = "global 0, 0", .search = true,
     .source = "Rastrigin 1974, Systems of Extremal Control, Nauka, Moscow (in Russian)"},
    {"ackley", "Ackley", "-a*exp(-b*sqrt((x^2 + y^2)/2)) - exp((cos(2*pi*x) + cos(2*pi*y))/2) + a + e",
     {NUMBER("a", "a", "depth of the funnel", 20, 0, 100), NUMBER("b", "b", "narrowness of the funnel", 0.2, 0.01, 10)},
     .domain = BOX(-32.768, -32.768, 32.768, 32.768), .view = BOX(-2.7, -1.4, 2.7, 1.4), .start = {-1.7, 0.5}, CONTOUR_LINEAR, "0.06", "0.1", 0,
     .landmarks = "global 0, 0", .search = true,
     .source = "Ackley 1987, A Connectionist Machine for Genetic Hillclimbing, Kluwer"},
    {"levy13", "Levy N. 13", "sin(3*pi*x)^2 + (x - 1)^2*(1 + sin(3*pi*y)^2) + (y - 1)^2*(1 + sin(2*pi*y)^2)",
     .domain = BOX(-10, -10, 10, 10), .view = BOX(-1.1, 0, 2.3, 1.8), .start = {-0.8, 1.5}, CONTOUR_LINEAR, "0.006", "0.1", 150,
     .landmarks = "global 1, 1", .search = true,
     .source = "Levy and Montalvo 1985, SIAM J. Sci. Stat. Comput. 6(1), 15-29"},
    {"griewank", "Griewank", "1 + (x^2 + y^2)/4000 - cos(x)*cos(y/sqrt(2))",
     .domain = BOX(-600, -600, 600, 600), .view = BOX(-12, -6.5, 12, 6.5), .start = {4.4, 4.7}, CONTOUR_LINEAR, "1.5", "0.6", 80,
     .landmarks = "global 0, 0", .search = true,
     .source = "Griewank 1981, J. Optim. Theory Appl. 34(1), 11-39"},
    {"bohachevsky1", "Bohachevsky N. 1", "x^2 + 2*y^2 - 0.3*cos(3*pi*x) - 0.4*cos(4*pi*y) + 0.7",
     .domain = BOX(-100, -100, 100, 100), .view = BOX(-1.9, -1, 1.9, 1), .start = {-1.6, 0.8}, CONTOUR_LINEAR, "0.015", "0.03", 0,
     .landmarks = "global 0, 0", .search = true,
     .source = "Bohachevsky, Johnson and Stein 1986, Technometrics 28(3), 209-217"},
    {"schaffer2", "Schaffer N. 2", "0.5 + (sin(x^2 - y^2)^2 - 0.5)/(1 + 0.001*(x^2 + y^2))^2",
     .domain = BOX(-100, -100, 100, 100), .view = BOX(-2.7, -1.4, 2.7, 1.4), .start = {-1.1, -0.1}, CONTOUR_LINEAR, "0.2", "0.1", 150,
     .landmarks = "global 0, 0", .search = true,
     .source = "Schaffer et al. 1989, Proc. 3rd Int. Conf. on Genetic Algorithms, 51-60; form of " LIBRARY "Schaffer function N. 2"},
    {"dropwave", "Drop-wave", "-(1 + cos(12*sqrt(x^2 + y^2)))/((x^2 + y^2)/2 + 2)",
     .domain = BOX(-5.12, -5.12, 5.12, 5.12), .view = BOX(-1.4, -0.73, 1.4, 0.73), .start = {0.7, -0.2}, CONTOUR_LINEAR, "0.02", "0.06", 80,
     .landmarks = "global 0, 0",
     .source = LIBRARY "drop-wave function"},
    {"easom", "Easom", "-cos(x)*cos(y)*exp(-((x - pi)^2 + (y - pi)^2))",
     .domain = BOX(-100, -100, 100, 100), .view = BOX(-1.5, 1, 7.7, 5.8), .start = {1.8, 4.7}, CONTOUR_LINEAR, "0.3", "0.1", 150,
     .landmarks = "global pi, pi", .search = true,
     .source = "Easom 1990, A Survey of Global Optimization Techniques, M. Eng. thesis, University of Louisville"},
};
/* clang-format on */

size_t catalogue_count(void)
{
    return sizeof rows / sizeof rows[0];
}

const CatalogueRow *catalogue_row(size_t index)
{
    assert(index < catalogue_count());
    return &rows[index];
}
