import type { Classifier } from "./classifiers.ts"
import { pami } from "./command-line.ts"
import {
  describeFailure,
  describeInspection,
  type Explained,
  failureOf,
  type Inspected,
} from "./documents.ts"
import { flagsOf, readPixels, resizePhoto } from "./pixels.ts"
import { close, type Row, type Tools } from "./row.ts"
import { runDirectly } from "./runtime.ts"

/** Returns the row of an image classifier: its first class and score from the command line and from its runtime. */
export async function describeClassifier(model: Classifier, file: string, tools: Tools): Promise<Row> {
  const { reading } = model
  const image = await drawImage("chelsea.png", model, tools)
  const direct = await scoresOf(model, file, image)
  const top = direct.indexOf(Math.max(...direct))
  const given = await explain(file, image, classifierFlags(model))
  const inspected = `inspect: ${describeInspection(await pami<Inspected>(["inspect", file]))}`
  const failed = failureOf(given)
  if (failed !== undefined) return { isRight: false, lines: [describeFailure(failed), inspected] }
  const [first] = given.results![0].prediction
  const apart = Math.abs(first.score - direct[top])
  // A single output stands for two classes.
  const isSame = (first.id === top || direct.length === 1) && apart <= close
  return {
    isRight: isSame,
    lines: [
      `class ${first.id} ${first.score.toFixed(6)}, directly class ${top} ${direct[top].toFixed(6)}, ${apart.toExponential(1)} apart`,
      inspected,
      `without values: ${describeOwn(await explain(file, image, []))}; ${reading.width} x ${reading.height}`,
    ],
  }
}

/** Returns a photo in the size of the model. */
export async function drawImage(photo: string, { reading }: Classifier, tools: Tools): Promise<string> {
  const { width, height } = reading
  return await resizePhoto(
    tools.data(`photos/${photo}`),
    reading,
    tools.scratch(`${photo}-${width}x${height}.png`),
  )
}

/** Returns the options of `pami explain` for a classifier. */
export function classifierFlags({ reading, output }: Classifier): string[] {
  return [...flagsOf(reading), ...(output === undefined ? [] : ["--model-output", output])]
}

async function scoresOf(
  { reading, output, activation }: Classifier,
  file: string,
  image: string,
): Promise<readonly number[]> {
  const outputs = await runDirectly(file, await readPixels(image, reading))
  const scores = outputs.get(output ?? [...outputs.keys()][0])!
  if (activation === "none") return scores
  const highest = Math.max(...scores)
  const powers = scores.map((score) => Math.exp(score - highest))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / sum)
}

async function explain(file: string, image: string, flags: readonly string[]): Promise<Explained> {
  return await pami<Explained>(["explain", image, "--model", file, ...flags, "--passes", "8", "--no-figure"])
}

/** Describes the prediction without a given mean, standard deviation, layout or size. */
function describeOwn(explained: Explained): string {
  const failed = failureOf(explained)
  if (failed !== undefined) return describeFailure(failed)
  const [{ prediction, findings }] = explained.results!
  const [first] = prediction
  const isGuessed = findings.some(({ code }) => code === "PRESET_GUESSED")
  return `class ${first.id} ${first.score.toFixed(6)}, ${isGuessed ? "guessed" : "found"} ${explained.model!.preprocessing!.name}`
}
