import type { Prompt } from "../context/prompt.ts"
import type { LanguageModel } from "../contracts/language-model.ts"
import { scoringNames } from "../contracts/scoring-name.ts"
import { chooseScoring, type ScoringChoice } from "../scoring/choose-scoring.ts"
import type { Asker } from "./asker.ts"

const choiceName = "scoring"
const refusedName = "refused scorings"

/** Returns the way of scoring, which an earlier run may have found out. The whole context is asked about. */
export async function decideScoring(
  model: LanguageModel,
  asker: Asker,
  prompt: Prompt,
  answer: string,
): Promise<ScoringChoice> {
  const known = await recallChoice(model, asker)
  if (known !== undefined) return known
  const reasons = await asker.recall(refusedName)
  const choice = await chooseScoring(
    model,
    (scoring, text = answer) => asker.score(scoring, prompt, text, { retries: 1 }),
    {
      reasons: isTexts(reasons) ? reasons : [],
      keep: (refused) => asker.keep(refusedName, refused),
    },
  )
  await asker.keep(choiceName, choice)
  return choice
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string")
}

/** Returns the way of scoring that is known without a call. */
export async function recallChoice(model: LanguageModel, asker: Asker): Promise<ScoringChoice | undefined> {
  if (model.scoring !== "auto") return { scoring: model.scoring, reasons: [] }
  const known = (await asker.recall(choiceName)) as Partial<ScoringChoice> | undefined
  const isChoice = scoringNames.includes(known?.scoring as never) && Array.isArray(known?.reasons)
  return isChoice ? (known as ScoringChoice) : undefined
}
