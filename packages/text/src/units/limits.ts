import { PamiError } from "@pami/core"
import { grouped } from "@pami/core/tensor"
import type { TextErrorCode } from "../codes.ts"

// Far beyond the context of a model, and small enough for any device.
const mostCharacters = 1_000_000
const mostUnits = 100_000

/** @throws PamiError `TEXT_TOO_LONG` */
export function expectLength(text: string): void {
  if (text.length > mostCharacters)
    throw tooLong(text.length, mostCharacters, "characters", "give a part of it")
}

/** @throws PamiError `TEXT_TOO_LONG` */
export function expectUnits(count: number): void {
  if (count > mostUnits) throw tooLong(count, mostUnits, "units", "give a part of it, or choose larger units")
}

function tooLong(count: number, most: number, things: string, fix: string): PamiError<TextErrorCode> {
  return new PamiError(
    "TEXT_TOO_LONG",
    `the text has ${count >= most ? "more than " : ""}${grouped(most)} ${things}; up to ${grouped(most)} are explained. To continue, ${fix}.`,
    { data: { count, most } },
  )
}
