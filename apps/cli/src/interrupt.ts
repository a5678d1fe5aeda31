import { PamiError } from "@pami/core"

/**
 * Settles as `work` does, unless the signal comes first: then rejects, once the work has had `grace` milliseconds to end
 * by itself. Work that goes on is abandoned; the process ends without it.
 *
 * @throws PamiError `ABORTED`
 */
export async function unlessStopped<T>(work: Promise<T>, signal: AbortSignal, grace = 0): Promise<T> {
  let stop = () => {}
  let timer: NodeJS.Timeout | undefined
  const stopped = new Promise<never>((_, reject) => {
    stop = () => {
      timer = setTimeout(
        () => reject(new PamiError("ABORTED", "interrupted", { cause: signal.reason })),
        grace,
      )
    }
    if (signal.aborted) stop()
    else signal.addEventListener("abort", stop)
  })
  try {
    return await Promise.race([work, stopped])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener("abort", stop)
  }
}
