// The examples in doc comments take these for granted: the bytes of a model, and a runtime that takes one call at a time.
import { brightness } from "@pami/test-models"

export const bytes = brightness()
export const source = bytes
export const feeds = { x: Float32Array.of(1, 2) }
export const session = { run: async ({ x }: typeof feeds) => ({ y: x.map((value) => 2 * value) }) }
