import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { bytes, count, duration, percent, rate } from "../logic/format.ts"
import type { Snapshot } from "../../engine/contract.ts"
import { download } from "../download.ts"
import { activity, type Activity } from "../state.ts"
import { pauseOrResume } from "../sweep.ts"
import { progress } from "../trust/progress.ts"
import { stop } from "../turns.ts"

const words: Record<Activity, string> = {
  idle: "Ready",
  starting: "Loading the model …",
  "opening-model": "Opening the model …",
  "opening-image": "Opening the image …",
  predicting: "Predicting …",
  explaining: "Explaining, coarse to fine",
  paused: "Paused",
  verifying: "Verifying the manifest …",
  judging: "Checking the map …",
  comparing: "Comparing …",
  done: "Done",
  stopping: "Stopping …",
  restarting: "Stopped. Reopening the model …",
  stopped: "Stopped: a valid, coarser map",
}

const busy: readonly Activity[] = [
  "starting",
  "restarting",
  "opening-model",
  "opening-image",
  "predicting",
  "explaining",
  "paused",
  "verifying",
  "judging",
]

// A longer silence is mentioned, in ms.
const longestSilence = 8000

interface ProgressProps {
  /** The state of the sweep; `null` without one. */
  readonly step: Steps | null
  /** Explains from the start; `null` without an input. */
  readonly again: (() => Promise<void>) | null
}

/** The numbers that every sweep reports. */
type Steps = Pick<Snapshot, "passes" | "total" | "share" | "passesPerSecond" | "secondsLeft"> &
  Partial<Pick<Snapshot, "distanceToFull">>

/** The progress of the sweep, and buttons to pause, stop and repeat it. */
export function Progress({ step, again }: ProgressProps) {
  const now = activity.value
  const moving = now === "explaining" || now === "paused"
  const able = again !== null && now !== "starting" && now !== "restarting"
  const coming = download.value
  const silent = useSilence(now, coming ?? progress.value ?? step)
  const share = coming === null ? (step?.share ?? 0) : coming.received / (coming.total ?? Infinity)
  // The length of this work is unknown.
  const waiting = coming === null ? step === null && now !== "idle" : coming.total === null
  return (
    <section class="card progress" aria-label="Progress">
      <div class="status">
        <span class={`dot ${now}`} aria-hidden="true" />
        <strong>{words[now]}</strong>
        <span class="number">{step !== null && `${Math.floor(share * 100)} %`}</span>
      </div>
      <div
        class="track"
        role="progressbar"
        aria-label="Completed work"
        {...(waiting
          ? {}
          : { "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": Math.floor(share * 100) })}
      >
        <i style={{ transform: `scaleX(${share})` }} />
      </div>
      <dl class="figures">
        <div>
          <dt>passes</dt>
          <dd>
            {count(step?.passes ?? 0)}
            {step?.total != null && <span class="soft"> of {count(step.total)}</span>}
          </dd>
        </div>
        <div>
          <dt>per second</dt>
          <dd>{step === null ? "–" : rate(step.passesPerSecond)}</dd>
        </div>
        <div>
          <dt>time left</dt>
          <dd>{!moving || step?.secondsLeft == null ? "–" : duration(step.secondsLeft)}</dd>
        </div>
      </dl>
      <p class="soft small distance">
        {coming !== null
          ? `Loading from this site: ${bytes(coming.received)}${coming.total === null ? "" : ` of ${bytes(coming.total)}`}.`
          : silent
            ? `No response for ${longestSilence / 1000} seconds: the model is slow, or it hangs. “Stop” ends it at once and keeps model and image.`
            : moving && step?.distanceToFull != null
              ? `The full map will differ from this one by about ${percent(step.distanceToFull)} of its range.`
              : now === "done"
                ? "All parts are scored."
                : ""}
      </p>
      <div class="buttons">
        <Button able={moving} press={pauseOrResume}>
          {now === "paused" ? "Resume" : "Pause"}
        </Button>
        <Button able={busy.includes(now)} press={() => void stop()}>
          Stop
        </Button>
        <Button able={able} press={() => void again?.()} primary={!moving && able}>
          Explain again
        </Button>
      </div>
    </section>
  )
}

/** Returns whether the present work has made no progress for a while. */
function useSilence(now: Activity, step: unknown): boolean {
  const silent = useSignal(false)
  useEffect(() => {
    silent.value = false
    if (now === "paused" || !busy.includes(now)) return undefined
    const timer = setTimeout(() => (silent.value = true), longestSilence)
    return () => clearTimeout(timer)
  }, [now, step])
  return silent.value
}

interface ButtonProps {
  readonly able: boolean
  readonly press: () => void
  readonly primary?: boolean
  readonly children: string
}

/** Keeps the focus where it is when it can no longer be pressed, as a disabled button would not. */
function Button({ able, press, primary = false, children }: ButtonProps) {
  return (
    <button
      type="button"
      class={primary ? "primary" : ""}
      aria-disabled={!able}
      onClick={() => {
        if (able) press()
      }}
    >
      {children}
    </button>
  )
}
