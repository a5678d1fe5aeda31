import { denseInput } from "@pami/core"
import type { Finding, Input, MaskingOperator, TensorInfo, Tensors } from "@pami/core"
import { digestInTurns, formatShape } from "@pami/core/tensor"
import { blur } from "../blur.ts"
import { channelsLast } from "../channels-last.ts"
import { note } from "../findings.ts"
import { type Normalization, normalizerOf } from "../normalization.ts"
import { resample } from "../resample.ts"
import type { Samples } from "../samples.ts"
import { unitValues } from "../unit-values.ts"
import { checkVolume, mostValues, tooLarge } from "../volume.ts"
import { gather, type NumberArray } from "./gather.ts"
import {
  type AxisNames,
  fits,
  formatSides,
  guessAxes,
  layOutTensor,
  mismatch,
  parseAxes,
  unitsAmong,
  unsuitable,
} from "./array-axes.ts"

/** Options of {@link arrayInput}. */
export interface ArrayInputOptions {
  /** Numbers in row-major order, as `decodeNpy` of `@pami/image` returns them. */
  readonly array: NumberArray
  /** The model's input for the array, as it declares it. */
  readonly tensor: TensorInfo
  /**
   * Names of the axes of the array, `"H,W,C"` or `"HWC"`: `N` the batch, `C` the channels of a unit, any other name an axis
   * of the grid of units. Default: guessed, with a finding.
   */
  readonly axes?: string
  /** Names of the axes of the tensor, likewise: `"N,C,H,W"`. Default: the first order that fits its declared shape. */
  readonly layout?: string
  /** Number of the item on the axis `N` of the array, from 0. Default: 0; required for more than one item. */
  readonly item?: number
  /** Whether units are resampled to a size that the model declares, linearly along each axis. Default: false. */
  readonly resampled?: boolean
  /** Makes the baseline, before normalisation. Default: `blur()`. */
  readonly masking?: MaskingOperator<Samples>
  /** How values become the model's numbers. Default: `"none"`. */
  readonly normalization?: Normalization
  /** The model's other inputs, one item each, the same in every pass. Default: none. */
  readonly others?: Tensors
}

/** An array, ready to be explained. */
export interface ArrayInput {
  /** Units are the cells of the grid `array`, over the array's axes of units, in their order in the tensor. */
  readonly input: Input<Tensors>
  /** Names of the axes of the grid: `["H", "W"]`. */
  readonly axes: readonly string[]
  /** The numbers of the units, before normalisation. */
  readonly samples: Samples
  /** The numbers that replace those of masked units, before normalisation. */
  readonly baseline: Samples
}

/**
 * Turns an array of any axes into an input: a multi-band image, an RGBA image, a spectrogram, a volume. The axes of the array
 * may be in another order than those of the tensor. Lets the event loop turn meanwhile.
 *
 * @throws PamiError `AXES_UNSUITABLE` when names do not fit the array, `SHAPE_MISMATCH` when the array does not fit the
 *   model, `VOLUME_INVALID` for numbers that are not finite or do not fill the shape, `VOLUME_TOO_LARGE`
 *
 * @example
 * // An image of five bands for a model that takes channels first.
 * const array = { shape: [8, 10, 5], data: new Uint16Array(400).fill(90) }
 * const tensor = { name: "bands", dtype: "float32", shape: [null, 5, 8, 10] } as const
 * const { input, axes } = await arrayInput({ array, tensor, axes: "H,W,C" })
 * console.log(axes.join(), input.grids[0].shape.join(), input.tensors[0].shape.join()) // H,W 8,10 ,5,8,10
 */
