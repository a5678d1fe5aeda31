import type { Answers, Metric } from "@pami/evaluation"

/**
 * Returns the metric, which tells each score of a masked input as soon as the model has given it. The scores share full
 * batches as before.
 *
 * @param onScore called with the position of the input among those that the metric asks for
 */
export function followed(metric: Metric, onScore: (position: number, score: number) => void): Metric {
  return {
    ...metric,
    measure: (subject) =>
      metric.measure({
        ...subject,
        ...(subject.answers === undefined ? {} : { answers: telling(subject.answers, onScore) }),
      }),
  }
}

function telling(answers: Answers, onScore: (position: number, score: number) => void): Answers {
  return {
    ...answers,
    async preserved(baseline, parts) {
      // A question for each part: all that are asked in one turn go into common batches.
      const asked = [...parts].map(async (part, position) => {
        const [score] = await answers.preserved(baseline, [part])
        onScore(position, score)
        return score
      })
      return Float64Array.from(await Promise.all(asked))
    },
  }
}
