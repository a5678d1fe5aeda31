import { type Finding, type Model, PamiError } from "@pami/core"
import { difference, type Trial, trial } from "@pami/onnxruntime-common"
import type { Examined } from "./examine.ts"
import { open, type OpenOptions } from "./open.ts"
import { absence } from "./devices/absence.ts"
import { tf32Of } from "./devices/tf32.ts"

/**
 * Opens a model on a device other than the processor, if a few random items have the same outputs there as on the processor.
 *
 * @throws PamiError `BACKEND_UNAVAILABLE` when the device is absent, `MODEL_FAILED` when its outputs differ, and the
 *   errors of {@link open}
 */
export async function loadTested(files: Examined, options: OpenOptions): Promise<Model> {
  const { device } = options
  const reason = await absence(device)
  if (reason !== undefined)
    throw new PamiError("BACKEND_UNAVAILABLE", `${reason}. The device "cpu" is always there`)
  const tf32 = await tf32Of(device)
  const known = await trialOnProcessor(files, options)
  const settings = { ...(tf32 !== undefined && { tf32 }) }
  const model = await open(files, { ...options, settings })
  if (known === undefined) return { ...model, findings: [...(model.findings ?? []), untested(device)] }
  const problem = await difference(model, known).catch((error: Error) => error.message)
  if (problem === undefined) return model
  await model.dispose()
  throw new PamiError(
    "MODEL_FAILED",
    `${files.file} fails the test on ${device}, where the same random items have other outputs than on the processor ` +
      `(${problem}): use the device "cpu"`,
  )
}

/** Returns the outputs that the device should have, or `undefined` for a model that random items do not suit. */
async function trialOnProcessor(files: Examined, options: OpenOptions): Promise<Trial | undefined> {
  const trusted = await open(files, { ...options, device: "cpu" })
  try {
    return await trial(trusted)
  } catch {
    return undefined
  } finally {
    await trusted.dispose()
  }
}

function untested(device: string): Finding {
  return {
    code: "DEVICE_UNTESTED",
    level: "note",
    message: `the outputs on ${device} were not compared with those on the processor, as random items do not suit the model`,
    fix: 'compare one map with that of the device "cpu"',
  }
}
