import type { Check } from "../check.ts"

/** Returns the check of the exemptions, given the names of all other checks. */
export function exemptionsCheck(names: readonly string[]): Check {
  return {
    name: "exemptions",
    promise: "every exemption names an existing check and gives a reason",
    async run({ backend }) {
      for (const [name, reason] of Object.entries(backend.exemptions ?? {})) {
        if (!names.includes(name))
          throw new Error(
            `the exemption "${name}" names an unknown check; the checks are ${names.join(", ")}`,
          )
        if (reason.trim() === "") throw new Error(`the exemption from "${name}" gives no reason`)
      }
    },
  }
}
