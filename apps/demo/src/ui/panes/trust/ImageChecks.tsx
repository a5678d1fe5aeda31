import { useEffect, useMemo } from "preact/hooks"
import { outline } from "../../logic/outline.ts"
import { prediction } from "../../state.ts"
import { imageTrust, loadPreview, preview } from "../../trust/of-images.ts"
import { RasterCanvas, toRgba } from "../canvases.tsx"
import { Checks } from "./Checks.tsx"
import type { KeptProps } from "./checks-props.ts"

/** The checks of the map of an image. */
export function ImageChecks() {
  const [about, free] = [imageTrust.subject.value, imageTrust.canAsk.value]
  useEffect(() => {
    if (free) void loadPreview()
  }, [about, free])
  return <Checks trust={imageTrust} Kept={KeptPixels} outlines />
}

function KeptPixels({ part, inverse }: KeptProps) {
  const seen = prediction.value
  const pixels = preview.value?.prediction === seen ? preview.value?.pixels : undefined
  const { width, height } = seen ?? { width: 1, height: 1 }
  const rgba = useMemo(() => {
    if (pixels === undefined) return null
    const [under, over] = inverse ? [pixels.image, pixels.baseline] : [pixels.baseline, pixels.image]
    const mixed = under.slice()
    for (let i = 0; i < part.length; i += 2)
      mixed.set(over.subarray(part[i] * 3, part[i + 1] * 3), part[i] * 3)
    return toRgba(mixed)
  }, [pixels, part, inverse])
  const found = imageTrust.region.value
  const border = useMemo(() => (found === null ? "" : outline(found.part, width)), [found, width])
  if (rgba === null) return null
  return (
    <div
      class="frame"
      style={{ "--ratio": width / height }}
      role="img"
      aria-label={inverse ? "The image without its most important pixels" : "The most important pixels alone"}
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
