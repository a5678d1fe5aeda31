import { startEngine } from "../engine/client.ts"
import { startStudio } from "./studio/client.ts"

/** The method, in a worker. */
export const engine = startEngine()

/** Work on pictures, in another worker. */
export const studio = startStudio()
