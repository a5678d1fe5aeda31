// Sides of the image that is drawn, in pixels: models look at fewer.
const [least, most] = [512, 2048]
// Drawings take no more; a larger one takes minutes to draw.
const mostBytes = 20e6

/**
 * Draws an SVG file as a PNG image of 512 to 2,048 pixels a side. As an image it runs no script and loads nothing else,
 * and of pixels nothing is left that could.
 *
 * @throws `PICTURE_TOO_LARGE`, `PICTURE_BROKEN`
 */
export async function rasterize(file: File): Promise<Blob> {
  if (file.size > mostBytes)
    throw { code: "PICTURE_TOO_LARGE", message: `${file.name} has more than 20 MB. Save it as PNG` }
  const address = URL.createObjectURL(new Blob([await file.arrayBuffer()], { type: "image/svg+xml" }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const { width, height } = sizeOf(image.naturalWidth, image.naturalHeight)
    const canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext("2d")!
    context.fillStyle = "white"
    context.fillRect(0, 0, width, height)
    context.drawImage(image, 0, 0, width, height)
    return await canvas.convertToBlob({ type: "image/png" })
  } catch (error) {
    throw {
      code: "PICTURE_BROKEN",
      message: `${file.name} cannot be drawn (${(error as Error).message}). Save it as PNG`,
    }
  } finally {
    URL.revokeObjectURL(address)
  }
}

/** Returns the size to draw at: the natural one, unless it is small or large. */
export function sizeOf(width: number, height: number): { width: number; height: number } {
  if (!(width > 0 && height > 0)) return { width: least, height: least }
  const longest = Math.max(width, height)
  const scale = Math.min(most, Math.max(least, longest)) / longest
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
