// The examples in doc comments take these for granted: a model of two classes that sees red and green, and its explanation.
import { functionBackend } from "@pami/backend-kit/function-backend"
import {
  completeRecipe,
  decidePreprocessing,
  prepareInput,
  resolveRecipe,
  runRecipe,
  saveExplanation,
} from "../src/index.ts"

const [width, height] = [16, 16]
const inputs = [{ name: "image", dtype: "float32", shape: [null, 3, height, width] }] as const
const redAndGreen = functionBackend(
  ({ image: { data, shape } }) =>
    Array.from({ length: shape[0] }, (_, item) =>
      [0, 1].map((channel) => {
        const at = (item * 3 + channel) * height * width
        return data.subarray(at, at + height * width).reduce((sum, value) => sum + value, 0) / 512
      }),
    ),
  { inputs },
)
export const model = await redAndGreen.load("red and green")
export const picture = {
  width,
  height,
  data: Uint8Array.from({ length: 3 * width * height }, (_, at) => (at % 3 === (at < 384 ? 0 : 1) ? 255 : 0)),
}

const draft = {
  strategy: "grid",
  passes: 20,
  mask: "black",
  activation: "none",
  target: { classes: [0, 1] },
} as const
const resolved = await resolveRecipe(completeRecipe(draft, decidePreprocessing(model, { preset: "0-1" })))
const prepared = await prepareInput(resolved, model, picture)
export const explanation = await runRecipe(resolved, { model, prepared })
export const bytes = saveExplanation(explanation)
