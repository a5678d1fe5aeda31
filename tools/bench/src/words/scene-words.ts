import { models, scene, sceneCaption, sceneQuestion } from "@pami/zoo"
import type { Scene } from "@pami/zoo"
import { amongStrongest, unitsOf } from "../tasks/task.ts"
import type { Goal, Task } from "../tasks/task.ts"
import type { Sweep } from "../tasks/measure.ts"
import { wordsIn } from "./words-in.ts"

/** Captions of scenes: the object of each noun is known. */
export const captions: Task = {
  name: "captions",
  // The folder that holds the encoder and its decoder.
  model: new URL("../", models["scenes-caption"].encoder.onnx.href).href,
  methods: ["pami", "occlusion", "lime", "kernel-shap"],
  example(seed) {
    const drawn = visibleScene(seed, 1)
    if (drawn === undefined) return undefined
    const { text, nouns } = sceneCaption(drawn)
    return {
      input: { width: drawn.width, height: drawn.height, data: drawn.pixels },
      goals: nouns.flatMap(({ start, end, object }) => {
        const first = text.slice(0, start).split(" ").length - 1
        const units = unitsOf(drawn.owner, object + 1)
        return text
          .slice(start, end)
          .split(" ")
          .map((_, word): Goal => ({ units, find: wordOf(text, first + word) }))
      }),
    }
  },
}

/** Questions about scenes: the object and the words that decide are known. */
export const questions: Task = {
  name: "questions",
  model: models["scenes-question"].onnx.href,
  methods: ["pami"],
  example(seed) {
    // In a scene of one object, "what" has the same answer without a place.
    const drawn = visibleScene(seed, 2)
    if (drawn === undefined) return undefined
    const { text, answer, object, decisive } = sceneQuestion(seed, drawn)
    if (object === undefined) return undefined
    const find = amongStrongest(answer, 1)
    return {
      input: { width: drawn.width, height: drawn.height, data: drawn.pixels },
      options: { question: text },
      goals: [
        { grid: "image", units: unitsOf(drawn.owner, object + 1), find },
        { grid: "question", units: wordsIn(text, decisive), find },
      ],
    }
  },
}

/** Returns in a sentence how many sweeps gave the maps of the words of captions. */
export function sweepsOfCaptions(sweeps: readonly Sweep[]): string {
  const own = sweeps.filter(({ method }) => method === "pami")
  const maps = own.reduce((sum, one) => sum + one.maps.length, 0)
  const passes = own.reduce((sum, one) => sum + one.passes, 0)
  return `captions: ${own.length} sweeps of ${passes} passes in total gave the maps of ${maps} nouns: one for all words of a caption.`
}

/** Returns a scene of up to three objects, at least half of each visible. */
function visibleScene(seed: number, fewest: number): Scene | undefined {
  const drawn = scene(seed, { objects: [fewest, 3] })
  return drawn.objects.every(({ visible }) => visible >= 0.5) ? drawn : undefined
}

/** Returns how to find a word of a caption, if the model writes this one. */
function wordOf(caption: string, word: number): Goal["find"] {
  return ({ explanation: { targets } }) =>
    targets.some(({ label }) => label === caption) ? targets.find(({ id }) => id === word)?.id : undefined
}
