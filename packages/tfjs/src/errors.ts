import { isPamiError, PamiError } from "@pami/core"
import type { Engine } from "./engine.ts"
import { fastestFirst } from "./device.ts"

/** Returns the error for a model that TensorFlow.js fails to load. */
export function loadError(cause: unknown, file: string, { version }: Engine, topology: unknown): PamiError {
  if (isPamiError(cause)) return cause
  const words = plainWords(cause)
  const layer = /Unknown (?:layer|activation|initializer|regularizer|constraint): ([^\s.]+)/.exec(words)
  const keras = String((topology as { keras_version?: unknown } | undefined)?.keras_version ?? "")
  if (layer !== null) {
    const fix = "convert the model as a graph model (tensorflowjs_converter --output_format=tfjs_graph_model)"
    const message = `${file} needs "${layer[1]}", which the layers of TensorFlow.js ${version} lack: ${fix}`
    return new PamiError("MODEL_UNSUPPORTED", message, { cause })
  }
  if (/^[3-9]/.test(keras)) {
    const fix = "save it with Keras 2 (tf_keras), or convert it as a graph model"
    const message = `${file} was saved by Keras ${keras}, whose layers TensorFlow.js ${version} does not read (${words}): ${fix}`
    return new PamiError("MODEL_UNSUPPORTED", message, { cause })
  }
  if (/weights are not set|no target variable|should have \d+ values|Shape mismatch/.test(words)) {
    const message = `${file} and its weights do not fit together (${words}): export it again`
    return new PamiError("MODEL_TRUNCATED", message, { cause })
  }
  return new PamiError(
    "MODEL_INVALID",
    `TensorFlow.js ${version} cannot build the model of ${file}: ${words}`,
    { cause },
  )
}

/** Returns the error for a run that failed. */
export function runError(cause: unknown, file: string, { version, device }: Engine): PamiError {
  const words = plainWords(cause)
  const kernel = /Kernel '(\w+)' not registered for backend/.exec(words)
  if (kernel !== null) {
    const others = fastestFirst.filter((other) => other !== device).join(", ")
    const message = `${file} needs "${kernel[1]}", which TensorFlow.js ${version} lacks on device "${device}": load it on another (${others})`
    return new PamiError("MODEL_UNSUPPORTED", message, { cause })
  }
  const message = `TensorFlow.js ${version} failed on device "${device}" while running ${file}: ${words}`
  return new PamiError("MODEL_FAILED", message, { cause })
}

// Longer reasons list what the file has by the thousand.
const longestReason = 400

function plainWords(error: unknown): string {
  const words = ((error as Partial<Error> | null)?.message ?? String(error)).replaceAll(/\s+/g, " ").trim()
  return words.length > longestReason ? `${words.slice(0, longestReason)}…` : words
}
