import { mkdtemp } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { isPamiError, PamiError } from "@pami/core"
import { folderCache } from "@pami/openai/node"
import type { AnswerCache } from "@pami/openai"

/** A cache in memory, whose answers are saved if an error ends the calls: they cost money and time. */
export interface UnsavedAnswers extends AnswerCache {
  /**
   * Saves the answers in a new folder for temporary files, readable by the user alone. Returns the error with its name; without an
   * answer, the error as it is.
   */
  saveAfter(error: unknown): Promise<unknown>
}

/** Returns a cache without answers. */
export function unsavedAnswers(): UnsavedAnswers {
  const values = new Map<string, string>()
  return {
    get: (key) => values.get(key),
    set: (key, value) => void values.set(key, value),
    async saveAfter(error) {
      if (values.size === 0 || !isPamiError(error)) return error
      const folder = await mkdtemp(join(tmpdir(), "pami-answers-"))
      await using saved = await folderCache(folder)
      for (const [key, value] of values) await saved.set(key, value)
      const { code, message, partial, data } = error
      return new PamiError(
        code,
        `${message}. The answers so far are in ${folder}: repeat the command with --cache ${folder} to go on from there`,
        { cause: error, ...(partial && { partial }), ...(data && { data }) },
      )
    },
  }
}
