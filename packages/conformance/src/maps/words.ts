import { classProbability, slidingWindow } from "@pami/core"
import type { Backend, BackendFixtures, Input, Model, Partitioner, Target } from "@pami/core"
import { answerOf, answerWords, encoderDecoder, together, togetherPartitions } from "@pami/generation"
import type { Answer } from "@pami/generation"
import { openTokenizer, textInput, textPartitions } from "@pami/text"
import type { Tokenizer } from "@pami/text"
import { models, review, scene, sceneCaption, sceneQuestion, story, tagged } from "@pami/zoo"
import { readBytes } from "../read-bytes.ts"
import { loadZoo } from "./load-zoo.ts"
import { outputValues } from "./output-values.ts"
import { storedTruth } from "./stored.ts"
import type { Subject } from "./subject.ts"
import { imageInput } from "./zoo-inputs.ts"

/** A model of words, and how its input is made, which needs its tokenizer. */
interface WordModel {
  readonly model: WordModelName
  /** Loads other models than the one of its name. */
  readonly open?: (backend: Backend, tokenizer: Tokenizer, fixtures?: BackendFixtures) => Promise<Model>
  readonly input: (model: Model, tokenizer: Tokenizer) => Input
  readonly target: (tokenizer: Tokenizer) => Target
  readonly partitioner: Partitioner
}

type WordModelName = {
  [Name in keyof typeof models]: (typeof models)[Name] extends { readonly tokenizer: object } ? Name : never
}[keyof typeof models]

// Of a caption, enough windows for a map of each word; of a text, each word and a few windows.
const mostPasses = 48

const captioned = scene(4114, { objects: 2 })
const startOfCaption = 2

const all: readonly WordModel[] = [
  {
    model: "reviews",
    input: ({ inputs }, tokenizer) =>
      textInput({ texts: review(4115).text, tokenizer, tensors: inputs }).input,
    target: () => classProbability({ activation: models.reviews.activation }),
    partitioner: textPartitions(),
  },
  {
    model: "tags",
    // No position moves: each token of a masked word is a mask token.
    input: ({ inputs }, tokenizer) =>
      textInput({ texts: tagged(4117).text, tokenizer, tensors: inputs, keepPlaces: true }).input,
    target: () => outputValues(mostPasses, { activation: models.tags.activation }),
    partitioner: textPartitions(),
  },
  {
    model: "stories",
    input: ({ inputs }, tokenizer) => {
      const { text } = story(4118)
      const { ids } = storyAnswer(tokenizer)
      return textInput({ texts: text, tokenizer, tensors: inputs, units: "sentences", suffix: ids }).input
    },
    target: (tokenizer) => answerWords({ answer: storyAnswer(tokenizer), offset: "end" }),
    partitioner: textPartitions(),
  },
  {
    model: "scenes-caption",
    async open(backend, tokenizer, fixtures) {
      const [encoder, decoder] = await Promise.all(
        ["encoder", "decoder"].map((part) => loadZoo(`scenes-caption/${part}`, backend, fixtures)),
      )
      return encoderDecoder({
        encoder,
        decoder,
        answer: captionOf(tokenizer),
        start: startOfCaption,
        // The truth is computed in float64; between two files it is float32, as for every backend.
        wiring: {
          encoder_hidden_states: ({ last_hidden_state: { shape, data } }) => ({
            dtype: "float32",
            shape,
            data: Float32Array.from(data as Float64Array),
          }),
        },
      })
    },
    input: ({ inputs }) => imageInput(captioned, "scenes-caption", inputs[0]),
    target: (tokenizer) => answerWords({ answer: captionOf(tokenizer) }),
    partitioner: slidingWindow({ passes: mostPasses }),
  },
  {
    // The image is cut while the question is whole, and the question while the image is.
    model: "scenes-question",
    input: ({ inputs }, tokenizer) => {
      const tensor = inputs.find(({ name }) => name === "image")!
      const text = sceneQuestion(4116, captioned).text
      const tensors = inputs.filter((other) => other !== tensor)
      const question = textInput({ texts: [{ name: "question", text }], tokenizer, tensors })
      return together(imageInput(captioned, "scenes-question", tensor), question.input)
    },
    target: () => classProbability({ activation: "softmax" }),
    partitioner: togetherPartitions({
      units: slidingWindow({ passes: mostPasses / 2 }),
      question: textPartitions(),
    }),
  },
]

function storyAnswer(tokenizer: Tokenizer): Answer {
  return answerOf({ tokenizer, text: story(4118).answer })
}

function captionOf(tokenizer: Tokenizer): Answer {
  return answerOf({ tokenizer, text: sceneCaption(captioned).text })
}

/** Models that read or write words, with the masked strings, the tokenizer and the words of answers that users have. */
export const wordSubjects = all.map(({ model: name, open, input, target, partitioner }): Subject => {
  const subject = `${name}/words`
  return {
    model: name,
    name: subject,
    open: async (backend, fixtures) =>
      open === undefined
        ? await loadZoo(name, backend, fixtures)
        : await open(backend, await tokenizerOf(name), fixtures),
    input: async (model) => input(model, await tokenizerOf(name)),
    target: async () => target(await tokenizerOf(name)),
    partitioner,
    passes: mostPasses,
    truth: () => storedTruth(subject),
  }
})

async function tokenizerOf(name: WordModelName): Promise<Tokenizer> {
  const { tokenizer, tokenizerConfig } = models[name]
  const [file, config] = await Promise.all([tokenizer, tokenizerConfig].map((url) => readBytes(url as URL)))
  return openTokenizer({ tokenizer: file, config })
}
