import { useMemo } from "preact/hooks"
import type { Prediction, Preview } from "../../../engine/contract.ts"
import { growing, partShown, scale, score, tried } from "../../learn/state.ts"
import { count } from "../../logic/format.ts"
import { layer } from "../../logic/layer.ts"
import { outline } from "../../logic/outline.ts"
import { chosen, unitOfMap } from "../../state.ts"
import { RasterCanvas, toRgba } from "../canvases.tsx"
import { ColorBar } from "../ColorBar.tsx"

/** The mean score of each pixel so far. */
export function GrowingMap({ seen, preview }: { readonly seen: Prediction; readonly preview: Preview }) {
  const { width, height } = seen
  const map = growing.value
  const range = scale.value
  const faint = useMemo(() => toRgba(preview.image), [preview])
  return (
    <div class="growing">
      <figure class="pane">
        <figcaption>
          <strong>Map</strong>
          <span class="soft">
            {count(tried.value)} {tried.value === 1 ? "part" : "parts"}
          </span>
        </figcaption>
        <div
          class="frame"
          style={{ "--ratio": width / height }}
          role="img"
          aria-label={`Mean score of each pixel after ${tried.value} ${tried.value === 1 ? "part" : "parts"}.`}
        >
          <RasterCanvas class="whole faint" width={width} height={height} pixels={faint} />
          {map !== null && (
            <RasterCanvas
              class="whole"
              width={width}
              height={height}
              pixels={layer(map, { colorMap: "viridis", range, threshold: 0, opacity: null })}
            />
          )}
          <svg class="marks whole" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
            <path class="thin" d={outline(partShown.value, width)} />
          </svg>
        </div>
      </figure>
      <ColorBar
        colorMap="viridis"
        range={range}
        unit={`mean ${unitOfMap({ ...chosen.value!, versus: null })}`}
        marked={score.value}
      />
    </div>
  )
}
