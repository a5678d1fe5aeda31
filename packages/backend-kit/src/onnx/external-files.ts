import { PamiError } from "@pami/core"
import type { CountedBytes, Pause } from "./bounded-bytes.ts"
import { readEntry } from "./metadata.ts"
import { type Field, fields, fieldsOf, integer, messagesOf, text } from "./protobuf.ts"
import { inAttribute, inFunction, inGraph, inModel, inNode, inSparseTensor, inTensor } from "./schema.ts"

const longestKey = 64
const longestPath = 4096
const mostFiles = 10_000
// Graphs within graphs, as loops and conditions have them.
const deepest = 16

/**
 * Returns the names of the files that hold tensors of the model: its weights, and constants wherever a runtime would look
 * for them.
 *
 * @param parts of the model
 * @throws PamiError `MODEL_UNSUPPORTED` for names, or a number of files, that no exporter writes
 */
export async function externalFiles(
  bytes: CountedBytes,
  parts: readonly Field[],
  file: string,
  pause: Pause,
): Promise<string[]> {
  const names = new Set<string>()
  for (const part of parts) {
    if (part.number !== inModel.graph && part.number !== inModel.function) continue
    const isGraph = part.number === inModel.graph
    for (const field of messagesOf(bytes, part)) {
      const pausing = pause()
      if (pausing) await pausing
      const found = isGraph ? filesOfGraph(bytes, field, file, 0) : filesOfFunction(bytes, field, file)
      for (const name of found) {
        if (name === undefined) {
          await pause()
          continue
        }
        names.add(name)
        if (names.size > mostFiles)
          throw unsupported(file, `keeps its weights in more than ${mostFiles.toLocaleString("en")} files`)
      }
    }
  }
  return [...names]
}

/** Yields the names of files, and `undefined` where the reader should pause. */
type Names = Generator<string | undefined>

function* filesOfGraph(bytes: CountedBytes, field: Field, file: string, depth: number): Names {
  if (bytes.isLong()) yield undefined
  if (field.number === inGraph.initializer) yield* fileOfTensor(bytes, [field], file)
  else if (field.number === inGraph.sparseInitializer) yield* filesOfSparse(bytes, [field], file)
  else if (field.number === inGraph.node) yield* filesOfNode(bytes, field, file, depth)
}

function* filesOfFunction(bytes: CountedBytes, field: Field, file: string): Names {
  if (bytes.isLong()) yield undefined
  if (field.number === inFunction.node) yield* filesOfNode(bytes, field, file, 0)
}

function* filesOfNode(bytes: CountedBytes, node: Field, file: string, depth: number): Names {
  let operator: string | undefined
  const attributes: Field[] = []
  for (const field of messagesOf(bytes, node)) {
    if (bytes.isLong()) yield undefined
    if (field.number === inNode.operator) operator = text(bytes, field, longestKey)
    if (field.number === inNode.attribute) attributes.push(field)
  }
  for (const attribute of attributes) yield* filesOfAttribute(bytes, attribute, file, operator, depth)
}

function* filesOfAttribute(
  bytes: CountedBytes,
  attribute: Field,
  file: string,
  operator: string | undefined,
  depth: number,
): Names {
  // Protobuf merges the parts of one tensor.
  const tensor: Field[] = []
  const sparse: Field[] = []
  for (const field of fields(bytes, attribute.start, attribute.end)) {
    if (bytes.isLong()) yield undefined
    const { number } = field
    // A list of numbers, of which a forest of trees has millions. The runtime refuses a list beside a tensor, except in
    // constants, of which it reads only the tensor.
    const isList =
      number === inAttribute.floats || number === inAttribute.ints || number === inAttribute.strings
    if (isList && operator !== "Constant") break
    if (field.wireType !== 2 || field.end > attribute.end) continue
    if (number === inAttribute.tensor) tensor.push(field)
    else if (number === inAttribute.tensors) yield* fileOfTensor(bytes, [field], file)
    else if (number === inAttribute.sparseTensor) sparse.push(field)
    else if (number === inAttribute.sparseTensors) yield* filesOfSparse(bytes, [field], file)
    else if ((number === inAttribute.graph || number === inAttribute.graphs) && depth < deepest)
      for (const inner of messagesOf(bytes, field)) yield* filesOfGraph(bytes, inner, file, depth + 1)
  }
  if (tensor.length > 0) yield* fileOfTensor(bytes, tensor, file)
  if (sparse.length > 0) yield* filesOfSparse(bytes, sparse, file)
}

function* filesOfSparse(bytes: CountedBytes, parts: readonly Field[], file: string): Names {
  const tensors: Record<number, Field[]> = { [inSparseTensor.values]: [], [inSparseTensor.indices]: [] }
  for (const part of parts)
    for (const field of messagesOf(bytes, part)) {
      if (bytes.isLong()) yield undefined
      tensors[field.number]?.push(field)
    }
  for (const tensor of Object.values(tensors)) yield* fileOfTensor(bytes, tensor, file)
}

function* fileOfTensor(bytes: CountedBytes, parts: readonly Field[], file: string): Names {
  let location: string | undefined
  let isExternal = false
  for (const part of parts)
    for (const field of fieldsOf(bytes, part)) {
      if (bytes.isLong()) yield undefined
      if (field.number === inTensor.dataLocation && field.wireType === 0)
        isExternal = integer(bytes, field) === 1
      if (field.number !== inTensor.externalData || field.wireType !== 2) continue
      if (field.end - field.start > 2 * longestPath)
        throw unsupported(file, "names a file of weights by more than 4,096 bytes")
      const found = readEntry(bytes, field, { key: longestKey, value: longestPath })
      if (found?.key === "location") location = found.value
    }
  if (isExternal && location !== undefined) yield location
}

function unsupported(file: string, problem: string): PamiError {
  return new PamiError("MODEL_UNSUPPORTED", `${file} ${problem}: save it with its weights in one file`)
}
