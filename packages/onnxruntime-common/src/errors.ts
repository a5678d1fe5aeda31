import { isPamiError, PamiError } from "@pami/core"

/** Returns the message of an error of onnxruntime in one line, without source files, C++ signatures and status prefixes. */
export function plainWords(error: unknown): string {
  // WebAssembly that runs out of memory throws the address of its exception.
  if (typeof error === "number") return `it stopped with number ${error}, as when memory runs out`
  const text = isError(error) ? error.message : String(error)
  return (
    text
      .replaceAll("(anonymous namespace)::", "")
      .replaceAll(/\[ONNXRuntimeError\] : \d+ : \w+ : /g, "")
      // In WebAssembly: the operation, a number, then the message.
      .replace(/^.*?ERROR_CODE: \d+, ERROR_MESSAGE: /s, "")
      .replace(/^no available backend found\. ERR: (?:\[\w+\] )?/, "")
      .replaceAll(sourcePlace, "")
      // A broken condition of its code, before the message about it.
      .replace(/^[\w.:]+ [=!<>]+ [\w.:]+ was false\. (?=\S)/, "")
      // CUDA adds the name of the machine and the place in the code.
      .replace(/ ; GPU=-?\d+ ; hostname=.*$/s, "")
      .replaceAll(
        /Non-zero status code returned while running (\S+) node\. Name:'([^']*)' Status Message: /g,
        '$1 node "$2": ',
      )
      // For a file, the runtime begins with its path; callers name the file themselves.
      .replace(/^Load model from .*? failed: ?/, "")
      .replaceAll(/Fatal error: |Exception during initialization: |Error: (?=External data)/g, "")
      .replaceAll(/\s+/g, " ")
      .trim()
  )
}

/** Whether a value is an error, of this realm or of another, as under a test runner. */
function isError(value: unknown): value is Error {
  return typeof (value as Partial<Error> | null | undefined)?.message === "string"
}

// "/src/a/b.cc:12 ns::Type::Name(const Type&) const [with T = float] " or "b.cc:12 Name ".
const sourcePlace =
  /\S+\.(?:cc|cpp|cu|h|hpp):\d+ (?:[^()]*?::[^()]*\([^()]*\)(?: const)?(?:::<lambda\([^()]*\)>)?(?: \[with [^\]]*\])? |\w+ )?/g

/**
 * Returns the error for a model that onnxruntime fails to load: `MODEL_UNSUPPORTED`, `MODEL_TRUNCATED` or `MODEL_FAILED`.
 *
 * @param name of the model's file
 */
export function loadError(error: unknown, name: string, version: string): PamiError {
  if (isPamiError(error)) return error
  const words = plainWords(error)
  const runtime = `onnxruntime ${version}`
  const failed = (code: "MODEL_UNSUPPORTED" | "MODEL_TRUNCATED" | "MODEL_FAILED", message: string) =>
    new PamiError(code, message, { cause: error })

  const custom = /^(\S+?)\(-?\d+\) is not a registered function\/op/.exec(words)
  const standard = /No Op registered for (\S+) with domain_version of (\d+)/.exec(words)
  const missing = /Could not find an implementation for (\S+?)\((\d+)\)/.exec(words)
  const operator = custom?.[1] ?? standard?.[1] ?? missing?.[1]
  if (operator !== undefined) {
    const version = standard?.[2] ?? missing?.[2]
    const which = version === undefined ? `"${operator}"` : `"${operator}" (version ${version})`
    const fix = "export the model with standard ONNX operators"
    return failed("MODEL_UNSUPPORTED", `${name} needs the operator ${which}, which ${runtime} lacks: ${fix}`)
  }
  const opset = /Opset (\d+) is under development.* till opset (\d+)/.exec(words)
  if (opset) {
    const [, found, largest] = opset
    return failed(
      "MODEL_UNSUPPORTED",
      `${name} uses opset ${found}; ${runtime} knows opsets up to ${largest}: export it with one of those`,
    )
  }
  const format = /Unsupported model IR version: (\d+), max supported IR version: (\d+)/.exec(words)
  if (format) {
    const [, found, largest] = format
    return failed(
      "MODEL_UNSUPPORTED",
      `${name} is in version ${found} of the ONNX format; ${runtime} reads up to ${largest}: export it with an older onnx`,
    )
  }
  if (/protobuf parsing failed/i.test(words)) {
    return failed(
      "MODEL_TRUNCATED",
      `${name} is damaged: ${runtime} cannot parse it; download or export it again`,
    )
  }
  if (/(?:External initializer|external data file).* out of bounds/i.test(words)) {
    return failed("MODEL_TRUNCATED", `${name} has weights in another file, which is too short: ${words}`)
  }
  if (/Unsupported data type|NOT_IMPLEMENTED|not (?:yet )?implemented|not supported/i.test(words)) {
    return failed("MODEL_UNSUPPORTED", `${runtime} does not support what ${name} holds: ${words}`)
  }
  return failed("MODEL_FAILED", `${runtime} does not load ${name}: ${words}`)
}
