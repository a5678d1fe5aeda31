import { connect, type Wiring } from "@pami/backend-kit"
import { type Finding, isPamiError, type Model, type Tensor, type TensorInfo } from "@pami/core"
import { encode } from "@pami/core/tensor"
import { generationError, note } from "../codes.ts"
import { listInputs } from "./names.ts"

/** An encoder and its decoder, each a file. */
export interface EncoderAndDecoder {
  /** Reads the image, the text, the sound. */
  readonly encoder: Model
  /** Writes the answer: gives scores of words [N, T, vocabulary] for the ids so far and the state of the encoder. */
  readonly decoder: Model
  /**
   * The feeds of inputs of the decoder: outputs and inputs of the encoder by name, or functions of its outputs, see `connect`
   * of `@pami/backend-kit`. Inputs of the usual names need none.
   */
  readonly wiring?: Wiring | undefined
}

/** The wires between an encoder and its decoder. */
export interface Fitted {
  readonly wiring: Wiring
  readonly findings: readonly Finding[]
}

const usualStates = ["encoder_hidden_states", "encoder_outputs", "encoder_last_hidden_state", "memory"]
const usualOutputs = [
  "last_hidden_state",
  "encoder_hidden_states",
  "hidden_states",
  "encoder_outputs",
  "memory",
]

/**
 * Returns the wires between an encoder and its decoder: the given ones, and those between inputs and outputs of the usual
 * names. The state of the encoder is `last_hidden_state`, fed as `encoder_hidden_states`; `encoder_attention_mask` is the
 * mask of the text that the encoder reads, or shows all of the state.
 *
 * @param decoder without its cache, see `withoutCache`
 * @throws PamiError `ENCODER_UNSUITABLE` for an encoder that does not fit, with both shapes and the way to wire them
 */
export function fitDecoder({ encoder, decoder, wiring: given = {} }: EncoderAndDecoder): Fitted {
  const findings: Finding[] = []
  const wiring: Record<string, Wiring[string]> = { ...given }
  const isOpen = ({ name }: TensorInfo) => !Object.hasOwn(wiring, name)
  const state = decoder.inputs.filter(isOpen).find(isState(decoder.inputs.filter(isOpen)))
  if (state !== undefined) {
    const output = chooseState(encoder, state)
    wiring[state.name] = output
    if (!usualStates.includes(state.name) || !usualOutputs.includes(output))
      findings.push(
        note(
          "ENCODER_WIRED",
          `the decoder's "${state.name}" is fed the encoder's "${output}", the only output that fits`,
          `if that is wrong, a program can wire it: \`wiring\` of encoderDecoder, { "${state.name}": "NAME OF AN OUTPUT" }`,
        ),
      )
  }
  for (const { name } of decoder.inputs.filter(isOpen))
    if (encoder.outputs.some((output) => output.name === name)) wiring[name] = name
  const mask = decoder.inputs.filter(isOpen).find(({ name }) => name === "encoder_attention_mask")
  if (mask !== undefined) {
    const hasMask = encoder.inputs.some(({ name }) => name === "attention_mask")
    const source = [state?.name, ...usualStates].flatMap((name) => wiring[name ?? ""] ?? [])[0]
    if (hasMask) wiring[mask.name] = "attention_mask"
    else if (source !== undefined)
      wiring[mask.name] = (outputs, items) =>
        showAll(mask, typeof source === "string" ? outputs[source] : source(outputs, items))
  } else if (hasPlainMask(decoder) && hasPlainMask(encoder))
    findings.push(
      note(
        "MASK_ASSUMED",
        'the decoder\'s "attention_mask" is taken for the mask of the answer, not of the text that the encoder reads',
        'if that is wrong, a program can wire it: `wiring` of encoderDecoder, { attention_mask: "attention_mask" }',
      ),
    )
  if (Object.keys(wiring).length === 0)
    throw unsuitable(
      { encoder, decoder },
      `the decoder has no input for the state of the encoder: it takes ${listInputs(decoder.inputs)}`,
    )
  try {
    connect(encoder, decoder, wiring)
  } catch (cause) {
    if (!isPamiError(cause)) throw cause
    throw unsuitable({ encoder, decoder }, cause.message, cause)
  }
  return { wiring, findings }
}

function isState(inputs: readonly TensorInfo[]): (input: TensorInfo) => boolean {
  const usual = inputs.find(({ name }) => usualStates.includes(name))
  if (usual !== undefined) return (input) => input === usual
  const floats = inputs.filter(({ dtype, shape }) => dtype.startsWith("float") && shape.length === 3)
  return (input) => floats.length === 1 && input === floats[0]
}

/** Returns the output that feeds the state: of the usual names, else the only one that has as many axes. */
function chooseState({ outputs }: Model, state: TensorInfo): string {
  const usual = usualOutputs.find((name) => outputs.some((output) => output.name === name))
  if (usual !== undefined) return usual
  const fitting = outputs.filter(
    ({ dtype, shape }) => dtype === state.dtype && shape.length === state.shape.length,
  )
  if (fitting.length === 1) return fitting[0].name
  throw generationError(
    "ENCODER_UNSUITABLE",
    `${fitting.length === 0 ? "no output" : `${fitting.length} outputs`} of the encoder (${listInputs(outputs)}) can be the decoder's ${listInputs([state])}. A program can wire it: \`wiring\` of encoderDecoder, { "${state.name}": "NAME OF AN OUTPUT" }, or a function of the outputs.`,
    { outputs: outputs.map(({ name }) => name), input: state.name },
  )
}

function hasPlainMask({ inputs }: Model): boolean {
  return inputs.some(({ name }) => name === "attention_mask")
}

function showAll(mask: TensorInfo, { shape: [items, length] }: Tensor): Tensor {
  const dtype = mask.dtype === "string" ? "int64" : mask.dtype
  return { dtype, shape: [items, length], data: encode(dtype, new Float32Array(items * length).fill(1)) }
}

function unsuitable({ encoder, decoder }: EncoderAndDecoder, reason: string, cause?: unknown) {
  return generationError(
    "ENCODER_UNSUITABLE",
    `the encoder does not fit its decoder: ${reason}. Use the two files of one model. A program can convert the outputs: \`wiring\` of encoderDecoder, { "INPUT OF THE DECODER": (outputs) => tensor }`,
    {
      outputs: encoder.outputs.map(({ name, shape }) => ({ name, shape: [...shape] })),
      inputs: decoder.inputs.map(({ name, shape }) => ({ name, shape: [...shape] })),
    },
    cause,
  )
}
