import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { explainer } from "@pami/explainer"
import type { Explainer, ExplainerOptions } from "@pami/explainer"
import { encodePng } from "@pami/image/node"

const side = 12

/** Writes images of one colour with a corner of another, by the brightness of the corner, and corrupt ones for `null`. */
export async function writePictures(
  folder: string,
  pictures: Readonly<Record<string, number | null>>,
): Promise<string> {
  for (const [name, corner] of Object.entries(pictures)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    if (corner === null) writeFileSync(path, "no image")
    else writeFileSync(path, await pictureOf(corner))
  }
  return folder
}

/** Returns the bytes of an image. */
export async function pictureOf(corner: number): Promise<Uint8Array> {
  const data = new Uint8Array(side * side * 3).fill(40)
  for (let unit = 0; unit < side * side; unit++)
    if (unit % side < 4 && unit / side < 4) data[3 * unit] = corner
  return await encodePng({ width: side, height: side, channels: 3, data })
}

/** Returns the explainer of a model that sees how red and how green an image is. */
export async function colourExplainer(options: ExplainerOptions = {}): Promise<Explainer> {
  const model = ({
    data,
    shape: [count],
  }: {
    readonly data: Float32Array
    readonly shape: readonly number[]
  }) =>
    Array.from({ length: count }, (_, item) =>
      [0, 1].map((channel) => {
        const from = (3 * item + channel) * side * side
        return data.subarray(from, from + side * side).reduce((sum, value) => sum + value, 0) / side
      }),
    )
  return await explainer(model, {
    size: { width: side, height: side },
    labels: ["red", "green"],
    strategy: "grid",
    passes: 9,
    ...options,
  })
}
