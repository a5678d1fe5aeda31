// The model and the context of the examples.
import { explainAnswer, openai } from "@pami/openai"
import { fakeServer } from "./fake-server.ts"

const server = await fakeServer()

/** A model that knows where things are from its context. */
export const languageModel = openai({ url: server.url, model: "world" })

export const context = "It rained. Anna's key is in the hall. The dog barked."

export const explanation = await explainAnswer({
  languageModel,
  context,
  question: "Where is Anna's key?",
  answer: "Anna's key is in the hall.",
})
