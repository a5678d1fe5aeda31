import type { BackendName, ModelFacts } from "../../engine/contract.ts"
import { deviceNote } from "../logic/device.ts"
import { choices } from "../logic/settings.ts"
import { wordsOf } from "../logic/words.ts"
import { backend } from "../state.ts"

interface RuntimeProps {
  /** The open model; `null` before. */
  readonly model: Pick<ModelFacts, "backend" | "findings" | "runsAtOnce"> | null
  /** The runtimes to choose from. Default: all. */
  readonly names?: readonly BackendName[]
  readonly onChange: (next: BackendName) => void
}

/** Chooses the runtime of the model; `auto` names the one that it chose. */
export function Runtime({ model, names = choices.backend, onChange }: RuntimeProps) {
  return (
    <span class="run-on">
      <select
        class="inline"
        aria-label="Runtime"
        value={names.includes(backend.value) ? backend.value : "auto"}
        onChange={(event) => onChange(event.currentTarget.value as BackendName)}
      >
        {names.map((name) => (
          <option key={name} value={name}>
            {name === "auto" && model !== null ? `Automatic: ${wordsOf(model.backend)}` : wordsOf(name)}
          </option>
        ))}
      </select>
      {model !== null && <span class="soft small">{deviceNote(model, crossOriginIsolated)}</span>}
    </span>
  )
}
