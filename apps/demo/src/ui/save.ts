import { encodeNpy } from "@pami/image"
import { parseManifest } from "@pami/core"
import { engine, imageWorker } from "./engine.ts"
import { shown } from "./logic/format.ts"
import { cutOff } from "./logic/layer.ts"
import { announce, showError } from "./messages.ts"
import { ready } from "./model.ts"
import { instead, resting } from "./turns.ts"
import { writeAddress } from "./url-state.ts"
import type { Caption, Shot } from "./image-worker/contract.ts"
import {
  activity,
  appearance,
  colorMap,
  facts,
  prediction,
  image,
  range,
  snapshot,
  verdict,
  view,
} from "./state.ts"

/** A kind of file that an explanation is saved as. */
export type Savable = "png" | "svg" | "npy" | "npz" | "manifest"

/** Saves the present map as a file. */
export async function save(kind: Savable): Promise<void> {
  try {
    const { contents, type, ending } = await make(kind)
    download(new Blob([contents], { type }), `${stem()}.${ending}`)
    announce(`Saved ${stem()}.${ending}.`)
  } catch (error) {
    showError(error)
  }
}

async function make(kind: Savable): Promise<{ contents: BlobPart; type: string; ending: string }> {
  if (kind === "png")
    return {
      contents: (await imageWorker.png(shot())) as Uint8Array<ArrayBuffer>,
      type: "image/png",
      ending: "pami.png",
    }
  if (kind === "svg")
    return { contents: await imageWorker.svg(shot(), caption()), type: "image/svg+xml", ending: "pami.svg" }
  if (kind === "npy") {
    const { map, width, height } = view.value!
    const contents = encodeNpy(map, [height, width]) as Uint8Array<ArrayBuffer>
    return { contents, type: "application/octet-stream", ending: "map.npy" }
  }
  if (kind === "npz")
    return {
      contents: (await engine.save()) as Uint8Array<ArrayBuffer>,
      type: "application/octet-stream",
      ending: "pami.npz",
    }
  const contents = `${JSON.stringify(await engine.manifest(), null, 2)}\n`
  return { contents, type: "application/json", ending: "pami.json" }
}

/** Saves the image of a sample as a PNG, to the pixel. */
export async function saveSample(name: string): Promise<void> {
  const { preview } = image.value!
  const canvas = new OffscreenCanvas(preview.width, preview.height)
  canvas.getContext("2d")!.drawImage(preview, 0, 0)
  download(await canvas.convertToBlob({ type: "image/png" }), name)
  announce(`Saved ${name}.`)
}

/** Copies a link that restores the page; an own model and an own image stay here. */
export async function copyLink(): Promise<void> {
  writeAddress()
  await navigator.clipboard.writeText(location.href)
  announce("Link copied.")
}

/** Computes a manifest's maps again with the present model and image. */
export async function verifyManifest(text: string): Promise<void> {
  verdict.value = null
  await instead(async (current) => {
    try {
      await ready()
      await verify(text, current)
    } finally {
      if (current()) activity.value = resting()
    }
  })
}

/** Computes a manifest's maps again, within a turn. */
export async function verify(text: string, current: () => boolean): Promise<void> {
  const manifest = parseManifest(text)
  if (!current()) return
  activity.value = "verifying"
  const outcome = await engine.verify(manifest)
  if (current()) verdict.value = outcome
}

function shot(): Shot {
  const { map } = view.value!
  const options = {
    colorMap: colorMap.value,
    range: range.value,
    threshold: appearance.value.threshold,
    opacity: null,
  }
  return {
    geometry: prediction.value!.geometry,
    map: cutOff(map, options),
    colorMap: colorMap.value,
    range: range.value,
    opacity: appearance.value.opacity,
  }
}

function caption(): Caption {
  const { target, versus } = view.value!
  const { scale, classes, recipe } = prediction.value!
  const { passes = 0, done = false } = snapshot.value ?? {}
  const { name, labels } = facts.value!
  return {
    explanation: {
      scale,
      prediction: classes.map(({ class: id, score }) => ({ id, score })),
      targets: [],
      passes,
      complete: done,
    },
    recipe,
    contrasts: [{ target, versus: versus ?? undefined }],
    labels: labels ?? undefined,
    input: shown(image.value!.name),
    model: shown(name),
  }
}

/** Name of the image's file without its ending, fit for a file's name. */
function stem(): string {
  const base = image
    .value!.name.split("/")
    .at(-1)!
    .replace(/\.[^.]*$/, "")
  return base.replaceAll(/[^\p{Letter}\p{Number}._-]+/gu, "-")
}

/** Saves a file. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // The browser has taken hold of the file by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
