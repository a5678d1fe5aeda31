import { toOriginal, type Picture } from "@pami/image"
import { encodePng } from "@pami/image/browser"
import { expose, transfer } from "comlink"
import { keepNeeded } from "../../service/keep.ts"
import { holdLock } from "../../engine/alive.ts"
import { readFonts } from "../../engine/fonts.ts"
import { checkImageSize } from "../logic/files.ts"
import { codeOf } from "../logic/error-message.ts"
import type { Decoded, ImageWorker } from "./contract.ts"
import { decode } from "./decode.ts"

const previewSide = 1600

let image: Picture | undefined

const imageWorker: ImageWorker = {
  async decode(file, name) {
    checkImageSize({ name, size: file.size })
    return await handOver(await plain(() => decode(file, name)))
  },
  async unzip(archive, name) {
    const { unzip } = await import("./unzip.ts")
    const files = await plain(() => unzip(archive, name))
    return transfer(
      files,
      files.map(({ bytes }) => bytes.buffer as ArrayBuffer),
    )
  },
  async draw({ seed, options }, side) {
    const { scene } = await import("@pami/zoo")
    const { width, height, pixels } = scene(seed, { ...options, width: side })
    return await handOver({ width, height, data: pixels })
  },
  async setImage(next) {
    image = next
  },
  async png({ geometry, map, colorMap, range, opacity }) {
    const under = present()
    const large = await toOriginal(map, geometry, under.width, under.height)
    const { overlay } = await import("@pami/figure")
    const laid = await overlay(under, large, { colorMap, opacity, ...proper(range) })
    return await encodePng({ ...laid, channels: 3 })
  },
  async cut(pixels, width, height) {
    const { cutPixels } = await import("./cut.ts")
    return cutPixels(pixels, width, height)
  },
  async svg(shot, caption) {
    const { drawShot } = await import("./figure.ts")
    return await drawShot(present(), shot, caption)
  },
  prepareSvg: () => (prepared ??= prepareSvg()),
}

function present(): Picture {
  if (image !== undefined) return image
  throw { code: "TOO_EARLY", message: "open an image first" }
}

let prepared: Promise<void> | undefined

async function prepareSvg(): Promise<void> {
  try {
    await import("./figure.ts")
    await readFonts()
    await keepNeeded()
  } catch {
    // It is fetched when it is needed.
    prepared = undefined
  }
}

/** A map of one value has a range without an extent, which `overlay` finds for itself. */
function proper({ min, max }: { min: number; max: number }) {
  return max > min ? { min, max } : {}
}

async function handOver(image: Picture): Promise<Decoded> {
  const preview = await toBitmap(image)
  return transfer({ image, preview }, [image.data.buffer as ArrayBuffer, preview])
}

async function toBitmap({ width, height, data }: Picture): Promise<ImageBitmap> {
  const pixels = new ImageData(width, height)
  for (let from = 0, to = 0; from < data.length; to++) {
    pixels.data[to++] = data[from++]
    pixels.data[to++] = data[from++]
    pixels.data[to++] = data[from++]
    pixels.data[to] = 255
  }
  const scale = Math.min(1, previewSide / Math.max(width, height))
  return await createImageBitmap(pixels, {
    resizeWidth: Math.max(1, Math.round(width * scale)),
    resizeHeight: Math.max(1, Math.round(height * scale)),
    resizeQuality: "high",
  })
}

/** Errors lose their `code` on the way out of a worker; plain objects keep it. */
async function plain<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    throw { code: codeOf(error), message: (error as Error).message }
  }
}

expose(imageWorker)
holdLock()
