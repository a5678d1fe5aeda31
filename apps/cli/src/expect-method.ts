import { methodNames } from "@pami/methods"
import type { MethodName } from "@pami/methods"
import { UsageError } from "./exit-status.ts"
import { didYouMean } from "./near-names.ts"

/**
 * Returns the method of a name.
 *
 * @param option that gave the name, for messages. Default: the command line adds it
 * @throws UsageError for another name
 */
export function expectMethod(name: string, option = ""): MethodName {
  const known = methodNames.find((one) => one === name)
  if (known !== undefined) return known
  throw new UsageError(
    `${option}expected ${methodNames.join(", ")}; got "${name}"${didYouMean(name, methodNames)}`,
  )
}
