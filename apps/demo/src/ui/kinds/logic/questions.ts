import type { KindFacts, KindOptions, Seen } from "../../../engine/kinds/contract.ts"
import { shown } from "../../logic/format.ts"

/** A question that a model leaves open, with its answers. */
export interface Question {
  readonly option: "task" | "output" | "activation" | "units"
  readonly label: string
  /** The first is the default; `undefined` leaves the answer to the page. */
  readonly answers: readonly { readonly value: KindOptions[Question["option"]]; readonly label: string }[]
}

const automatic = { value: undefined, label: "Automatic" } as const
const named = <Value extends KindOptions[Question["option"]]>(values: readonly Value[]) =>
  values.map((value) => ({ value, label: String(value) }))

const unitsOf: Partial<Record<Seen["content"]["kind"], readonly string[]>> = {
  text: ["words", "sentences"],
  series: ["time", "channels"],
}

/** Returns what a model leaves open, and the names of its inputs that need a number. */
export function questionsOf(
  { outputs, inputs, kinds }: Pick<KindFacts, "outputs" | "inputs" | "kinds">,
  seen: Pick<Seen, "content" | "recipe"> | null,
): { readonly questions: readonly Question[]; readonly feeds: readonly string[] } {
  const kind = seen?.content.kind
  const isText = kinds[0]?.value === "text"
  const units = unitsFor(seen)
  const questions: Question[] = []
  if (units !== undefined)
    questions.push({ option: "units", label: "Parts", answers: named(units as readonly "words"[]) })
  if (outputs.length > 1)
    questions.push({
      option: "output",
      label: "Output",
      answers: [automatic, ...outputs.map(({ name }) => ({ value: name, label: shown(name) }))],
    })
  const task = seen?.recipe.task?.name
  if (seen === null || task === undefined || task === "classification")
    questions.push(
      {
        option: "task",
        label: "Task",
        answers: [
          automatic,
          ...named(["classification", "multi-label", "regression"] as const),
          ...(isText ? named(["token-classification", "question-answering"] as const) : []),
        ],
      },
      {
        option: "activation",
        label: "Activation",
        answers: [
          { value: undefined, label: "Automatic" },
          ...named(["softmax", "sigmoid", "none"] as const),
        ],
      },
    )
  return { questions, feeds: isText || kind === "table" ? [] : otherInputs(inputs) }
}

/** Time alone, or each channel: a series of one channel has no choice. */
function unitsFor(seen: Pick<Seen, "content"> | null): readonly string[] | undefined {
  if (seen === null) return undefined
  const { content } = seen
  if (content.kind !== "series") return unitsOf[content.kind]
  if (content.isSound) return ["time", "time-frequency"]
  return content.channels.length > 1 ? unitsOf.series : undefined
}

// The tokenizer of a question fills them.
const ofTokenizer = /^(input_ids|attention_mask|token_type_ids)$/

/** Returns the inputs beside that of the data, which has the most axes. */
function otherInputs(inputs: KindFacts["inputs"]): readonly string[] {
  const main = inputs.reduce((best, one) => (one.shape.length > best.shape.length ? one : best), inputs[0])
  return inputs.filter((one) => one !== main && !ofTokenizer.test(one.name)).map(({ name }) => name)
}
