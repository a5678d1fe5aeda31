import type { RefObject } from "preact"
import type { BackendName } from "../../engine/contract.ts"
import { deviceNote } from "../logic/device.ts"
import { shown } from "../logic/format.ts"
import { choices } from "../logic/settings.ts"
import { wordsOf } from "../logic/words.ts"
import { changeBackend, openZoo } from "../open.ts"
import { backend, facts } from "../state.ts"

interface ModelCardProps {
  readonly files: RefObject<HTMLInputElement | null>
  readonly folder: RefObject<HTMLInputElement | null>
}

/** The model in use, its runtime, and buttons to open another. */
export function ModelCard({ files, folder }: ModelCardProps) {
  const model = facts.value
  const bundled = model === null || model.name === "scenes"
  return (
    <div class="source" role="group" aria-label="Model">
      <span class="badge" aria-hidden="true">
        <svg viewBox="0 0 24 24">
          <path d="M5 6h4v4H5zM5 14h4v4H5zM15 10h4v4h-4zM9 8l6 4M9 16l6-4" />
        </svg>
      </span>
      <div class="what">
        <strong title={model === null ? undefined : shown(model.name, 300)}>
          {model === null ? "…" : bundled ? "Scenes (bundled)" : shown(model.name)}
        </strong>
        <span class="run-on">
          <RunOn />
          {model !== null && <span class="soft small">{deviceNote(model, crossOriginIsolated)}</span>}
        </span>
      </div>
      <div class="buttons">
        <button type="button" onClick={() => files.current!.click()}>
          Open model
        </button>
        <button type="button" class="quiet folder" onClick={() => folder.current!.click()}>
          Open folder
        </button>
        {!bundled && (
          <button type="button" class="quiet" onClick={() => void openZoo()}>
            Bundled model
          </button>
        )}
      </div>
    </div>
  )
}

/** The runtime of the model; `auto` names the one it chose. */
function RunOn() {
  const took = facts.value?.backend
  return (
    <select
      class="inline"
      aria-label="Runtime"
      value={backend.value}
      onChange={(event) => void changeBackend(event.currentTarget.value as BackendName)}
    >
      {choices.backend.map((name) => (
        <option key={name} value={name}>
          {name === "auto" && took !== undefined ? `Automatic: ${wordsOf(took)}` : wordsOf(name)}
        </option>
      ))}
    </select>
  )
}
