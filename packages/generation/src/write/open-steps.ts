import { runInBatches } from "@pami/backend-kit"
import type { Feeds, Finding, Model, StringTensor, Tensor } from "@pami/core"
import { allocate } from "@pami/core/tensor"
import { generationError } from "../codes.ts"
import { fixedLength, idsInput, idsMask } from "../model/names.ts"
import { tensorOf } from "../model/teacher-forcing.ts"
import { type EncoderAndDecoder, fitDecoder } from "../model/wiring.ts"
import { withoutCache } from "../model/without-cache.ts"
import { logitsFormat } from "../scores/logits-format.ts"
import { type Logits, openLogits } from "../scores/open-logits.ts"

/** A model that writes, with its input in place. */
export interface Steps {
  /** The ids before the answer. */
  readonly start: readonly number[]
  /** Most ids of an answer that the decoder takes. */
  readonly longest: number
  readonly findings: readonly Finding[]
  /** Runs the decoder on the start and each of the answers, all of one length. Position `start.length - 1` scores their first id. */
  score(answers: readonly (readonly number[])[]): Promise<Logits>
}

/** Names and ids of a model that writes. */
export interface StepsOptions {
  readonly start?: number | readonly number[] | undefined
  readonly pad?: number | undefined
  readonly ids?: string | undefined
  readonly output?: string | undefined
}

/**
 * Puts the input of a model that writes in place: runs the encoder, once, or takes the ids of a decoder-only model as the
 * start.
 *
 * @throws PamiError `INPUT_NOT_FOUND`, `ENCODER_UNSUITABLE`, and the errors of `run`
 */
export async function openSteps(
  model: Model | EncoderAndDecoder,
  feeds: Feeds,
  { start, pad = 0, ids, output }: StepsOptions,
): Promise<Steps> {
  const isPair = "encoder" in model
  const decoder = withoutCache(isPair ? model.decoder : model, ids)
  const input = idsInput(decoder, ids)
  const mask = idsMask(decoder, input.name)
  const state = isPair
    ? await encode({ ...model, decoder }, [input.name, mask?.name], feeds)
    : { feeds, findings: [] }
  const { [input.name]: given, [mask?.name ?? ""]: shown, ...constants } = state.feeds
  const before = start === undefined ? [] : typeof start === "number" ? [start] : start
  const prefix = [...(given === undefined ? [] : rowOf(given, input.name)), ...before]
  if (prefix.length === 0)
    throw generationError(
      "INPUT_NOT_FOUND",
      `the model starts from an id: give \`start\`, decoder_start_token_id of its config.json, or feed "${input.name}" the ids of the text`,
    )
  const shownPrefix =
    shown === undefined ? prefix.map(() => 1) : [...rowOf(shown, mask!.name), ...before.map(() => 1)]
  const fixed = fixedLength(input)
  return {
    start: prefix,
    // The last id has no word after it to score.
    longest: fixed === undefined ? Infinity : fixed - prefix.length + 1,
    findings: state.findings,
    async score(answers) {
      const items = answers.length
      const length = prefix.length + answers[0].length
      const rest = Array.from({ length: (fixed ?? length) - length }, () => 0)
      const outputs = await runInBatches(decoder, {
        ...Object.fromEntries(Object.entries(constants).map(([name, feed]) => [name, repeat(feed, items)])),
        [input.name]: tensorOf(
          input,
          answers.map((answer) => [...prefix, ...answer, ...rest.map(() => pad)]),
        ),
        ...(mask !== undefined && {
          [mask.name]: tensorOf(
            mask,
            answers.map((answer) => [...shownPrefix, ...answer.map(() => 1), ...rest]),
          ),
        }),
      })
      return openLogits(outputs, items, logitsFormat(outputs, decoder, output))
    },
  }
}

/** Runs the encoder, and returns the feeds of the decoder but for the ids. */
async function encode(
  { encoder, decoder, wiring: given }: EncoderAndDecoder,
  owned: readonly (string | undefined)[],
  feeds: Feeds,
): Promise<{ feeds: Feeds; findings: readonly Finding[] }> {
  const inputs = decoder.inputs.filter(({ name }) => !owned.includes(name))
  // Not spread: a model may be an instance of a class.
  const rest = Object.create(decoder, { inputs: { value: inputs } }) as Model
  const { wiring, findings } = fitDecoder({ encoder, decoder: rest, wiring: given })
  const isOf = (infos: Model["inputs"]) => (name: string) => infos.some((info) => info.name === name)
  const pick = (isOwn: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(feeds).filter(([name]) => isOwn(name)))
  const outputs = await runInBatches(encoder, pick(isOf(encoder.inputs)))
  const wired = Object.entries(wiring).map(([name, wire]) => [
    name,
    typeof wire === "string" ? (outputs[wire] ?? feeds[wire]) : wire(outputs, 1),
  ])
  return { feeds: { ...pick(isOf(rest.inputs)), ...Object.fromEntries(wired) }, findings }
}

function rowOf({ data, shape }: Tensor | StringTensor, name: string): number[] {
  if (shape.length === 2 && shape[0] === 1) return Array.from(data as ArrayLike<number>, Number)
  throw new RangeError(`"${name}" is fed one item, [1, T]; got [${shape.join(", ")}]`)
}

/** Returns one item, repeated. */
function repeat(feed: Tensor | StringTensor, items: number): Tensor | StringTensor {
  const { length } = feed.data
  const shape = [items, ...feed.shape.slice(1)]
  if (feed.dtype === "string")
    return { dtype: "string", shape, data: Array.from({ length: items }, () => feed.data).flat() }
  const data = allocate(feed.dtype, length * items) as Float32Array
  for (let item = 0; item < items; item++) data.set(feed.data as Float32Array, item * length)
  return { dtype: feed.dtype, shape, data }
}
