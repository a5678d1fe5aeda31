import type { Explanation } from "@pami/core"
import { drawMatrix, drawStrip } from "@pami/figure"
import type { WordTarget } from "@pami/figure"
import { answerMaps, wholeAnswer } from "@pami/generation"
import type { CaptionedFigure } from "./caption.ts"
import type { Contrast } from "./contrast.ts"
import type { Draw } from "./draw-data.ts"
import type { DrawnInput } from "./shown.ts"

/**
 * Returns the drawing of an answer, word by word: of an image, a small image for each word; of a text, a matrix of its words by
 * those of the answer. Undefined for an input that has neither.
 */
export function drawAnswer(
  shown: DrawnInput,
  explanation: Explanation,
  contrasts: readonly Contrast[],
  caption: CaptionedFigure,
): Draw | undefined {
  const dependent = new Set(answerMaps(explanation).flatMap(({ id, depends }) => (depends ? [id] : [])))
  const targets = caption.targets.flatMap((target, index): WordTarget[] => {
    const { target: id } = contrasts[index]
    return id === wholeAnswer ? [] : [{ ...target, depends: dependent.has(id as number) }]
  })
  if (targets.length === 0) return undefined
  // Each word has its score below it or beside it.
  const answer = explanation.targets.find(({ id }) => id === wholeAnswer)
  const predictions = answer?.label ? [{ label: answer.label, score: answer.score }] : []
  if (shown.kind === "image") {
    const { picture: image, geometry } = shown
    return (tools) => drawStrip({ ...caption, predictions, targets, image, geometry }, tools)
  }
  const { content } = shown.prepared
  if (content.kind !== "text") return undefined
  const inputs = explanation.grids.flatMap(({ labels = [] }) => labels)
  return (tools) => drawMatrix({ ...caption, predictions, inputs, targets }, tools)
}
