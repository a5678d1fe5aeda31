import { useSignal } from "@preact/signals"
import type { ComponentChildren } from "preact"
import { useRef } from "preact/hooks"
import type { MapCode } from "../logic/code-for-map.ts"
import { announce, showError } from "../messages.ts"

const names: Record<keyof MapCode, string> = { node: "Node", browser: "Browser", cli: "Command line" }

interface CodeLinesProps {
  /** By where it runs: only where it does. */
  readonly code: Partial<MapCode>
  /** Further buttons. */
  readonly children?: ComponentChildren
}

/** The lines that draw a map in a program, for each place where they run. */
export function CodeLines({ code, children }: CodeLinesProps) {
  const tabs = (Object.keys(names) as (keyof MapCode)[]).filter((name) => code[name] !== undefined)
  const wanted = useSignal<keyof MapCode>("node")
  const list = useRef<HTMLDivElement>(null)
  const tab = tabs.includes(wanted.value) ? wanted.value : tabs[0]
  const lines = code[tab]!
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length]
    wanted.value = next
    list.current!.querySelector<HTMLButtonElement>(`#code-tab-${next}`)!.focus()
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
            aria-selected={tab === name}
            aria-controls="code-panel"
            tabIndex={tab === name ? 0 : -1}
            onClick={() => (wanted.value = name)}
          >
            {names[name]}
          </button>
        ))}
      </div>
      <pre id="code-panel" role="tabpanel" aria-labelledby={`code-tab-${tab}`} tabIndex={0}>
        <code>{lines}</code>
      </pre>
      <p class="small">
        Install: <code>npm install --ignore-scripts {packagesOf(lines).join(" ")}</code>
      </p>
      <div class="buttons">
        <button type="button" onClick={() => void copy(lines).catch(showError)}>
          Copy code
        </button>
        {children}
      </div>
      <p class="soft small">
        This code draws this map with these settings. The packages are not on the npm registry yet:{" "}
        <a href="docs/start.html">Getting started</a> says how to make them.
      </p>
    </>
  )
}

/** Returns the packages that code imports; of a command line `pami`, which has the command, and those it names files of. */
function packagesOf(code: string): readonly string[] {
  const imported = [...code.matchAll(/^import .* from "(?!node:)(.+)"$/gm)].map(([, name]) => name)
  if (imported.length > 0) return imported
  return ["pami", ...new Set([...code.matchAll(/node_modules\/(@pami\/\w+)/g)].map(([, name]) => name))]
}

async function copy(code: string): Promise<void> {
  await navigator.clipboard.writeText(code)
  announce("Code copied.")
}
