import { checkPicture, type Pixels } from "./picture.ts"
import { channelCount, type Preprocessing } from "./preprocessing.ts"

/**
 * Pixels as one item of a model's tensor, `[channels, H, W]` or `[H, W, channels]`: `(value - mean) / std` in float32
 * arithmetic, step by step as numpy does it.
 *
 * @throws RangeError when the pixels do not have the size that the preprocessing makes
 */
export function toTensor(pixels: Pixels, preprocessing: Preprocessing): Float32Array {
  checkPicture(pixels)
  const { width, height, channels, layout, mean, std } = preprocessing
  if (pixels.width !== width || pixels.height !== height)
    throw new RangeError(
      `pixels are ${width} x ${height} after fitting, not ${pixels.width} x ${pixels.height}`,
    )
  const count = channelCount(channels)
  const source = channels === "grey" ? luma(pixels.data) : pixels.data
  const area = width * height
  const tensor = new Float32Array(area * count)
  const stride = layout === "nchw" ? 1 : count
  for (let channel = 0; channel < count; channel++) {
    const from = channels === "bgr" ? 2 - channel : channel
    const to = layout === "nchw" ? channel * area : channel
    const center = Math.fround(mean[channel])
    const scale = Math.fround(std[channel])
    for (let i = 0; i < area; i++)
      tensor[to + i * stride] = Math.fround(source[i * count + from] - center) / scale
  }
  return tensor
}

// The weights of ITU-R BT.601, which Pillow's "L" has too.
function luma(data: Float32Array): Float32Array {
  const grey = new Float32Array(data.length / 3)
  for (let i = 0; i < grey.length; i++)
    grey[i] = data[i * 3] * 0.299 + data[i * 3 + 1] * 0.587 + data[i * 3 + 2] * 0.114
  return grey
}
