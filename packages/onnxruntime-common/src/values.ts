import type { Pause } from "./bounded-bytes.ts"
import { text } from "./entries.ts"
import { type Bytes, type Field, fields } from "./wire.ts"

// In onnx.proto: of a graph, a value, a type, a type of tensors, a sequence.
const inGraph = { input: 11, output: 12 }
const inValue = { name: 1, type: 2 }
const kinds: Readonly<Record<number, string>> = {
  1: "tensor",
  4: "sequence",
  5: "map",
  8: "sparse tensor",
  9: "optional value",
}
const inTensor = { shape: 2 }
const inSequence = { element: 1 }

// Longer names, more values than these are not looked at.
const longestName = 1024
const mostValues = 2000

/**
 * What kind of thing each input and output of a graph is, by name, where it is no tensor with a shape: `"sequence of
 * maps"`, or `"tensor without a shape"`, which the runtime does not tell from a tensor without axes.
 */
export async function readKinds(
  bytes: Bytes,
  graph: Field,
  pause: Pause,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const value of fields(bytes, graph.start, graph.end)) {
    if (value.end > graph.end || found.size === mostValues) break
    const pausing = pause()
    if (pausing) await pausing
    if (value.number !== inGraph.input && value.number !== inGraph.output) continue
    const name = inside(bytes, value, inValue.name)
    const type = inside(bytes, value, inValue.type)
    const key = name && text(bytes, name, longestName)
    const kind = type && kindOf(bytes, type)
    if (key !== undefined && kind !== undefined && kind !== "tensor") found.set(key, kind)
  }
  return found
}

function kindOf(bytes: Bytes, type: Field): string | undefined {
  const content = inside(bytes, type)
  const kind = kinds[content?.number ?? 0]
  if (content === undefined || kind === undefined) return undefined
  if (kind === "tensor")
    return inside(bytes, content, inTensor.shape) === undefined ? "tensor without a shape" : kind
  if (kind !== "sequence") return kind
  const element = inside(bytes, content, inSequence.element)
  const elements = kinds[(element && inside(bytes, element)?.number) ?? 0]
  return elements === undefined ? kind : `sequence of ${elements}s`
}

/** The first field of a message that has that number, or any. */
function inside(bytes: Bytes, message: Field, number?: number): Field | undefined {
  for (const field of fields(bytes, message.start, message.end)) {
    if (field.end > message.end) return undefined
    if (field.wireType === 2 && (number === undefined || field.number === number)) return field
  }
  return undefined
}
