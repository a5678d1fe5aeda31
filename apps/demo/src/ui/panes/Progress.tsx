import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { count, duration, percent, rate } from "../logic/format.ts"
import { activity, snapshot, type Activity } from "../state.ts"
import { explainAgain, pauseOrResume } from "../sweep.ts"
import { stop } from "../turns.ts"

const words: Record<Activity, string> = {
  idle: "Ready",
  starting: "Getting the model ready …",
  "opening-model": "Opening the model …",
  "opening-picture": "Opening the picture …",
  predicting: "Showing the picture to the model …",
  explaining: "Explaining, coarse to fine",
  paused: "Paused",
  verifying: "Computing the manifest’s maps again …",
  comparing: "Comparing, on the other page …",
  done: "Done",
  stopping: "Stopping …",
  restarting: "Stopped; the model is being opened again …",
  stopped: "Stopped: a valid map, only coarser",
}

const busy: readonly Activity[] = [
  "starting",
  "restarting",
  "opening-model",
  "opening-picture",
  "predicting",
  "explaining",
  "paused",
  "verifying",
]

// What answers no faster than this deserves a word, in ms.
const longestSilence = 8000

/** How far the sweep is, and the buttons that hold, end and repeat it. */
export function Progress() {
  const now = activity.value
  const step = snapshot.value
  const moving = now === "explaining" || now === "paused"
  const starting = now === "starting" || now === "restarting"
  const silent = useSilence(now, step)
  const share = step?.share ?? 0
  // Work of a length that nobody knows.
  const waiting = step === null && now !== "idle"
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
        aria-label="Share of the work"
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
        {silent
          ? `No answer for ${longestSilence / 1000} seconds: it is slow, or it hangs. Stop ends it at once; model and picture stay.`
          : moving && step?.distanceToFull != null
            ? `The finished map will differ from this one by about ${percent(step.distanceToFull)} of its range.`
            : now === "done"
              ? "Every part had its turn."
              : ""}
      </p>
      <div class="buttons">
        <Button able={moving} press={pauseOrResume}>
          {now === "paused" ? "Go on" : "Pause"}
        </Button>
        <Button able={busy.includes(now)} press={() => void stop()}>
          Stop
        </Button>
        <Button able={!starting} press={() => void explainAgain()} primary={!moving && !starting}>
          Explain again
        </Button>
      </div>
    </section>
  )
}

/** Whether nothing was heard of the work on its way for a while. */
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
