import type { Model } from "@pami/core"
import type { Pause } from "./bounded-bytes.ts"
import { nameIn, operatorOf } from "./graph.ts"
import type { Bytes, Field } from "./protobuf.ts"
import { inNode } from "./schema.ts"

type Activations = NonNullable<Model["activations"]>

const activations: Readonly<Record<string, Activations[string]>> = {
  Softmax: "softmax",
  LogSoftmax: "log-softmax",
  Sigmoid: "sigmoid",
}

// Their outputs hold the numbers of their inputs.
const passing = ["Identity", "Cast", "Reshape", "Squeeze", "Unsqueeze", "Flatten"]

/**
 * Returns the activation behind each output of a graph, by the output's name; an output without one is left out.
 *
 * @param nodes in the file's order: backwards, the first node that writes a value is the one that makes it
 */
export async function findActivations(
  bytes: Bytes,
  nodes: readonly Field[],
  outputs: readonly string[],
  pause: Pause,
): Promise<Activations> {
  /** Outputs of the graph that each value becomes. */
  const wanted = new Map(outputs.map((name) => [name, [name]]))
  const found: (readonly [output: string, activation: Activations[string]])[] = []
  for (let at = nodes.length - 1; at >= 0 && wanted.size > 0; at--) {
    const pausing = pause()
    if (pausing) await pausing
    const made = nameIn(bytes, nodes[at], inNode.output)
    const reached = wanted.get(made)
    if (reached === undefined) continue
    wanted.delete(made)
    const operator = operatorOf(bytes, nodes[at])
    if (Object.hasOwn(activations, operator))
      found.push(...reached.map((output) => [output, activations[operator]] as const))
    const from = nameIn(bytes, nodes[at], inNode.input)
    if (passing.includes(operator)) wanted.set(from, [...(wanted.get(from) ?? []), ...reached])
  }
  return Object.fromEntries(found)
}
