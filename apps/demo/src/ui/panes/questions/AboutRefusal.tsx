import { questions } from "../../ask-about-image.ts"
import { refusal } from "../../state.ts"
import { change } from "../../sweep.ts"
import { Answers } from "./Answers.tsx"

interface AboutRefusalProps {
  /** Code of the error in the message. */
  readonly code: string
  /** Called before a question is answered. */
  readonly onAnswer: () => void
}

/** The answers to the questions that an error raises, in its message. */
export function AboutRefusal({ code, onAnswer }: AboutRefusalProps) {
  if (refusal.value !== code) return null
  return (
    <>
      {questions.value.map((question) => (
        <Answers
          key={question.about}
          question={question}
          onAnswer={(answer) => {
            onAnswer()
            void change(answer)
          }}
        />
      ))}
    </>
  )
}
