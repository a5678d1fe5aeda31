import { isPamiError } from "@pami/core"
import type { Finding } from "@pami/core"

/**
 * Returns the finding for a file that nobody named and that cannot be used.
 *
 * @param what cannot be used: `config.json`, `labels in config.json`
 */
export function hintUnusable(what: string, error: unknown): Finding {
  const reason = isPamiError(error) || error instanceof Error ? error.message : String(error)
  return {
    code: "HINT_UNUSABLE",
    level: "warning",
    message: `found near the model and not used: ${what}: ${reason}`,
    fix: "correct the file, or name another one",
  }
}

/** Returns the finding that says which preprocessing was found, though nobody named it. */
export function foundNearby(name: string): Finding {
  return {
    code: "FOUND_NEARBY",
    level: "note",
    message: `found near the model: preprocessing in ${name}`,
    fix: "if it belongs to another model, give the preprocessing",
  }
}
