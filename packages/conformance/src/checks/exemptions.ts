import type { Check } from "../check.ts"

/** The exemptions themselves, given the names of all other checks. */
export function exemptionsCheck(names: readonly string[]): Check {
  return {
    name: "exemptions",
    promise: "exemptions are of checks that exist, each with a reason",
    async run({ backend }) {
      for (const [name, reason] of Object.entries(backend.exemptions ?? {})) {
        if (!names.includes(name))
          throw new Error(`there is no check "${name}" to be exempt from; there are ${names.join(", ")}`)
        if (reason.trim() === "") throw new Error(`the exemption from "${name}" gives no reason`)
      }
    },
  }
}
