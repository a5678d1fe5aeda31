import { fakeEngine } from "./fake-engine.ts"
import { startStudio } from "./studio/client.ts"

/** The method, in a worker. */
export const engine = fakeEngine()

/** Work on pictures, in another worker. */
export const studio = startStudio()
