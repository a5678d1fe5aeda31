import { connect } from "@pami/backend-kit"
import type { Model } from "@pami/core"
import { forceAnswer, type ForcedAnswer } from "./teacher-forcing.ts"
import { type EncoderAndDecoder, fitDecoder } from "./wiring.ts"
import { withoutCache } from "./without-cache.ts"

/** Options of {@link encoderDecoder}. */
export interface EncoderDecoderOptions extends EncoderAndDecoder {
  /** The answer, of `generate` or `answerOf`, or its ids. */
  readonly answer: readonly number[] | Pick<ForcedAnswer, "ids">
  /** The id, or ids, before the answer: `decoder_start_token_id` of the model's `config.json`. */
  readonly start: number | readonly number[]
  /** Fills up the input of a decoder of fixed length. Default 0. */
  readonly pad?: number | undefined
  /** Name of the decoder's input of ids. Default: recognized. */
  readonly ids?: string | undefined
}

/**
 * Returns the model of an encoder, its decoder and an answer: its inputs are those of the encoder, its output scores every
 * word of the answer, given the words before it (teacher forcing). So one run explains all words, whatever their number.
 *
 * The decoder may be one with a cache, such as `decoder_model_merged.onnx`: see {@link withoutCache}. The model owns encoder
 * and decoder: `dispose` disposes of both.
 *
 * @throws PamiError `ENCODER_UNSUITABLE` for an encoder that does not fit its decoder, `ANSWER_EMPTY`, `ANSWER_TOO_LONG`,
 *   `INPUT_NOT_FOUND`, `MODEL_UNSUPPORTED`
 *
 * @example
 * import { explain } from "@pami/core"
 *
 * const answer = answerOf({ tokenizer, text: "a red ball" })
 * const model = encoderDecoder({ encoder, decoder, answer, start: 1 })
 * const { targets } = await explain({ model, input, target: answerWords({ answer }) })
 * console.log(targets.map(({ label }) => label).join(", ")) // a red ball, a, red, ball
 */
export function encoderDecoder(options: EncoderDecoderOptions): Model {
  const { encoder, wiring, answer, start, pad, ids } = options
  const forced = forceAnswer(withoutCache(options.decoder, ids), {
    ids: "ids" in answer ? answer.ids : answer,
    start,
    pad,
    input: ids,
  })
  const fitted = fitDecoder({ encoder, decoder: forced, wiring })
  const connected = connect(encoder, forced, fitted.wiring)
  return fitted.findings.length === 0
    ? connected
    : { ...connected, findings: [...(connected.findings ?? []), ...fitted.findings] }
}
