import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { parseArgs, promisify } from "node:util"
import { softwareGpu } from "@pami/browser-tests/software-gpu"
import { mebibytes, table } from "@pami/measure"
import { available, default as backend } from "@pami/onnxruntime-node"
import { models } from "@pami/zoo"
import type { Passes } from "./passes-child.ts"
import { fromCaller } from "./subject.ts"

const child = fileURLToPath(new URL("passes-child.ts", import.meta.url))

/**
 * Memory of a process over many forward passes in onnxruntime-node, for each device that is present. WebGPU without a driver
 * runs on SwiftShader, if Chromium is there:
 *   pnpm bench passes [--count 10000] [--device cuda …] [--model FILE]
 */
export async function passes(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      count: { type: "string", default: "10000" },
      device: { type: "string", multiple: true, default: [...backend.devices] },
      model: { type: "string" },
    },
  })
  const model = values.model === undefined ? fileURLToPath(models.scenes.onnx) : fromCaller(values.model)
  const rows: Record<string, string | number>[] = []
  for (const device of values.device) {
    const found = await available(device)
    const software = device === "webgpu" && !found.usable ? softwareGpu() : undefined
    if (!found.usable && software === undefined) {
      console.log(`${device} is not measured: ${found.reason}`)
      continue
    }
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["-C", "source", "--expose-gc", child, device, values.count, model],
      { env: { ...process.env, ...software } },
    )
    const { batch, milliseconds, resident } = JSON.parse(stdout) as Passes
    rows.push({
      device: software === undefined ? device : `${device} (SwiftShader)`,
      passes: Number(values.count),
      batch,
      "ms a pass": (milliseconds / Number(values.count)).toFixed(2),
      ...Object.fromEntries(resident.map(({ share, bytes }) => [`${100 * share} %`, mebibytes(bytes)])),
    })
  }
  if (rows.length > 0) console.log(`\nResident set after a share of the passes\n${table(rows)}`)
}
