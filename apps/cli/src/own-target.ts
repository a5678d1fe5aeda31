import { resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { PamiError } from "@pami/core"
import type { Target } from "@pami/core"
import { ownTarget } from "@pami/targets"
import type { ScoreOutputs } from "@pami/targets"
import { exists } from "./files.ts"
import { UsageError } from "./exit-status.ts"

/** Returns whether a target is a module of the user's own: a path that ends as JavaScript does. */
export function isModule(target: string): boolean {
  return /\.(?:m?js|ts)$/i.test(target) && /[\\/]/.test(target)
}

/**
 * Returns the target of a module that the command line names; undefined for the name of a class. Runs the module, which no
 * recipe and no manifest can ask for.
 *
 * @throws UsageError for a module that does not exist, or whose default export is not a function
 * @throws PamiError `TARGET_INVALID` for a module that cannot be loaded
 */
export async function loadOwnTarget(target: string | undefined): Promise<Target | undefined> {
  if (target === undefined || !isModule(target)) return undefined
  if (!(await exists(target))) throw new UsageError(`--target ${target}: the file does not exist`)
  const module = (await import(pathToFileURL(resolve(target)).href).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new PamiError("TARGET_INVALID", `${target} cannot be loaded: ${reason}`, { cause })
  })) as { readonly default?: unknown }
  if (typeof module.default !== "function")
    throw new UsageError(
      `--target ${target}: expected a default export that is a function of the outputs, as in export default ({ scores }) => scores.data[0]`,
    )
  return ownTarget(module.default as ScoreOutputs)
}
