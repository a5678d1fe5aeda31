import { openSpread, ownBytes } from "@pami/onnxruntime-common"
import type { Device } from "./devices.ts"
import { type Files, type Held, takeLane } from "./lanes/lanes.ts"
import type { Place } from "./open.ts"
import { type Runtime, versionOf } from "./runtime.ts"
import { openSession } from "./session.ts"

/** The thread that this is called in. */
export function here(runtime: Runtime, device: Device, adapter?: string): Place {
  const version = versionOf(runtime)
  return { device, version, adapter, openSession: (opening) => openSession(runtime, opening) }
}

// So long after a model was opened, a page draws what it says of the first picture, in ms.
const alone = 1000

/**
 * Workers, on wasm. They are let go of with the session, or when it does not open.
 *
 * @param first is held already
 * @param plan threads of each lane
 */
export function onLanes(first: Held, plan: readonly number[], files: Files): Place {
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
    // One for each lane, and one more that is there when the lane has done the first.
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
