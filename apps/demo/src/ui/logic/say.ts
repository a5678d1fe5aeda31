import type { CoreErrorCode } from "@pami/core"
import type { ImageErrorCode } from "@pami/image"
import { isExhaustion } from "../../engine/exhaustion.ts"
import { shown } from "./format.ts"

/** What went wrong, for people. */
export interface Message {
  readonly title: string
  /** What was expected, what came, what to do. */
  readonly text: string
  /** Stable name, for people who ask for help. */
  readonly code: string | null
}

/** Codes of this page, and of packages that do not list theirs. */
type OtherCode =
  | "ENGINE_STOPPED"
  | "FILE_UNRECOGNIZED"
  | "INPUT_NOT_CHOSEN"
  | "MANIFEST_UNTRUSTED"
  | "MODEL_TOO_LARGE"
  | "OUT_OF_MEMORY"
  | "RECIPE_INVALID"
  | "STUDIO_STOPPED"
  | "SWEEP_GONE"
  | "TOO_EARLY"

/** Codes that a page never shows. */
type Unseen = "ABORTED" | "SHARP_UNAVAILABLE"

// The compiler checks that every code has a title.
const titles: Readonly<Record<Exclude<CoreErrorCode | ImageErrorCode, Unseen> | OtherCode, string>> = {
  ACTIVATION_UNSUITABLE: "The outputs cannot be read that way",
  ARRAY_INVALID: "An array cannot be read",
  BACKEND_UNAVAILABLE: "This browser cannot run it that way",
  BATCH_TOO_LARGE: "The model takes more than fits",
  CONTRACT_MISMATCH: "Parts of PAMI do not fit together",
  ENGINE_STOPPED: "The model has stopped",
  FILE_NOT_FOUND: "A file is missing",
  FILE_TOO_LARGE: "A file is too large",
  FILE_UNREADABLE: "A file cannot be read",
  FILE_UNRECOGNIZED: "A file cannot be opened here",
  INPUT_NOT_CHOSEN: "The model has several inputs",
  INPUT_NOT_FED: "The model wants more than a picture",
  INPUT_NOT_FOUND: "The model has no input of that name",
  LABELS_INVALID: "The labels cannot be read",
  LABEL_NOT_FOUND: "No class has that name",
  MANIFEST_INVALID: "The manifest cannot be read",
  MANIFEST_UNTRUSTED: "The manifest asks for something it is not allowed to",
  MODEL_DISPOSED: "The model is closed",
  MODEL_FAILED: "The model does not run",
  MODEL_INVALID: "The model’s file is damaged",
  MODEL_TOO_LARGE: "The model is too large for this browser tab",
  MODEL_TRUNCATED: "The model’s file is not complete",
  MODEL_UNRECOGNIZED: "Unsupported model file",
  MODEL_UNSUPPORTED: "The model uses something that is not supported",
  OUTPUT_NOT_CHOSEN: "The model has several outputs",
  OUTPUT_NOT_FINITE: "The model’s answer is not a number",
  OUTPUT_NOT_FOUND: "The model has no output of that name",
  OUTPUT_UNSUITABLE: "The model does not answer with classes",
  OUT_OF_MEMORY: "This needs more memory than there is",
  PARTITION_FAILED: "The picture cannot be cut that way",
  PICTURE_BROKEN: "The picture is damaged",
  PICTURE_TOO_LARGE: "The picture is too large",
  PICTURE_TOO_SMALL: "The picture is too small",
  PICTURE_UNSUPPORTED: "This kind of picture cannot be read",
  PRESET_INVALID: "The preprocessor file cannot be read",
  READ_OUT_UNSUITABLE: "The scores cannot be read out that way",
  RECIPE_INVALID: "The settings do not go together",
  SCORES_TOO_MANY: "The model has too many classes for so many passes",
  SHAPE_MISMATCH: "The picture does not fit the model’s input",
  STUDIO_STOPPED: "The work on the picture has stopped",
  SWEEP_GONE: "This map’s numbers are gone",
  TARGET_AMBIGUOUS: "Several classes may be meant",
  TARGET_OUT_OF_RANGE: "The model has no class of that number",
  TOO_EARLY: "It is too early for that",
  WEIGHTS_OUTSIDE: "The model’s weights lie outside its folder",
}

const longest = 1200

// Advice that only a program can follow.
const forPrograms = /,? or raise maxPixels[^.]*|(?<=\.) Name one\./g

const otherInputs =
  "This page gives a model one picture, and nothing else. The command line takes more: pami explain --model-input NAME --feed OTHER=VALUE."

// Ways that the command line has and this page lacks.
const elsewhere: Readonly<Record<string, string>> = {
  INPUT_NOT_CHOSEN: otherInputs,
  INPUT_NOT_FED: otherInputs,
}

const mayBeExhaustion: readonly (string | null)[] = [null, "UNEXPECTED", "MODEL_FAILED", "OUT_OF_MEMORY"]

/** An error, from the worker or from here, as a message. */
export function say(error: unknown): Message {
  const code = codeOf(error)
  const { message: said = String(error) } = (error ?? {}) as { message?: string }
  // It may hold a name from a stranger's file.
  const message = shown(said.replaceAll(/\s+/g, " ").replace(forPrograms, ""), longest)
  if (mayBeExhaustion.includes(code) && isExhaustion(message))
    return {
      title: titles.OUT_OF_MEMORY,
      text: `Close other tabs, take a smaller picture, a smaller or a quantized version of the model, or use the command line. What was said: ${sentence(message)}`,
      code: "OUT_OF_MEMORY",
    }
  const text = [sentence(message), code !== null && elsewhere[code]].filter(Boolean).join(" ")
  return { title: (code !== null && titleOf(code)) || "Something went wrong", text, code }
}

function titleOf(code: string): string | undefined {
  return Object.hasOwn(titles, code) ? titles[code as keyof typeof titles] : undefined
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
