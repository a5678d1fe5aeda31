import { denseInput } from "@pami/core"
import { digestInTurns, formatShape } from "@pami/core/tensor"
import type { Finding, Input, MaskingOperator, TensorInfo, Tensors } from "@pami/core"
import { blur } from "./blur.ts"
import { note, warning } from "./findings.ts"
import { type Normalization, normalizerOf } from "./normalization.ts"
import { resample } from "./resample.ts"
import { rangeOf, type Samples } from "./samples.ts"
import { channelsLast } from "./channels-last.ts"
import { unitValues } from "./unit-values.ts"
import { checkVolume, type Volume } from "./volume.ts"
import { type VolumeLayout, volumeShape } from "./volume-shape.ts"

/** Options of {@link volumeInput}. */
export interface VolumeInputOptions {
  readonly volume: Volume
  /** The model's input for the volume, as it declares it. */
  readonly tensor: TensorInfo
  /** Makes the baseline, from values at the model's size and before normalisation. Default: `blur()`. */
  readonly masking?: MaskingOperator<Samples>
  /** How values become the model's numbers. Default: `"none"`, with a finding that states their range. */
  readonly normalization?: Normalization
  /** Where the channels lie. Default: see `volumeShape`. */
  readonly layout?: VolumeLayout
  /** The model's other inputs, one item each, the same in every pass. Default: none. */
  readonly others?: Tensors
}

/** A volume, ready to be explained. */
export interface VolumeInput {
  /** Units are voxels of the model's grid, `volume`, `[D, H, W]`. */
  readonly input: Input<Tensors>
  /** The volume at the model's size, before normalisation: the volume of the maps. */
  readonly volume: Volume
  /** The values that replace masked voxels, before normalisation. */
  readonly baseline: Samples
}

/**
 * Resamples a volume to the model's size, if it declares one, masks it, and normalises both. Lets the event loop turn
 * meanwhile.
 *
 * @throws PamiError `SHAPE_MISMATCH` when the volume does not fit the model, `VOLUME_INVALID` when it contradicts itself
 * @throws RangeError for a normalisation out of range
 *
 * @example
 * const volume = volumeOfArray({ shape: [8, 16, 16], data: new Float32Array(8 * 16 * 16).fill(40) })
 * const tensor = { name: "scan", dtype: "float32", shape: [null, 1, 16, 16, 16] } as const
 * const { input } = await volumeInput({ volume, tensor, normalization: { window: [-100, 300] } })
 * console.log(input.grids[0].shape.join()) // 16,16,16
 */
export async function volumeInput(options: VolumeInputOptions): Promise<VolumeInput> {
  const { tensor, masking = blur(), normalization = "none", others } = options
  const given = checkVolume(options.volume)
  const { dtype, layout, units, shape, isGuess } = volumeShape(tensor, given, options.layout)
  const isResampled = units.some((side, axis) => side !== given.shape[axis])
  const volume = isResampled ? await resample<Volume>(given, units) : given
  const baseline = await masking.baseline(volume)
  const normalizer = normalizerOf(volume, normalization)
  const isLast = layout === "ndhwc"
  const [original, masked] = [volume, baseline].map((samples) =>
    isLast ? channelsLast(normalizer.apply(samples), volume.channels) : normalizer.apply(samples),
  )
  const tensors = { original, baseline: masked, dtype, ...(others && { others }) }
  const findings = [
    ...(given.findings ?? []),
    ...(isGuess ? [layoutGuessed(tensor, layout)] : []),
    ...(isResampled ? [resampled(given, units)] : []),
    ...(normalization === "none" ? [rangeNote(volume, dtype)] : []),
  ]
  const input = denseInput({
    ...tensors,
    name: tensor.name,
    grid: "volume",
    units,
    planes: isLast ? 1 : volume.channels,
    inner: isLast ? volume.channels : 1,
    shape,
    values: () => unitValues(volume),
    digest: await digestInTurns(tensors),
    findings,
    settings: {
      volume: {
        shape: [...given.shape],
        channels: given.channels,
        spacing: given.spacing === undefined ? null : [...given.spacing],
        axes: given.axes ?? null,
      },
      layout,
      resampling: isResampled ? "linear" : null,
      normalization: normalizer.settings,
      masking: { name: masking.name, ...masking.settings },
    },
  })
  return { input, volume, baseline }
}

function layoutGuessed({ name, shape }: TensorInfo, layout: VolumeLayout): Finding {
  return note(
    "AXES_GUESSED",
    `input ${name} ${formatShape(shape)} does not say where its channels lie: the volume is fed as ${layout.toUpperCase()}`,
    "choose the option layout if the prediction is wrong",
  )
}

function resampled({ shape }: Volume, units: readonly number[]): Finding {
  return note(
    "VOLUME_RESAMPLED",
    `the volume of ${shape.join(" x ")} voxels is resampled to the model's ${units.join(" x ")}, linearly along each axis`,
    "if the model was trained on crops, or at another spacing, prepare the volume as its training did",
  )
}

function rangeNote({ data }: Volume, dtype: string): Finding {
  const { min, max } = rangeOf(data)
  const values = `values from ${shown(min)} to ${shown(max)} are fed as they are`
  const isLarge = dtype.startsWith("float") && Math.max(Math.abs(min), Math.abs(max)) > 16
  const fix = "choose the option normalization that the model's training used: z-score, min-max or a window"
  return isLarge
    ? warning("VALUE_RANGE", `${values}; most models take normalised values`, fix)
    : note("VALUE_RANGE", values, fix)
}

function shown(value: number): string {
  return String(Number(value.toPrecision(4)))
}
