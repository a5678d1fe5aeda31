import { compare, skip, stopComparing } from "../compare.ts"
import { axes, axis, canCompare, chooseAxis, compared, valuesOf, type Axis } from "../compared.ts"
import { showError } from "../messages.ts"
import { wordsOf } from "../logic/words.ts"
import { activity, chosen } from "../state.ts"

const names: Record<Axis, string> = {
  strategy: "Partitioning",
  mask: "Mask",
  mode: "Mode",
  method: "Method",
  backend: "Runtime",
}

/** Chooses the setting to compare, and its values. */
export function CompareForm() {
  const running = activity.value === "comparing"
  const ready = chosen.value !== null && compared.value.size > 0
  return (
    <section class="card compare-form" aria-label="Comparison">
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
        <legend>Values</legend>
        {valuesOf(axis.value).map((value) => (
          <label key={value}>
            <input
              type="checkbox"
              checked={compared.value.has(value) && canCompare(value)}
              disabled={running || !canCompare(value)}
              onChange={() => tick(value)}
            />
            {wordsOf(value)}
          </label>
        ))}
      </fieldset>
      <div class="buttons">
        <button
          type="button"
          class={running ? "" : "primary"}
          aria-disabled={!running && !ready}
          onClick={() => {
            if (running) void stopComparing().catch(showError)
            else if (ready) void compare().catch(showError)
          }}
        >
          {running ? "Stop" : "Compare"}
        </button>
        {running && (
          <button type="button" onClick={() => void skip()}>
            Skip
          </button>
        )}
      </div>
    </section>
  )
}

function tick(value: string): void {
  const next = new Set(compared.value)
  if (!next.delete(value)) next.add(value)
  compared.value = next
}
