import type { ComponentChildren } from "preact"
import { matters, type Question } from "../../questions/question.ts"
import { Answers } from "./Answers.tsx"

interface QuestionsProps<Change> {
  readonly questions: readonly Question<Change>[]
  readonly onAnswer: (change: Change) => void
  /** Returns what follows the answers to a question. */
  readonly more?: (about: string) => ComponentChildren
}

/** Asks what the model leaves open: openly where answers change the prediction or one is doubtful, otherwise folded. */
export function Questions<Change>({ questions, onAnswer, more }: QuestionsProps<Change>) {
  if (questions.length === 0) return null
  const pressing = questions.filter((question) => question.isPressing || matters(question))
  const quiet = questions.filter((question) => !pressing.includes(question))
  const entry = (question: Question<Change>) => (
    <div key={question.about} class="asked">
      <h3>{question.label}</h3>
      <Answers question={question} onAnswer={onAnswer} />
      {more?.(question.about)}
    </div>
  )
  return (
    <section class="card questions" aria-labelledby="questions-title">
      <h2 id="questions-title">Which is right?</h2>
      <p class="soft small">The model’s files do not say. Each button shows the prediction that it gives.</p>
      {pressing.map(entry)}
      {quiet.length > 0 && (
        <details>
          <summary>{summaryOf(quiet)}</summary>
          {quiet.map(entry)}
        </details>
      )}
    </section>
  )
}

function summaryOf(quiet: readonly Question<unknown>[]): string {
  const names = quiet.map(({ label }, index) => (index === 0 ? label : label.toLowerCase()))
  const isTried = quiet.every(({ answers }) => answers.some(({ outcome }) => outcome !== undefined))
  return `${names.join(", ")}${isTried ? ": same prediction" : ""}`
}
