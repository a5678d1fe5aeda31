import type { Finding } from "@pami/core"
import type { Picture } from "@pami/image"
import { decodePicture } from "@pami/image/browser"

// Four bytes a pixel in the canvas and three more here; a phone's tab has little more than 1 GB.
const maxPixels = 60_000_000

/**
 * Decodes an image of a format that the browser reads, or a TIFF file. Of an animation, its first frame.
 *
 * @throws as `decodePicture` of @pami/image
 */
export async function decode(file: Blob, name: string): Promise<Picture> {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer())
  if (isTiff(head)) {
    const { readTiff } = await import("./read-tiff.ts")
    return readTiff(new Uint8Array(await file.arrayBuffer()), name, maxPixels)
  }
  const picture = await decodePicture(file, { name, maxPixels })
  if (!(await isAnimated(file))) return picture
  return { ...picture, findings: [...(picture.findings ?? []), firstFrame(name)] }
}

/** `II*` or `MM*`, by the order of bytes. */
function isTiff([a, b, c, d]: Uint8Array): boolean {
  return (
    (a === 0x49 && b === 0x49 && c === 42 && d === 0) || (a === 0x4d && b === 0x4d && c === 0 && d === 42)
  )
}

function firstFrame(name: string): Finding {
  return {
    code: "FIRST_FRAME",
    level: "note",
    message: `${name} is animated; its first frame is explained`,
    fix: "save another frame as an image to explain that one",
  }
}

// Formats that can hold an animation, by the first bytes.
const mayMove: readonly (readonly [start: string, type: string])[] = [
  ["GIF8", "image/gif"],
  ["RIFF", "image/webp"],
]

/** Whether an image has several frames. Where the browser does not tell, every GIF counts as one that has. */
async function isAnimated(file: Blob): Promise<boolean> {
  const start = await file.slice(0, 4).text()
  const type = mayMove.find(([first]) => first === start)?.[1]
  if (type === undefined) return false
  if (!("ImageDecoder" in globalThis)) return type === "image/gif"
  const decoder = new ImageDecoder({ data: await file.arrayBuffer(), type })
  try {
    await decoder.completed
    return (decoder.tracks.selectedTrack?.frameCount ?? 1) > 1
  } catch {
    return false
  } finally {
    decoder.close()
  }
}
