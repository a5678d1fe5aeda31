import type { ComponentType } from "preact"
import { useEffect, useRef } from "preact/hooks"
import { engine } from "./engine.ts"
import { pages, type Page } from "./logic/link.ts"
import { Explain } from "./pages/Explain.tsx"
import { later } from "./panes/later.tsx"
import { DropZone } from "./panes/DropZone.tsx"
import { Footer } from "./panes/Footer.tsx"
import { Messages } from "./panes/Messages.tsx"
import { linkTo } from "./url-state.ts"
import { openImages } from "./open.ts"
import { activity, mode, page, image, probe, snapshot, theme, type Theme } from "./state.ts"
import { explainAgain } from "./sweep.ts"

const names: Record<Page, string> = { explain: "Explain", compare: "Compare", learn: "How it works" }
const views: Record<Page, ComponentType> = {
  explain: Explain,
  compare: later(async () => (await import("./pages/Compare.tsx")).Compare),
  learn: later(async () => (await import("./pages/Learn.tsx")).Learn),
}

/** The whole page. */
export function App() {
  const View = views[page.value]
  const main = useRef<HTMLElement>(null)
  const first = useRef(true)
  useEffect(() => {
    probe.value = null
    // The first page keeps the focus where the browser puts it; later ones start at their beginning.
    if (first.current) first.current = false
    else main.current!.focus()
    return follow(page.value)
  }, [page.value])
  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault()
          main.current!.focus()
        }}
      >
        Skip to content
      </a>
      <header class="top">
        <a class="brand" href={linkTo("explain")}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path class="a" d="M2 2h9v7H2z" />
            <path class="b" d="M13 2h9v12h-9z" />
            <path class="c" d="M2 11h9v11H2z" />
            <path class="d" d="M13 16h9v6h-9z" />
          </svg>
          PAMI
        </a>
        <nav aria-label="Pages">
          {pages.map((name) => (
            <a key={name} href={linkTo(name)} aria-current={page.value === name ? "page" : undefined}>
              {names[name]}
            </a>
          ))}
        </nav>
        <ThemeSwitch />
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        <View />
      </main>
      <Footer />
      <Messages />
      <DropZone />
    </>
  )
}

/** A sweep rests while the page that teaches asks the engine; on the way back it goes on, or begins. */
function follow(name: Page): (() => void) | undefined {
  if (mode.value === "kinds") {
    // The other pages are about images, and the visit may have begun without one.
    if (name !== "explain" && image.value === null) void openImages()
    return undefined
  }
  if (name === "explain" && snapshot.value === null && activity.value === "idle" && image.value !== null)
    void explainAgain()
  if (name !== "learn" || !["explaining", "comparing"].includes(activity.value)) return undefined
  engine.pause()
  return () => engine.resume()
}

const themes: readonly Theme[] = ["system", "light", "dark"]
const themeWords: Record<Theme, string> = { system: "Auto", light: "Light", dark: "Dark" }

function ThemeSwitch() {
  const now = theme.value
  const next = themes[(themes.indexOf(now) + 1) % themes.length]
  return (
    <button
      type="button"
      class="theme"
      aria-label={`Theme: ${themeWords[now]}. Switch to ${themeWords[next]}`}
      onClick={() => (theme.value = next)}
    >
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <circle cx="12" cy="12" r="8" />
        <path d="M12 4a8 8 0 0 1 0 16z" />
      </svg>
      {themeWords[now]}
    </button>
  )
}
