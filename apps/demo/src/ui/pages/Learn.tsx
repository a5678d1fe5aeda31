import { rangeOf } from "@pami/image"
import { useEffect } from "preact/hooks"
import {
  centre,
  firstSize,
  growing,
  lesson,
  moveTo,
  next,
  part,
  play,
  playing,
  position,
  radius,
  score,
  startOver,
  totalSize,
  tried,
  type Lesson,
} from "../learning.ts"
import { className, count, percent } from "../logic/format.ts"
import { layer } from "../logic/layer.ts"
import { outline } from "../logic/outline.ts"
import { ColorBar } from "../panes/ColorBar.tsx"
import { RasterCanvas, toRgba } from "../panes/canvases.tsx"
import type { Looked } from "../../engine/contract.ts"
import { chosen, looked, nameOf } from "../state.ts"
import { choose } from "../sweep.ts"

const lessons: readonly { readonly name: Lesson; readonly title: string; readonly text: string }[] = [
  {
    name: "move",
    title: "Move the light",
    text: "The model sees only what is in the circle; the rest is hidden. Move the circle with the mouse, a finger or the arrow keys, and watch how sure the model is. Where is it surest?",
  },
  {
    name: "step",
    title: "Take turns",
    text: "Guessing where to look is unfair. So the picture is cut into parts, and every part has its turn: the model sees it alone, and its score is written down for every place that it shows.",
  },
  {
    name: "many",
    title: "Many times over",
    text: "One set of parts gives a coarse map. Take many, each cut a little otherwise: a place that matters is in many parts that score high. Their mean is the map. That is the whole method: no look inside the model, nothing but its answers.",
  },
]

/** Teaches the method by playing it. */
export function Learn() {
  const seen = looked.value
  useEffect(() => {
    if (seen === null) return
    startOver()
    moveTo({ x: Math.round(seen.width / 2), y: Math.round(seen.height / 2) })
    return startOver
  }, [seen])
  const now = lessons.find(({ name }) => name === lesson.value)!
  return (
    <>
      <header class="question">
        <h1>How does it find out? Play it yourself.</h1>
        <p class="soft">Three small steps, one minute.</p>
      </header>
      <nav class="lessons" aria-label="Steps">
        {lessons.map(({ name, title }, index) => (
          <button
            key={name}
            type="button"
            aria-current={lesson.value === name ? "step" : undefined}
            onClick={() => begin(name)}
          >
            <span class="step" aria-hidden="true">
              {index + 1}
            </span>
            {title}
          </button>
        ))}
      </nav>
      <p class="lesson-text">{now.text}</p>
      {seen === null ? <p class="soft">The model is getting ready …</p> : <Playground seen={seen} />}
    </>
  )
}

function begin(name: Lesson): void {
  const seen = looked.value
  startOver()
  lesson.value = name
  if (seen === null) return
  if (name === "move") moveTo({ x: Math.round(seen.width / 2), y: Math.round(seen.height / 2) })
  else part.value = new Int32Array(0)
}

function Playground({ seen }: { readonly seen: Looked }) {
  return (
    <div class="playground">
      <Masked seen={seen} />
      <Answer seen={seen} />
      <Growing seen={seen} />
    </div>
  )
}

