import type { Geometry } from "@pami/image"
import { useMemo } from "preact/hooks"
import type { MapView } from "../../engine/contract.ts"
import { layer, type LayerOptions } from "../logic/layer.ts"
import type { PaneName } from "../logic/settings.ts"
import { appearance } from "../state.ts"
import { Photo, placeOf, RasterCanvas } from "./canvases.tsx"
import { Frame } from "./Frame.tsx"
import { Marks } from "./Marks.tsx"
import { Boxes } from "./objects/Boxes.tsx"

interface PaneProps {
  readonly title: string
  /** Text opposite the title. */
  readonly aside?: string
  readonly kind: PaneName
  readonly bitmap: ImageBitmap
  readonly geometry: Geometry
  readonly view: MapView | null
  readonly colors: Pick<LayerOptions, "colorMap" | "range">
  /** Whether the keyboard comes here. */
  readonly first: boolean
}

/** One way to look at the image: itself, with the map on it, or a map alone. */
export function Pane({ title, aside, kind, bitmap, geometry, view, colors, first }: PaneProps) {
  const { opacity } = appearance.value
  const overlaid = kind === "overlay"
  return (
    <figure class="pane">
      <figcaption>
        <strong>{title}</strong>
        {aside !== undefined && <span class="soft">{aside}</span>}
      </figcaption>
      <Frame name={title} geometry={geometry} first={first}>
        <Photo bitmap={bitmap} grey={overlaid ? Math.min(1, opacity * 1.25) : 0} />
        {kind !== "original" && <div class="unseen" style={placeOf(geometry)} />}
        {kind !== "original" && <Layer kind={kind} view={view} geometry={geometry} {...colors} />}
        {(kind === "original" || kind === "overlay") && <Boxes geometry={geometry} />}
        <Marks geometry={geometry} />
      </Frame>
    </figure>
  )
}

interface LayerProps extends Pick<LayerOptions, "colorMap" | "range"> {
  readonly kind: Exclude<PaneName, "original">
  readonly view: MapView | null
  readonly geometry: Geometry
}

/** A map as colours, in its place over the image. */
export function Layer({ kind, view, geometry, colorMap, range }: LayerProps) {
  const { min, max } = range
  const opacity = kind === "overlay" ? appearance.value.opacity : null
  const threshold = kind === "overlay" || kind === "map" ? appearance.value.threshold : 0
  const { grid } = geometry
  // Before the first pass nothing is known: the canvas is there, and empty.
  const blank = useMemo(() => new Float32Array(grid.width * grid.height).fill(NaN), [grid])
  const values = (view && valuesOf(view, kind)) ?? blank
  // The probe moves far more often than the map changes.
  const pixels = useMemo(
    () => layer(values, { colorMap, range: { min, max }, threshold, opacity }),
    [values, colorMap, min, max, threshold, opacity],
  )
  return (
    <RasterCanvas
      class={`layer ${kind === "overlay" ? "" : "opaque"}`}
      style={placeOf(geometry)}
      width={grid.width}
      height={grid.height}
      pixels={pixels}
    />
  )
}

/** Returns the values that a pane shows; `undefined` for a layer that has not come yet. */
export function valuesOf(view: MapView, kind: PaneName): Float32Array | undefined {
  if (kind === "uncertainty") return view.standardError
  return kind === "coverage" ? view.coverage : view.map
}
