import type { Model } from "@pami/core"
import type { Pause } from "./bounded-bytes.ts"
import { text } from "./entries.ts"
import { type Bytes, type Field, fields } from "./wire.ts"

type Activations = NonNullable<Model["activations"]>

const activations: Readonly<Record<string, Activations[string]>> = {
  Softmax: "softmax",
  LogSoftmax: "log-softmax",
  Sigmoid: "sigmoid",
}

// They give the numbers that they are given.
const passing = ["Identity", "Cast", "Reshape", "Squeeze", "Unsqueeze", "Flatten"]

// In onnx.proto: of a graph, a value, a node.
const inGraph = { node: 1, output: 12 }
const inValue = { name: 1 }
const inNode = { input: 1, output: 2, operator: 4, domain: 7 }

// Longer names, more nodes or outputs than these are not looked at.
const longestName = 1024
const mostNodes = 1_000_000
const mostOutputs = 1000

/**
 * The function that makes each output of a graph, where it is one of those that make probabilities.
 *
 * Nodes are in an order in which each comes after those that it reads, so that from the last node on, every one
 * that makes a wanted value is the one that makes it.
 */
export async function readActivations(bytes: Bytes, graph: Field, pause: Pause): Promise<Activations> {
  const nodes: Field[] = []
  /** Outputs of the graph that each value becomes. */
  const wanted = new Map<string, string[]>()
  for (const field of fields(bytes, graph.start, graph.end)) {
    if (field.end > graph.end) break
    if (field.wireType !== 2) continue
    const pausing = pause()
    if (pausing) await pausing
    if (field.number === inGraph.node && nodes.length < mostNodes) nodes.push(field)
    if (field.number !== inGraph.output || wanted.size === mostOutputs) continue
    const name = texts(bytes, field, inValue.name).at(-1)
    if (name !== undefined) wanted.set(name, [name])
  }
  const found: (readonly [output: string, activation: Activations[string]])[] = []
  while (nodes.length > 0 && wanted.size > 0) {
    const pausing = pause()
    if (pausing) await pausing
    const node = nodes.pop()!
    const [made] = texts(bytes, node, inNode.output)
    const outputs = made === undefined ? undefined : wanted.get(made)
    if (outputs === undefined) continue
    wanted.delete(made)
    const operator = texts(bytes, node, inNode.operator).at(-1) ?? ""
    const domain = texts(bytes, node, inNode.domain).at(-1) ?? ""
    if (domain !== "" && domain !== "ai.onnx") continue
    const activation = Object.hasOwn(activations, operator) ? activations[operator] : undefined
    if (activation !== undefined) found.push(...outputs.map((output) => [output, activation] as const))
    const [from] = texts(bytes, node, inNode.input)
    if (passing.includes(operator) && from !== undefined)
      wanted.set(from, [...(wanted.get(from) ?? []), ...outputs])
  }
  return Object.fromEntries(found)
}

/** The texts in one field of a message, in order. */
function texts(bytes: Bytes, message: Field, number: number): string[] {
  const found: string[] = []
  for (const field of fields(bytes, message.start, message.end)) {
    if (field.end > message.end) break
    if (field.number === number && field.wireType === 2) found.push(text(bytes, field, longestName) ?? "")
  }
  return found
}
