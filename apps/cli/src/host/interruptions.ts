/** Signals that end the work early, with the exit status that the shell's convention gives them. */
export const interruptions = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

export type Interruption = keyof typeof interruptions

// Milliseconds. A terminal's Ctrl-C reaches this process and the one that started it, which hands it on: one Ctrl-C.
const sameSignal = 250
// In which work that has nothing to lose ends by itself.
const shortWait = 700
// In which results are written, once the model's run in progress has ended: where a runtime computes in the thread that
// works, nothing can be read out of it before. A run takes seconds; one that takes longer than this hangs.
const longWait = 60_000

interface Work {
  stop(signal: Interruption): void
  /** Whether something was computed that is not written yet. */
  isUnsaved(): boolean
  /** Called when the work is waited for longer than a person expects. */
  onWait(): void
  /** Called before the process is ended from here, with whether results are lost by that. */
  onLeave(lost: boolean): void
}

/**
 * Hears SIGINT, SIGTERM and SIGHUP. The first asks the work to stop and to keep what there is; when it does not end soon,
 * or at a second signal, the process ends.
 *
 * It ends by the signal itself: `process.exit` would wait for whatever computes in another thread, and abort in the midst
 * of a runtime's code.
 */
export function hearInterruptions(work: Work): {
  /** The signal that came. */
  heard(): Interruption | undefined
  /** The work is done: what still computes after a signal is of no use. */
  done(): void
} {
  let heard: Interruption | undefined
  let at = 0
  let timer: NodeJS.Timeout | undefined
  const wait = (milliseconds: number, then: () => void) => {
    clearTimeout(timer)
    timer = setTimeout(then, milliseconds)
    timer.unref()
  }
  const leave = () => {
    work.onLeave(work.isUnsaved())
    process.removeAllListeners(heard!)
    process.kill(process.pid, heard!)
  }
  const hear = (signal: Interruption) => {
    if (heard !== undefined) {
      if (Date.now() - at > sameSignal) leave()
      return
    }
    heard = signal
    at = Date.now()
    work.stop(signal)
    wait(shortWait, () => {
      if (!work.isUnsaved()) return leave()
      work.onWait()
      wait(longWait, leave)
    })
  }
  for (const signal of Object.keys(interruptions) as Interruption[]) process.on(signal, hear)
  return {
    heard: () => heard,
    done: () => heard !== undefined && wait(200, leave),
  }
}
