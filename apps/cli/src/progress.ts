import type { Progress } from "@pami/core"
import ora from "ora"
import type { Console } from "./console.ts"

const width = 24

/** Shows where a sweep is, on a terminal; nothing at all elsewhere. */
export function progressBar(
  name: string,
  { terminal }: Console,
  quiet: boolean,
): { show(progress: Progress, stage?: number): void; end(): void } {
  if (!terminal || quiet) return { show() {}, end() {} }
  const spinner = ora({ text: `${name}  loading`, discardStdin: false }).start()
  let started = Date.now()
  let shown = 0
  let current = 0
  return {
    show({ passes, total }, stage = 0) {
      const now = Date.now()
      if (stage !== current) [current, started] = [stage, now]
      if (now - shown < 100) return
      shown = now
      spinner.text = `${name}${stage > 0 ? ", second stage" : ""}  ${progressLine(passes, total, (now - started) / 1000)}`
      // The runtime holds the thread most of the time: the spinner's own timer would seldom get to draw.
      spinner.render()
    },
    end() {
      spinner.stop()
    },
  }
}

/** `━━━━━━━━────────  612 of 1,444 passes · 340 a second · 3 s left`. */
export function progressLine(passes: number, total: number | null, seconds: number): string {
  const rate = seconds > 0 ? passes / seconds : 0
  const speed = passes > 0 && rate > 0 ? ` · ${rate.toPrecision(3)} a second` : ""
  if (total === null) return `${grouped(passes)} passes${speed}`
  const filled = Math.round((passes / total) * width)
  const left = rate > 0 ? ` · ${duration((total - passes) / rate)} left` : ""
  return `${"━".repeat(filled)}${"─".repeat(width - filled)}  ${grouped(passes)} of ${grouped(total)} passes${speed}${left}`
}

/** `1,444`. */
export function grouped(count: number): string {
  return count.toLocaleString("en-US")
}

/** `4 s`, `2 min 5 s`. */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}
