import { queue } from "@pami/core/backend"

/**
 * Starts a task when every earlier one has ended. The runtimes of a page do not bear company: two that start at the
 * same time fail, and so do two runs on a graphics card, whichever sessions they belong to.
 */
export const exclusively = queue()
