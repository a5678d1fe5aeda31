import { signal } from "@preact/signals"
import type { Geometry } from "@pami/image"
import { score } from "./logic/format.ts"
import { layer } from "./logic/layer.ts"
import { showError } from "./messages.ts"
import { toMessage } from "./logic/error-message.ts"
import { activity, appearance, colorMap, image, nameOf, prediction, range, snapshot, view } from "./state.ts"

/** An image of several that were opened together, with its result. */
export interface Entry {
  readonly file: File
  /** `partial`: its sweep was stopped. */
  readonly state: "waiting" | "running" | "done" | "partial" | "failed"
  readonly result: Result | null
  /** Why it cannot be explained. */
  readonly reason: string | null
}

/** The result of an image that was explained, as the strip shows it. */
export interface Result {
  readonly top: string
  readonly score: string
  readonly thumbnail: ImageBitmap
  readonly geometry: Geometry
  /** The map in its colours, RGBA, `[grid.height, grid.width, 4]`. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>
}

/** The images that were opened together; empty for a single one. */
export const strip = signal<readonly Entry[]>([])

/** Shows several images, none of which has been explained. */
export function showStrip(files: readonly File[]): void {
  strip.value = files.map((file) => ({ file, state: "waiting", result: null, reason: null }))
}

/** Forgets the images, unless the one that is shown is among them. */
export function leaveStrip(shown: File | null): void {
  if (!strip.value.some(({ file }) => file === shown)) strip.value = []
}

/**
 * Explains the images that have no result, one after another. Ends early where a sweep is stopped, or `current` says no;
 * results that are there stay.
 *
 * @param decode shows an image; where it fails the next one's turn comes
 * @param explain explains the image that is shown
 */
export async function explainStrip(
  current: () => boolean,
  decode: (file: File) => Promise<void>,
  explain: () => Promise<void>,
): Promise<void> {
  for (const { file } of strip.value.filter(({ result, reason }) => result === null && reason === null)) {
    if (!current()) return
    if (!(await explainEntry(file, current, decode, explain))) return
  }
}

/** Explains one of the images. Returns whether the next one's turn has come. */
export async function explainEntry(
  file: File,
  current: () => boolean,
  decode: (file: File) => Promise<void>,
  explain: () => Promise<void>,
): Promise<boolean> {
  const before = strip.value.find((entry) => entry.file === file)
  mark(file, { state: "running" })
  try {
    await decode(file)
  } catch (error) {
    if (!current()) mark(file, { state: before?.state ?? "waiting" })
    else if (before === undefined) throw error
    else mark(file, { state: "failed", reason: toMessage(error).text })
    return current()
  }
  try {
    await explain()
  } finally {
    const isShown = image.value?.file === file
    const result = isShown && prediction.value !== null && view.value !== null ? await resultOf() : null
    const isWhole = snapshot.value?.done === true
    if (result !== null) mark(file, { state: isWhole ? "done" : "partial", result, reason: null })
    else mark(file, { state: before?.result ? before.state : "waiting" })
  }
  return current() && activity.value === "done"
}

function mark(file: File, change: Partial<Entry>): void {
  strip.value = strip.value.map((entry) => (entry.file === file ? { ...entry, ...change } : entry))
}

// Pixels of a thumbnail's longer side.
const side = 192

async function resultOf(): Promise<Result> {
  const { classes, scale, geometry } = prediction.value!
  const { preview } = image.value!
  const [top] = classes
  const { opacity, threshold } = appearance.value
  const pixels = layer(view.value!.map, { colorMap: colorMap.value, range: range.value, threshold, opacity })
  const shrink = Math.min(1, side / Math.max(preview.width, preview.height))
  const thumbnail = await createImageBitmap(preview, {
    resizeWidth: Math.max(1, Math.round(preview.width * shrink)),
    resizeHeight: Math.max(1, Math.round(preview.height * shrink)),
    resizeQuality: "medium",
  })
  return { top: nameOf(top.class), score: score(top.score, scale), thumbnail, geometry, pixels }
}

/** Says what went wrong where no image of several could be opened. */
export function mentionFailures(): void {
  if (strip.value.every(({ state }) => state === "failed"))
    showError({ code: "PICTURE_BROKEN", message: `None of the ${strip.value.length} images can be opened` })
}
