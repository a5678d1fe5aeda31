import { useMemo } from "preact/hooks"
import { coverOf } from "../../../kinds/logic/cover-of.ts"
import { keptUnits } from "../../../kinds/logic/kept-units.ts"
import { rgbaOf } from "../../../kinds/logic/rgba-of.ts"
import { input, seen } from "../../../kinds/state.ts"
import { placeOf, RasterCanvas } from "../../canvases.tsx"
import type { KeptProps } from "../../trust/checks-props.ts"

/** The image with the masked pixels covered. */
export function KeptPixels({ part, inverse }: KeptProps) {
  const given = input.value
  const picture = given?.kind === "image" ? given.image : null
  const content = seen.value?.content
  const photo = useMemo(() => picture && rgbaOf(picture), [picture])
  const grid = content?.kind === "image" ? content.geometry.grid : null
  const cover = useMemo(
    () => grid && coverOf(keptUnits(part, grid.width * grid.height, inverse)),
    [part, grid],
  )
  if (picture === null || photo === null || cover === null || content?.kind !== "image") return null
  return (
    <span
      class="overlay"
      role="img"
      aria-label={inverse ? "The image without its most important pixels" : "The most important pixels alone"}
      style={{ aspectRatio: `${picture.width} / ${picture.height}` }}
    >
      <RasterCanvas class="photo" width={picture.width} height={picture.height} pixels={photo} />
      <RasterCanvas
        class="layer"
        style={placeOf(content.geometry)}
        {...content.geometry.grid}
        pixels={cover}
      />
    </span>
  )
}
