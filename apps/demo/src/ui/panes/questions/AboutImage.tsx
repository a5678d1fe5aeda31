import { questions } from "../../ask-about-image.ts"
import { prediction } from "../../state.ts"
import { change } from "../../sweep.ts"
import { OwnNumbers } from "./OwnNumbers.tsx"
import { Questions } from "./Questions.tsx"

/** The open questions about the image that the model in use raises. */
export function AboutImage() {
  // Where the model has refused the image, the message asks.
  if (prediction.value === null) return null
  return (
    <Questions
      questions={questions.value}
      onAnswer={(answer) => void change(answer)}
      more={(about) => about === "preset" && <OwnNumbers />}
    />
  )
}
