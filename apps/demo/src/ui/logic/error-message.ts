import type { CoreErrorCode } from "@pami/core"
import type { ImageErrorCode } from "@pami/image"
import { isExhaustion } from "../../engine/exhaustion.ts"
import { shown } from "./format.ts"

/** An error, as it is shown. */
export interface Message {
  readonly title: string
  /** The expected value, the actual value, and a fix. */
  readonly text: string
  /** Stable name, for bug reports. */
  readonly code: string | null
  /** A button for another thing that the reader may want to do. */
  readonly action?: { readonly label: string; readonly run: () => void }
}

/** Codes of this page, and of packages that do not export a list of theirs. */
type OtherCode =
  | "ARCHIVE_INVALID"
  | "ARCHIVE_TOO_LARGE"
  | "ENGINE_STOPPED"
  | "EXPLANATION_INVALID"
  | "FILE_UNRECOGNIZED"
  | "INPUT_NOT_CHOSEN"
  | "MANIFEST_UNTRUSTED"
  | "MODEL_NOT_FETCHED"
  | "MODEL_TOO_LARGE"
  | "OUT_OF_MEMORY"
  | "RECIPE_INVALID"
  | "IMAGE_WORKER_STOPPED"
  | "SERVER_UNREACHABLE"
  | "STORAGE_FULL"
  | "STORAGE_UNAVAILABLE"
  | "SWEEP_GONE"
  | "TOKEN_INVALID"
  | "TOO_EARLY"

/** Codes that a page never shows. */
type Unseen = "ABORTED" | "SHARP_UNAVAILABLE"

// The compiler checks that every code has a title.
const titles: Readonly<Record<Exclude<CoreErrorCode | ImageErrorCode, Unseen> | OtherCode, string>> = {
  ACTIVATION_UNSUITABLE: "Activation does not fit the outputs",
  ARCHIVE_INVALID: "Cannot unpack the archive",
  ARCHIVE_TOO_LARGE: "Archive too large",
  ARRAY_INVALID: "Invalid array file",
  BACKEND_UNAVAILABLE: "Runtime not available in this browser",
  BATCH_TOO_LARGE: "Batch too large",
  CONTRACT_MISMATCH: "Incompatible versions of PAMI packages",
  ENGINE_STOPPED: "The model has stopped",
  EXPLANATION_INVALID: "Not a saved explanation",
  FILE_NOT_FOUND: "File not found",
  FILE_TOO_LARGE: "File too large",
  FILE_UNREADABLE: "Cannot read the file",
  FILE_UNRECOGNIZED: "Unsupported file",
  INPUT_NOT_CHOSEN: "The model has several inputs",
  INPUT_NOT_FED: "The model needs more inputs",
  INPUT_NOT_FOUND: "No input with that name",
  LABELS_INVALID: "Cannot read the labels",
  LABEL_NOT_FOUND: "No class with that name",
  MANIFEST_INVALID: "Invalid manifest",
  MANIFEST_UNTRUSTED: "Manifest asks for something unsafe",
  MODEL_DISPOSED: "The model is closed",
  MODEL_FAILED: "The model failed to run",
  MODEL_INVALID: "Damaged model file",
  MODEL_NOT_FETCHED: "The model did not arrive",
  MODEL_TOO_LARGE: "Model too large for this browser tab",
  MODEL_TRUNCATED: "Truncated model file",
  MODEL_UNRECOGNIZED: "Unsupported model file",
  MODEL_UNSUPPORTED: "Unsupported model",
  OUTPUT_NOT_CHOSEN: "The model has several outputs",
  OUTPUT_NOT_FINITE: "The output is not a number",
  OUTPUT_NOT_FOUND: "No output with that name",
  OUTPUT_UNSUITABLE: "The output holds no class scores",
  OUT_OF_MEMORY: "Out of memory",
  PARTITION_FAILED: "Cannot partition the image",
  PARTITION_UNSUITABLE: "Method does not fit the image",
  PICTURE_BROKEN: "Damaged image file",
  PICTURE_TOO_LARGE: "Image too large",
  PICTURE_TOO_SMALL: "Image too small",
  PICTURE_UNSUPPORTED: "Unsupported image format",
  PRESET_INVALID: "Cannot read the preprocessor file",
  READ_OUT_UNSUITABLE: "Read-out does not fit the scores",
  RECIPE_INVALID: "Invalid settings",
  SCORES_TOO_MANY: "Too many classes and passes",
  SERVER_UNREACHABLE: "The server does not answer",
  SHAPE_MISMATCH: "Input does not fit the model",
  IMAGE_WORKER_STOPPED: "Image processing has stopped",
  STORAGE_FULL: "No room to keep your files",
  STORAGE_UNAVAILABLE: "Cannot keep your files",
  SWEEP_GONE: "The scores of this map are gone",
  TARGET_AMBIGUOUS: "Several classes match",
  TARGET_OUT_OF_RANGE: "No class with that number",
  TOKEN_INVALID: "Wrong token",
  TOO_EARLY: "Not ready yet",
  WEIGHTS_OUTSIDE: "Weights outside the model’s folder",
}

