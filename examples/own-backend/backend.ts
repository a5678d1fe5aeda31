import { checkFeeds, digestOf, limitsOf, openFiles } from "@pami/backend-kit"
import { type Backend, contractVersion, type Model, type ModelSource, type Tensor } from "@pami/core"

const side = 64

/** A backend for models that are a JSON file of colours: a class's score is the share of pixels that are nearest to its colour. */
export function colourBackend(): Backend {
  return { contract: contractVersion, name: "colours", formats: ["colours-json"], load }
}

async function load(source: ModelSource): Promise<Model> {
  const files = await openFiles(source)
  const bytes = await files.read()
  const colours: number[][] = Object.values(JSON.parse(new TextDecoder().decode(bytes)))
  const inputs = [{ name: "image", dtype: "float32", shape: [null, 3, side, side] }] as const
  const outputs = [{ name: "shares", dtype: "float32", shape: [null, colours.length] }] as const
  return {
    contract: contractVersion,
    backend: "colours",
    inputs,
    outputs,
    limits: limitsOf(inputs, 16), // a run of 16 images is fast
    digest: await digestOf(bytes),
    settings: { arithmetic: "float64" }, // all that could change a bit of the output
    async run(feeds) {
      const [image] = checkFeeds(inputs, feeds) as Tensor[]
      const [items] = image.shape
      const shares = new Float32Array(items * colours.length)
      for (let item = 0; item < items; item++)
        for (let pixel = 0; pixel < side * side; pixel++) {
          const rgb = [0, 1, 2].map((channel) =>
            Number(image.data[(item * 3 + channel) * side * side + pixel]),
          )
          shares[item * colours.length + nearest(colours, rgb)] += 1 / (side * side)
        }
      return { shares: { dtype: "float32", shape: [items, colours.length], data: shares } }
    },
    async dispose() {},
  }
}

function nearest(colours: readonly number[][], rgb: readonly number[]): number {
  const distances = colours.map((colour) => Math.hypot(...colour.map((value, i) => value - rgb[i])))
  return distances.indexOf(Math.min(...distances))
}
