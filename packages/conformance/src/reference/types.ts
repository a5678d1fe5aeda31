/** A tensor in float64, row-major. */
export interface Value {
  readonly shape: readonly number[]
  readonly data: Float64Array
}

/** Settings of a layer that the reference runtime reads. */
export interface Config {
  readonly name: string
  readonly batch_input_shape?: readonly (number | null)[]
  readonly dtype?: string
  readonly activation?: string
  readonly strides?: readonly number[]
  readonly padding?: string
  readonly data_format?: string
  readonly dilation_rate?: readonly number[]
  readonly target_shape?: readonly (number | null)[]
  readonly dims?: readonly number[]
  readonly axis?: number | readonly number[]
  readonly axes?: number | readonly number[]
  readonly normalize?: boolean
  readonly epsilon?: number
  readonly size?: readonly number[]
  readonly interpolation?: string
}

/** A weight of the model file, row-major. */
export interface Weight {
  readonly shape: readonly number[]
  readonly data: Float32Array
}

/** A layer of `model.json`. */
interface LayerJson {
  readonly class_name: string
  readonly config: Config
  /** In a functional model: the layers that feed this layer. */
  readonly inbound_nodes?: readonly (readonly (readonly [layer: string, ...unknown[]])[])[]
}

/** `modelTopology` of `model.json`. */
export interface Topology {
  readonly class_name?: string
  readonly config?: {
    readonly layers: readonly LayerJson[]
    readonly input_layers?: readonly (readonly [layer: string, ...unknown[]])[]
    readonly output_layers?: readonly (readonly [layer: string, ...unknown[]])[]
  }
  /** Where Keras stores the other two fields. */
  readonly model_config?: Topology
}
