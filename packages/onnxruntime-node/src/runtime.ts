import { PamiError } from "@pami/core"
import { turnOffTelemetry } from "./telemetry.ts"

/** The module that runs the models. */
export type Runtime = typeof import("onnxruntime-node")

/**
 * Imports onnxruntime when it is first needed, so that a program can run without it. Its telemetry is off, unless the
 * user has turned it on.
 *
 * @throws PamiError `BACKEND_UNAVAILABLE` when its native binary is missing or does not load
 */
export async function loadRuntime(): Promise<Runtime> {
  await turnOffTelemetry()
  try {
    return await import("onnxruntime-node")
  } catch (cause) {
    const reason = String((cause as Partial<Error>).message ?? cause).split("\n", 1)[0]
    const platform = `${process.platform}-${process.arch}`
    throw new PamiError(
      "BACKEND_UNAVAILABLE",
      `onnxruntime-node does not load on ${platform} (${reason}). It has binaries for linux-x64, linux-arm64, ` +
        `darwin-arm64, win32-x64 and win32-arm64, for Linux with glibc; elsewhere use onnxruntime-web`,
      { cause },
    )
  }
}

/** Returns the version of the runtime: `"1.30.0"`. */
export function versionOf(runtime: Runtime): string {
  return runtime.env.versions.node ?? runtime.env.versions.common
}
