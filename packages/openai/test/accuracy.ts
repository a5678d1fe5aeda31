import type { Method } from "@pami/core"
import { explainAnswer, openai } from "@pami/openai"
import type { ScoringName } from "@pami/openai"
import { fakeFetch } from "./fake-server.ts"
import { story, type StoryKind } from "./world.ts"

const styles = { echo: "vllm", forced: "llama", compared: "openai", similarity: "plain" } as const

/** Returns the number of stories whose most important sentence is a source of the answer. */
export async function countFirst(
  kind: StoryKind,
  options: { sentences: number; stories: number; method?: Method; scoring?: ScoringName; passes?: number },
): Promise<number> {
  const { sentences, stories, method, scoring = "echo", passes } = options
  let count = 0
  for (let seed = 0; seed < stories; seed++) {
    const tale = story(kind, sentences, 100 * seed + sentences)
    const { ranking } = await explainAnswer({
      languageModel: openai({
        url: "http://world.test/v1",
        model: "world",
        scoring,
        fetch: fakeFetch(styles[scoring]),
      }),
      context: tale.sentences.join(" "),
      question: tale.question,
      answer: tale.answer,
      spans: "none",
      passes,
      ...(method && { method }),
    })
    if (tale.sources.includes(ranking()[0].index)) count++
  }
  return count
}
