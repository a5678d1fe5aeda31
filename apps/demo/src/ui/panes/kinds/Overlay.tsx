import { useMemo } from "preact/hooks"
import type { Content, KindMap } from "../../../engine/kinds/contract.ts"
import { layer } from "../../logic/layer.ts"
import { rgbaOf } from "../../kinds/logic/rgba-of.ts"
import { rangeOfMap } from "../../kinds/logic/map-range.ts"
import { colorMap, input, seen } from "../../kinds/state.ts"
import { placeOf, RasterCanvas } from "../canvases.tsx"

/** The image in grey, under a map. */
export function Overlay({ map: shown }: { readonly map: KindMap | null }) {
  const given = input.value
  const picture = given?.kind === "image" ? given.image : null
  const photo = useMemo(() => picture && rgbaOf(picture), [picture])
  const content = seen.value?.content
  if (picture === null || photo === null || content?.kind !== "image") return null
  return (
    <span class="overlay" style={{ aspectRatio: `${picture.width} / ${picture.height}` }}>
      <RasterCanvas class="photo grey" width={picture.width} height={picture.height} pixels={photo} />
      {shown && <Layer map={shown} geometry={content.geometry} />}
    </span>
  )
}

interface LayerProps {
  readonly map: KindMap
  readonly geometry: Extract<Content, { readonly kind: "image" }>["geometry"]
}

function Layer({ map: { values }, geometry }: LayerProps) {
  const { width, height } = geometry.grid
  const colors = colorMap.value
  const pixels = useMemo(() => {
    // The units of a question come after those of the image.
    const ofImage = values.subarray(0, width * height)
    return layer(ofImage, {
      colorMap: colors,
      range: rangeOfMap(values, colors),
      threshold: 0,
      opacity: 0.65,
    })
  }, [values, colors])
  return (
    <RasterCanvas class="layer" style={placeOf(geometry)} width={width} height={height} pixels={pixels} />
  )
}
