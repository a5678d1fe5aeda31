import { fileURLToPath } from "node:url"
import type { Command } from "commander"
import { UsageError } from "./exit-status.ts"

// Options that name files, folders or modules, by commander's names.
const places: ReadonlySet<string> = new Set([
  "allow",
  "backend",
  "feed",
  "html",
  "input",
  "labels",
  "labelsOut",
  "manifest",
  "map",
  "mask",
  "model",
  "output",
  "partitions",
  "picture",
  "preset",
  "recipe",
  "save",
])

/**
 * Replaces the address of every file (`file:///models/model.onnx`) on a command line by its path, so that nothing after
 * it has to know that files can be named in two ways.
 *
 * @throws UsageError for an address that is that of no file
 */
export function replaceFileAddresses(command: Command): void {
  command.processedArgs = command.processedArgs.map((value) => replaced(value, "the argument"))
  for (const option of command.options) {
    const name = option.attributeName()
    if (!places.has(name)) continue
    const value: unknown = command.getOptionValue(name)
    command.setOptionValueWithSource(
      name,
      replaced(value, option.long ?? name),
      command.getOptionValueSource(name),
    )
  }
}

function replaced(value: unknown, where: string): unknown {
  if (typeof value === "string") return /^file:/i.test(value) ? pathOf(value, where) : value
  if (Array.isArray(value)) return value.map((one) => replaced(one, where))
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, replaced(one, where)]))
}

function pathOf(address: string, where: string): string {
  try {
    return fileURLToPath(address)
  } catch (cause) {
    throw new UsageError(`${where} ${address}: ${(cause as Error).message}`, { cause })
  }
}
