/** Returns numbers with the channels of each unit side by side: `[channels, units]` becomes `[units, channels]`. */
export function channelsLast(data: Float32Array, channels: number): Float32Array {
  if (channels === 1) return data
  const units = data.length / channels
  const moved = new Float32Array(data.length)
  for (let channel = 0, from = 0; channel < channels; channel++)
    for (let unit = 0; unit < units; unit++) moved[unit * channels + channel] = data[from++]
  return moved
}
