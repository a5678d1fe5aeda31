import { useSignal } from "@preact/signals"
import { useRef } from "preact/hooks"
import { presentCode } from "../code.ts"
import type { MapCode } from "../logic/code-for-map.ts"
import { imageFile } from "../logic/image-file.ts"
import { announce, showError } from "../messages.ts"
import { saveSample } from "../save.ts"
import { image } from "../state.ts"

const names: Record<keyof MapCode, string> = { node: "Node", browser: "Browser", cli: "Command line" }
const tabs = Object.keys(names) as (keyof MapCode)[]

/** The lines that draw the present map in a program, for each place where it may run. */
export function CodeForThis() {
  const tab = useSignal<keyof MapCode>("node")
  const list = useRef<HTMLDivElement>(null)
  const code = presentCode()
  const shown = image.value
  if (code === null || shown === null) return <p class="soft">Code comes with the prediction.</p>
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    tab.value = tabs[(tabs.indexOf(tab.value) + step + tabs.length) % tabs.length]
    list.current!.querySelector<HTMLButtonElement>(`#code-tab-${tab.value}`)!.focus()
  }
  return (
    <>
      <div ref={list} class="tabs" role="tablist" aria-label="Where the code runs" onKeyDown={onKeyDown}>
        {tabs.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`code-tab-${name}`}
            aria-selected={tab.value === name}
            aria-controls="code-panel"
            tabIndex={tab.value === name ? 0 : -1}
            onClick={() => (tab.value = name)}
          >
            {names[name]}
          </button>
        ))}
      </div>
      <pre id="code-panel" role="tabpanel" aria-labelledby={`code-tab-${tab.value}`} tabIndex={0}>
        <code>{code[tab.value]}</code>
      </pre>
      <p class="small">
        Install: <code>npm install --ignore-scripts {packagesOf(code[tab.value]).join(" ")}</code>
      </p>
      <div class="buttons">
        <button type="button" onClick={() => void copy(code[tab.value]).catch(showError)}>
          Copy code
        </button>
        {shown.file === null && (
          <button type="button" onClick={() => void saveSample(imageFile(shown)).catch(showError)}>
            Save sample image
          </button>
        )}
      </div>
      <p class="soft small">
        This code draws this map with these settings. The packages are not on the npm registry yet:{" "}
        <a href="docs/start.html">Getting started</a> says how to make them.
      </p>
    </>
  )
}

/** Returns the packages that code imports; `pami`, which has the command, for a command line. */
function packagesOf(code: string): readonly string[] {
  const imported = [...code.matchAll(/^import .* from "(?!node:)(.+)"$/gm)].map(([, name]) => name)
  return imported.length === 0 ? ["pami"] : imported
}

async function copy(code: string): Promise<void> {
  await navigator.clipboard.writeText(code)
  announce("Code copied.")
}
