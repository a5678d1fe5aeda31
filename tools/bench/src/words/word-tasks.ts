import { splitText } from "@pami/text"
import { models, review, story } from "@pami/zoo"
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

/** Stories: the sentence that the answer comes from is known. The question is explained as the other sentences are. */
export const stories: Task = {
  name: "stories",
  model: models.stories.onnx.href,
  methods: ["pami", "occlusion", "lime", "kernel-shap"],
  options: async () => ({ units: "sentences" }),
  example(seed) {
    const { text, answer, source, facts } = story(seed)
    const units = Uint8Array.from(splitText(text, { units: "sentences" }), ({ start }) =>
      start === facts[source].start ? 1 : 0,
    )
    return {
      input: text,
      goals: [{ units, find: ({ prediction }) => prediction.find(({ label }) => label === answer)?.id }],
    }
  },
}

/** The tasks of the zoo's models of words, in the order of the table. */
export const wordTasks: readonly Task[] = [reviews, stories, captions, questions]
