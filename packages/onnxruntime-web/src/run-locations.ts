import { openSpread, ownBytes } from "@pami/backend-kit"
import type { Device } from "./devices.ts"
import { type Files, type Held, takeLane } from "./lanes/lanes.ts"
import type { RunLocation } from "./open.ts"
import { type Runtime, versionOf } from "./runtime.ts"
import { openSession } from "./session.ts"

/** Returns the location in the thread of the caller. */
export function inThisThread(runtime: Runtime, device: Device, adapter?: string): RunLocation {
  const version = versionOf(runtime)
  return { device, version, adapter, openSession: (opening) => openSession(runtime, opening) }
}

// Milliseconds after loading a model in which a page draws the first prediction.
const alone = 1000

/**
 * Returns the location in workers, on wasm. They are released with the session, or when it fails to open.
 *
 * @param first lane, held already
 * @param plan number of threads of each lane
 */
export function inWorkers(first: Held, plan: readonly number[], files: Files): RunLocation {
  const held = [first]

  async function laneAt(index: number) {
    if (index === 0) return first.lane
    const next = await takeLane(
      plan[index],
      files,
      held.map(({ lane }) => lane),
    )
    if (next === undefined) throw new Error("no more threads start")
    held.push(next)
    return next.lane
  }

  return {
    device: "wasm",
    version: first.version,
    // One for each lane, and one that is ready when the lane has finished the first.
    runs: 2 * plan.length,
    async openSession({ model, external, ...rest }) {
      const own = external.map(({ path, data }) => ({ path, data: ownBytes(data) }))
      const opening = { ...rest, model: ownBytes(model), external: own }
      try {
        const session = await openSpread(
          plan.map(() => opening),
          laneAt,
          alone,
        )
        return {
          ...session,
          async release() {
            await session.release()
            for (const one of held) one.release()
          },
        }
      } catch (error) {
        first.release(true)
        throw error
      }
    },
  }
}
