import { useEffect, useRef } from "preact/hooks"
import { count } from "../logic/format.ts"
import { sweepFor, unkept } from "../new-sweep.ts"
import { nameOf, prediction, snapshot } from "../state.ts"

/** Says what a class that the sweep has not kept costs, before it is explained. */
export function NewSweep() {
  const index = unkept.value
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => button.current?.focus(), [index])
  if (index === null || prediction.value === null) return null
  const passes = snapshot.value?.total ?? snapshot.value?.passes
  return (
    <div class="new-sweep" role="group" aria-labelledby="new-sweep-text">
      <p id="new-sweep-text" class="small">
        This sweep keeps the {count(prediction.value.classes.length)} most probable classes. A map of{" "}
        <b>{nameOf(index)}</b> needs a new sweep{passes != null && `: ${count(passes)} passes`}.
      </p>
      <div class="buttons">
        <button ref={button} type="button" class="primary" onClick={() => void sweepFor(index)}>
          Start new sweep
        </button>
        <button type="button" onClick={() => (unkept.value = null)}>
          Cancel
        </button>
      </div>
    </div>
  )
}
