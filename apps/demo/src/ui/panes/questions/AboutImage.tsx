import { questions } from "../../ask-about-image.ts"
import { change } from "../../sweep.ts"
import { OwnNumbers } from "./OwnNumbers.tsx"
import { Questions } from "./Questions.tsx"

/** The open questions about the image that the model in use raises. */
export function AboutImage() {
  return (
    <Questions
      questions={questions.value}
      onAnswer={(answer) => void change(answer)}
      more={(about) => about === "preset" && <OwnNumbers />}
    />
  )
}
