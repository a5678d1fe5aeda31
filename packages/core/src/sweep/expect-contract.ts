import { PamiError } from "../error.ts"
import { contractVersion } from "../contracts/backend.ts"

/**
 * Throws if a backend, or one of its models, was built for another version of the contracts.
 *
 * @throws PamiError `CONTRACT_MISMATCH`
 */
export function expectContract({
  backend,
  contract,
}: {
  readonly backend: string
  readonly contract?: unknown
}): void {
  if (contract === contractVersion) return
  // The first contract had no number.
  const built = contract ?? 1
  throw new PamiError(
    "CONTRACT_MISMATCH",
    `backend "${backend}" is built for contract ${built}, this version of @pami/core for contract ${contractVersion}: install matching versions.`,
    { data: { backend, expected: contractVersion, actual: String(built) } },
  )
}
