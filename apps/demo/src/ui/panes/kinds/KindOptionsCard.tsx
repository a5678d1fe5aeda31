import type { KindOptions } from "../../../engine/kinds/contract.ts"
import { showError } from "../../messages.ts"
import { changeOptions } from "../../kinds/actions.ts"
import { questionsOf } from "../../kinds/logic/questions.ts"
import { facts, options, seen } from "../../kinds/state.ts"

/** Questions that the model leaves open, with the likely answers as buttons, and fields for its other inputs. */
export function KindOptionsCard() {
  const model = facts.value
  if (model === null) return null
  const { questions, feeds } = questionsOf(model, seen.value)
  if (questions.length + feeds.length === 0) return null
  const change = (patch: KindOptions) => void changeOptions(patch).catch(showError)
  return (
    <section class="card kind-options" aria-labelledby="kind-options-title">
      <h2 id="kind-options-title">Settings</h2>
      {questions.map(({ option, label, answers }) => (
        <div key={option} role="group" aria-label={label}>
          <span class="small soft">{label}</span>
          <div class="buttons">
            {answers.map(({ value, label: answer }) => (
              <button
                key={answer}
                type="button"
                class="small"
                aria-pressed={(options.value[option] ?? answers[0].value) === value}
                onClick={() => change({ [option]: value })}
              >
                {answer}
              </button>
            ))}
          </div>
        </div>
      ))}
      {feeds.map((name) => (
        <label key={name} class="small">
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
      ))}
    </section>
  )
}
