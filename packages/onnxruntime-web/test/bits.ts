import { random } from "@pami/core/tensor"
import { convolutions } from "@pami/test-models"
import { models } from "@pami/zoo"
import { noise } from "./inputs.ts"

/**
 * Models, images, and the digest of all outputs: the same bits wherever WebAssembly runs. `node -C source test/answers.ts 1`
 * prints the digests, for when a new version of the runtime changes them.
 */
export const cases = [
  {
    name: "the zoo's scenes",
    source: models.scenes.onnx.href,
    pictures: noise(32, 96),
    answers: "sha256:2a1059a019e131e61acdf078a85e6f80cea26e2790a4b20a6672d649e608aff6",
  },
  {
    name: "a convolutional net",
    source: convolutions({ weight: random(3) }),
    pictures: noise(32, 32),
    answers: "sha256:14eb0bece5b07b24314cc7a07b43bc90a0c88a5b63dcb38cf2b48e01047b583c",
  },
] as const

/** Batch sizes for these images. */
export const batches = [1, 7, 32] as const
