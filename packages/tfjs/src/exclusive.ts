import { queue } from "@pami/core/backend"

/**
 * Runs tasks one after the other. Which device TensorFlow.js works on is one setting for the whole process, and
 * devices must not be started at the same time: whatever depends on either goes through here.
 */
export const exclusive = queue()
