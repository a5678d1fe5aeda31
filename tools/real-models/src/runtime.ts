import { readFile } from "node:fs/promises"
import { join, dirname } from "node:path"
import "@tensorflow/tfjs-backend-cpu"
import { loadGraphModel } from "@tensorflow/tfjs-converter"
import type { io, Tensor } from "@tensorflow/tfjs-core"
import { setBackend, tensor } from "@tensorflow/tfjs-core"
import { loadLayersModel } from "@tensorflow/tfjs-layers"
import type { Reading } from "./models.ts"

/** Returns the class scores of an image, RGB bytes row by row, directly from the model's runtime. */
export async function callRuntime(file: string, pixels: Uint8Array, reading: Reading): Promise<number[]> {
  const numbers = tensorOf(pixels, reading)
  const scores = file.endsWith(".onnx")
    ? await callOnnxruntime(file, numbers, reading)
    : await callTensorflow(file, numbers, reading)
  if (reading.activation === "none") return scores
  const highest = Math.max(...scores)
  const powers = scores.map((score) => Math.exp(score - highest))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / sum)
}

function tensorOf(pixels: Uint8Array, { width, height, channels, layout, mean, std }: Reading): Float32Array {
  const size = width * height
  const numbers = new Float32Array(size * channels)
  for (let pixel = 0; pixel < size; pixel++)
    for (let c = 0; c < channels; c++) {
      const value = channels === 1 ? grey(pixels, 3 * pixel) : pixels[3 * pixel + c]
      const number = (value / 255 - (mean[c] ?? mean[0])) / (std[c] ?? std[0])
      numbers[layout === "nchw" ? c * size + pixel : pixel * channels + c] = number
    }
  return numbers
}

// ITU-R 601, rounded, as Pillow's "L".
function grey(pixels: Uint8Array, at: number): number {
  return (pixels[at] * 19595 + pixels[at + 1] * 38470 + pixels[at + 2] * 7471 + 0x8000) >> 16
}

function shapeOf({ width, height, channels, layout }: Reading): number[] {
  return layout === "nchw" ? [1, channels, height, width] : [1, height, width, channels]
}

async function callOnnxruntime(file: string, numbers: Float32Array, reading: Reading): Promise<number[]> {
  // Set before loading, because onnxruntime sends telemetry by default. A value of the user stays.
  process.env["ORT_DISABLE_TELEMETRY"] ??= "1"
  const { InferenceSession, Tensor } = await import("onnxruntime-node")
  const session = await InferenceSession.create(file)
  const outputs = await session.run({
    [session.inputNames[0]]: new Tensor("float32", numbers, shapeOf(reading)),
  })
  const { data } = outputs[reading.output ?? session.outputNames[0]]
  await session.release()
  return Array.from(data as Float32Array)
}

async function callTensorflow(file: string, numbers: Float32Array, reading: Reading): Promise<number[]> {
  await setBackend("cpu")
  const artifacts = await readArtifacts(file)
  const source = { load: async () => artifacts }
  const input = tensor(numbers, shapeOf(reading))
  if (artifacts.format === "graph-model") {
    const model = await loadGraphModel(source)
    const [name] = model.inputNodes
    const output = (await model.executeAsync(
      { [name]: input },
      reading.output ?? model.outputNodes[0],
    )) as Tensor
    return Array.from(await output.data())
  }
  const model = await loadLayersModel(source)
  return Array.from(await (model.predict(input) as Tensor).data())
}

async function readArtifacts(file: string): Promise<io.ModelArtifacts> {
  const json = JSON.parse(await readFile(file, "utf8")) as io.ModelJSON
  const paths = json.weightsManifest.flatMap(({ paths }) => paths)
  const shards = await Promise.all(paths.map((path) => readFile(join(dirname(file), path))))
  const bytes = Buffer.concat(shards)
  return {
    modelTopology: json.modelTopology,
    ...(json.format === undefined ? {} : { format: json.format }),
    weightSpecs: json.weightsManifest.flatMap(({ weights }) => weights),
    weightData: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
  }
}
