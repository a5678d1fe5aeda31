import { encodeNpy } from "@pami/image"
import { imageWorker } from "../engine.ts"
import { layer } from "../logic/layer.ts"
import { announce, showError } from "../messages.ts"
import { download } from "../save.ts"
import { figure } from "./actions.ts"
import { colorMap, facts, image, map, range } from "./state.ts"

/** Files that the map of a saved explanation is saved as: a figure shows the image or the text. */
export type SavableMap = "png" | "svg" | "npy"

/** Saves the map that is shown. */
export async function saveMap(kind: SavableMap): Promise<void> {
  const name = `${facts.value!.name.replace(/\.npz$/i, "")}.${kind === "npy" ? "map.npy" : `pami.${kind}`}`
  try {
    download(new Blob([await make(kind)]), name)
    announce(`Saved ${name}.`)
  } catch (error) {
    showError(error)
  }
}

async function make(kind: SavableMap): Promise<BlobPart> {
  const { shape } = facts.value!
  const { values } = map.value!
  if (kind === "npy") return encodeNpy(values, shape) as Uint8Array<ArrayBuffer>
  if (kind === "svg") return await figure()
  if (image.value === null) return await plainMap()
  const drawn = { colorMap: colorMap.value, range: range.value, opacity: 0.65 }
  const { geometry } = image.value
  return (await imageWorker.png({ geometry, map: values, ...drawn })) as Uint8Array<ArrayBuffer>
}

/** The map of an image that is not there, a pixel a unit. */
async function plainMap(): Promise<Blob> {
  const [height, width] = facts.value!.shape
  const options = { colorMap: colorMap.value, range: range.value, threshold: 0, opacity: null }
  const canvas = new OffscreenCanvas(width, height)
  canvas.getContext("2d")!.putImageData(new ImageData(layer(map.value!.values, options), width, height), 0, 0)
  return await canvas.convertToBlob({ type: "image/png" })
}
