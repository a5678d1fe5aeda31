import { useEffect, useMemo } from "preact/hooks"
import { regionPasses } from "../../../engine/judge-contract.ts"
import type { Preview } from "../../../engine/contract.ts"
import { percent, score } from "../../logic/format.ts"
import { outline } from "../../logic/outline.ts"
import { nameOfChoice, prediction, scoreScale, view } from "../../state.ts"
import { askForBrightest, findRegion, keep, loadPreview } from "../../trust/actions.ts"
import { canAsk, kept, present, preview, region, share, subject } from "../../trust/state.ts"
import { RasterCanvas, toRgba } from "../canvases.tsx"
import { CostButton } from "./CostButton.tsx"

/** The model's scores of the brightest pixels alone, and of the others; and the smallest region that is enough. */
export function Brightest() {
  const [about, free] = [subject.value, canAsk.value]
  useEffect(() => {
    if (!free) return
    void loadPreview()
    void askForBrightest()
  }, [about, free])
  const wanted = share.value
  const answer = present(kept)
  const seen = prediction.value
  const pixels = preview.value?.prediction === seen ? preview.value?.pixels : undefined
  const whole = view.value?.reach.whole ?? NaN
  const written = (value: number | undefined) => score(value ?? NaN, scoreScale.value)
  return (
    <div class="check">
      <h3>Keep only the brightest</h3>
      <label class="keep-share">
        <span>
          Brightest <b>{percent(wanted)}</b>
        </span>
        <input
          type="range"
          min={1}
          max={100}
          value={Math.round(wanted * 100)}
          aria-valuetext={`${Math.round(wanted * 100)} %${answer === null ? "" : `, score ${written(answer.kept)}`}`}
          onInput={(event) => keep(event.currentTarget.valueAsNumber / 100)}
        />
      </label>
      <div class="kept">
        {(["kept", "others"] as const).map((which) => (
          <figure key={which}>
            {pixels !== undefined && seen !== null && answer !== null && (
              <Kept pixels={pixels} part={answer.part} inverse={which === "others"} size={seen} />
            )}
            <figcaption>
              {which === "kept" ? "Only these" : "All others"}{" "}
              <b class="number">{written(answer?.[which])}</b>
            </figcaption>
          </figure>
        ))}
      </div>
      <p class="soft small">
        {about !== null && `${nameOfChoice(about.chosen)}: ${written(whole)} for the whole image. `}A good map
        keeps most of the score in a few bright pixels, and leaves little to the others.
      </p>
      <Region whole={whole} />
    </div>
  )
}

interface KeptProps {
  readonly pixels: Preview
  readonly part: Int32Array
  /** Whether the part is masked, not the others. */
  readonly inverse: boolean
  readonly size: { readonly width: number; readonly height: number }
}

function Kept({ pixels, part, inverse, size: { width, height } }: KeptProps) {
  const rgba = useMemo(() => {
    const [under, over] = inverse ? [pixels.image, pixels.baseline] : [pixels.baseline, pixels.image]
    const mixed = under.slice()
    for (let i = 0; i < part.length; i += 2)
      mixed.set(over.subarray(part[i] * 3, part[i + 1] * 3), part[i] * 3)
    return toRgba(mixed)
  }, [pixels, part, inverse])
  const found = present(region)
  const border = useMemo(() => (found === null ? "" : outline(found.part, width)), [found, width])
  return (
    <div
      class="frame"
      style={{ "--ratio": width / height }}
      role="img"
      aria-label={inverse ? "The image without its brightest pixels" : "The brightest pixels alone"}
    >
      <RasterCanvas class="whole" width={width} height={height} pixels={rgba} />
      {!inverse && (
        <svg class="marks whole" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          <path class="rim" d={border} />
          <path class="line" d={border} />
        </svg>
      )}
    </div>
  )
}

function Region({ whole }: { readonly whole: number }) {
  const found = present(region)
  if (found === null)
    return whole > 0 ? (
      <CostButton label="Find smallest region" passes={regionPasses} press={findRegion} />
    ) : (
      <p class="soft small">A smallest sufficient region needs a score above 0.</p>
    )
  const kept = `${Math.round(found.keep * 100)} %`
  return (
    <p role="status">
      {found.share < 1
        ? `The smallest sufficient region, outlined, is the brightest ${percent(found.share)}: it alone keeps ${kept} of the score. `
        : `No smaller region than the whole image keeps ${kept} of the score. `}
      {found.share < 1 && (
        <button type="button" class="small" onClick={() => keep(found.share)}>
          Keep this region
        </button>
      )}
    </p>
  )
}
