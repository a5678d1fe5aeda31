import type { Lane } from "@pami/backend-kit"

// Milliseconds. The next model is often loaded right after the last was disposed, and a new thread takes about 50.
const unusedTimeout = 200

/** Returns the lane, and calls `end` when it has had no session for a while: its thread holds memory of past sessions. */
export function endUnused<Opening, Facts>(lane: Lane<Opening, Facts>, end: () => void): Lane<Opening, Facts> {
  // Open, or being opened.
  let sessions = 0
  const drop = () => {
    sessions--
    if (sessions === 0) setTimeout(() => sessions === 0 && end(), unusedTimeout).unref()
  }
  return {
    get pending() {
      return lane.pending
    },
    async ask(request, transfer) {
      if (request.kind === "open") sessions++
      try {
        const answer = await lane.ask(request, transfer)
        if (request.kind === "release") drop()
        return answer
      } catch (error) {
        if (request.kind !== "run") drop()
        throw error
      }
    },
  }
}
