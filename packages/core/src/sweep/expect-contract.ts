import { PamiError } from "../error.ts"
import { contractVersion } from "../contracts/backend.ts"

/**
 * Throws if a backend, or one of its models, was built for another version of the contracts.
 *
 * @throws PamiError `CONTRACT_MISMATCH`
 */
export function expectContract(name: string, { contract }: { readonly contract?: unknown }): void {
  if (contract === contractVersion) return
  const built = typeof contract === "number" ? String(contract) : "1"
  throw new PamiError(
    "CONTRACT_MISMATCH",
    `backend "${name}" is built for contract ${built} of @pami/core; this version has contract ${contractVersion}: install a version of the backend for it.`,
    { data: { backend: name, expected: contractVersion, actual: built } },
  )
}
