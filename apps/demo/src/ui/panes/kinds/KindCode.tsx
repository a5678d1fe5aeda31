import type { KindFacts } from "../../../engine/kinds/contract.ts"
import { roleOf } from "../../logic/classify-files.ts"
import { namedFile } from "../../origin.ts"
import { codeForKind, type OwnModel } from "../../kinds/logic/code-for-kind.ts"
import { kindEntries } from "../../kinds/logic/kind-link.ts"
import {
  areClasses,
  chosen,
  entry,
  facts,
  input,
  options,
  ownInput,
  ownModel,
  seen,
} from "../../kinds/state.ts"
import { CodeLines } from "../CodeLines.tsx"

/** The lines that draw the present map of an input of any kind in a program. */
export function KindCode() {
  const [model, given, choice] = [facts.value, input.value, chosen.value]
  if (model === null || given === null || choice === null)
    return <p class="soft">Code comes with the prediction.</p>
  const bundled = ownModel.value === null ? kindEntries.find((id) => id === entry.value) : undefined
  const code = codeForKind({
    model: bundled === undefined ? ownModelOf(model) : { entry: bundled },
    input: given,
    ownInput: ownInput.value,
    options: options.value,
    choice,
    areClasses: areClasses.value,
  })
  return <CodeLines code={code} />
}

/** Returns the model of the visitor, with the names of the files that came with it. */
function ownModelOf({ name, backend, writes }: KindFacts): OwnModel {
  const files = ownModel.value ?? []
  const named = (pattern: RegExp) => files.find((file) => pattern.test(file.name))?.name ?? null
  const { activation = null } = (seen.value?.recipe ?? {}) as { readonly activation?: string | null }
  return {
    file: name,
    isTfjs: backend.startsWith("tfjs"),
    labels: namedFile(files.find((file) => roleOf(file) === "labels") ?? null)?.name ?? null,
    tokenizer: named(/(^|\/)(tokenizer\.json|vocab\.txt)$/),
    tokenizerConfig: named(/(^|\/)tokenizer_config\.json$/),
    preset: options.value.preset ?? null,
    preprocessor: named(/(^|\/)(preprocessor|processor)_config\.json$/),
    activation: writes ? null : activation,
  }
}
