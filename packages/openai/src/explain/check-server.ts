import type { Finding } from "@pami/core"
import type { OpenaiFindingCode } from "../codes.ts"

// Servers that batch calls add in another order: their log-probabilities differ by some hundredths.
const rounding = 0.05

/**
 * Compares two scores of the same answer after the same prompt. Returns a finding if they differ by more than rounding.
 *
 * @param when the second call was made: `"at the start"`
 */
export function compareAnswers(
  first: number,
  again: number,
  when: string,
): Finding<OpenaiFindingCode> | undefined {
  const off = Math.abs(first - again)
  if (off <= Math.max(rounding, 0.01 * Math.abs(first))) return undefined
  return {
    code: "SERVER_ANSWERS_DIFFER",
    level: "warning",
    message: `asked the same again ${when}, the server scores ${again.toFixed(2)} instead of ${first.toFixed(2)}: scores of different calls do not belong together`,
    fix: "ask a fixed version of the model, with temperature 0, and start with an empty cache",
  }
}

/** Returns the finding about a last call that failed: the scores before it are complete. */
export function notChecked(message: string): Finding<OpenaiFindingCode> {
  return {
    code: "SERVER_NOT_CHECKED",
    level: "note",
    message: `whether the server still gives the same answer at the end is unknown: ${message}`,
    fix: "explain once more; answered calls are kept",
  }
}

/** Returns a finding if the answer is about as likely without the context. */
export function expectDependence(
  score: number,
  baseline: number,
  unit: string,
): Finding<OpenaiFindingCode> | undefined {
  // Less than twice as likely.
  const least = unit === "log-probability" ? Math.LN2 : 0.05
  if (score - baseline >= least) return undefined
  return {
    code: "ANSWER_WITHOUT_CONTEXT",
    level: "warning",
    message: `the answer scores ${score.toFixed(2)} with the context and ${baseline.toFixed(2)} without: it hardly comes from there`,
    fix: "explain an answer, or a span of it, that the model does not know by itself",
  }
}
