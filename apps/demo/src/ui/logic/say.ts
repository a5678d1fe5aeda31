import { shown } from "./format.ts"

/** What went wrong, for people. */
export interface Message {
  readonly title: string
  /** What was expected, what came, what to do. */
  readonly text: string
  /** Stable name, for whoever asks for help. */
  readonly code: string | null
}

const titles: Record<string, string> = {
  ACTIVATION_UNSUITABLE: "The outputs cannot be read that way",
  BACKEND_UNAVAILABLE: "This browser cannot run it that way",
  ENGINE_STOPPED: "The model has stopped",
  FILE_NOT_FOUND: "A file is missing",
  FILE_UNREADABLE: "A file cannot be read",
  INPUT_NOT_CHOSEN: "The model has several inputs",
  INPUT_NOT_FED: "The model wants more than a picture",
  LABELS_INVALID: "The labels cannot be read",
  LABEL_NOT_FOUND: "No such class",
  MANIFEST_INVALID: "The manifest cannot be read",
  MANIFEST_UNTRUSTED: "The manifest asks for what it may not",
  MODEL_FAILED: "The model does not run",
  MODEL_INVALID: "The model’s file is damaged",
  MODEL_TOO_LARGE: "The model is too large for this browser tab",
  MODEL_TRUNCATED: "The model’s file is not complete",
  MODEL_UNRECOGNIZED: "This is no model that can be opened here",
  MODEL_UNSUPPORTED: "The model uses something that is not supported",
  OUTPUT_NOT_CHOSEN: "The model has several outputs",
  OUTPUT_NOT_FINITE: "The model’s answer is no number",
  OUTPUT_UNSUITABLE: "The model does not answer with classes",
  PICTURE_BROKEN: "The picture is damaged",
  PICTURE_TOO_LARGE: "The picture is too large",
  PICTURE_TOO_SMALL: "The picture is too small",
  PICTURE_UNSUPPORTED: "This kind of picture cannot be read",
  PRESET_INVALID: "The preprocessor file cannot be read",
  SWEEP_GONE: "This map’s numbers are gone",
  RECIPE_INVALID: "The settings do not go together",
  SCORES_TOO_MANY: "The model has too many classes for so many passes",
  SHAPE_MISMATCH: "The picture does not fit the model’s input",
  WEIGHTS_OUTSIDE: "The model’s weights lie outside its folder",
}

const longest = 1200

// What only a program can do.
const forPrograms = /,? or raise maxPixels[^.]*|(?<=\.) Name one\./g

const mayBeExhaustion: readonly (string | null)[] = [null, "UNEXPECTED", "MODEL_FAILED", "OUT_OF_MEMORY"]

/** An error, from the worker or from here, as a message. */
export function say(error: unknown): Message {
  const { code = null, message: said = String(error) } = (error ?? {}) as {
    code?: string | null
    message?: string
  }
  // It may hold a name from a stranger's file.
  const message = shown(said.replaceAll(/\s+/g, " ").replace(forPrograms, ""), longest)
  if (mayBeExhaustion.includes(code) && isExhaustion(message))
    return {
      title: "The model needs more memory than there is",
      text: `Close other tabs, take a smaller or a quantized version of the model, or use the command line. What was said: ${sentence(message)}`,
      code: "OUT_OF_MEMORY",
    }
  if (typeof code === "string" && code in titles)
    return { title: titles[code], text: sentence(message), code }
  return {
    title: "Something went wrong",
    text: sentence(message),
    code: typeof code === "string" ? code : null,
  }
}

/** What browsers and runtimes say where an array buffer or the heap of WebAssembly does not fit. */
function isExhaustion(message: string): boolean {
  return /allocation failed|fail\w* to allocate|cannot allocate|out of memory|no memory|memory (access|runs out)|bad_alloc|grow/i.test(
    message,
  )
}

function sentence(text: string): string {
  const trimmed = text.trim()
  // A file's name stays as it is written.
  const first = /^\S+\.\S/.test(trimmed) ? trimmed : trimmed.charAt(0).toUpperCase() + trimmed.slice(1)
  return /[.!?]$/.test(first) ? first : `${first}.`
}
