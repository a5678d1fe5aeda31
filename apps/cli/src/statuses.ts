/** Exit statuses of the program. 130 is the shell's convention for Ctrl-C; after SIGTERM it is 143, after SIGHUP 129. */
export const exitStatus = { done: 0, usage: 2, input: 3, runtime: 4, interrupted: 130 } as const
