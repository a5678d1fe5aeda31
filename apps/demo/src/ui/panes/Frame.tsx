import { useRef } from "preact/hooks"
import type { ComponentChildren } from "preact"
import type { Geometry } from "@pami/image"
import { arrowOf } from "../logic/keys.ts"
import { pointOf, stepFrom, unitAt } from "../logic/place-grid.ts"
import { pan, showing, toCss, toImage, whole, zoomAbout } from "../logic/zoom.ts"
import { announceSoon } from "../messages.ts"
import { tellProbe } from "../probe.ts"
import { probe, zoom } from "../state.ts"

interface FrameProps {
  readonly name: string
  readonly geometry: Geometry
  /** Whether the keyboard comes here: the other panes show the same place. */
  readonly first: boolean
  readonly children: ComponentChildren
}

/** The part that all panes share: the zoom, the probe under the pointer, and its keys. */
export function Frame({ name, geometry, first, children }: FrameProps) {
  const pointers = useRef(new Map<number, PointerEvent>())
  const { picture, grid } = geometry

  const at = (event: { clientX: number; clientY: number; currentTarget: EventTarget | null }) => {
    const box = (event.currentTarget as HTMLElement).getBoundingClientRect()
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height }
  }

  const onPointerMove = (event: PointerEvent) => {
    const before = pointers.current.get(event.pointerId)
    if (before !== undefined) {
      const others = [...pointers.current.values()].filter(({ pointerId }) => pointerId !== event.pointerId)
      const box = (event.currentTarget as HTMLElement).getBoundingClientRect()
      if (others.length > 0)
        zoom.value = zoomAbout(zoom.value, spread(event, others[0]) / spread(before, others[0]), at(event))
      else if (zoom.value.scale > 1)
        zoom.value = pan(
          zoom.value,
          (event.clientX - before.clientX) / box.width,
          (event.clientY - before.clientY) / box.height,
        )
      pointers.current.set(event.pointerId, event)
    }
    probe.value = unitAt(geometry, toImage(zoom.value, at(event)))
  }

  const onPointerDown = (event: PointerEvent) => {
    pointers.current.set(event.pointerId, event)
    if (zoom.value.scale > 1) (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)
    probe.value = unitAt(geometry, toImage(zoom.value, at(event)))
  }
  const onPointerUp = (event: PointerEvent) => void pointers.current.delete(event.pointerId)
  const onPointerLeave = (event: PointerEvent) => {
    pointers.current.delete(event.pointerId)
    // A finger that is lifted leaves the probe where it was.
    if (event.pointerType === "mouse") probe.value = null
  }

  // Plain scrolling scrolls the page; a pinch on a touchpad comes as a wheel with this key.
  const onWheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    zoom.value = zoomAbout(zoom.value, Math.exp(-event.deltaY / 200), at(event))
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = arrowOf(event.key)
    if (arrow !== null) {
      const centre = Math.floor(grid.height / 2) * grid.width + Math.floor(grid.width / 2)
      const step = event.shiftKey ? 8 : 1
      const next =
        probe.value === null ? centre : stepFrom(geometry, probe.value, arrow[0] * step, arrow[1] * step)
      probe.value = next
      zoom.value = showing(zoom.value, pointOf(geometry, next))
      announceSoon(tellProbe)
    } else if (event.key === "+" || event.key === "=" || event.key === "-") {
      const place = probe.value === null ? { x: 0.5, y: 0.5 } : pointOf(geometry, probe.value)
      const factor = event.key === "-" ? 1 / 1.5 : 1.5
      zoom.value = showing(zoomAbout(zoom.value, factor, { x: 0.5, y: 0.5 }), place)
    } else if (event.key === "0") zoom.value = whole
    else if (event.key === "Escape") probe.value = null
    else return
    event.preventDefault()
  }

  return (
    <div
      class="frame"
      role="application"
      aria-roledescription="map"
      aria-label={`${name}. Arrow keys move the probe, with Shift by eight; plus and minus zoom, 0 resets the zoom, Escape removes the probe.`}
      tabIndex={first ? 0 : -1}
      style={{
        "--ratio": picture.width / picture.height,
        touchAction: zoom.value.scale > 1 ? "none" : "pan-y",
      }}
      onPointerMove={onPointerMove}
      onPointerDown={onPointerDown}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerUp}
      onPointerLeave={onPointerLeave}
      onWheel={onWheel}
      onKeyDown={onKeyDown}
      onDblClick={(event) => (zoom.value = zoomAbout(zoom.value, 2, at(event)))}
    >
      <div class="zoomed" style={{ transform: toCss(zoom.value) }}>
        {children}
      </div>
    </div>
  )
}

function spread(a: PointerEvent, b: PointerEvent): number {
  return Math.max(1, Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY))
}
