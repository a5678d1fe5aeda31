// A process for one backend: measures it, and sends what it found to its parent.
import { isPamiError } from "@pami/core"
import { subjectFrom } from "../subject.ts"
import { entrants } from "./entrants.ts"
import { measureMemory } from "./memory.ts"
import { measureSpeed } from "./speed.ts"

const [what, name, file, ...args] = process.argv.slice(2)
const { package: own, device, load } = entrants.get(name)!
const subject = subjectFrom(args)
const backend = own.create({ device, threads: subject.threads })
const measure = what === "speed" ? measureSpeed : measureMemory
try {
  process.send!(await measure(() => load(backend, file, subject.threads), subject))
} catch (error) {
  if (!isPamiError(error) || error.code !== "BACKEND_UNAVAILABLE") throw error
  process.send!({ missing: error.message })
} finally {
  process.disconnect()
}
