import { useMemo } from "preact/hooks"
import type { Geometry } from "@pami/image"
import { outline } from "../logic/outline.ts"
import { partsAtProbe, probe } from "../state.ts"
import { placeOf } from "./canvases.tsx"

/** The probe, and the outline of the part under it that scored highest. Lines keep their width whatever the zoom. */
export function Marks({ geometry }: { readonly geometry: Geometry }) {
  const { grid } = geometry
  const unit = probe.value
  const part = unit === null ? undefined : partsAtProbe.value.at(0)?.part
  const border = useMemo(() => (part === undefined ? "" : outline(part, grid.width)), [part, grid.width])
  if (unit === null) return null
  const cell = { x: unit % grid.width, y: Math.floor(unit / grid.width), width: 1, height: 1 }
  return (
    <svg
      class="marks"
      style={placeOf(geometry)}
      viewBox={`0 0 ${grid.width} ${grid.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path class="rim" d={border} />
      <path class="line" d={border} />
      <rect class="rim" {...cell} />
      <rect class="line" {...cell} />
    </svg>
  )
}
