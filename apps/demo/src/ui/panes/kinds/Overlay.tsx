import { useMemo } from "preact/hooks"
import type { Content } from "../../../engine/kinds/contract.ts"
import { layer } from "../../logic/layer.ts"
import { rgbaOf } from "../../kinds/logic/rgba-of.ts"
import { input, seen, type ShownMap } from "../../kinds/state.ts"
import { placeOf, RasterCanvas } from "../canvases.tsx"

/** The image in grey, under a map. */
export function Overlay(shown: ShownMap) {
  const given = input.value
  const picture = given?.kind === "image" ? given.image : null
  const photo = useMemo(() => picture && rgbaOf(picture), [picture])
  const content = seen.value?.content
  if (picture === null || photo === null || content?.kind !== "image") return null
  return (
    <span class="overlay" style={{ aspectRatio: `${picture.width} / ${picture.height}` }}>
      <RasterCanvas class="photo grey" width={picture.width} height={picture.height} pixels={photo} />
      {shown.map && <Layer {...shown} geometry={content.geometry} />}
    </span>
  )
}

interface LayerProps extends ShownMap {
  readonly geometry: Extract<Content, { readonly kind: "image" }>["geometry"]
}

function Layer({ map, colorMap, range: { min, max }, geometry }: LayerProps) {
  const { width, height } = geometry.grid
  const { values } = map!
  const pixels = useMemo(() => {
    // The units of a question come after those of the image.
    const ofImage = values.subarray(0, width * height)
    return layer(ofImage, { colorMap, range: { min, max }, threshold: 0, opacity: 0.65 })
  }, [values, colorMap, min, max])
  return (
    <RasterCanvas class="layer" style={placeOf(geometry)} width={width} height={height} pixels={pixels} />
  )
}
