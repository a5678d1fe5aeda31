import { queue } from "@pami/backend-kit"

/**
 * Runs one task at a time, over all models, as many runtimes require. If yours takes several, a queue for each model, or
 * none, may be faster.
 */
export const inTurn = queue()
