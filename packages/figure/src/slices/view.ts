/** How a slice through one axis of a volume is shown: as a radiologist expects it, if the directions are known. */
export interface SliceView {
  /** The axis that the slice cuts across: 0, 1 or 2. */
  readonly axis: number
  /** `axial`, `coronal`, `sagittal`; without known directions, the number of the axis. */
  readonly name: string
  /** The axes that run down and to the right. */
  readonly down: number
  readonly right: number
  /** Whether they run backwards. */
  readonly flipDown: boolean
  readonly flipRight: boolean
  /** Letters of the directions at the top and on the left, if known. */
  readonly top?: string
  readonly left?: string
}

const names: Readonly<Record<string, string>> = {
  S: "axial",
  I: "axial",
  A: "coronal",
  P: "coronal",
  L: "sagittal",
  R: "sagittal",
}
const opposite: Readonly<Record<string, string>> = { S: "I", I: "S", A: "P", P: "A", L: "R", R: "L" }
// The directions that lie at the top, and on the left, of an image by convention.
const onTop = "SA"
const onLeft = "RA"
// Of two axes, the one further to the left in this list runs down.
const downward = "SIAPRL"

/**
 * Returns how slices across an axis are shown: the head and the front up, the right side of the body on the left.
 *
 * @param axes directions in which D, H and W count up: `"SPL"`. Default: unknown, shown as stored
 */
export function sliceView(axis: number, axes?: string): SliceView {
  const [first, second] = [0, 1, 2].filter((other) => other !== axis)
  if (axes === undefined)
    return { axis, name: `axis ${axis + 1}`, down: first, right: second, flipDown: false, flipRight: false }
  const isDown = downward.indexOf(axes[first]) < downward.indexOf(axes[second])
  const [down, right] = isDown ? [first, second] : [second, first]
  const flipDown = onTop.includes(axes[down])
  const flipRight = onLeft.includes(axes[right])
  return {
    axis,
    name: names[axes[axis]],
    down,
    right,
    flipDown,
    flipRight,
    top: flipDown ? axes[down] : opposite[axes[down]],
    left: flipRight ? axes[right] : opposite[axes[right]],
  }
}

/**
 * Returns one slice of numbers on a volume's grid, as it is shown: rows of `shape[right]` numbers.
 *
 * @param data `[D, H, W]`, row-major
 * @param shape of the volume, `[D, H, W]`
 * @param index of the slice, from 0 to `shape[axis] - 1`
 */
export function cutSlice(
  data: Float32Array,
  shape: readonly number[],
  { axis, down, right, flipDown, flipRight }: SliceView,
  index: number,
): Float32Array {
  const strides = [shape[1] * shape[2], shape[2], 1]
  const [height, width] = [shape[down], shape[right]]
  const slice = new Float32Array(height * width)
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      slice[to++] =
        data[
          index * strides[axis] +
            (flipDown ? height - 1 - y : y) * strides[down] +
            (flipRight ? width - 1 - x : x) * strides[right]
        ]
  return slice
}
