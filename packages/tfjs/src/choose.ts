import { type Finding, isPamiError, PamiError } from "@pami/core"
import { type Chosen, type Device, expected, fastestFirst, isNode } from "./device.ts"
import type { Engine } from "./engine.ts"
import { ThreadsFixed } from "./native.ts"
import { imitated, start, type StartOptions } from "./start.ts"

const started = new Map<string, Promise<Engine>>()

/**
 * Returns the engine of a device, for `"auto"` of the fastest device that starts, and a finding for each faster one that was
 * expected to start and did not.
 *
 * @throws PamiError `BACKEND_UNAVAILABLE`
 */
export async function choose(
  device: Device,
  options: StartOptions,
): Promise<{ engine: Engine; findings: readonly Finding[] }> {
  if (device !== "auto") return { engine: await startOnce(device, options), findings: [] }
  const failures: PamiError[] = []
  for (const candidate of fastestFirst.filter(expected)) {
    try {
      const engine = await startOnce(candidate, options)
      if (!imitated(engine)) return { engine, findings: failures.map((error) => replaced(error, candidate)) }
    } catch (error) {
      if (!isPamiError(error)) throw error
      failures.push(error)
    }
  }
  throw failures[failures.length - 1]
}

function startOnce(device: Chosen, options: StartOptions): Promise<Engine> {
  const key = JSON.stringify([device, options])
  const engine = started.get(key) ?? start(device, options).catch((error) => fail(key, device, error))
  started.set(key, engine)
  return engine
}

function fail(key: string, device: Chosen, cause: unknown): never {
  started.delete(key)
  if (cause instanceof ThreadsFixed) throw cause
  // Emscripten rejects with objects that are not errors.
  const reason = (cause as { message?: string } | null)?.message ?? String(cause)
  const bundler =
    isNode && /Dynamic require|import\.meta|ENOENT.*\.wasm/.test(reason)
      ? "; let a bundler for Node leave it where it is (esbuild: --external:@pami/tfjs, Next.js: serverExternalPackages)"
      : ""
  const message = `TensorFlow.js does not run on "${device}" here: ${reason}${bundler}`
  throw new PamiError("BACKEND_UNAVAILABLE", message, { cause })
}

function replaced({ message }: PamiError, by: Chosen): Finding {
  return {
    code: "DEVICE_REPLACED",
    level: "warning",
    message: `${message}. The model runs on "${by}" instead, which is slower and differs in the last bits`,
    fix: `install what is missing, or choose device "${by}"`,
  }
}
