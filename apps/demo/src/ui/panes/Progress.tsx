import { count, duration, percent, rate } from "../logic/format.ts"
import { activity, snapshot, type Activity } from "../state.ts"
import { explainAgain, pauseOrResume, stop } from "../sweep.ts"

const words: Record<Activity, string> = {
  idle: "Ready",
  starting: "Getting the model ready …",
  "opening-model": "Opening the model …",
  "opening-picture": "Opening the picture …",
  looking: "Showing the picture to the model …",
  explaining: "Explaining, from coarse to fine",
  paused: "Paused",
  verifying: "Computing the manifest’s maps again …",
  comparing: "Comparing …",
  done: "Done",
  stopped: "Stopped: the map is valid, only coarser",
}

/** How far the sweep is, and the buttons that hold, end and repeat it. */
export function Progress() {
  const now = activity.value
  const step = snapshot.value
  const moving = now === "explaining" || now === "paused"
  const share = step?.share ?? 0
  return (
    <section class="card progress" aria-label="Progress">
      <div class="status">
        <span class={`dot ${now}`} aria-hidden="true" />
        <strong>{words[now]}</strong>
        <span class="number">{step !== null && `${Math.floor(share * 100)} %`}</span>
      </div>
      <div
        class={`track ${now !== "idle" && step === null ? "waiting" : ""}`}
        role="progressbar"
        aria-label="Share of the work"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(share * 100)}
      >
        <i style={{ width: `${share * 100}%` }} />
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
      {moving && step?.distanceToFull != null && (
        <p class="soft small">
          The finished map will differ from this by about {percent(step.distanceToFull)}.
        </p>
      )}
      <div class="buttons">
        <button type="button" disabled={!moving} onClick={pauseOrResume}>
          {now === "paused" ? "Go on" : "Pause"}
        </button>
        <button type="button" disabled={!moving} onClick={stop}>
          Stop
        </button>
        <button
          type="button"
          class="primary"
          disabled={now === "starting" || now === "opening-model"}
          onClick={() => void explainAgain()}
        >
          Explain again
        </button>
      </div>
    </section>
  )
}
