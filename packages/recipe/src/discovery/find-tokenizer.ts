import type { Finding } from "@pami/core"
import { hintUnusable } from "./hint-findings.ts"
import { foldersNear, type ReadNeighbour } from "./neighbours.ts"

/** Files of a tokenizer near a model, relative to the model's folder. */
export interface TokenizerFiles {
  /** `tokenizer.json`, or a vocabulary of one token a line: `vocab.txt`. */
  readonly tokenizer: string
  /** `tokenizer_config.json`. */
  readonly config?: string
}

export const tokenizerNames = ["tokenizer.json", "vocab.txt"]
export const tokenizerConfig = "tokenizer_config.json"

// Vocabularies of a quarter of a million pieces with their scores have 17 MB, with merges twice as many.
const largest = 64 * 2 ** 20

/**
 * Finds the tokenizer of a model of texts: in its folder, or in the one above for the layout of transformers.js and Optimum.
 *
 * @param file path of the model's file, as far as it is known
 * @returns undefined if there is none; a file that cannot be read is a finding
 */
export async function findTokenizer(
  file: string,
  read: ReadNeighbour,
): Promise<{ readonly files: TokenizerFiles | undefined; readonly findings: readonly Finding[] }> {
  const findings: Finding[] = []
  const isThere = async (name: string) => {
    try {
      // Its contents are read when it is opened.
      return (await read(name, largest, 1)) !== undefined
    } catch (error) {
      findings.push(hintUnusable(name, error, "the tokenizer"))
      return false
    }
  }
  for (const folder of foldersNear(file))
    for (const name of tokenizerNames) {
      if (!(await isThere(folder + name))) continue
      const config = folder + tokenizerConfig
      const hasConfig = name.endsWith(".json") && (await isThere(config))
      return { files: { tokenizer: folder + name, ...(hasConfig ? { config } : {}) }, findings }
    }
  return { files: undefined, findings }
}
