import { PamiError } from "@pami/core"
import type { Size } from "../picture.ts"
import { resampleNames, type Resample } from "../resample.ts"
import { shown } from "../shown.ts"

/** A JSON object of a stranger's. */
export type Fields = Readonly<Record<string, unknown>>

// Pillow's numbers of its filters, which these files store.
const pillowFilters: readonly Resample[] = ["nearest", "lanczos", "bilinear", "bicubic", "box", "hamming"]

/** Reads fields of a file; each method throws `PRESET_INVALID` naming the field that is not what it should be. */
export class FieldReader {
  readonly all: Fields
  readonly #name: string

  /** @param name of the file, for messages */
  constructor(all: Fields, name: string) {
    this.all = all
    this.#name = name
  }

  has(field: string): boolean {
    return this.all[field] !== undefined && this.all[field] !== null
  }

  boolean(field: string): boolean | undefined {
    if (!this.has(field)) return undefined
    const value = this.all[field]
    return typeof value === "boolean" ? value : this.refuse(field, "true or false")
  }

  number(field: string): number | undefined {
    if (!this.has(field)) return undefined
    const value = this.all[field]
    return typeof value === "number" ? value : this.refuse(field, "a number")
  }

  text(field: string): string | undefined {
    if (!this.has(field)) return undefined
    const value = this.all[field]
    return typeof value === "string" ? value : this.refuse(field, "a text")
  }

  /** A share above 0 and up to 1. */
  share(field: string): number | undefined {
    const value = this.number(field)
    return value === undefined || (value > 0 && value <= 1)
      ? value
      : this.refuse(field, "above 0 and at most 1")
  }

  /** One number for each channel, or one for all of them. */
  numbers(field: string): readonly number[] | number {
    const value = this.all[field]
    if (Number.isFinite(value)) return value as number
    const right =
      Array.isArray(value) && value.length > 0 && value.length <= 3 && value.every(Number.isFinite)
    return right ? (value as number[]) : this.refuse(field, "a list of numbers, one a channel")
  }

  side(value: unknown, field: string): number {
    return Number.isInteger(value) && (value as number) > 0
      ? (value as number)
      : this.refuse(field, "a whole number of pixels")
  }

  /** One number for both sides, `[height, width]`, or an object with both. */
  size(field: string): Size {
    const value = this.all[field]
    if (typeof value === "number") return { width: this.side(value, field), height: this.side(value, field) }
    const { width, height } = Array.isArray(value)
      ? { height: value[0] as unknown, width: value.length === 2 ? (value[1] as unknown) : undefined }
      : ((value ?? {}) as Fields)
    if (width === undefined || height === undefined)
      return this.refuse(field, "a number or { height, width }, in pixels")
    return { width: this.side(width, field), height: this.side(height, field) }
  }

  resample(field: string): Resample | undefined {
    if (!this.has(field)) return undefined
    const value = this.all[field]
    const name = typeof value === "number" ? pillowFilters[value] : value
    const found = resampleNames.find((known) => known === name)
    return found ?? this.refuse(field, `0 to 5 or one of ${resampleNames.join(", ")}`)
  }

  refuse(field: string, expected: string): never {
    const came = this.all[field] === undefined ? "it is missing" : `it is ${shown(this.all[field])}`
    throw new PamiError(
      "PRESET_INVALID",
      `${this.#name}: "${field}" should be ${expected}; ${came}. Correct the file, or give a preset or mean and std instead.`,
    )
  }
}
