import { queue } from "@pami/backend-kit"

/**
 * Runs one task at a time: the device of TensorFlow.js is one setting for the whole process, and two devices must not start
 * at the same time.
 */
export const exclusive = queue()
