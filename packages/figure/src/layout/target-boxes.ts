import type { Box } from "@pami/core"
import type { Geometry, Size } from "@pami/image"

/** A box on a panel, in pixels of the figure from the panel's corner. */
export interface PanelBox extends Size {
  readonly x: number
  readonly y: number
}

/**
 * Returns a box on the model's grid as a box on a panel that shows the whole image, without what lies outside of it;
 * `undefined` if nothing is left.
 */
export function boxOnPanel(box: Box, { grid, picture, covers }: Geometry, panel: Size): PanelBox | undefined {
  const [across, down] = [panel.width / picture.width, panel.height / picture.height]
  const xAt = (x: number) => clamp((covers.x + (x * covers.width) / grid.width) * across, panel.width)
  const yAt = (y: number) => clamp((covers.y + (y * covers.height) / grid.height) * down, panel.height)
  const [left, top, right, bottom] = [xAt(box.x), yAt(box.y), xAt(box.x + box.width), yAt(box.y + box.height)]
  return right > left && bottom > top
    ? { x: left, y: top, width: right - left, height: bottom - top }
    : undefined
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value))
}

/**
 * Returns the SVG of boxes on a panel whose corner is at `x`, `y`: a white line between black ones, which can be seen on any
 * image.
 *
 * @param width of the line, in pixels of the figure
 */
export function drawBoxes(boxes: readonly PanelBox[], x: number, y: number, width: number): string {
  return boxes
    .map((box) => {
      const place = `x="${short(x + box.x)}" y="${short(y + box.y)}" width="${short(box.width)}" height="${short(box.height)}"`
      return (
        `<rect ${place} fill="none" stroke="#000" stroke-opacity="0.7" stroke-width="${2 * width}"/>` +
        `<rect ${place} fill="none" stroke="#fff" stroke-width="${width}"/>`
      )
    })
    .join("")
}

function short(value: number): string {
  return Number(value.toFixed(2)).toString()
}
