import type { KindOptions } from "../../../engine/kinds/contract.ts"
import { changeOptions } from "../../kinds/actions.ts"
import { options } from "../../kinds/state.ts"
import { showError } from "../../messages.ts"
import { asked } from "../../kinds/ask-about-input.ts"
import { matters } from "../../questions/question.ts"
import { Answers } from "./Answers.tsx"
import { Questions } from "./Questions.tsx"

const change = (patch: KindOptions) => void changeOptions(patch).catch(showError)

/** The open questions about the input: those that matter, then the others as settings, with fields for other inputs. */
export function AboutInput() {
  const { questions, feeds } = asked.value
  const pressing = questions.filter((question) => question.isPressing || matters(question))
  const quiet = questions.filter((question) => !pressing.includes(question))
  return (
    <>
      <Questions questions={pressing} onAnswer={change} />
      {quiet.length + feeds.length > 0 && (
        <section class="card kind-options" aria-labelledby="kind-options-title">
          <h2 id="kind-options-title">Settings</h2>
          {quiet.map((question) => (
            <div key={question.about} class="asked">
              <span class="small soft">{question.label}</span>
              <Answers question={question} onAnswer={change} />
            </div>
          ))}
          {feeds.map((name) => (
            <Feed key={name} name={name} />
          ))}
        </section>
      )}
    </>
  )
}

/** A number for an input beside that of the data. */
function Feed({ name }: { readonly name: string }) {
  return (
    <label class="small">
      Input {name}
      <input
        type="number"
        step="any"
        value={options.value.feeds?.[name] ?? ""}
        onChange={({ currentTarget: { value } }) => {
          const { [name]: _former, ...others } = options.value.feeds ?? {}
          change({ feeds: value === "" ? others : { ...others, [name]: value } })
        }}
      />
    </label>
  )
}