const arrows: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** The picture as the model is shown it: the part, and what hides the rest. */
function Masked({ seen }: { readonly seen: Looked }) {
  const { width, height, fitted, baseline } = seen
  const movable = lesson.value === "move"
  const masked = baseline.slice()
  const shown = part.value
  for (let i = 0; i < shown.length; i += 2)
    masked.set(fitted.subarray(shown[i] * 3, shown[i + 1] * 3), shown[i] * 3)

  const follow = (event: PointerEvent) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect()
    moveTo({
      x: Math.round(((event.clientX - box.left) / box.width) * width - 0.5),
      y: Math.round(((event.clientY - box.top) / box.height) * height - 0.5),
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = arrows[event.key]
    if (arrow === undefined) return
    event.preventDefault()
    const step = Math.max(1, Math.round(Math.min(width, height) / (event.shiftKey ? 12 : 48)))
    const from = centre.value ?? { x: width / 2, y: height / 2 }
    moveTo({
      x: Math.min(width - 1, Math.max(0, from.x + arrow[0] * step)),
      y: Math.min(height - 1, Math.max(0, from.y + arrow[1] * step)),
    })
  }
  const handlers = movable ? { onPointerMove: follow, onPointerDown: follow, onKeyDown } : {}
  return (
    <figure class="pane">
      <figcaption>
        <strong>What the model sees</strong>
        <span class="soft">
          {width} × {height}
        </span>
      </figcaption>
      <div
        class={`frame ${movable ? "movable" : ""}`}
        style={{ "--ratio": width / height, touchAction: movable ? "none" : "auto" }}
        role={movable ? "application" : "img"}
        aria-label={
          movable
            ? "The picture with all but a circle hidden. Arrow keys move the circle, with Shift farther."
            : "The picture with all but one part hidden."
        }
        {...(movable ? { tabIndex: 0, "aria-roledescription": "movable circle" } : {})}
        {...handlers}
      >
        <RasterCanvas class="whole" width={width} height={height} pixels={toRgba(masked)} />
        <svg class="marks whole" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          <path class="rim" d={outline(shown, width)} stroke-width={4} />
          <path class="line" d={outline(shown, width)} stroke-width={2} />
        </svg>
      </div>
    </figure>
  )
}

/** How sure the model is of the chosen class, when it sees that part alone. */
function Answer({ seen }: { readonly seen: Looked }) {
  const target = chosen.value!.target
  const { classes } = seen.prediction
  const whole = classes.find((entry) => entry.class === target)?.probability ?? 0
  const now = score.value
  return (
    <div class="answer">
      <label>
        <span class="soft small">Asked for</span>
        <select
          value={target}
          onChange={(event) => {
            startOver()
            void choose({ target: Number(event.currentTarget.value), versus: null }).then(() => {
              if (lesson.value === "move" && centre.value !== null) moveTo(centre.value)
            })
          }}
        >
          {classes.slice(0, 20).map((entry) => (
            <option key={entry.class} value={entry.class}>
              {className(entry.label, entry.class)}
            </option>
          ))}
        </select>
      </label>
      <div class="meter" aria-hidden="true">
        <i style={{ height: `${(now ?? 0) * 100}%` }} />
        <span class="whole-mark" style={{ bottom: `${whole * 100}%` }} />
      </div>
      <p class="reading">
        <b>{now === null ? "–" : percent(now)}</b>
        <span class="soft small">sure it is “{nameOf(target)}”</span>
        <span class="soft small">(line: {percent(whole)}, seeing everything)</span>
      </p>
      <Controls />
    </div>
  )
}

function Controls() {
  if (lesson.value === "move")
    return (
      <div class="controls">
        <label>
          <span class="small">Size of the circle</span>
          <input
            type="range"
            min={3}
            max={Math.round(Math.min(looked.value!.width, looked.value!.height) / 2.5)}
            value={radius.value}
            onInput={(event) => {
              radius.value = event.currentTarget.valueAsNumber
              if (centre.value !== null) moveTo(centre.value)
            }}
          />
        </label>
        <button type="button" onClick={startOver}>
          Clear the map
        </button>
      </div>
    )
  const many = lesson.value === "many"
  const end = many ? totalSize.value : firstSize.value
  const over = position.value >= end
  return (
    <div class="controls">
      <p class="small soft">
        Part {count(position.value)} of {count(end)}
      </p>
      <div class="buttons">
        {!many && (
          <button type="button" disabled={playing.value || over} onClick={() => void next()}>
            Next part
          </button>
        )}
        <button
          type="button"
          class="primary"
          disabled={over}
          onClick={() => (playing.value ? (playing.value = false) : void play(end, many ? 0 : 350))}
        >
          {playing.value ? "Pause" : many ? "Try them all" : "Play"}
        </button>
        <button type="button" class="quiet" onClick={() => begin(lesson.value)}>
          Start over
        </button>
      </div>
      {over && !many && (
        <button type="button" onClick={() => begin("many")}>
          Now many times over →
        </button>
      )}
      {over && many && (
        <a class="button primary" href="#explain">
          Explain a picture of your own →
        </a>
      )}
    </div>
  )
}

/** The mean score of the parts that showed each place, so far. */
function Growing({ seen }: { readonly seen: Looked }) {
  const { width, height, fitted } = seen
  const map = growing.value
  const range = map === null ? { min: 0, max: 1 } : { min: 0, max: Math.max(rangeOf(map).max, 1e-6) }
  return (
    <div class="pane-with-bar">
      <figure class="pane">
        <figcaption>
          <strong>The map so far</strong>
          <span class="soft">
            {count(tried.value)} {tried.value === 1 ? "part" : "parts"} tried
          </span>
        </figcaption>
        <div
          class="frame"
          style={{ "--ratio": width / height }}
          role="img"
          aria-label={`Mean score at every place, of the ${tried.value} parts tried so far.`}
        >
          <RasterCanvas class="whole faint" width={width} height={height} pixels={toRgba(fitted)} />
          {map !== null && (
            <RasterCanvas
              class="whole"
              width={width}
              height={height}
              pixels={layer(map, { colorMap: "viridis", range, threshold: 0, opacity: null })}
            />
          )}
          <svg class="marks whole" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
            <path class="line thin" d={outline(part.value, width)} stroke-width={1} />
          </svg>
        </div>
      </figure>
      <ColorBar
        colorMap="viridis"
        range={range}
        unit={`mean probability of ${nameOf(chosen.value!.target)}`}
      />
    </div>
  )
}
