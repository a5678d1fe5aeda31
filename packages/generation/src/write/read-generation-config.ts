import type { Json } from "@pami/core"
import { generationError } from "../codes.ts"
import { type GenerateOptions, mostBeams, mostIds } from "./generate.ts"

// Length of a configuration file, in characters.
const longest = 2 ** 20

/**
 * Returns the options that the files beside a model of Hugging Face name: `generation_config.json`, then `config.json` for what
 * the first leaves open. Values that the files do not name are absent; lengths and beams beyond the limits of `generate` are
 * those limits.
 *
 * @param files their texts, the more specific first
 * @throws PamiError `CONFIG_INVALID` for a text that is not a JSON object, or a value of another kind
 *
 * @example
 * const options = readGenerationConfig(['{ "decoder_start_token_id": 1, "eos_token_id": 2, "num_beams": 4 }'])
 * console.log(options.start, options.beams) // 1 4
 */
export function readGenerationConfig(files: readonly string[]): Partial<GenerateOptions> {
  const objects = files.map(parse)
  /** Returns the first value of a name, here or among the settings of the decoder. */
  const find = (name: string): Json | undefined =>
    objects
      .flatMap((object) => [object, isObject(object["decoder"]) ? object["decoder"] : {}])
      .map((object) => object[name])
      .find((value) => value !== undefined && value !== null)
  const whole = (name: string, least = 0) => expectWhole(name, find(name), least)
  const [start] = ["decoder_start_token_id", "bos_token_id"].flatMap((name) => whole(name) ?? [])
  const forced = whole("forced_bos_token_id")
  const end = list("eos_token_id", find("eos_token_id"))
  // The lengths count the start, those of new tokens do not.
  const withoutStart = (length: number | undefined) => length && Math.max(1, length - 1)
  const atMost = (most: number, value: number | undefined) => value && Math.min(most, value)
  const forbidden = [...list("suppress_tokens", find("suppress_tokens")), ...singles(find("bad_words_ids"))]
  const penalty = find("length_penalty")
  return Object.fromEntries(
    Object.entries({
      start: start === undefined ? undefined : forced === undefined ? start : [start, forced],
      end: end.length === 1 ? end[0] : end.length > 0 ? end : undefined,
      pad: whole("pad_token_id"),
      maxLength: atMost(mostIds, whole("max_new_tokens", 1) ?? withoutStart(whole("max_length", 1))),
      minLength: whole("min_new_tokens") ?? withoutStart(whole("min_length")),
      beams: atMost(mostBeams, whole("num_beams", 1)),
      lengthPenalty: typeof penalty === "number" ? penalty : undefined,
      noRepeat: whole("no_repeat_ngram_size"),
      forbidden: forbidden.length > 0 ? forbidden : undefined,
    } satisfies { [Name in keyof GenerateOptions]?: unknown }).filter(([, value]) => value !== undefined),
  )
}

type JsonObject = { readonly [name: string]: Json }

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function parse(text: string): JsonObject {
  let value: Json | undefined
  if (text.length <= longest)
    try {
      value = JSON.parse(text) as Json
    } catch {}
  if (isObject(value)) return value
  throw generationError(
    "CONFIG_INVALID",
    "expected a configuration that is a JSON object of at most 1 MiB, generation_config.json or config.json of the model",
  )
}

function expectWhole(name: string, value: Json | undefined, least = 0): number | undefined {
  if (value === undefined) return undefined
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= least) return value
  throw generationError(
    "CONFIG_INVALID",
    `${name} is a whole number from ${least}, not ${JSON.stringify(value).slice(0, 40)}: use the configuration of the model`,
    { name },
  )
}

function list(name: string, value: Json | undefined): number[] {
  if (value === undefined) return []
  const all = Array.isArray(value) ? (value as readonly Json[]) : [value]
  return all.map((id) => expectWhole(name, id)!)
}

/** Returns the words of one id; sequences of several are allowed. */
function singles(value: Json | undefined): number[] {
  if (!Array.isArray(value)) return []
  return (value as readonly Json[]).flatMap((ids) =>
    Array.isArray(ids) && ids.length === 1 ? list("bad_words_ids", ids as Json) : [],
  )
}
