// A process that explains an image and draws its figure, one step after the other.
import { answer } from "./ask-child.ts"
import { peak, resetPeak } from "./peak.ts"

/** The memory and the time of a step. */
export interface Phase {
  readonly phase: string
  /** Bytes. */
  readonly resident: number
  /** Bytes, within the step; `undefined` on platforms that cannot tell. */
  readonly peak?: number
  readonly seconds: number
}

const phases: Phase[] = []
let canReset = resetPeak()
let started = 0

function end(phase: string): void {
  const seconds = (performance.now() - started) / 1000
  phases.push({
    phase,
    resident: process.memoryUsage.rss(),
    ...(canReset && { peak: peak() }),
    seconds,
  })
  canReset = resetPeak()
  started = performance.now()
}

const [modelFile, imageFile, threads] = process.argv.slice(2)
end("start")

const { average, classProbability, explain } = await import("@pami/core")
const { renderFigure } = await import("@pami/figure/node")
const { blur, guessPreprocessing, pictureInput, preset } = await import("@pami/image")
const { decodePicture } = await import("@pami/image/node")
const { onnxruntimeNode } = await import("@pami/onnxruntime-node")
const { preSegmentation } = await import("@pami/pre-segmentation")
end("packages loaded")

const image = await decodePicture(imageFile)
end("image decoded")

const model = await onnxruntimeNode({ threads: Number(threads) }).load(modelFile)
end("model opened")

const { preset: name, size, layout } = guessPreprocessing(model.inputs)
const preprocessing = preset(name.value, { ...size.value, layout: layout.value, fit: "stretch" })
const options = { picture: image, preprocessing, masking: blur(), tensor: model.inputs[0] }
const { input, geometry } = await pictureInput(options)
end("input prepared")

const explanation = await explain({
  model,
  input,
  target: classProbability(),
  partitioner: preSegmentation(),
  passes: 491,
})
const map = average(explanation)
end("explained")

await renderFigure({
  image,
  geometry,
  title: "Why?",
  targets: [{ label: "target", map }],
  scoreScale: { unit: "probability" },
})
end("figure drawn")

await model.dispose()
end("model disposed")
answer(phases)
