import { dirname, sep } from "node:path"
import { receiveMessageOnPort, workerData } from "node:worker_threads"
import { isPamiError } from "@pami/core"
import { explainedContrasts } from "@pami/explainer"
import type { Explainable, Result } from "@pami/explainer"
import { mapNames, saveExplanation } from "@pami/recipe"
import type { RecipeRecord } from "@pami/recipe"
import type { CodedError } from "../codes.ts"
import { ServeError } from "../codes.ts"
import type { ExplanationDocument } from "../document.ts"
import type { RequestInput } from "../request/input.ts"
import type { ServedModel } from "../served-models.ts"
import { loadedModels } from "./loaded-models.ts"
import type { WorkerOptions } from "./loaded-models.ts"
import type { Asked, Done, Job, JobProgress } from "./messages.ts"

const settings = workerData as WorkerOptions
const loaded = loadedModels(settings)

// Milliseconds between two messages about progress.
const pause = 100

/** Explains the input of a request. Returns the error in place of throwing it: threads pass no codes of errors. */
export default async function explainJob({ port, ...asked }: Job): Promise<Done> {
  try {
    return await explainAsked(asked, port)
  } catch (error) {
    return { error: codedError(error, asked) }
  } finally {
    port.close()
  }
}

async function explainAsked(asked: Asked, port: Job["port"]): Promise<Done> {
  const stop = new AbortController()
  // The client may have left while the request waited.
  if (receiveMessageOnPort(port) !== undefined) stop.abort()
  port.on("message", () => stop.abort())
  // The time counts from here.
  port.postMessage({ passes: 0, share: 0 } satisfies JobProgress)
  const explain = await loaded(asked.model)
  let last = 0
  let exceeds = false
  const result = await explain(inputOf(asked.input), {
    ...asked.options,
    maxPixels: settings.maxPixels,
    signal: stop.signal,
    onProgress({ passes, share }) {
      if (passes > settings.maxPasses) {
        exceeds = true
        stop.abort()
      }
      const now = performance.now()
      if (now - last < pause) return
      last = now
      port.postMessage({ passes, share } satisfies JobProgress)
    },
  }).catch((error: unknown) => {
    throw exceeds
      ? new ServeError(
          "PASSES_EXCEEDED",
          `the explanation needs more than the ${settings.maxPasses} forward passes that this server allows: give fewer in "passes"`,
        )
      : error
  })
  return await written(result, asked, explain.labels)
}

function inputOf(input: RequestInput): Explainable {
  if ("texts" in input) return input.texts
  const { name, bytes } = input
  return new File([bytes as Uint8Array<ArrayBuffer>], name)
}

/** Returns the contents of the response. */
async function written(
  result: Result,
  { model, format }: Asked,
  labels: readonly string[] | undefined,
): Promise<Done> {
  const { passes } = result.explanation
  const record = namedRecord(result, model)
  const types = { png: "image/png", svg: "image/svg+xml" }
  if (format === "png" || format === "svg")
    return { type: types[format], body: await result.figure({ format }), passes }
  if (format === "npz")
    return { type: "application/zip", body: saveExplanation(result.explanation, record), passes }
  if (format === "html") {
    if (result.html === undefined)
      throw new ServeError("FORMAT_UNAVAILABLE", 'format: "html" is for texts; an image has "png" and "svg"')
    return { type: "text/html; charset=utf-8", body: result.html(), passes }
  }
  const document = documentOf(result, { model: model.name, labels, record })
  return { type: "application/json; charset=utf-8", body: JSON.stringify(document), passes }
}

/** Returns the record of a result, with the model's files as the folder of models has them: `reviews/tokenizer.json`. */
function namedRecord(result: Result, model: ServedModel): RecipeRecord {
  return mapNames(result.manifest().extra as RecipeRecord, (name) =>
    withoutFolder(name, model).replaceAll(sep, "/"),
  )
}

/** Returns a text without the path of the folder of models. */
function withoutFolder(text: string, { path }: ServedModel): string {
  return text.replaceAll(dirname(path) + sep, "")
}

function documentOf(
  result: Result,
  {
    model,
    labels,
    record,
  }: {
    readonly model: string
    readonly labels: readonly string[] | undefined
    readonly record: RecipeRecord
  },
): ExplanationDocument {
  const { explanation, recipe, prediction, axes, findings } = result
  const { targets, scale, passes, grids } = explanation
  const scored = ({ id, label, score, box }: (typeof targets)[number]) => ({
    id,
    label: label ?? (typeof id === "number" ? labels?.[id] : undefined) ?? null,
    score,
    ...(box === undefined ? {} : { box }),
  })
  return {
    model,
    scale,
    prediction: prediction.slice(0, 5).map(scored),
    maps: explainedContrasts(recipe, explanation).map(({ target, versus }) => {
      const map = result.map(versus === undefined ? target : { target, versus })
      return {
        ...scored(targets.find(({ id }) => id === target)!),
        shape: grids.length === 1 ? grids[0].shape : [map.length],
        float32: Buffer.from(map.buffer, map.byteOffset, map.byteLength).toString("base64"),
      }
    }),
    axes,
    passes,
    findings,
    recipe: record.recipe,
    manifest: { ...result.manifest(), extra: record },
  }
}

/** Returns the error with its code, without the places of this machine. */
function codedError(error: unknown, { model, input }: Asked): CodedError {
  if (isPamiError(error) && error.code === "REFERENCE_MISSING")
    return {
      code: error.code,
      message:
        "an embedding is explained by its similarity to references, and a request has none: take `explainer` or `pami explain --reference`",
    }
  const isCoded = isPamiError(error) || error instanceof ServeError
  if (!isCoded && !(error instanceof RangeError)) {
    console.error(error)
    return { code: "INTERNAL", message: "the server failed on this request" }
  }
  const message = withoutFolder(error.message, model).replaceAll(
    /^: /g,
    "name" in input ? `${input.name}: ` : "",
  )
  return { code: isCoded ? error.code : "OPTION_INVALID", message }
}
