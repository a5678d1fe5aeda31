import { PamiError } from "@pami/core"
import type { Model } from "@pami/core"

// The state of an encoder, as Optimum and transformers.js name it.
const states = /^encoder_(?:hidden_states|outputs)$/

/**
 * Refuses a decoder without its encoder.
 *
 * @param feeds inputs that the caller feeds. Default: none
 * @throws PamiError `ENCODER_MISSING`
 */
export function expectEncoder({ inputs }: Pick<Model, "inputs">, feeds: object = {}): void {
  const state = inputs.find(({ name }) => states.test(name) && !Object.hasOwn(feeds, name))
  if (state === undefined) return
  throw new PamiError(
    "ENCODER_MISSING",
    `the model is a decoder: it takes the state of an encoder ("${state.name}"). Name the encoder as well, or the folder of both`,
  )
}
