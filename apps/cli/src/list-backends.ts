import { available } from "@pami/onnxruntime-node"
import type { Console } from "./console.ts"
import { exitStatus } from "./exit-status.ts"

/** `pami backends`: which run here, and what is missing for the others. */
export async function backendsCommand(
  flags: { json: boolean | undefined },
  console: Console,
): Promise<number> {
  const found = [{ name: "onnxruntime-node", models: "ONNX", ...(await available()) }]
  if (flags.json) console.stdout(`${JSON.stringify({ backends: found }, null, 2)}\n`)
  else
    for (const backend of found)
      console.stdout(
        `${backend.name}  ${backend.models} models  ${backend.usable ? `ready (version ${backend.version})` : `not usable here: ${backend.reason}`}\n`,
      )
  return exitStatus.done
}