export async function arrayInput(options: ArrayInputOptions): Promise<ArrayInput> {
  const { array, tensor, resampled = false, masking = blur(), normalization = "none", others } = options
  const { dtype } = tensor
  if (dtype === "string") throw mismatch(`input ${tensor.name} takes texts, not numbers`, tensor.shape)
  if (array.data.length > mostValues) throw tooLarge("the array", array.data.length)
  const names = options.axes === undefined ? guessAxes(array.shape, tensor) : parseAxes(options.axes)
  if (names.length !== array.shape.length)
    throw unsuitable(
      `axes ${names.join(",")} name ${names.length} axes; the array ${formatSides(array.shape)} has ${array.shape.length}`,
    )
  const lengths = new Map([["C", 1], ...names.map((name, axis) => [name, array.shape[axis]] as const)])
  const layout =
    options.layout === undefined
      ? layOutTensor(tensor, names, lengths, resampled)
      : checkLayout(options, names, lengths)
  const axes = unitsAmong(layout)
  const given = checkVolume(gather(array, options.item, names, axes, lengths))
  const sides = axes.map((name) => tensor.shape[layout.indexOf(name)] ?? lengths.get(name)!)
  const isResampled = sides.some((side, axis) => side !== given.shape[axis])
  const samples = isResampled ? await resample<Samples>(given, sides) : given
  const baseline = await masking.baseline(samples)
  const normalizer = normalizerOf(samples, normalization)
  const isLast = layout.at(-1) === "C"
  const [original, masked] = [samples, baseline].map((given) => {
    const numbers = normalizer.apply(given)
    return isLast ? channelsLast(numbers, samples.channels) : numbers
  })
  const tensors = { original, baseline: masked, dtype, ...(others && { others }) }
  const input = denseInput({
    ...tensors,
    name: tensor.name,
    grid: "array",
    units: samples.shape,
    planes: isLast ? 1 : samples.channels,
    inner: isLast ? samples.channels : 1,
    shape: layout.slice(1).map((name) => (name === "C" ? samples.channels : sides[axes.indexOf(name)])),
    values: () => unitValues(samples),
    digest: await digestInTurns(tensors),
    findings: [
      ...(options.axes === undefined ? [axesGuessed(array.shape, names, layout, tensor)] : []),
      ...(isResampled ? [arrayResampled(given.shape, sides)] : []),
    ],
    settings: {
      array: [...array.shape],
      axes: names.join(","),
      layout: layout.join(","),
      item: options.item ?? 0,
      resampling: isResampled ? "linear" : null,
      normalization: normalizer.settings,
      masking: { name: masking.name, ...masking.settings },
    },
  })
  return { input, axes, samples, baseline }
}

function checkLayout(
  { layout = "", tensor, resampled = false }: ArrayInputOptions,
  names: AxisNames,
  lengths: ReadonlyMap<string, number>,
): AxisNames {
  const wanted = parseAxes(layout)
  const [units, own] = [unitsAmong(wanted), unitsAmong(names)]
  const channel = wanted.indexOf("C")
  if (units.length !== own.length || !units.every((name) => own.includes(name)))
    throw unsuitable(
      `the layout ${layout} has the units ${units.join(", ")}; the array has ${own.join(", ")}`,
    )
  if (wanted[0] !== "N")
    throw unsuitable(`the layout ${layout} does not start with N: axis 0 of a model's input is the batch`)
  if (channel > 1 && channel < wanted.length - 1)
    throw unsuitable(
      `the layout ${layout} has the channels between units: they come before or after all units`,
    )
  if (channel < 0 && lengths.get("C")! > 1)
    throw unsuitable(`the layout ${layout} has no channels; the array has ${lengths.get("C")}`)
  if (!fits(wanted.slice(1), tensor.shape, lengths, resampled))
    throw mismatch(
      `input ${tensor.name} takes ${formatShape(tensor.shape)}; the array has ${wanted
        .slice(1)
        .map((name) => `${name} ${lengths.get(name)}`)
        .join(", ")}. Cut the array to fit, or choose the option resampled`,
      tensor.shape,
    )
  return wanted
}

function axesGuessed(
  sides: readonly number[],
  names: AxisNames,
  layout: AxisNames,
  { name, shape }: TensorInfo,
): Finding {
  return note(
    "AXES_GUESSED",
    `the axes of the array ${formatSides(sides)} are taken for ${names.join(", ")}, and those of input ${name} ${formatShape(shape)} for ${layout.join(", ")}`,
    "name them with the options axes and layout if that is wrong",
  )
}

function arrayResampled(given: readonly number[], sides: readonly number[]): Finding {
  return note(
    "ARRAY_RESAMPLED",
    `the array of ${given.join(" x ")} units is resampled to the model's ${sides.join(" x ")}, linearly along each axis`,
    "if the model was trained on crops, cut the array as its training did",
  )
}
