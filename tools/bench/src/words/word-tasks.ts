import { splitText } from "@pami/text"
import type { Span } from "@pami/text"
import { models, review } from "@pami/zoo"
import { amongStrongest } from "../tasks/task.ts"
import type { Task } from "../tasks/task.ts"

/** Reviews: the words that decide are known. */
export const reviews: Task = {
  name: "reviews",
  model: models.reviews.onnx.href,
  methods: ["pami", "occlusion", "lime", "kernel-shap"],
  example(seed) {
    const { text, sentiment, decisive } = review(seed)
    return {
      input: text,
      goals: [{ units: wordsIn(text, decisive), find: amongStrongest(sentiment, 1) }],
    }
  },
}

/** Returns 1 for each word of a text that lies in one of the spans, else 0. */
function wordsIn(text: string, spans: readonly Span[]): Uint8Array {
  return Uint8Array.from(splitText(text), (word) =>
    spans.some(({ start, end }) => word.start >= start && word.end <= end) ? 1 : 0,
  )
}

/** The tasks of the zoo's models of words, in the order of the table. */
export const wordTasks: readonly Task[] = [reviews]
