import { afterAll, afterEach, vi } from "vitest"

// Some tests put their own worker and document in place of the platform's, by which modules decide where they run.
afterEach(() => void vi.unstubAllGlobals())
afterAll(() => void vi.resetModules())