// Errors of inputs that are not images, by the package that they come from.
const families: readonly (readonly [RegExp, string])[] = [
  [/^INPUT_(UNSUITABLE|UNRECOGNIZED)$/, "Input does not fit the model"],
  [/^(SERIES|SOUND|WAV|FLAC|MP3)_/, "Cannot use this series"],
  [/^(TABLE|ROW|COLUMN|CATEGORY|BACKGROUND)/, "Cannot use this table"],
  [/^(VOLUME|NIFTI)_/, "Cannot use this volume"],
  [/^TOKENIZER_/, "Cannot use the tokenizer"],
  [/^TEXT_/, "Cannot use this text"],
  [/^TASK_/, "The task is not supported"],
]

const longest = 1200

// Advice for programs only.
const forPrograms = /,? or raise maxPixels[^.]*|(?<=\.) Name one\.| For other tasks, see @pami\/targets\./g

// Advice on what the page has, or only the command line.
const advice: Readonly<Record<string, string>> = {
  INPUT_NOT_CHOSEN: "On the command line you can name it: pami explain --model-input NAME.",
  INPUT_NOT_FED: "Give each other input a number, under “Settings”.",
  OUTPUT_UNSUITABLE:
    "If the model has another output or task, choose it under “Settings” or “Which is right?”.",
}

const mayBeExhaustion: readonly (string | null)[] = [null, "UNEXPECTED", "MODEL_FAILED", "OUT_OF_MEMORY"]

/** Returns an error, from a worker or from the page, as a message. */
export function toMessage(error: unknown): Message {
  const code = codeOf(error)
  const { message: said = String(error) } = (error ?? {}) as { message?: string }
  // It may hold a name from an untrusted file.
  const message = shown(said.replaceAll(/\s+/g, " ").replace(forPrograms, ""), longest)
  if (mayBeExhaustion.includes(code) && isExhaustion(message))
    return {
      title: titles.OUT_OF_MEMORY,
      text: `Close other tabs, or use a smaller image, a smaller or quantized model, or the command line. Error: ${sentence(message)}`,
      code: "OUT_OF_MEMORY",
    }
  const text = [sentence(message), code !== null && advice[code]].filter(Boolean).join(" ")
  return { title: (code !== null && titleOf(code)) || "Something went wrong", text, code }
}

function titleOf(code: string): string | undefined {
  return Object.hasOwn(titles, code)
    ? titles[code as keyof typeof titles]
    : families.find(([pattern]) => pattern.test(code))?.[1]
}

// The names of the errors of browsers for a file that was changed, moved or deleted after it was chosen.
const unreadable: readonly unknown[] = ["NotReadableError", "NotFoundError"]

/** Returns the stable name of an error; `null` for an error without one. */
export function codeOf(error: unknown): string | null {
  const { code, name } = (error ?? {}) as { code?: unknown; name?: unknown }
  if (typeof code === "string") return code
  return unreadable.includes(name) ? "FILE_UNREADABLE" : null
}

function sentence(text: string): string {
  const trimmed = text.trim()
  // A file's name stays as it is written.
  const first = /^\S+\.\S/.test(trimmed) ? trimmed : trimmed.charAt(0).toUpperCase() + trimmed.slice(1)
  return /[.!?]$/.test(first) ? first : `${first}.`
}
