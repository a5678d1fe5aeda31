import type { RefObject } from "preact"
import { shown } from "../logic/format.ts"
import { changeBackend, openZoo } from "../open.ts"
import { facts } from "../state.ts"
import { Runtime } from "./Runtime.tsx"

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
        <Runtime model={model} onChange={(next) => void changeBackend(next)} />
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
