import { digestOf, limitsOf } from "@pami/backend-kit"
import type { Model, Settings, TensorInfo } from "@pami/core"
import { modelOf, type OnnxSession, runOn } from "@pami/onnxruntime-common"
import { env, PreTrainedModel, Tensor } from "@huggingface/transformers"
import type { PipelineModel, PipelineSession, PipelineTensor } from "./pipeline.ts"

/** Options of {@link sessionModel}. */
export interface SessionModelOptions {
  /** Which of the pipeline's sessions. Default `"model"`. */
  readonly session?: string
  /** Name of the model, with its version: a part of its digest. Default: none. */
  readonly name?: string | undefined
  /** Inputs that transformers.js fills by itself. Default: none. */
  readonly filled?: readonly string[]
  /** Tensors that every run is fed. Default: none. */
  readonly constants?: Readonly<Record<string, PipelineTensor>>
  /** Names of the outputs. Default: all. */
  readonly outputs?: readonly string[]
  /** Shapes of inputs and outputs, for the axes that the file leaves open. Default: none. */
  readonly shapes?: Readonly<Record<string, Lengths>>
  /** All that decides the outputs beside the weights, for the digest. Default: nothing. */
  readonly settings?: Settings
}

/**
 * Returns one of the sessions of a pipeline as a model: its runs go through transformers.js, in a browser in turn with those of the
 * pipeline itself. `dispose` leaves the session open, since the pipeline owns it.
 */
export async function sessionModel(
  { sessions, config }: PipelineModel,
  options: SessionModelOptions = {},
): Promise<Model> {
  const {
    session: key = "model",
    name,
    filled = [],
    constants = {},
    outputs,
    shapes = {},
    settings,
  } = options
  const session = sessions[key]
  const shaped = (value: ValueMetadata) =>
    value.isTensor ? { ...value, shape: closed(value.shape, shapes[value.name]) } : value
  const isOpen = (input: string) => !filled.includes(input) && !Object.hasOwn(constants, input)
  const facts = {
    inputMetadata: session.inputMetadata.filter((input) => isOpen(input.name)).map(shaped),
    outputMetadata: session.outputMetadata
      .filter((output) => outputs?.includes(output.name) ?? true)
      .map(shaped),
  }
  const { inputMetadata, outputMetadata } = session
  const about = [name ?? null, key, settings ?? null, config, inputMetadata, outputMetadata]
  return modelOf(runsOf(session, facts, constants), {
    file: name ?? "the pipeline's model",
    backend: "transformers",
    version: `of transformers.js ${env.version}`,
    header: { inputs: [], outputs: [], operators: [], activations: {}, metadata: {}, externalFiles: [] },
    digest: await digestOf(new TextEncoder().encode(JSON.stringify(about))),
    settings: {
      runtime: `transformers.js ${env.version}`,
      device: session.config?.device ?? "auto",
      dtype: session.config?.dtype ?? "auto",
      ...settings,
    },
    limits: (inputs: readonly TensorInfo[]) => limitsOf(inputs, preferredBatch),
  })
}

type Lengths = readonly (number | string)[]

/** Returns a shape with the known lengths of its open axes. */
function closed(shape: Lengths, known: Lengths = []): Lengths {
  // An open axis without a name is -1, which WebAssembly reads as 4294967295.
  const isOpen = (length: number | string) => !(typeof length === "number" && length > 0 && length < 2 ** 31)
  return shape.map((length, axis) => (isOpen(length) ? (known[axis] ?? length) : length))
}

type ValueMetadata = PipelineSession["inputMetadata"][number]

const preferredBatch = 8

/** Runs a session by the class of transformers.js that gives all outputs as they are. */
function runsOf(
  session: PipelineSession,
  facts: OnnxSession["facts"],
  constants: NonNullable<SessionModelOptions["constants"]>,
): OnnxSession {
  // Its constructor takes sessions that are open; the configuration would only choose another way to run them.
  const plain = new PreTrainedModel({} as never, { model: session }, {}) as unknown as {
    forward(inputs: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>
  }
  // Each onnxruntime has its own class of tensors: that of this one is inside its wrapper.
  const RuntimeTensor = new Tensor("float32", [0], [1]).ort_tensor.constructor as Parameters<typeof runOn>[0]
  const runner = {
    async run(fed: Readonly<Record<string, object>>, names: readonly string[]) {
      const inputs = Object.entries(fed).map(([name, tensor]) => [name, wrapped(tensor)] as const)
      const outputs = await plain.forward({ ...constants, ...Object.fromEntries(inputs) } as Readonly<
        Record<string, Tensor>
      >)
      const read: [string, unknown][] = []
      for (const [name, { ort_tensor: tensor }] of Object.entries(outputs)) {
        // Tensors on the GPU are freed by nobody else.
        if (names.includes(name))
          read.push([name, tensor.location === "cpu" ? tensor : await onProcessor(tensor)])
        else if (tensor.location !== "cpu") tensor.dispose()
      }
      return Object.fromEntries(read)
    },
  }
  return {
    facts,
    run: (feeds, outputs) =>
      runOn(RuntimeTensor, runner as unknown as Parameters<typeof runOn>[1], feeds, outputs),
    release: async () => {},
  }
}

/** Returns a tensor of the runtime as one of transformers.js, whose constructor takes only those of the runtime's other copy. */
function wrapped(tensor: object): Tensor {
  return Object.assign(new Tensor("float32", [0], [1]), { ort_tensor: tensor })
}

/** Moves a tensor from the GPU to memory, and frees it there. */
async function onProcessor(tensor: Tensor["ort_tensor"]): Promise<object> {
  const data = await tensor.getData(true)
  return { type: tensor.type, dims: tensor.dims, data }
}
