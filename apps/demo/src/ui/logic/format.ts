import { formatScore, nameTarget, valueScale, type Scale, type TargetInfo } from "@pami/core"
import { printable } from "@pami/image"

// Of probabilities in single precision.
const rounding = 1e-6

/** Formats a score: a probability in per cent; other numbers, and logits taken for probabilities, unchanged. */
export function score(number: number, scale: Scale): string {
  if (!Number.isFinite(number)) return "–"
  const isOutside = number < -rounding || number > 1 + rounding
  return formatScore(number < 0 && !isOutside ? 0 : number, isOutside ? valueScale : scale)
}

/** Formats a share of 1 in per cent: `62.1 %`. Values near 0 and 1 are not rounded to them. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return "–"
  const hundredths = share * 100
  if (hundredths > 0 && hundredths < 0.1) return "< 0.1 %"
  if (hundredths < 100 && hundredths > 99.9) return "> 99.9 %"
  return `${Math.abs(hundredths).toFixed(1)} %`
}

/** Formats a value of a map with three digits and a true minus sign. */
export function value(number: number): string {
  if (!Number.isFinite(number)) return "–"
  if (number === 0) return "0"
  const size = Math.abs(number)
  const text = size >= 0.001 && size < 1e5 ? number.toPrecision(3) : number.toExponential(1)
  return text.replaceAll("-", "−").replace("e+", "e")
}

/** Formats a whole number in groups of three, with a narrow no-break space. */
export function count(number: number): string {
  return Math.round(number)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, "\u202f")
}

/** Formats a rate: whole from ten on, otherwise with one decimal. */
export function rate(number: number): string {
  return number >= 10 ? count(number) : number.toFixed(1)
}

/** Formats an estimated time: `4 s`, `2 min`, `1 h 10 min`. */
export function duration(seconds: number): string {
  if (seconds < 1) return "< 1 s"
  if (seconds < 60) return `${Math.round(seconds)} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** Formats the size of a file: `3.1 MB`. */
export function bytes(size: number): string {
  if (size < 1000) return `${size} bytes`
  const units = ["kB", "MB", "GB", "TB"]
  const power = Math.min(units.length, Math.floor(Math.log10(size) / 3))
  const amount = size / 1000 ** power
  return `${amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${units[power - 1]}`
}

/** Returns the first name of a label (`tabby, tabby cat`); `class 5` or `output 5` without a label. */
export function className(label: string | null | undefined, index: number, scale: Scale): string {
  return shown(label?.split(",", 1)[0].trim() ?? "") || nameTarget({ id: index }, scale)
}

/** Returns the name of a target for people: the first name of its label, otherwise what it is and its id. */
export function targetName(target: Pick<TargetInfo, "id" | "label">, scale: Scale): string {
  return shown(target.label?.split(",", 1)[0] ?? "", 80) || nameTarget(target, scale)
}

/** Returns an untrusted text as a name: one line at most, with control characters escaped. */
export function shown(text: string, longest = 60): string {
  return printable(text, longest)
}

/** Returns the unit of a map: `probability`, `log probability`, `value`. */
export function unitName({ unit }: Scale): string {
  return unit.replace("-", " ")
}

/** Returns the word before a score: `Probability`, or `Score`. */
export function scoreName({ unit }: Scale): string {
  return unit === "probability" ? "Probability" : "Score"
}
