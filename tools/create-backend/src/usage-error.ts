/** An error of the user; the message says why, and what to do. */
export class UsageError extends Error {}
