import type { Question } from "../../questions/question.ts"

interface AnswersProps<Change> {
  readonly question: Question<Change>
  readonly onAnswer: (change: Change) => void
}

/** The likely answers to a question as buttons, each with the prediction that it gives. The one in use is pressed. */
export function Answers<Change>({ question: { label, answers }, onAnswer }: AnswersProps<Change>) {
  return (
    <ul class="answers" aria-label={label}>
      {answers.map(({ label: answer, change, isUsed, outcome }) => (
        <li key={answer}>
          <button type="button" class="small" aria-pressed={isUsed} onClick={() => onAnswer(change)}>
            <span>{answer}</span>
            {outcome && (
              <>
                <b>{outcome.name}</b>
                <span class="number">{outcome.score}</span>
              </>
            )}
          </button>
        </li>
      ))}
    </ul>
  )
}
