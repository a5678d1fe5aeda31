import { models, review } from "@pami/zoo"
import { amongStrongest } from "../tasks/task.ts"
import type { Task } from "../tasks/task.ts"
import { captions, questions } from "./scene-words.ts"
import { wordsIn } from "./words-in.ts"

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

/** The tasks of the zoo's models of words, in the order of the table. */
export const wordTasks: readonly Task[] = [reviews, captions, questions]
