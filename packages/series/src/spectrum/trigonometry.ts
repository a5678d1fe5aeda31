/**
 * Returns the sine of `turns` full turns, within two units in the last place of 1, with the same bits on every engine: the
 * language leaves the last bits of `Math.sin` to the engine.
 */
export function sineOf(turns: number): number {
  // Exact: the rest of a turn, then the distance from the nearest quarter, at most an eighth.
  const rest = turns - Math.floor(turns)
  const quarter = Math.round(rest * 4)
  const x = (rest - quarter / 4) * 2 * Math.PI
  switch (quarter % 4) {
    case 0:
      return sine(x)
    case 1:
      return cosine(x)
    case 2:
      return -sine(x)
    default:
      return -cosine(x)
  }
}

/** Returns the cosine of `turns` full turns, as {@link sineOf}. */
export function cosineOf(turns: number): number {
  return sineOf(turns + 0.25)
}

// Taylor series for at most an eighth of a turn: the first term left out is below 1e-17.
function sine(x: number): number {
  const square = x * x
  let sum = 0
  for (let k = 17; k >= 3; k -= 2) sum = (-square / (k * (k - 1))) * (1 + sum)
  return x * (1 + sum)
}

function cosine(x: number): number {
  const square = x * x
  let sum = 0
  for (let k = 18; k >= 2; k -= 2) sum = (-square / (k * (k - 1))) * (1 + sum)
  return 1 + sum
}
