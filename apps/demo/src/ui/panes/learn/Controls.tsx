import { centre, lesson, parts, playing, position, radius, tried } from "../../learn/state.ts"
import { begin, moveTo, next, play, startOver } from "../../learn/actions.ts"
import { prediction } from "../../state.ts"

/** The controls of the present lesson, and the button to the next. */
export function Controls() {
  return <div class="controls">{lesson.value === "move" ? <Light /> : <Turns />}</div>
}

function Light() {
  const { width, height } = prediction.value!
  return (
    <>
      <label>
        <span class="small">Spotlight size</span>
        <input
          type="range"
          min={3}
          max={Math.round(Math.min(width, height) / 2.5)}
          value={radius.value}
          onInput={(event) => {
            radius.value = event.currentTarget.valueAsNumber
            if (centre.value !== null) moveTo(centre.value)
          }}
        />
      </label>
      <div class="buttons">
        <button type="button" aria-disabled={tried.value === 0} onClick={startOver}>
          Clear map
        </button>
        <button type="button" class={tried.value > 40 ? "primary" : ""} onClick={() => begin("step")}>
          Next: score each part
        </button>
      </div>
    </>
  )
}

function Turns() {
  const many = lesson.value === "many"
  const total = parts.value.length
  const over = total > 0 && position.value >= total
  const toggle = () => (playing.value ? (playing.value = false) : void play(many ? 0 : 450))
  return (
    <>
      <progress max={Math.max(1, total)} value={position.value} aria-label="Scored parts" />
      <div class="buttons">
        {!over && (
          <button type="button" class="primary" disabled={total === 0} onClick={toggle}>
            {playing.value ? "Pause" : position.value > 0 ? "Resume" : "Play"}
          </button>
        )}
        {!over && !many && (
          <button type="button" disabled={playing.value || total === 0} onClick={() => void next()}>
            Next part
          </button>
        )}
        {over && !many && (
          <button type="button" class="primary" onClick={() => begin("many")}>
            Next: average many partitions
          </button>
        )}
        {over && many && (
          <button type="button" class="primary" onClick={() => begin("mask")}>
            Next: where masking misleads
          </button>
        )}
        <button
          type="button"
          class="quiet"
          aria-disabled={position.value === 0}
          onClick={() => begin(lesson.value)}
        >
          Start over
        </button>
      </div>
    </>
  )
}
