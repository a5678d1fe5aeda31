import { codeForKind } from "../../kinds/logic/code-for-kind.ts"
import { kindEntries } from "../../kinds/logic/kind-link.ts"
import { areClasses, chosen, entry, facts, input, options, ownInput, ownModel } from "../../kinds/state.ts"
import { CodeLines } from "../CodeLines.tsx"

/** The lines that draw the present map of an input of any kind in a program. */
export function KindCode() {
  const [model, given, choice] = [facts.value, input.value, chosen.value]
  if (model === null || given === null || choice === null)
    return <p class="soft">Code comes with the prediction.</p>
  const bundled = ownModel.value === null ? kindEntries.find((id) => id === entry.value) : undefined
  const code = codeForKind({
    model: bundled === undefined ? { file: model.name } : { entry: bundled },
    input: given,
    ownInput: ownInput.value,
    options: options.value,
    choice,
    areClasses: areClasses.value,
  })
  return <CodeLines code={code} />
}
