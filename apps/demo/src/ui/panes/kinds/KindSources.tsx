import type { ComponentChildren } from "preact"
import { useRef } from "preact/hooks"
import { shown } from "../../logic/format.ts"
import { choices } from "../../logic/settings.ts"
import { showError } from "../../messages.ts"
import { isSavedExplanation } from "../../logic/classify-files.ts"
import { openFiles } from "../../open.ts"
import type { BackendName } from "../../../engine/contract.ts"
import { changeKindBackend } from "../../kinds/actions.ts"
import { FileInput } from "../FileInput.tsx"
import { Runtime } from "../Runtime.tsx"
import { KeepLine } from "../KeepLine.tsx"
import { openInputFiles } from "../../kinds/own-files.ts"
import { facts, input, seen } from "../../kinds/state.ts"

/** The model and the input in use, and buttons to open others. */
export function KindSources() {
  const model = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const own = useRef<HTMLInputElement>(null)
  return (
    <>
      <section class="sources" aria-label="Model and input">
        <Card
          label="Model"
          name={facts.value?.name}
          about={<Runtime model={facts.value} names={runtimes()} onChange={changeRuntime} />}
          icon="M5 6h4v4H5zM5 14h4v4H5zM15 10h4v4h-4zM9 8l6 4M9 16l6-4"
        >
          <button type="button" onClick={() => model.current!.click()}>
            Open model
          </button>
          <button type="button" class="quiet folder" onClick={() => folder.current!.click()}>
            Open folder
          </button>
        </Card>
        <Card
          label="Input"
          name={input.value?.name}
          about={<span class="soft small">{kindOfInput() ?? "…"}</span>}
          icon="M6 3h8l4 4v14H6zM14 3v4h4"
        >
          <button
            type="button"
            class={facts.value !== null && input.value === null ? "primary" : ""}
            onClick={() => own.current!.click()}
          >
            Open input
          </button>
        </Card>
        <FileInput input={model} label="Model files" open={openFiles} />
        <FileInput input={folder} label="Model folder" folder open={openFiles} />
        <FileInput input={own} label="Input files" open={openInput} />
      </section>
      <KeepLine />
    </>
  )
}

/** Returns the runtimes that read the format of the model. */
function runtimes(): readonly BackendName[] {
  const [used] = facts.value?.backend.split(":") ?? []
  return choices.backend.filter((name) => name === "auto" || name.split(":")[0] === used)
}

function changeRuntime(next: BackendName): void {
  void changeKindBackend(next).catch(showError)
}

function kindOfInput(): string | undefined {
  const content = seen.value?.content
  return content?.kind === "series" && content.isSound ? "sound" : facts.value?.kinds[0]?.value
}

interface CardProps {
  readonly label: string
  readonly name: string | undefined
  readonly about: ComponentChildren
  readonly icon: string
  readonly children: ComponentChildren
}

function Card({ label, name, about, icon, children }: CardProps) {
  return (
    <div class="source" role="group" aria-label={label}>
      <span class="badge" aria-hidden="true">
        <svg viewBox="0 0 24 24">
          <path d={icon} />
        </svg>
      </span>
      <div class="what">
        <strong>{name === undefined ? "None yet" : shown(name)}</strong>
        {about}
      </div>
      <div class="buttons">{children}</div>
    </div>
  )
}

/** Opens an input for the present model, or a saved explanation, which needs none. */
async function openInput(files: readonly File[]): Promise<void> {
  await (files.some(isSavedExplanation) ? openFiles(files) : openInputFiles(files))
}
