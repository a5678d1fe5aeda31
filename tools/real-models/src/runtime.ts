import { readFile } from "node:fs/promises"
import { join, dirname } from "node:path"
import "@tensorflow/tfjs-backend-cpu"
import { loadGraphModel } from "@tensorflow/tfjs-converter"
import type { io, Tensor } from "@tensorflow/tfjs-core"
import { setBackend, tensor } from "@tensorflow/tfjs-core"
import { loadLayersModel } from "@tensorflow/tfjs-layers"

/** A tensor for one of a model's inputs. */
export interface Feed {
  readonly data: Float32Array | Int32Array | BigInt64Array
  readonly shape: readonly number[]
}

/** Tensors for a model's inputs by name; one alone for a model with one input, whatever its name. */
export type Feeds = Feed | Readonly<Record<string, Feed>>

/** A model's outputs by name, row-major. */
export type Outputs = ReadonlyMap<string, readonly number[]>

/** Returns the outputs of a model directly from its runtime: onnxruntime-node, or TensorFlow.js on "cpu". */
export async function runDirectly(file: string, feeds: Feeds): Promise<Outputs> {
  return file.endsWith(".onnx") ? await runOnnx(file, feeds) : await runTensorflow(file, feeds)
}

function byName(feeds: Feeds, [first]: readonly string[]): [name: string, feed: Feed][] {
  return "shape" in feeds ? [[first, feeds as Feed]] : Object.entries(feeds)
}

async function runOnnx(file: string, feeds: Feeds): Promise<Outputs> {
  // Set before loading, because onnxruntime sends telemetry by default. A value of the user stays.
  process.env["ORT_DISABLE_TELEMETRY"] ??= "1"
  const { InferenceSession, Tensor: OnnxTensor } = await import("onnxruntime-node")
  const session = await InferenceSession.create(file, { logSeverityLevel: 3 })
  const outputs = await session.run(
    Object.fromEntries(
      byName(feeds, session.inputNames).map(([name, { data, shape }]) => [name, new OnnxTensor(data, shape)]),
    ),
  )
  await session.release()
  return new Map(
    session.outputNames.map((name) => [name, Array.from(outputs[name].data as Float32Array, Number)]),
  )
}

async function runTensorflow(file: string, feeds: Feeds): Promise<Outputs> {
  await setBackend("cpu")
  const artifacts = await readArtifacts(file)
  const source = { load: async () => artifacts }
  const toTensor = ({ data, shape }: Feed) =>
    tensor(data as Float32Array, [...shape], data instanceof Int32Array ? "int32" : "float32")
  if (artifacts.format === "graph-model") {
    const model = await loadGraphModel(source)
    const inputs = byName(feeds, model.inputNodes).map(([name, feed]) => [name, toTensor(feed)] as const)
    const outputs = await model.executeAsync(Object.fromEntries(inputs), model.outputNodes)
    const tensors = [outputs].flat()
    const read = model.outputNodes.map(async (name, index) => {
      // "Identity_1:0" is the first result of the node "Identity_1".
      return [name.replace(/:0$/, ""), Array.from(await tensors[index].data())] as const
    })
    return new Map(await Promise.all(read))
  }
  const model = await loadLayersModel(source)
  const [[, feed]] = byName(feeds, model.inputNames)
  const output = model.predict(toTensor(feed)) as Tensor
  return new Map([[model.outputNames[0], Array.from(await output.data())]])
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
