import { PamiError } from "@pami/core"
import { entry } from "./entries.ts"
import type { Pause } from "./pauses.ts"
import { type Bytes, type Field, fields } from "./wire.ts"

// In onnx.proto: of a model, a graph, a function, a node, an attribute, a sparse tensor, a tensor.
const inModel = { graph: 7, function: 25 }
const inGraph = { node: 1, initializer: 5, sparseInitializer: 15 }
const inFunction = { node: 7 }
const inNode = { attribute: 5 }
const inAttribute = { tensor: 5, graph: 6, floats: 7, ints: 8, strings: 9, tensors: 10, graphs: 11 }
const inSparseAttribute = [22, 23]
const inSparse = { values: 1, indices: 2 }
const inTensor = { externalData: 13, dataLocation: 14 }

const longestKey = 64
const longestPath = 4096
const mostFiles = 10_000
// Graphs within graphs, as loops and conditions have them.
const deepest = 16

/**
 * Files that hold tensors of the model, as it names them: of its weights, and of constants wherever the runtime would
 * look for them.
 *
 * @param parts of the model
 * @throws PamiError `MODEL_UNSUPPORTED` where names or their number are beyond all reason
 */
export async function externalFiles(
  bytes: Bytes,
  parts: readonly Field[],
  file: string,
  pause: Pause,
): Promise<string[]> {
  const names = new Set<string>()
  for (const part of parts) {
    if (part.number !== inModel.graph && part.number !== inModel.function) continue
    const isGraph = part.number === inModel.graph
    for (const field of within(bytes, part)) {
      const pausing = pause()
      if (pausing) await pausing
      const tensors = isGraph ? tensorsOfGraph(bytes, field, 0) : tensorsOfFunction(bytes, field)
      for (const tensor of tensors) {
        const name = externalFile(bytes, tensor, file)
        if (name !== undefined) names.add(name)
      }
      if (names.size > mostFiles)
        throw unsupported(file, `keeps its weights in more than ${mostFiles.toLocaleString("en")} files`)
    }
  }
  return [...names]
}

/** Fields that hold something and are whole. */
function* within(bytes: Bytes, message: Field): Generator<Field> {
  for (const field of fields(bytes, message.start, message.end))
    if (field.wireType === 2 && field.end <= message.end) yield field
}

function* tensorsOfGraph(bytes: Bytes, field: Field, depth: number): Generator<Field> {
  if (field.number === inGraph.initializer) yield field
  else if (field.number === inGraph.sparseInitializer) yield* tensorsOfSparse(bytes, field)
  else if (field.number === inGraph.node) yield* tensorsOfNode(bytes, field, depth)
}

function* tensorsOfFunction(bytes: Bytes, field: Field): Generator<Field> {
  if (field.number === inFunction.node) yield* tensorsOfNode(bytes, field, 0)
}

function* tensorsOfNode(bytes: Bytes, node: Field, depth: number): Generator<Field> {
  for (const attribute of within(bytes, node)) {
    if (attribute.number !== inNode.attribute) continue
    for (const field of fields(bytes, attribute.start, attribute.end)) {
      const { number } = field
      // One of many numbers, of which a forest of trees has millions.
      if (number === inAttribute.floats || number === inAttribute.ints || number === inAttribute.strings)
        break
      if (field.wireType !== 2 || field.end > attribute.end) continue
      if (number === inAttribute.tensor || number === inAttribute.tensors) yield field
      else if (inSparseAttribute.includes(number)) yield* tensorsOfSparse(bytes, field)
      else if ((number === inAttribute.graph || number === inAttribute.graphs) && depth < deepest)
        for (const inner of within(bytes, field)) yield* tensorsOfGraph(bytes, inner, depth + 1)
    }
  }
}

function* tensorsOfSparse(bytes: Bytes, sparse: Field): Generator<Field> {
  for (const field of within(bytes, sparse))
    if (field.number === inSparse.values || field.number === inSparse.indices) yield field
}

function externalFile(bytes: Bytes, tensor: Field, file: string): string | undefined {
  let location: string | undefined
  let isExternal = false
  for (const field of fields(bytes, tensor.start, tensor.end)) {
    if (field.end > tensor.end) break
    if (field.number === inTensor.dataLocation) isExternal = bytes.read(field.start, 1)[0] === 1
    if (field.number !== inTensor.externalData) continue
    if (field.end - field.start > 2 * longestPath)
      throw unsupported(file, "names a file of weights by more than 4,096 bytes")
    const found = entry(bytes, field, { key: longestKey, value: longestPath })
    if (found?.key === "location") location = found.value
  }
  return isExternal ? location : undefined
}

function unsupported(file: string, what: string): PamiError {
  return new PamiError("MODEL_UNSUPPORTED", `${file} ${what}: save it with its weights in one file`)
}
