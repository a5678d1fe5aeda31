import { shown } from "../logic/format.ts"
import { showError } from "../messages.ts"
import { explainRest, openImage } from "../open.ts"
import { image } from "../state.ts"
import { strip, type Entry, type Result } from "../strip.ts"
import { stop } from "../turns.ts"
import { Photo, placeOf, RasterCanvas } from "./canvases.tsx"

/** Images that were opened together, each with its top class and a small map; one is shown large. */
export function Strip() {
  const all = strip.value
  if (all.length < 2) return null
  const count = (...states: Entry["state"][]) => all.filter(({ state }) => states.includes(state)).length
  const [ended, failed] = [count("done", "partial"), count("failed")]
  const isRunning = count("running") > 0
  const waits = count("waiting") > 0
  return (
    <div class="source strip" role="group" aria-labelledby="strip-title">
      <header>
        <strong id="strip-title">{all.length} images</strong>
        <span class="soft small">
          {ended} explained{failed > 0 && `, ${failed} not readable`}
        </span>
        {isRunning && waits && (
          <button type="button" class="small" onClick={() => void stop()}>
            Stop
          </button>
        )}
        {!isRunning && waits && (
          <button type="button" class="small" onClick={() => void explainRest().catch(showError)}>
            Explain the rest
          </button>
        )}
      </header>
      <progress
        aria-label="Explained images"
        max={all.length}
        value={ended + failed}
        hidden={!isRunning && !waits}
      />
      <ul>
        {all.map((entry) => (
          <li key={entry.file}>
            <EntryButton entry={entry} />
          </li>
        ))}
      </ul>
    </div>
  )
}

const words: Record<Entry["state"], string> = {
  waiting: "Waiting",
  running: "Explaining …",
  done: "",
  partial: "Stopped: coarser map",
  failed: "Cannot be opened",
}

function EntryButton({ entry: { file, state, result, reason } }: { readonly entry: Entry }) {
  const name = shown(file.name)
  return (
    <button
      type="button"
      class={state}
      title={reason ?? shown(file.name, 300)}
      aria-current={file === image.value?.file ? "true" : undefined}
      onClick={() => void openImage(file).catch(showError)}
    >
      {result === null ? <span class="placeholder square" /> : <Thumbnail result={result} />}
      <span class="name small">{name}</span>
      {result !== null && (
        <span class="small">
          <b>{result.top}</b> <span class="number">{result.score}</span>
        </span>
      )}
      {words[state] !== "" && <span class="soft small">{words[state]}</span>}
      {reason !== null && <span class="soft small reason">{reason}</span>}
    </button>
  )
}

function Thumbnail({ result: { thumbnail, geometry, pixels } }: { readonly result: Result }) {
  const { picture, grid } = geometry
  return (
    <span class="thumbnail" style={{ aspectRatio: `${picture.width} / ${picture.height}` }}>
      <Photo bitmap={thumbnail} grey={0.8} />
      <RasterCanvas
        class="layer"
        style={placeOf(geometry)}
        width={grid.width}
        height={grid.height}
        pixels={pixels}
      />
    </span>
  )
}
