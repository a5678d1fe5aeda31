import { rangeOf, type ValueRange } from "@pami/image"
import {
  axes,
  axis,
  chooseAxis,
  compare,
  compared,
  valuesOf,
  variants,
  type Axis,
  type Variant,
} from "../comparing.ts"
import { count, value as format } from "../logic/format.ts"
import { wordsOf } from "../logic/words.ts"
import { AppearanceControls } from "../panes/Appearance.tsx"
import { ColorBar } from "../panes/ColorBar.tsx"
import { Pane } from "../panes/Pane.tsx"
import { activity, chosen, colorMap, looked, nameOf, picture, probe } from "../state.ts"
import { stop } from "../sweep.ts"

const names: Record<Axis, string> = {
  strategy: "ways to cut the picture",
  mask: "ways to hide the rest",
  mode: "the method and the authors’ code",
  backend: "runtimes",
}

/** The same picture explained in several ways, side by side, on one scale. */
export function Compare() {
  const running = activity.value === "comparing"
  const target = chosen.value?.target
  return (
    <>
      <header class="question">
        <h1>Does the answer hold when it is asked otherwise?</h1>
        <p class="soft">
          {target === undefined
            ? "As soon as the model is ready, its answer can be explained in several ways."
            : `Explains “${nameOf(target)}” once for each choice, one after the other, and shows the maps on one scale. What all of them agree on is the safest to believe.`}
        </p>
      </header>
      <section class="card compare-form" aria-label="What is compared">
        <fieldset class="segments">
          <legend>Compare</legend>
          {axes.map((name) => (
            <label key={name}>
              <input
                type="radio"
                name="axis"
                checked={axis.value === name}
                disabled={running}
                onChange={() => chooseAxis(name)}
              />
              <span>{names[name]}</span>
            </label>
          ))}
        </fieldset>
        <fieldset class="checks">
          <legend>Which</legend>
          {valuesOf(axis.value).map((value) => (
            <label key={value}>
              <input
                type="checkbox"
                checked={compared.value.has(value)}
                disabled={running}
                onChange={() => {
                  const next = new Set(compared.value)
                  if (!next.delete(value)) next.add(value)
                  compared.value = next
                }}
              />
              {wordsOf(value)}
            </label>
          ))}
        </fieldset>
        <div class="buttons">
          <button
            type="button"
            class="primary"
            disabled={running || target === undefined || compared.value.size === 0}
            onClick={() => void compare()}
          >
            Compare
          </button>
          <button type="button" disabled={!running} onClick={stop}>
            Skip this one
          </button>
        </div>
      </section>
      <Maps />
      {variants.value.length > 0 && <AppearanceControls />}
    </>
  )
}

function Maps() {
  const shown = picture.value
  const seen = looked.value
  if (shown === null || seen === null || variants.value.length === 0) return null
  const range = commonRange(variants.value)
  return (
    <>
      <div class="panes comparing">
        {variants.value.map((variant, index) => (
          <div class="pane-with-bar" key={variant.value}>
            <Pane
              title={wordsOf(variant.value)}
              kind="overlay"
              bitmap={shown.preview}
              geometry={seen.geometry}
              view={variant.view}
              colors={{ colorMap: colorMap.value, range }}
              first={index === 0}
            />
            <Facts variant={variant} />
          </div>
        ))}
      </div>
      <ColorBar
        colorMap={colorMap.value}
        range={range}
        unit={`probability of ${nameOf(chosen.value!.target)}`}
      />
      <p class="probe-line soft" id="probe-line">
        Point at a place in any map: all of them show its value.
      </p>
    </>
  )
}

function Facts({ variant }: { readonly variant: Variant }) {
  const { state, share, passes, seconds, view, reason } = variant
  const here = probe.value === null || view === null ? null : view.map[probe.value]
  return (
    <p class="small facts">
      {state === "waiting" && <span class="soft">waiting for its turn</span>}
      {state === "running" && (
        <span class="soft">
          {Math.floor(share * 100)} %, {count(passes)} passes
        </span>
      )}
      {state === "failed" && <span class="bad">{reason}</span>}
      {state === "done" && (
        <span class="soft">
          {count(passes)} passes in {seconds.toFixed(1)} s
        </span>
      )}
      {here !== null && <b>{format(here)}</b>}
    </p>
  )
}

/** One scale for all, so that colours mean the same. */
function commonRange(all: readonly Variant[]): ValueRange {
  const ranges = all.flatMap(({ view }) =>
    view === null ? [] : [rangeOf(view.map, { colorMap: colorMap.value })],
  )
  if (ranges.length === 0) return { min: 0, max: 1 }
  return {
    min: Math.min(...ranges.map(({ min }) => min)),
    max: Math.max(...ranges.map(({ max }) => max)),
  }
}
