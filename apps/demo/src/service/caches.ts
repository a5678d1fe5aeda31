/** The cache of what a visit has needed beyond the page itself: runtimes, models. */
export const neededCache = "pami-needed"
