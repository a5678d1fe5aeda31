import { queue } from "@pami/backend-kit"

/**
 * Runs one task at a time: onnxruntime has one runtime for each thread, in which two starts at the same time fail, and so
 * do two runs on a GPU, even of different sessions.
 */
export const exclusively = queue()
