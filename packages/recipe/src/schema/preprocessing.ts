import { fitModes, resampleNames, showsBars } from "@pami/image"
import type { Preprocessing, Size } from "@pami/image"
import * as v from "valibot"
import { limits } from "./limits.ts"
import { list, number, text, whole } from "./values.ts"

const side = whole(1, limits.side)

const fewPixels = <Sized extends Size>() =>
  v.check<Sized, string>(
    ({ width, height }) => width * height <= limits.pixels,
    `width times height of at most ${limits.pixels}`,
  )

const byte = number(0, 255)

/** Numbers of the channels. As wide as a float32, so that nothing becomes infinite on the way to the model. */
const perChannel = (value: v.GenericSchema<unknown, number>) => list(value, 3, 1)
const moderate = number(-1e6, 1e6)
const divisor = v.pipe(
  moderate,
  v.check((value) => Math.abs(value) >= 1e-6, "a number other than 0, at least 0.000001 from it"),
)

/** The schema of {@link Preprocessing}. */
export const preprocessingSchema = v.pipe(
  v.strictObject({
    name: text(),
    width: side,
    height: side,
    fit: v.picklist(fitModes),
    resizeTo: v.pipe(v.strictObject({ width: side, height: side }), fewPixels(), v.readonly()),
    padColor: v.pipe(v.strictTuple([byte, byte, byte]), v.readonly()),
    resample: v.picklist(resampleNames),
    channels: v.picklist(["rgb", "bgr", "grey"]),
    layout: v.picklist(["nchw", "nhwc"]),
    mean: perChannel(moderate),
    std: perChannel(divisor),
  } satisfies Record<keyof Preprocessing, v.GenericSchema>),
  fewPixels(),
  v.check(({ channels, mean, std }) => {
    const count = channels === "grey" ? 1 : 3
    return mean.length === count && std.length === count
  }, "mean and std with a number for each channel"),
  v.check(
    ({ fit, width, height, resizeTo }) =>
      fit === "pad"
        ? resizeTo.width === width && resizeTo.height === height
        : fit !== "crop-first" || (resizeTo.width >= width && resizeTo.height >= height),
    "a resizeTo of at least width and height for crop-first, and of exactly that for pad",
  ),
  v.check(
    (preprocessing) => showsBars(preprocessing) || preprocessing.padColor.every((value) => value === 0),
    "a padColor of 0, 0, 0 where no bars are drawn",
  ),
  v.readonly(),
)
