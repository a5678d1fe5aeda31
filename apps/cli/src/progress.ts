import { grouped } from "@pami/core/tensor"
import type { Progress } from "@pami/core"
import type { Console } from "./console.ts"
import { oneLine } from "./printable.ts"

const width = 24

/** A line on the terminal that tells what is going on; nothing at all elsewhere. */
export function statusLine(
  { terminal, drawLine }: Console,
  quiet: boolean,
): { show(text: string): void; end(): void } {
  if (!terminal || quiet) return { show() {}, end() {} }
  return { show: (text) => drawLine?.(oneLine(text)), end: () => drawLine?.() }
}

/** Shows where a sweep is, on a terminal. */
export function progressBar(
  name: string,
  console: Console,
  quiet: boolean,
): { show(progress: Progress): void; step(done: number, all: number): void; end(): void } {
  const line = statusLine(console, quiet)
  line.show(`${name}  loading`)
  const started = Date.now()
  let shown = 0
  let prefix = name
  return {
    step(done, all) {
      prefix = `${name}, row ${done + 1} of ${all}`
    },
    show({ passes, total, share, stage }) {
      const now = Date.now()
      if (now - shown < 100) return
      shown = now
      const where = stage > 1 ? `${prefix}, second stage` : prefix
      line.show(`${where}  ${progressLine(passes, total, share, (now - started) / 1000)}`)
    },
    end: line.end,
  }
}

/**
 * `━━━━━━━━────────  612 of 1,444 passes · 340 a second · 3 s left`.
 *
 * @param total `null` where it is only estimated from the share that is done
 * @param share of the work that is done, 0 to 1
 */
export function progressLine(passes: number, total: number | null, share: number, seconds: number): string {
  const rate = seconds > 0 ? passes / seconds : 0
  const speed = passes > 0 && rate > 0 ? ` · ${rate.toPrecision(3)} a second` : ""
  const filled = Math.round(share * width)
  const all = total ?? (share > 0 ? Math.round(passes / share) : null)
  const of = all === null ? "" : total === null ? ` of about ${grouped(all)}` : ` of ${grouped(all)}`
  const left = rate > 0 && all !== null ? ` · ${duration((all - passes) / rate)} left` : ""
  return `${"━".repeat(filled)}${"─".repeat(width - filled)}  ${grouped(passes)}${of} passes${speed}${left}`
}

/** `4 s`, `2 min 5 s`. */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}
