import { queue } from "@pami/core/backend"

/**
 * Does one thing at a time, whichever model it is for, as many runtimes take no more. Where yours does, a queue for each
 * model, or none, may be faster.
 */
export const inTurn = queue()
