import type { Geometry } from "@pami/image"
import type { ComponentChildren } from "preact"
import type { MapView } from "../../engine/contract.ts"
import { layer, type LayerOptions } from "../logic/layer.ts"
import { outline } from "../logic/outline.ts"
import { appearance, partsAtProbe, probe, zoom, type PaneName } from "../state.ts"
import { Photo, placeOf, RasterCanvas } from "./canvases.tsx"
import { Frame } from "./Frame.tsx"

interface PaneProps {
  readonly title: string
  readonly aside?: ComponentChildren
  readonly kind: PaneName
  readonly bitmap: ImageBitmap
  readonly geometry: Geometry
  readonly view: MapView | null
  readonly colors: Pick<LayerOptions, "colorMap" | "range">
  readonly first: boolean
}

/** One way to look at the picture: itself, with the map on it, or a map alone. */
export function Pane({ title, aside, kind, bitmap, geometry, view, colors, first }: PaneProps) {
  const place = placeOf(geometry)
  const { opacity, threshold } = appearance.value
  const overlaid = kind === "overlay" && view !== null
  const values = view === null || kind === "original" ? null : valuesOf(view, kind)
  return (
    <figure class="pane">
      <figcaption>
        <strong>{title}</strong>
        {aside}
      </figcaption>
      <Frame name={title} geometry={geometry} first={first}>
        <Photo bitmap={bitmap} grey={overlaid ? Math.min(1, opacity * 1.25) : 0} />
        {kind !== "original" && <div class="unseen" style={place} />}
        {view !== null && values !== null && (
          <RasterCanvas
            class={`layer ${kind === "overlay" ? "" : "opaque"}`}
            style={place}
            width={view.width}
            height={view.height}
            pixels={layer(values, {
              ...colors,
              threshold: kind === "overlay" || kind === "map" ? threshold : 0,
              opacity: kind === "overlay" ? opacity : null,
            })}
          />
        )}
        <Marks geometry={geometry} />
      </Frame>
    </figure>
  )
}

function valuesOf(view: MapView, kind: PaneName): Float32Array {
  if (kind === "uncertainty") return view.standardError
  return kind === "coverage" ? view.coverage : view.map
}

/** The probe, and the outline of the part under it that scored highest. */
function Marks({ geometry }: { readonly geometry: Geometry }) {
  const { grid } = geometry
  const unit = probe.value
  if (unit === null) return null
  const part = partsAtProbe.value.at(0)?.part
  // Lines keep their width on the screen, whatever the zoom.
  const width = 1 / zoom.value.scale
  return (
    <svg
      class="marks"
      style={placeOf(geometry)}
      viewBox={`0 0 ${grid.width} ${grid.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {part !== undefined && (
        <>
          <path class="rim" d={outline(part, grid.width)} stroke-width={width * 4} />
          <path class="line" d={outline(part, grid.width)} stroke-width={width * 2} />
        </>
      )}
      <rect class="rim" {...cell(unit, grid.width)} stroke-width={width * 4} />
      <rect class="line" {...cell(unit, grid.width)} stroke-width={width * 2} />
    </svg>
  )
}

function cell(unit: number, width: number) {
  return { x: unit % width, y: Math.floor(unit / width), width: 1, height: 1 }
}
