import { useSignal } from "@preact/signals"
import { rangeFor, type Drawn } from "../../compared.ts"
import { percent } from "../../logic/format.ts"
import { wordsOf } from "../../logic/words.ts"
import { appearance, colorMap, image, prediction } from "../../state.ts"
import { Photo } from "../canvases.tsx"
import { Layer } from "../Pane.tsx"

/** Two maps over one image, divided by a line that a slider moves. */
export function Split({ drawn }: { readonly drawn: readonly Drawn[] }) {
  const share = useSignal(0.5)
  const [left, right] = [useSignal(""), useSignal("")]
  const seen = prediction.value
  const bitmap = image.value?.preview
  if (drawn.length < 2 || seen === null || bitmap === undefined) return null
  const chosenOf = (value: string, usual: Drawn) => drawn.find((one) => one.value === value) ?? usual
  const sides = [chosenOf(left.value, drawn[0]), chosenOf(right.value, drawn[1])] as const
  const { geometry } = seen
  const at = share.value * 100
  const half = (one: Drawn, clipPath: string) => (
    <div class="whole" style={{ clipPath }}>
      <Layer
        kind="overlay"
        view={one.view}
        geometry={geometry}
        colorMap={colorMap.value}
        range={rangeFor(one)}
      />
    </div>
  )
  const choose = (label: string, one: Drawn, change: (value: string) => void) => (
    <label>
      <span>{label}</span>
      <select value={one.value} onChange={(event) => change(event.currentTarget.value)}>
        {drawn.map(({ value }) => (
          <option key={value} value={value}>
            {wordsOf(value)}
          </option>
        ))}
      </select>
    </label>
  )
  const [first, second] = sides.map(({ value }) => wordsOf(value))
  return (
    <section class="card split" aria-labelledby="split-title">
      <h2 id="split-title">Split view</h2>
      <div class="sides">
        {choose("Left map", sides[0], (value) => (left.value = value))}
        {choose("Right map", sides[1], (value) => (right.value = value))}
      </div>
      <div
        class="frame"
        style={{ "--ratio": geometry.picture.width / geometry.picture.height }}
        role="img"
        aria-label={`The map of ${first} on the left, of ${second} on the right`}
      >
        <Photo bitmap={bitmap} grey={Math.min(1, appearance.value.opacity * 1.25)} />
        {half(sides[0], `inset(0 ${100 - at}% 0 0)`)}
        {half(sides[1], `inset(0 0 0 ${at}%)`)}
        <i class="divider" style={{ left: `${at}%` }} />
      </div>
      <input
        type="range"
        aria-label="Split"
        aria-valuetext={`${percent(share.value)} ${first}`}
        min={0}
        max={100}
        value={at}
        onInput={(event) => (share.value = event.currentTarget.valueAsNumber / 100)}
      />
    </section>
  )
}
