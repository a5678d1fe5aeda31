// The examples in doc comments take these for granted: a runner that runs nothing, and a backend.
import { referenceBackend } from "../src/index.ts"

export const test = (_name: string, _run: () => Promise<void>): void => {}
export const myBackend = referenceBackend
