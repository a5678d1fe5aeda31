import { PamiError } from "@pami/core"
import { expect, test } from "vitest"
import { type DataFormat, formatOf } from "./data-file.ts"

const ascii = (text: string) => new TextEncoder().encode(text)
const utf16 = (text: string, littleEndian: boolean) => {
  const view = new DataView(new ArrayBuffer(2 * text.length))
  for (let at = 0; at < text.length; at++) view.setUint16(2 * at, text.charCodeAt(at), littleEndian)
  return new Uint8Array(view.buffer)
}

test.each<[string, Uint8Array, DataFormat]>([
  ["rows in UTF-8", ascii("age,income\n31,2000\n"), "rows"],
  ["rows in UTF-16, little-endian", utf16("\ufeffage,income\n31,2000\n", true), "rows"],
  ["rows in UTF-16, big-endian", utf16("\ufeffage,income\n31,2000\n", false), "rows"],
  ["a frame of MP3", Uint8Array.of(0xff, 0xfb, 0x90, 0x64, 0, 0), "sound"],
  ["a frame of MPEG 2.5", Uint8Array.of(0xff, 0xe3, 0x18, 0xc4, 0, 0), "sound"],
  ["a WAV", ascii("RIFF\0\0\0\0WAVEfmt "), "sound"],
  ["an array", ascii("\0NUMPY").with(0, 0x93), "npy"],
])("%s is recognised by its first bytes", (_what, bytes, format) => {
  expect(formatOf(bytes, "input")).toBe(format)
})

test("UTF-16 without a mark is not recognised", () => {
  expect(() => formatOf(utf16("age,income\n", true), "rows.csv")).toThrow(PamiError)
})
