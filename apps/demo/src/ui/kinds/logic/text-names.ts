import type { KindFacts } from "../../../engine/kinds/contract.ts"

/** Returns the names of the texts that a model takes: a question and its context, if it marks a place in a text. */
export function textNames({ outputs }: Pick<KindFacts, "outputs">): readonly string[] {
  const has = (pattern: RegExp) => outputs.some(({ name }) => pattern.test(name))
  return has(/^start/i) && has(/^end/i) ? ["question", "context"] : ["text"]
}
