import { keyUnencrypted } from "@pami/backend-kit/server"
import type { Finding } from "@pami/core"
import type { ModelAddress } from "./address.ts"
import type { OpenInferenceFindingCode } from "./codes.ts"
import type { ServedTensor } from "./metadata/schema.ts"

/**
 * Returns what is to know about a model on a server.
 *
 * @param sendsKeyOpenly whether a key travels to another machine without encryption
 */
export function findingsOf(
  address: ModelAddress,
  inputs: readonly ServedTensor[],
  sendsKeyOpenly: boolean,
): Finding<OpenInferenceFindingCode>[] {
  const { model, name, version } = address
  const rounded = inputs.filter(({ datatype }) => datatype === "BF16").map(({ name }) => `"${name}"`)
  const findings: (Finding<OpenInferenceFindingCode> | undefined)[] = [
    {
      code: "CONTENT_UNKNOWN",
      level: "note",
      message: `the weights of "${name}" are on the server: the digest is that of name, version, inputs and outputs, and another model with the same ones has the same digest`,
      fix: "never replace a version on the server: add another one",
    },
    version === undefined
      ? {
          code: "VERSION_NOT_NAMED",
          level: "note",
          message: `the address names no version of "${name}", so that the server chooses it, now and later`,
          fix: `name the version: ${model}/versions/1`,
        }
      : undefined,
    rounded.length > 0
      ? {
          code: "ELEMENTS_ROUNDED",
          level: "note",
          message: `the model takes BF16 for ${rounded.join(", ")}: numbers are rounded to 8 significant bits before they are sent`,
          fix: "none needed if the model was trained so",
        }
      : undefined,
    sendsKeyOpenly ? keyUnencrypted(address.server) : undefined,
  ]
  return findings.filter((finding) => finding !== undefined)
}
