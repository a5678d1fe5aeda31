import type { Pause } from "./bounded-bytes.ts"
import { type Bytes, type Field, messagesOf, text } from "./protobuf.ts"
import { inGraph, inNode, inTensor } from "./schema.ts"

// Longer names, and more parts, than any exporter writes are left out.
const longestName = 1024
const mostNodes = 1_000_000
const mostBeforeName = 10_000
const mostValues = 2000

/** Where the parts of a graph are in its file. */
export interface GraphParts {
  /** In the file's order: a node comes after all nodes whose outputs it reads. */
  readonly nodes: readonly Field[]
  readonly initializers: readonly Field[]
  readonly inputs: readonly Field[]
  readonly outputs: readonly Field[]
}

/** Finds the parts of a graph. */
export async function findParts(bytes: Bytes, graph: Field, pause: Pause): Promise<GraphParts> {
  const found = {
    nodes: [] as Field[],
    initializers: [] as Field[],
    inputs: [] as Field[],
    outputs: [] as Field[],
  }
  for (const field of messagesOf(bytes, graph)) {
    const pausing = pause()
    if (pausing) await pausing
    if (field.number === inGraph.node && found.nodes.length < mostNodes) found.nodes.push(field)
    if (field.number === inGraph.initializer && found.initializers.length < mostNodes)
      found.initializers.push(field)
    if (field.number === inGraph.input && found.inputs.length < mostValues) found.inputs.push(field)
    if (field.number === inGraph.output && found.outputs.length < mostValues) found.outputs.push(field)
  }
  return found
}

/**
 * Returns the operator of a node: `Conv`; `com.example:Frobnicate` outside ONNX's own domain.
 */
export function operatorOf(bytes: Bytes, node: Field): string {
  const [operator, domain] = [nameIn(bytes, node, inNode.operator), nameIn(bytes, node, inNode.domain)]
  return domain === "" || domain === "ai.onnx" ? operator : `${domain}:${operator}`
}

/** Returns the operators of nodes, each once. */
export async function operatorsOf(bytes: Bytes, nodes: readonly Field[], pause: Pause): Promise<string[]> {
  const found = new Set<string>()
  for (const node of nodes) {
    const pausing = pause()
    if (pausing) await pausing
    found.add(operatorOf(bytes, node))
  }
  return [...found]
}

/**
 * Returns the first text with this number inside a field, `""` if it is missing, longer than a name, or behind more fields
 * than any exporter writes.
 */
export function nameIn(bytes: Bytes, message: Field, number: number): string {
  let visited = 0
  for (const field of messagesOf(bytes, message)) {
    if (field.number === number) return text(bytes, field, longestName) ?? ""
    if (++visited === mostBeforeName) break
  }
  return ""
}

/** Returns the names of tensors that the file itself holds. */
export async function initializerNames(
  bytes: Bytes,
  initializers: readonly Field[],
  pause: Pause,
): Promise<ReadonlySet<string>> {
  const names = new Set<string>()
  for (const tensor of initializers) {
    const pausing = pause()
    if (pausing) await pausing
    names.add(nameIn(bytes, tensor, inTensor.name))
  }
  return names
}
