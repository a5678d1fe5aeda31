import { fakeServer } from "./fake-server.ts"
import { story } from "./world.ts"
import { explainAnswer, openai, prepareAnswer } from "../src/index.ts"
for (const [style, api] of [["vllm","chat"],["vllm","completions"],["llama","chat"],["llama","completions"],["openai","chat"],["openai","completions"],["plain","chat"],["plain", "completions"]] as const) {
  await using server = await fakeServer({ style })
  const s = story("single", 12, 5)
  const languageModel = openai({ url: server.url, model: "world", api })
  const asked = { languageModel, context: s.sentences.join(" "), question: s.question, answer: s.answer }
  const prepared = await prepareAnswer(asked)
  const r = await prepared.explain()
  console.log(style, api, r.scoring, prepared.plan, r.calls, server.answered, server.requests.length, r.ranking()[0].text, r.ranking()[0].importance, s.sentences[s.sources[0]], r.parts.map(p => [p.score, p.baseline]), r.explanation.findings)
  const again = await prepareAnswer(asked)
  console.log(again.plan.calls, (await again.explain()).calls)
}
