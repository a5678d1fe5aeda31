import type { Target, Tensor } from "@pami/core"

/** A target for models with logits: the probability that the class is one of a group. */
export function group(name: string, classes: readonly number[]): Target {
  return {
    name: "group",
    settings: { group: name, classes },
    // Called once, with the outputs for the input itself.
    bind({ original }) {
      const [[output, logits]] = Object.entries(original) as [string, Tensor][]
      return {
        targets: [{ id: name, label: name, score: probability(logits, 0, classes) }],
        scale: { unit: "probability", range: [0, 1] },
        preferred: 0,
        settings: {},
        findings: [],
        // Called for every run: a score for each of the masked inputs.
        score(outputs, count, scores) {
          for (let item = 0; item < count; item++)
            scores[item] = probability(outputs[output] as Tensor, item, classes)
        },
      }
    },
  }
}

/** Returns the sum of the softmax over some classes of an item. */
function probability({ shape, data }: Tensor, item: number, classes: readonly number[]): number {
  const exponentials = Array.from({ length: shape[1] }, (_, k) => Math.exp(Number(data[item * shape[1] + k])))
  const total = exponentials.reduce((sum, value) => sum + value, 0)
  return classes.reduce((sum, k) => sum + exponentials[k], 0) / total
}
